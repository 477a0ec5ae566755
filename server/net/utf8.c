/* UTF-8 in pieces: how many continuation bytes are still needed, and the range the next one must be
 * in (which is what keeps overlong forms, surrogates and numbers past U+10FFFF out). */
#include "net/utf8.h"

#include <string.h>

/* Lead bytes from `first` on (up to the next row's): how many bytes follow, and the range of the
 * next one. */
static const struct lead {
	uint8_t first;
	uint8_t needed;
	uint8_t lowest;
	uint8_t highest;
} leads[] = {
	{ 0xf5, 0xff, 0, 0 },    { 0xf4, 3, 0x80, 0x8f }, { 0xf1, 3, 0x80, 0xbf },
	{ 0xf0, 3, 0x90, 0xbf }, { 0xee, 2, 0x80, 0xbf }, { 0xed, 2, 0x80, 0x9f },
	{ 0xe1, 2, 0x80, 0xbf }, { 0xe0, 2, 0xa0, 0xbf }, { 0xc2, 1, 0x80, 0xbf },
	{ 0x80, 0xff, 0, 0 },    { 0x00, 0, 0, 0 },
};

static bool feed_lead(struct utf8 *u, uint8_t byte)
{
	const struct lead *lead = leads;

	while (byte < lead->first)
		lead++;
	if (lead->needed == 0xff)
		return false;
	*u = (struct utf8){ lead->needed, lead->lowest, lead->highest };
	return true;
}

static bool feed_continuation(struct utf8 *u, uint8_t byte)
{
	if (byte < u->lowest || byte > u->highest)
		return false;
	*u = (struct utf8){ (uint8_t)(u->needed - 1), 0x80, 0xbf };
	return true;
}

/* How many of the next bytes are ASCII, in steps of 8. */
static size_t ascii_run(const uint8_t *p, size_t size)
{
	size_t run = 0;
	uint64_t word;

	while (size - run >= sizeof word) {
		memcpy(&word, p + run, sizeof word);
		if (word & 0x8080808080808080u)
			break;
		run += sizeof word;
	}
	return run;
}

bool utf8_feed(struct utf8 *u, const void *bytes, size_t size)
{
	const uint8_t *p = bytes;
	size_t i = 0;

	while (i < size) {
		if (u->needed == 0)
			i += ascii_run(p + i, size - i);
		if (i == size)
			break;
		if (u->needed ? !feed_continuation(u, p[i]) : !feed_lead(u, p[i]))
			return false;
		i++;
	}
	return true;
}
