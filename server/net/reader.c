/* The framing of RFC 6455 for a server, with every rule that has a close code:
 * 1002 for RSV bits, unknown opcodes, unmasked frames, wrong lengths, broken fragmentation and
 * close codes; 1003 for binary messages; 1007 for text that is not UTF-8, at the first wrong byte;
 * 1008 for a message of too many fragments; 1009 as soon as a header announces too much. A message
 * that lies whole in the input is handed out in place; only what comes in pieces is copied. */
#include "net/reader.h"

#include "base/memory.h"

enum {
	OPCODE_CONTINUATION = 0,
	OPCODE_TEXT = 1,
	OPCODE_BINARY = 2,
	OPCODE_CLOSE = 8,
	OPCODE_PING = 9,
	OPCODE_PONG = 10,

	BIT_FINAL = 0x80,
	BITS_RESERVED = 0x70,
	BITS_OPCODE = 0x0f,
	BIT_CONTROL = 0x08,
	BIT_MASKED = 0x80,
	BITS_LENGTH = 0x7f,

	LENGTH_16 = 126,
	LENGTH_64 = 127,
	CONTROL_MAX = 125,
	MASK_SIZE = 4,

	CLOSE_PROTOCOL = 1002,
	CLOSE_UNACCEPTABLE = 1003,
	CLOSE_NOT_UTF8 = 1007,
	CLOSE_POLICY = 1008,
	CLOSE_TOO_LARGE = 1009,
};

static enum reader_event fail(struct reader_result *result, int code)
{
	result->code = code;
	return READER_FAIL;
}

static int opcode(const struct reader *r)
{
	return r->header[0] & BITS_OPCODE;
}

static bool is_final(const struct reader *r)
{
	return (r->header[0] & BIT_FINAL) != 0;
}

static bool is_control(const struct reader *r)
{
	return (r->header[0] & BIT_CONTROL) != 0;
}

/* The bytes of the extended length: 0, 2 or 8. */
static size_t length_width(const struct reader *r)
{
	int length = r->header[1] & BITS_LENGTH;

	if (length == LENGTH_64)
		return 8;
	return length == LENGTH_16 ? 2 : 0;
}

static size_t header_wanted(const struct reader *r)
{
	return r->header_size < 2 ? 2 : 2 + length_width(r) + MASK_SIZE;
}

static uint64_t header_length(const struct reader *r)
{
	size_t width = length_width(r);
	uint64_t length = 0;

	if (width == 0)
		return r->header[1] & BITS_LENGTH;
	for (size_t i = 0; i < width; i++)
		length = length << 8 | r->header[2 + i];
	return length;
}

/* What the first two bytes alone already rule out; 0 if nothing. */
static int check_start(const struct reader *r)
{
	bool continues = opcode(r) == OPCODE_CONTINUATION;

	if (r->header[0] & BITS_RESERVED || !(r->header[1] & BIT_MASKED))
		return CLOSE_PROTOCOL;
	if (is_control(r)) {
		bool known = opcode(r) == OPCODE_CLOSE || opcode(r) == OPCODE_PING ||
			     opcode(r) == OPCODE_PONG;
		return known && is_final(r) && (r->header[1] & BITS_LENGTH) <= CONTROL_MAX
			       ? 0
			       : CLOSE_PROTOCOL;
	}
	if (opcode(r) > OPCODE_BINARY || continues != r->in_message)
		return CLOSE_PROTOCOL;
	if (opcode(r) == OPCODE_BINARY)
		return CLOSE_UNACCEPTABLE;
	return continues && r->fragments == READER_FRAGMENTS_MAX ? CLOSE_POLICY : 0;
}

/* The same for the length; the shortest form is the only one allowed (§5.2). */
static int check_length(const struct reader *r, size_t message_bytes_max)
{
	uint64_t length = header_length(r);

	if (length_width(r) == 2 && length < LENGTH_16)
		return CLOSE_PROTOCOL;
	if (length_width(r) == 8 && (length <= UINT16_MAX || length > INT64_MAX))
		return CLOSE_PROTOCOL;
	if (!is_control(r) && length > message_bytes_max - r->message.size)
		return CLOSE_TOO_LARGE;
	return 0;
}

/* Collects header bytes; true when the header is whole. `*code` is set when it is not acceptable.
 */
static bool read_header(struct reader *r, struct slice *input, size_t message_bytes_max, int *code)
{
	while (input->size && r->header_size < header_wanted(r)) {
		r->header[r->header_size++] = (uint8_t)*input->data;
		input->data++;
		input->size--;
		if (r->header_size == 2)
			*code = check_start(r);
		if (*code)
			return false;
	}
	if (r->header_size < 2 || r->header_size < header_wanted(r))
		return false;
	*code = check_length(r, message_bytes_max);
	r->remaining = header_length(r);
	r->mask_at = 0;
	r->in_frame = true;
	return *code == 0;
}

