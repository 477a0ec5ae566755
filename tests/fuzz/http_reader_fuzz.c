/* WebSocket frames after the upgrade: the events are the same however the bytes are cut, and stay
 * within their bounds. */
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/reader.h"

enum { MESSAGE_BYTES_MAX = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes down each event; true when no more may be read. */
static bool note(struct buffer *events, enum reader_event event, const struct reader_result *result)
{
	buffer_format(events, "%d %d ", (int)event,
		      event == READER_FAIL || event == READER_CLOSE ? result->code : 0);
	if (event == READER_TEXT)
		ASSERT(result->payload.size <= MESSAGE_BYTES_MAX && text_is_utf8(result->payload));
	if (event == READER_PING || event == READER_PONG)
		ASSERT(result->payload.size <= 125);
	if (event == READER_TEXT || event == READER_PING || event == READER_PONG)
		buffer_append_slice(events, result->payload);
	if (event == READER_FAIL)
		ASSERT(result->code == 1002 || result->code == 1003 || result->code == 1007 ||
		       result->code == 1008 || result->code == 1009);
	return event == READER_FAIL || event == READER_CLOSE;
}

static bool feed(struct reader *r, struct slice input, struct buffer *events)
{
	struct reader_result result = { 0 };
	enum reader_event event;

	while ((event = reader_next(r, &input, MESSAGE_BYTES_MAX, &result)) != READER_MORE)
		if (note(events, event, &result))
			return true;
	ASSERT(input.size == 0);
	return false;
}

/* Cuts the input into pieces of `piece` bytes, each a block of its own. */
static void read_in_pieces(const uint8_t *data, size_t size, size_t piece, struct buffer *events)
{
	struct reader r = { 0 };
	bool over = false;

	for (size_t at = 0; at < size && !over; at += piece) {
		size_t length = size - at < piece ? size - at : piece;
		char *copy = memory_take(length);
		memcpy(copy, data + at, length);
		over = feed(&r, (struct slice){ copy, length }, events);
		memory_free(copy);
	}
	reader_clear(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer whole = { 0 };
	struct buffer cut = { 0 };

	if (size < 2)
		return 0;
	read_in_pieces(data + 1, size - 1, size, &whole);
	read_in_pieces(data + 1, size - 1, data[0] % 16 + 1, &cut);
	ASSERT(slice_equal(buffer_slice(&whole), buffer_slice(&cut)));
	buffer_clear(&whole);
	buffer_clear(&cut);
	return 0;
}
