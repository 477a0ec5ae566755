/* Ready-made WebSocket text frames. One block holds count, sizes, header and payload; the count is
 * the only one in the program, and not atomic: frames stay on the loop's thread. */
#include "net/frame.h"

#include <stdint.h>

#include "base/check.h"
#include "base/memory.h"
#include "net/frame_private.h"

enum {
	FRAME_FINAL_TEXT = 0x81,
	FRAME_FINAL_CLOSE = 0x88,
	FRAME_FINAL_PONG = 0x8a,
	FRAME_CONTROL_MAX = 125,
	FRAME_HEADER_MAX = 10,
	FRAME_LENGTH_16 = 126,
	FRAME_LENGTH_64 = 127,
};

struct frame {
	uint32_t references;
	uint32_t header_size;
	size_t size;
	char bytes[];
};

static size_t write_length(unsigned char *out, uint64_t length, size_t width)
{
	for (size_t i = width; i > 0; i--) {
		out[i - 1] = (unsigned char)(length & 0xff);
		length >>= 8;
	}
	return width;
}

/* Returns the size of the header written to `out`. */
static size_t write_header(unsigned char out[FRAME_HEADER_MAX], unsigned char first,
			   size_t payload_size)
{
	out[0] = first;
	if (payload_size < FRAME_LENGTH_16) {
		out[1] = (unsigned char)payload_size;
		return 2;
	}
	if (payload_size <= UINT16_MAX) {
		out[1] = FRAME_LENGTH_16;
		return 2 + write_length(out + 2, payload_size, 2);
	}
	out[1] = FRAME_LENGTH_64;
	return 2 + write_length(out + 2, payload_size, 8);
}

static struct frame *new_frame(size_t header_size, size_t payload_size)
{
	struct frame *f = memory_take(sizeof *f + header_size + payload_size);

	f->references = 1;
	f->header_size = (uint32_t)header_size;
	f->size = header_size + payload_size;
	return f;
}

static struct frame *finished_frame(unsigned char first, struct slice payload)
{
	unsigned char header[FRAME_HEADER_MAX];
	size_t header_size = write_header(header, first, payload.size);
	struct frame *f = new_frame(header_size, payload.size);

	memcpy(f->bytes, header, header_size);
	if (payload.size)
		memcpy(f->bytes + header_size, payload.data, payload.size);
	return f;
}

struct frame *frame_new(struct slice payload)
{
	return finished_frame(FRAME_FINAL_TEXT, payload);
}

struct frame *frame_bare(size_t size, char **out)
{
	struct frame *f = new_frame(0, size);

	*out = f->bytes;
	return f;
}

struct frame *frame_close(int code, const char *reason)
{
	char payload[FRAME_CONTROL_MAX];
	size_t size = strnlen(reason, sizeof payload - 2);

	if (code == 0)
		return finished_frame(FRAME_FINAL_CLOSE, SLICE(""));
	payload[0] = (char)(code >> 8);
	payload[1] = (char)code;
	memcpy(payload + 2, reason, size);
	return finished_frame(FRAME_FINAL_CLOSE, (struct slice){ payload, size + 2 });
}

struct frame *frame_pong(struct slice payload)
{
	ASSERT(payload.size <= FRAME_CONTROL_MAX);
	return finished_frame(FRAME_FINAL_PONG, payload);
}

struct frame *frame_ref(struct frame *f)
{
	f->references++;
	return f;
}

void frame_unref(struct frame *f)
{
	ASSERT(f->references > 0);
	if (--f->references == 0)
		memory_free(f);
}

struct slice frame_bytes(const struct frame *f)
{
	return (struct slice){ f->bytes, f->size };
}

struct slice frame_payload(const struct frame *f)
{
	return (struct slice){ f->bytes + f->header_size, f->size - f->header_size };
}