static void unmask(struct reader *r, char *bytes, size_t size)
{
	const uint8_t *mask = r->header + r->header_size - MASK_SIZE;
	uint8_t turned[8];
	uint64_t word_mask;
	size_t i = 0;

	for (size_t k = 0; k < sizeof turned; k++)
		turned[k] = mask[(r->mask_at + k) % MASK_SIZE];
	memcpy(&word_mask, turned, sizeof word_mask);
	for (; size - i >= sizeof word_mask; i += sizeof word_mask) {
		uint64_t word;
		memcpy(&word, bytes + i, sizeof word);
		word ^= word_mask;
		memcpy(bytes + i, &word, sizeof word);
	}
	for (; i < size; i++)
		bytes[i] = (char)((uint8_t)bytes[i] ^ turned[i % sizeof turned]);
	r->mask_at = (uint8_t)((r->mask_at + size) % MASK_SIZE);
}

/* The unmasked part of this frame's payload that is in the input. */
static struct slice take_payload(struct reader *r, struct slice *input)
{
	size_t size = r->remaining < input->size ? (size_t)r->remaining : input->size;
	struct slice piece = { input->data, size };

	/* The input is a receive buffer of the caller's, handed over for this. */
	unmask(r, (char *)(uintptr_t)piece.data, size);
	r->remaining -= size;
	input->data += size;
	input->size -= size;
	return piece;
}

static void end_frame(struct reader *r)
{
	r->in_frame = false;
	r->header_size = 0;
}

/* Codes a peer may send: §7.4.1 and the registered 1012–1014; 3000–4999 are free. */
static bool close_code_allowed(int code)
{
	if (code >= 3000 && code <= 4999)
		return true;
	return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
}

static enum reader_event read_close(struct slice payload, struct reader_result *result)
{
	const uint8_t *p = (const uint8_t *)payload.data;
	struct utf8 utf8 = { 0 };

	result->code = 0;
	if (payload.size == 0)
		return READER_CLOSE;
	if (payload.size == 1 || !close_code_allowed(p[0] << 8 | p[1]))
		return fail(result, CLOSE_PROTOCOL);
	if (!utf8_feed(&utf8, p + 2, payload.size - 2) || !utf8_whole(&utf8))
		return fail(result, CLOSE_NOT_UTF8);
	result->code = p[0] << 8 | p[1];
	return READER_CLOSE;
}

static enum reader_event read_control(struct reader *r, struct slice piece,
				      struct reader_result *result)
{
	struct slice payload = piece;

	if (r->remaining || r->control.size) {
		buffer_append_slice(&r->control, piece);
		payload = buffer_slice(&r->control);
	}
	if (r->remaining)
		return READER_MORE;
	end_frame(r);
	r->given = true;
	result->payload = payload;
	if (opcode(r) == OPCODE_CLOSE)
		return read_close(payload, result);
	return opcode(r) == OPCODE_PING ? READER_PING : READER_PONG;
}

static enum reader_event read_data(struct reader *r, struct slice piece,
				   struct reader_result *result)
{
	bool done = r->remaining == 0;
	bool whole = done && is_final(r);

	if (!utf8_feed(&r->utf8, piece.data, piece.size) || (whole && !utf8_whole(&r->utf8)))
		return fail(result, CLOSE_NOT_UTF8);
	result->payload = piece;
	if (!whole || r->message.size) {
		buffer_append_slice(&r->message, piece);
		result->payload = buffer_slice(&r->message);
	}
	if (done) {
		end_frame(r);
		r->fragments = whole ? 0 : (uint16_t)(r->fragments + 1);
	}
	r->in_message = !whole;
	r->given = whole;
	return whole ? READER_TEXT : READER_MORE;
}

/* Gives back what held the payload of the last event. */
static void release_given(struct reader *r)
{
	if (!r->given)
		return;
	r->given = false;
	buffer_clear(&r->control);
	if (!r->in_message)
		buffer_clear(&r->message);
}

enum reader_event reader_next(struct reader *r, struct slice *input, size_t message_bytes_max,
			      struct reader_result *result)
{
	enum reader_event event = READER_MORE;
	int code = 0;

	release_given(r);
	while (event == READER_MORE) {
		if (!r->in_frame && !read_header(r, input, message_bytes_max, &code))
			return code ? fail(result, code) : READER_MORE;
		if (r->remaining && !input->size)
			return READER_MORE;
		struct slice piece = take_payload(r, input);
		event = is_control(r) ? read_control(r, piece, result)
				      : read_data(r, piece, result);
	}
	return event;
}

void reader_clear(struct reader *r)
{
	buffer_clear(&r->message);
	buffer_clear(&r->control);
}
