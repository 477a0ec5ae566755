#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "net/utf8.h"

/* Frames of one message: without a bound empty ones could go on for ever, as they add up to
 * nothing. */
enum { READER_FRAGMENTS_MAX = 4096 };

/* Reads the frames of a WebSocket client (RFC 6455) from bytes that come in any pieces. No I/O. {0}
 * is the beginning. */
struct reader {
	struct buffer message;
	struct buffer control;
	uint64_t remaining;
	struct utf8 utf8;
	uint16_t fragments;
	uint8_t header[14];
	uint8_t header_size;
	uint8_t mask_at;
	bool in_frame;
	bool in_message;
	bool given;
};

enum reader_event {
	/* All bytes are used up; call again with more. */
	READER_MORE,
	/* `payload` is a whole text message. */
	READER_TEXT,
	READER_PING,
	READER_PONG,
	/* The peer closes; `code` is what it said, 0 if nothing. */
	READER_CLOSE,
	/* The connection must be closed with `code` (1002, 1003, 1007, 1008, 1009); read no more.
	 */
	READER_FAIL,
};

struct reader_result {
	/* Valid until the next call, as long as the input is. */
	struct slice payload;
	int code;
};

/* Unmasks `*input` in place and advances it past what was used. Messages longer than
 * `message_bytes_max` fail with 1009. */
enum reader_event reader_next(struct reader *r, struct slice *input, size_t message_bytes_max,
			      struct reader_result *result);
void reader_clear(struct reader *r);
