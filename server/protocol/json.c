/* JSON values into a buffer. A text is copied in runs: only bytes that need another spelling
 * interrupt it. */
#include "protocol/json.h"

#include "base/check.h"

#define LITERAL(out, text) buffer_append((out), (text), sizeof(text) - 1)

/* What a byte becomes in a text: 0 stays, 'u' is \u00XX, 's' may begin U+2028 or U+2029, others are
 * the letter after the backslash. */
static const char spellings[256] = {
	[0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u',  [0x04] = 'u', [0x05] = 'u',
	[0x06] = 'u', [0x07] = 'u', [0x08] = 'b', [0x09] = 't',  [0x0a] = 'n', [0x0b] = 'u',
	[0x0c] = 'f', [0x0d] = 'r', [0x0e] = 'u', [0x0f] = 'u',  [0x10] = 'u', [0x11] = 'u',
	[0x12] = 'u', [0x13] = 'u', [0x14] = 'u', [0x15] = 'u',  [0x16] = 'u', [0x17] = 'u',
	[0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u',  [0x1c] = 'u', [0x1d] = 'u',
	[0x1e] = 'u', [0x1f] = 'u', ['"'] = '"',  ['\\'] = '\\', [0xe2] = 's',
};

/* The bytes of U+2028 or U+2029 at `at`, which older JavaScript takes for line ends; else 0. */
static size_t line_separator(struct slice text, size_t at)
{
	if (text.size - at < 3 || (unsigned char)text.data[at + 1] != 0x80)
		return 0;
	return ((unsigned char)text.data[at + 2] & 0xfe) == 0xa8 ? 3 : 0;
}

static void append_escape(struct buffer *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	const char spelling = spellings[byte];

	if (spelling == 'u') {
		LITERAL(out, "\\u00");
		buffer_append_byte(out, digits[byte >> 4]);
		buffer_append_byte(out, digits[byte & 15]);
		return;
	}
	buffer_append_byte(out, '\\');
	buffer_append_byte(out, spelling);
}

/* Writes what stands at `at`, which is not plain; returns how many bytes of the text that were. */
static size_t append_special(struct buffer *out, struct slice text, size_t at)
{
	const unsigned char byte = (unsigned char)text.data[at];

	if (spellings[byte] != 's') {
		append_escape(out, byte);
		return 1;
	}
	buffer_append_text(out, (unsigned char)text.data[at + 2] == 0xa8 ? "\\u2028" : "\\u2029");
	return 3;
}

/* Where the next byte stands that needs another spelling. */
static size_t plain_until(struct slice text, size_t at)
{
	while (at < text.size) {
		const char spelling = spellings[(unsigned char)text.data[at]];
		if (spelling != 0 && (spelling != 's' || line_separator(text, at) != 0))
			break;
		at++;
	}
	return at;
}

void json_text(struct buffer *out, struct slice text)
{
	buffer_append_byte(out, '"');
	for (size_t at = 0; at < text.size;) {
		const size_t until = plain_until(text, at);
		buffer_append(out, text.data + at, until - at);
		at = until;
		if (at < text.size)
			at += append_special(out, text, at);
	}
	buffer_append_byte(out, '"');
}

void json_int(struct buffer *out, int64_t value)
{
	buffer_append_int(out, value);
}

void json_bool(struct buffer *out, bool value)
{
	if (value)
		LITERAL(out, "true");
	else
		LITERAL(out, "false");
}

void json_ints(struct buffer *out, const int64_t *values, size_t count)
{
	buffer_append_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		buffer_append_int(out, values[i]);
	}
	buffer_append_byte(out, ']');
}

void json_raw(struct buffer *out, struct slice json)
{
	ASSERT(json.size > 0);
	buffer_append_slice(out, json);
}

void json_object_end(struct buffer *out, size_t start)
{
	if (out->size == start)
		buffer_append_byte(out, '{');
	else
		out->data[start] = '{';
	buffer_append_byte(out, '}');
}
