/* UTF-8 and what is asked of texts, beside a plain reader of RFC 3629 (here, byte by byte, from the
 * grammar of its section 4): both say the same, whole and in pieces. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/utf8.h"
#include "protocol/decode.h"
#include "protocol/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within(unsigned byte, unsigned low, unsigned high)
{
	return byte >= low && byte <= high;
}

/* One row of the grammar: the lead bytes, how many follow, what the first of those may be. */
static const struct {
	unsigned low, high, more, next_low, next_high;
} grammar[] = {
	{ 0x00, 0x7f, 0, 0, 0 },       { 0xc2, 0xdf, 1, 0x80, 0xbf }, { 0xe0, 0xe0, 2, 0xa0, 0xbf },
	{ 0xe1, 0xec, 2, 0x80, 0xbf }, { 0xed, 0xed, 2, 0x80, 0x9f }, { 0xee, 0xef, 2, 0x80, 0xbf },
	{ 0xf0, 0xf0, 3, 0x90, 0xbf }, { 0xf1, 0xf3, 3, 0x80, 0xbf }, { 0xf4, 0xf4, 3, 0x80, 0x8f },
};

/* The bytes of the character at `at`; 0: there is none. */
static size_t reference_size(const uint8_t *at, size_t left)
{
	for (size_t row = 0; row < sizeof(grammar) / sizeof(grammar[0]); row++) {
		if (!within(at[0], grammar[row].low, grammar[row].high))
			continue;
		size_t more = grammar[row].more;
		if (more >= left)
			return more == 0 ? 1 : 0;
		if (more > 0 && !within(at[1], grammar[row].next_low, grammar[row].next_high))
			return 0;
		for (size_t i = 2; i <= more; i++) {
			if (!within(at[i], 0x80, 0xbf))
				return 0;
		}
		return more + 1;
	}
	return 0;
}

static uint32_t reference_point(const uint8_t *at, size_t size)
{
	static const uint32_t masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t point = at[0] & masks[size];

	for (size_t i = 1; i < size; i++)
		point = point << 6 | (at[i] & 0x3f);
	return point;
}

static bool reference_control(uint32_t p)
{
	return p < 0x20 || within(p, 0x7f, 0x9f) || within(p, 0x202a, 0x202e) ||
	       within(p, 0x2066, 0x2069) || p == 0xfeff;
}

struct reference {
	bool valid;
	size_t length;
	bool control;
};

static struct reference read_reference(const uint8_t *data, size_t size)
{
	struct reference r = { .valid = true };

	for (size_t i = 0; i < size;) {
		size_t one = reference_size(data + i, size - i);
		if (one == 0) {
			r.valid = false;
			break;
		}
		r.control |= reference_control(reference_point(data + i, one));
		r.length++;
		i += one;
	}
	return r;
}

/* Each piece a block of its own, so that an overrun is seen. */
static bool fed_in_pieces(const uint8_t *data, size_t size, size_t piece)
{
	struct utf8 u = { 0 };

	for (size_t at = 0; at < size; at += piece) {
		size_t length = size - at < piece ? size - at : piece;
		char *copy = memory_take(length);
		memcpy(copy, data + at, length);
		bool good = utf8_feed(&u, copy, length);
		memory_free(copy);
		if (!good)
			return false;
	}
	return utf8_whole(&u);
}

static void check_trim(struct slice text)
{
	struct slice trimmed = text_trim(text);
	struct slice again = text_trim(trimmed);
	struct buffer around = { 0 };

	ASSERT(trimmed.size <= text.size && text_is_utf8(trimmed));
	ASSERT(again.size == trimmed.size);
	buffer_append_text(&around, " \xc2\xa0\t");
	buffer_append_slice(&around, trimmed);
	buffer_append_text(&around, "\xe3\x80\x80\n");
	ASSERT(slice_equal(text_trim(buffer_slice(&around)), trimmed));
	buffer_clear(&around);
}

/* Through our writer and our reader, unless it has a NUL, which texts never have. */
static void check_json(struct slice text)
{
	struct decode_problem problem;
	struct buffer b = { 0 };

	buffer_append_text(&b, "{\"t\":");
	json_text(&b, text);
	buffer_append_byte(&b, '}');
	struct document *d = document_read(buffer_slice(&b), 8 * text.size + 16, &problem);
	bool has_nul = text.size && memchr(text.data, '\0', text.size);
	ASSERT((d != NULL) == !has_nul);
	ASSERT(!d || slice_equal(document_text(d, "t"), text));
	document_free(d);
	buffer_clear(&b);
}

/* What is taken as a number is written back the same, but for zeros in front. */
static void check_number(struct slice text)
{
	int64_t number;
	char written[32];

	if (!text_to_int(text, INT64_MIN, INT64_MAX, &number))
		return;
	snprintf(written, sizeof written, "%lld", (long long)number);
	while (text.size > 1 && text.data[0] == '0') {
		text.data++;
		text.size--;
	}
	if (text.data[0] != '-')
		ASSERT(slice_equal(text, slice_of(written)));
	else
		ASSERT(number <= 0);
	ASSERT(number == INT64_MAX || !text_to_int(text, number + 1, INT64_MAX, &number));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = memory_take(size ? size : 1);
	struct slice text = { copy, size };
	struct reference r = read_reference(data, size);

	if (size > 0)
		memcpy(copy, data, size);
	ASSERT(text_is_utf8(text) == r.valid);
	for (size_t piece = 1; piece <= 9; piece += 2)
		ASSERT(fed_in_pieces(data, size, piece) == r.valid);
	ASSERT(text_equal_ignoring_case(text, text));
	if (r.valid) {
		ASSERT(text_length(text) == r.length);
		ASSERT(text_has_control(text) == r.control);
		check_trim(text);
		check_json(text);
	} else {
		(void)text_has_control(text);
		(void)text_trim(text);
	}
	check_number(text);
	memory_free(copy);
	return 0;
}
