/* Texts that come from outside: is it UTF-8, does it hide something, and a few conversions. One
 * decoder (`decode`) serves all; runs of ASCII are passed eight bytes at a time. */
#include "base/text.h"

#include <string.h>

struct range {
	uint32_t first;
	uint32_t last;
};

static const struct range spaces[] = {
	{ 0x09, 0x0d },     { 0x20, 0x20 },     { 0x85, 0x85 },     { 0xa0, 0xa0 },
	{ 0x1680, 0x1680 }, { 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f },
	{ 0x205f, 0x205f }, { 0x3000, 0x3000 },
};
static const struct range controls[] = {
	{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0x202a, 0x202e }, { 0x2066, 0x2069 }, { 0xfeff, 0xfeff },
};
/* What joins, selects, marks a language or fills a place, and draws nothing by itself. */
static const struct range unseen[] = {
	{ 0xad, 0xad },     { 0x34f, 0x34f },   { 0x61c, 0x61c },     { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },   { 0x2060, 0x2064 },
	{ 0x206a, 0x206f }, { 0x2800, 0x2800 }, { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },
	{ 0xffa0, 0xffa0 }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
};

/* By the top five bits of a lead byte: how many bytes its code point has; 0 for what leads none. */
static const unsigned char lead_sizes[32] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* ASCII */
	0, 0, 0, 0, 0, 0, 0, 0,                         /* continuation bytes */
	2, 2, 2, 2, 3, 3, 4, 0,
};
/* By the number of bytes: the lowest code point that needs them. */
static const uint32_t lowest_points[5] = { 0, 0, 0x80, 0x800, 0x10000 };

static bool in_ranges(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	}
	return false;
}

/* The code point at `data`; returns its bytes, 0 if it is not valid. */
static size_t decode(const char *data, size_t left, uint32_t *point)
{
	unsigned char lead = (unsigned char)data[0];
	size_t size = lead_sizes[lead >> 3];
	if (size == 0 || size > left)
		return 0;
	uint32_t value = size == 1 ? lead : lead & (0x7fU >> size);
	for (size_t i = 1; i < size; i++) {
		unsigned char next = (unsigned char)data[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3f);
	}
	if (value < lowest_points[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*point = value;
	return size;
}

/* The bytes of ASCII at the front of `s`, found a word at a time. */
static size_t ascii_size(struct slice s)
{
	size_t size = 0;
	uint64_t word;
	while (s.size - size >= sizeof(word)) {
		memcpy(&word, s.data + size, sizeof(word));
		if (word & 0x8080808080808080U)
			break;
		size += sizeof(word);
	}
	while (size < s.size && (unsigned char)s.data[size] < 0x80)
		size++;
	return size;
}

bool text_is_utf8(struct slice s)
{
	size_t i = ascii_size(s);
	while (i < s.size) {
		uint32_t point;
		size_t size = decode(s.data + i, s.size - i, &point);
		if (size == 0)
			return false;
		i += size;
		if (i < s.size && (unsigned char)s.data[i] < 0x80)
			i += ascii_size((struct slice){ s.data + i, s.size - i });
	}
	return true;
}

size_t text_length(struct slice s)
{
	size_t length = 0;
	for (size_t i = 0; i < s.size; i++)
		length += ((unsigned char)s.data[i] & 0xc0) != 0x80;
	return length;
}

/* The bytes of the white space at `data`; 0 if there is something else. */
static size_t space_size(const char *data, size_t left)
{
	uint32_t point;
	size_t size = decode(data, left, &point);
	return size > 0 && in_ranges(point, spaces, sizeof(spaces) / sizeof(spaces[0])) ? size : 0;
}

/* The bytes of the white space that ends `s`; 0 if it ends otherwise. */
static size_t last_space_size(struct slice s)
{
	for (size_t size = 1; size <= 3 && size <= s.size; size++) {
		if (space_size(s.data + s.size - size, size) == size)
			return size;
	}
	return 0;
}

struct slice text_trim(struct slice s)
{
	size_t size;
	while (s.size > 0 && (size = space_size(s.data, s.size)) > 0) {
		s.data += size;
		s.size -= size;
	}
	while ((size = last_space_size(s)) > 0)
		s.size -= size;
	return s;
}

static bool is_seen(uint32_t point)
{
	return !in_ranges(point, spaces, sizeof(spaces) / sizeof(spaces[0])) &&
	       !in_ranges(point, controls, sizeof(controls) / sizeof(controls[0])) &&
	       !in_ranges(point, unseen, sizeof(unseen) / sizeof(unseen[0]));
}

bool text_is_seen(struct slice s)
{
	size_t i = 0;
	while (i < s.size) {
		uint32_t point;
		size_t size = decode(s.data + i, s.size - i, &point);
		if (size > 0 && is_seen(point))
			return true;
		i += size > 0 ? size : 1;
	}
	return false;
}

bool text_has_control(struct slice s)
{
	size_t i = 0;
	while (i < s.size) {
		unsigned char byte = (unsigned char)s.data[i];
		if (byte >= 0x20 && byte < 0x7f) {
			i++;
			continue;
		}
		uint32_t point = 0xfffd;
		size_t size = decode(s.data + i, s.size - i, &point);
		if (in_ranges(point, controls, sizeof(controls) / sizeof(controls[0])))
			return true;
		/* What is not valid is passed byte by byte: it is no control character. */
		i += size > 0 ? size : 1;
	}
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_ignoring_case(struct slice a, struct slice b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++) {
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	}
	return true;
}

void text_hex(char *out, const void *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *at = bytes;
	for (size_t i = 0; i < size; i++) {
		*out++ = digits[at[i] >> 4];
		*out++ = digits[at[i] & 15];
	}
	*out = '\0';
}

void text_base64url(char *out, const void *bytes, size_t size)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const unsigned char *at = bytes;
	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i < 3 ? size - i : 3;
		uint32_t group = (uint32_t)at[i] << 16;
		group |= left > 1 ? (uint32_t)at[i + 1] << 8 : 0;
		group |= left > 2 ? at[i + 2] : 0;
		for (size_t digit = 0; digit <= left; digit++)
			*out++ = digits[group >> (18 - 6 * digit) & 63];
	}
	*out = '\0';
}

/* Adds a digit to a number that is kept negative, as the lowest has no positive counterpart. */
static bool add_digit(int64_t *negative, char digit)
{
	if (digit < '0' || digit > '9')
		return false;
	return !__builtin_mul_overflow(*negative, 10, negative) &&
	       !__builtin_sub_overflow(*negative, digit - '0', negative);
}

bool text_to_int(struct slice s, int64_t minimum, int64_t maximum, int64_t *out)
{
	bool minus = s.size > 0 && s.data[0] == '-';
	size_t start = minus ? 1 : 0;
	if (s.size == start)
		return false;
	int64_t value = 0;
	for (size_t i = start; i < s.size; i++) {
		if (!add_digit(&value, s.data[i]))
			return false;
	}
	if (!minus && __builtin_sub_overflow(0, value, &value))
		return false;
	if (value < minimum || value > maximum)
		return false;
	*out = value;
	return true;
}
