/* What counts as one emoji (Unicode TR 51: elements joined by U+200D). The table is coarse where
 * Unicode keeps whole blocks for pictures. */
#include "chat/emoji.h"

#include <stddef.h>
#include <stdint.h>

enum {
	JOINER = 0x200D,
	VARIATION = 0xFE0F,
	KEYCAP = 0x20E3,
	BLACK_FLAG = 0x1F3F4,
	TAG_FIRST = 0xE0020,
	TAG_LAST = 0xE007E,
	TAG_END = 0xE007F,
	TONE_FIRST = 0x1F3FB,
	TONE_LAST = 0x1F3FF,
	REGION_FIRST = 0x1F1E6,
	REGION_LAST = 0x1F1FF,
};

struct range {
	uint32_t first;
	uint32_t last;
};

/* Ascending. */
static const struct range pictures[] = {
	{ 0xA9, 0xA9 },       { 0xAE, 0xAE },       { 0x203C, 0x203C },   { 0x2049, 0x2049 },
	{ 0x2122, 0x2122 },   { 0x2139, 0x2139 },   { 0x2194, 0x2199 },   { 0x21A9, 0x21AA },
	{ 0x231A, 0x231B },   { 0x2328, 0x2328 },   { 0x23CF, 0x23CF },   { 0x23E9, 0x23F3 },
	{ 0x23F8, 0x23FA },   { 0x24C2, 0x24C2 },   { 0x25AA, 0x25AB },   { 0x25B6, 0x25B6 },
	{ 0x25C0, 0x25C0 },   { 0x25FB, 0x25FE },   { 0x2600, 0x2604 },   { 0x260E, 0x260E },
	{ 0x2611, 0x2611 },   { 0x2614, 0x2615 },   { 0x2618, 0x2618 },   { 0x261D, 0x261D },
	{ 0x2620, 0x2620 },   { 0x2622, 0x2623 },   { 0x2626, 0x2626 },   { 0x262A, 0x262A },
	{ 0x262E, 0x262F },   { 0x2638, 0x263A },   { 0x2640, 0x2640 },   { 0x2642, 0x2642 },
	{ 0x2648, 0x2653 },   { 0x265F, 0x2660 },   { 0x2663, 0x2663 },   { 0x2665, 0x2666 },
	{ 0x2668, 0x2668 },   { 0x267B, 0x267B },   { 0x267E, 0x267F },   { 0x2692, 0x2697 },
	{ 0x2699, 0x2699 },   { 0x269B, 0x269C },   { 0x26A0, 0x26A1 },   { 0x26A7, 0x26A7 },
	{ 0x26AA, 0x26AB },   { 0x26B0, 0x26B1 },   { 0x26BD, 0x26BE },   { 0x26C4, 0x26C5 },
	{ 0x26C8, 0x26C8 },   { 0x26CE, 0x26CF },   { 0x26D1, 0x26D1 },   { 0x26D3, 0x26D4 },
	{ 0x26E9, 0x26EA },   { 0x26F0, 0x26F5 },   { 0x26F7, 0x26FA },   { 0x26FD, 0x26FD },
	{ 0x2702, 0x2702 },   { 0x2705, 0x2705 },   { 0x2708, 0x270D },   { 0x270F, 0x270F },
	{ 0x2712, 0x2712 },   { 0x2714, 0x2714 },   { 0x2716, 0x2716 },   { 0x271D, 0x271D },
	{ 0x2721, 0x2721 },   { 0x2728, 0x2728 },   { 0x2733, 0x2734 },   { 0x2744, 0x2744 },
	{ 0x2747, 0x2747 },   { 0x274C, 0x274C },   { 0x274E, 0x274E },   { 0x2753, 0x2755 },
	{ 0x2757, 0x2757 },   { 0x2763, 0x2764 },   { 0x2795, 0x2797 },   { 0x27A1, 0x27A1 },
	{ 0x27B0, 0x27B0 },   { 0x27BF, 0x27BF },   { 0x2934, 0x2935 },   { 0x2B05, 0x2B07 },
	{ 0x2B1B, 0x2B1C },   { 0x2B50, 0x2B50 },   { 0x2B55, 0x2B55 },   { 0x3030, 0x3030 },
	{ 0x303D, 0x303D },   { 0x3297, 0x3297 },   { 0x3299, 0x3299 },   { 0x1F004, 0x1F004 },
	{ 0x1F0CF, 0x1F0CF }, { 0x1F170, 0x1F171 }, { 0x1F17E, 0x1F17F }, { 0x1F18E, 0x1F18E },
	{ 0x1F191, 0x1F19A }, { 0x1F201, 0x1F202 }, { 0x1F21A, 0x1F21A }, { 0x1F22F, 0x1F22F },
	{ 0x1F232, 0x1F23A }, { 0x1F250, 0x1F251 }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF },
	{ 0x1F7E0, 0x1F7F0 }, { 0x1F90C, 0x1F9FF }, { 0x1FA70, 0x1FAFF },
};

