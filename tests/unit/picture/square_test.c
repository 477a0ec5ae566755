/* Cutting, averaging and turning. */
#include "picture/square.h"

#include <string.h>

#include "base/memory.h"
#include "unit/harness.h"

/* A picture whose red is 10 × x + y. */
static void fill(uint8_t *rgb, uint32_t width, uint32_t y)
{
	for (uint32_t x = 0; x < width; x++) {
		rgb[x * 3] = (uint8_t)(10 * x + y);
		rgb[x * 3 + 1] = 200;
		rgb[x * 3 + 2] = 0;
	}
}

static struct square reduce(uint32_t width, uint32_t height, uint32_t side)
{
	struct square out;
	uint8_t *row = memory_zero(width, 3);
	struct reduction *r = reduction_new(width, height, side);
	CHECK(!reduction_end(r, &out));
	for (uint32_t y = 0; y < height; y++) {
		fill(row, width, y);
		reduction_row(r, row);
	}
	CHECK(reduction_end(r, &out));
	reduction_free(r);
	memory_free(row);
	return out;
}

static int red(const struct square *s, size_t x, size_t y)
{
	return s->pixels[(y * s->side + x) * 3];
}

TEST(the_middle_is_cut_out)
{
	struct square s = reduce(8, 4, 100);
	CHECK_INT(s.side, 4);
	CHECK_INT(red(&s, 0, 0), 20);
	CHECK_INT(red(&s, 3, 3), 53);
	square_clear(&s);
	s = reduce(4, 9, 100);
	CHECK_INT(s.side, 4);
	CHECK_INT(red(&s, 0, 0), 2);
	CHECK_INT(red(&s, 3, 3), 35);
	square_clear(&s);
}

TEST(areas_are_averaged)
{
	struct square s = reduce(4, 4, 2);
	/* x 0 and 1, y 0 and 1: 0, 10, 1, 11. */
	CHECK_INT(red(&s, 0, 0), 6);
	CHECK_INT(red(&s, 1, 1), 28);
	CHECK_INT(s.pixels[1], 200);
	square_clear(&s);
}

TEST(sides_that_do_not_divide_are_weighted)
{
	/* 3 → 2: the middle column counts half for each. (2 × 0 + 10) / 3 and the rows alike. */
	struct square s = reduce(3, 3, 2);
	CHECK_INT(red(&s, 0, 0), 4);
	CHECK_INT(red(&s, 1, 0), 17);
	CHECK_INT(red(&s, 1, 1), 18);
	square_clear(&s);
}

TEST(every_size_keeps_a_plain_colour)
{
	for (uint32_t from = 1; from <= 24; from++) {
		for (uint32_t to = 1; to <= 24; to++) {
			struct square s = reduce(from, from + 3, to);
			CHECK_INT(s.side, to < from ? to : from);
			for (size_t i = 0; i < (size_t)s.side * s.side; i++)
				CHECK_INT(s.pixels[i * 3 + 1], 200);
			square_clear(&s);
		}
	}
}

TEST(the_largest_sums_fit)
{
	enum { SIDE = 6324 };
	struct square out;
	uint8_t *row = memory_zero(SIDE, 3);
	memset(row, 255, (size_t)SIDE * 3);
	struct reduction *r = reduction_new(SIDE, SIDE, 1);
	for (int y = 0; y < SIDE; y++)
		reduction_row(r, row);
	CHECK(reduction_end(r, &out));
	CHECK_INT(red(&out, 0, 0), 255);
	square_clear(&out);
	reduction_free(r);
	memory_free(row);
}

TEST(transparency_is_laid_on_white)
{
	static const uint8_t row[] = { 0, 0, 0, 255, 0, 0, 0, 0, 0, 100, 200, 128 };
	struct square out;
	struct reduction *r = reduction_new(3, 3, 3);
	for (int y = 0; y < 3; y++)
		reduction_row_rgba(r, row);
	CHECK(reduction_end(r, &out));
	CHECK_INT(red(&out, 0, 0), 0);
	CHECK_INT(red(&out, 1, 0), 255);
	CHECK_INT(red(&out, 2, 2), 127);
	CHECK_INT(out.pixels[8], 227);
	square_clear(&out);
	reduction_free(r);
}

/* The corners of a square of 2 are 0 and 10, 1 and 11; here as they stand after each turn. */
TEST(all_eight_orientations_are_turned)
{
	static const int corners[][4] = {
		{ 0, 10, 1, 11 }, { 10, 0, 11, 1 }, { 11, 1, 10, 0 }, { 1, 11, 0, 10 },
		{ 0, 1, 10, 11 }, { 1, 0, 11, 10 }, { 11, 10, 1, 0 }, { 10, 11, 0, 1 },
	};
	for (int orientation = 1; orientation <= 8; orientation++) {
		struct square s = reduce(2, 2, 2);
		square_orient(&s, orientation);
		for (size_t i = 0; i < 4; i++)
			CHECK_INT(s.pixels[i * 3], corners[orientation - 1][i]);
		square_clear(&s);
	}
}

TEST(a_smaller_copy_leaves_the_first)
{
	struct square small;
	struct square s = reduce(4, 4, 4);
	square_reduce(&s, 1, &small);
	CHECK_INT(small.side, 1);
	CHECK_INT(red(&small, 0, 0), 17);
	CHECK_INT(red(&s, 3, 3), 33);
	square_clear(&small);
	square_clear(&s);
}