static bool between(uint32_t point, uint32_t first, uint32_t last)
{
	return point >= first && point <= last;
}

static bool is_picture(uint32_t point)
{
	size_t low = 0;
	size_t high = sizeof(pictures) / sizeof(pictures[0]);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (pictures[middle].last < point)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof(pictures) / sizeof(pictures[0]) && pictures[low].first <= point;
}

/* The code points of `s` and a 0 behind them; their number, 0 if there are too many. */
static size_t points_of(struct slice s, uint32_t points[EMOJI_POINTS_MAX + 1])
{
	size_t count = 0;
	for (size_t i = 0; i < s.size;) {
		unsigned char c = (unsigned char)s.data[i++];
		uint32_t point = c < 0x80   ? c
				 : c < 0xE0 ? c & 0x1F
				 : c < 0xF0 ? c & 0x0F
					    : c & 0x07;
		while (i < s.size && ((unsigned char)s.data[i] & 0xC0) == 0x80)
			point = point << 6 | ((unsigned char)s.data[i++] & 0x3F);
		if (count == EMOJI_POINTS_MAX)
			return 0;
		points[count++] = point;
	}
	points[count] = 0;
	return count;
}

static bool is_key(uint32_t point)
{
	return between(point, '0', '9') || point == '#' || point == '*';
}

/* Each takes what stands at `p`, as far as it is its kind; how many code points that is. */

static size_t keycap(const uint32_t *p)
{
	if (!is_key(p[0]))
		return 0;
	size_t variation = p[1] == VARIATION;
	return p[1 + variation] == KEYCAP ? 2 + variation : 0;
}

static size_t country_flag(const uint32_t *p)
{
	return between(p[0], REGION_FIRST, REGION_LAST) && between(p[1], REGION_FIRST, REGION_LAST)
		       ? 2
		       : 0;
}

static size_t region_flag(const uint32_t *p)
{
	size_t i = 1;
	if (p[0] != BLACK_FLAG)
		return 0;
	while (between(p[i], TAG_FIRST, TAG_LAST))
		i++;
	return i > 1 && p[i] == TAG_END ? i + 1 : 0;
}

static size_t picture(const uint32_t *p)
{
	if (!is_picture(p[0]))
		return 0;
	if (between(p[1], TONE_FIRST, TONE_LAST) && !between(p[0], TONE_FIRST, TONE_LAST))
		return 2;
	return p[1] == VARIATION ? 2 : 1;
}

static size_t (*const kinds[])(const uint32_t *p) = { keycap, country_flag, region_flag, picture };

static size_t element(const uint32_t *p)
{
	size_t size = 0;
	for (size_t i = 0; size == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		size = kinds[i](p);
	return size;
}

bool emoji_valid(struct slice s)
{
	uint32_t points[EMOJI_POINTS_MAX + 1];
	size_t count = s.size <= EMOJI_BYTES_MAX ? points_of(s, points) : 0;
	size_t at = 0;
	while (at < count) {
		size_t size = element(points + at);
		at += size;
		if (size == 0 || at == count)
			return size > 0;
		if (points[at++] != JOINER)
			return false;
	}
	return false;
}
