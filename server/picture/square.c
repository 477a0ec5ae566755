/* Positions are whole numbers in two scales at once: a pixel of the source is `to` wide and one of
 * the result `from`, where `from` and `to` are the two sides. A row or column of the source then
 * touches one or two of the result, with whole weights, and the weights of a pixel of the result
 * add up to from². */
#include "picture/square.h"

#include <string.h>

#include "base/check.h"
#include "base/memory.h"

enum { RGB = 3, RGBA = 4, OPAQUE = 255, WHITE = 255 };

struct reduction {
	uint32_t width;
	uint32_t height;
	uint32_t from; /* side of the square that is cut out */
	uint32_t to;   /* side of the result */
	uint32_t left;
	uint32_t top;
	uint32_t rows;  /* given so far */
	uint32_t *line; /* one row of the source, made as narrow as the result */
	uint64_t *sums; /* the row of the result that is being added up */
	uint8_t *flat;  /* a row laid on white */
	uint32_t done;  /* rows of the result that are finished */
	uint8_t *pixels;
};

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

struct reduction *reduction_new(uint32_t width, uint32_t height, uint32_t side_max)
{
	struct reduction *r = memory_zero(1, sizeof(*r));
	ASSERT(width > 0 && height > 0 && side_max > 0);
	r->width = width;
	r->height = height;
	r->from = smaller(width, height);
	r->to = smaller(r->from, side_max);
	r->left = (width - r->from) / 2;
	r->top = (height - r->from) / 2;
	r->line = memory_zero((size_t)r->to * RGB, sizeof(*r->line));
	r->sums = memory_zero((size_t)r->to * RGB, sizeof(*r->sums));
	r->flat = memory_zero(r->from, RGB);
	r->pixels = memory_zero((size_t)r->to * r->to, RGB);
	return r;
}

void reduction_free(struct reduction *r)
{
	if (!r)
		return;
	memory_free(r->line);
	memory_free(r->sums);
	memory_free(r->flat);
	memory_free(r->pixels);
	memory_free(r);
}

/* How much of the source's n-th row (column) lies in the result's row (column) where it begins; the
 * rest lies in the next. */
static uint32_t first_weight(const struct reduction *r, uint64_t n, uint32_t *place)
{
	uint64_t begin = n * r->to;
	*place = (uint32_t)(begin / r->from);
	return (uint32_t)(((uint64_t)*place + 1) * r->from - begin);
}

static void add_pixel(uint32_t *out, const uint8_t *pixel, uint32_t weight)
{
	for (int i = 0; i < RGB; i++)
		out[i] += pixel[i] * weight;
}

static void narrow(struct reduction *r, const uint8_t *rgb)
{
	memset(r->line, 0, (size_t)r->to * RGB * sizeof(*r->line));
	for (uint32_t x = 0; x < r->from; x++) {
		uint32_t place;
		uint32_t weight = first_weight(r, x, &place);
		uint32_t *out = r->line + (size_t)place * RGB;
		add_pixel(out, rgb + (size_t)x * RGB, smaller(weight, r->to));
		if (weight < r->to)
			add_pixel(out + RGB, rgb + (size_t)x * RGB, r->to - weight);
	}
}

static void add_line(struct reduction *r, uint32_t weight)
{
	for (size_t i = 0; i < (size_t)r->to * RGB; i++)
		r->sums[i] += (uint64_t)r->line[i] * weight;
}

static void finish_row(struct reduction *r)
{
	uint8_t *out = r->pixels + (size_t)r->done * r->to * RGB;
	uint64_t area = (uint64_t)r->from * r->from;
	for (size_t i = 0; i < (size_t)r->to * RGB; i++)
		out[i] = (uint8_t)((r->sums[i] + area / 2) / area);
	memset(r->sums, 0, (size_t)r->to * RGB * sizeof(*r->sums));
	r->done++;
}

/* `rgb` is the part of the row that lies in the square. */
static void add_row(struct reduction *r, const uint8_t *rgb)
{
	uint32_t place;
	uint32_t weight = first_weight(r, r->rows - r->top, &place);
	narrow(r, rgb);
	add_line(r, smaller(weight, r->to));
	if (weight > r->to)
		return;
	finish_row(r);
	if (weight < r->to)
		add_line(r, r->to - weight);
}

static bool row_is_inside(const struct reduction *r)
{
	ASSERT(r->rows < r->height);
	return r->rows >= r->top && r->rows - r->top < r->from;
}

void reduction_row(struct reduction *r, const uint8_t *rgb)
{
	if (row_is_inside(r))
		add_row(r, rgb + (size_t)r->left * RGB);
	r->rows++;
}

static uint8_t on_white(uint8_t value, uint8_t alpha)
{
	return (uint8_t)((value * alpha + WHITE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
}

void reduction_row_rgba(struct reduction *r, const uint8_t *rgba)
{
	const uint8_t *from = rgba + (size_t)r->left * RGBA;
	for (size_t x = 0; row_is_inside(r) && x < r->from; x++)
		for (size_t i = 0; i < RGB; i++)
			r->flat[x * RGB + i] = on_white(from[x * RGBA + i], from[x * RGBA + RGB]);
	if (row_is_inside(r))
		add_row(r, r->flat);
	r->rows++;
}

bool reduction_end(struct reduction *r, struct square *out)
{
	if (r->rows != r->height)
		return false;
	ASSERT(r->done == r->to);
	*out = (struct square){ r->to, r->pixels };
	r->pixels = NULL;
	return true;
}

void square_clear(struct square *s)
{
	memory_free(s->pixels);
	*s = (struct square){ 0 };
}

void square_reduce(const struct square *s, uint32_t side_max, struct square *out)
{
	struct reduction *r = reduction_new(s->side, s->side, side_max);
	for (uint32_t y = 0; y < s->side; y++)
		reduction_row(r, s->pixels + (size_t)y * s->side * RGB);
	bool whole = reduction_end(r, out);
	ASSERT(whole);
	reduction_free(r);
}

/* What must be done to see it as it was meant: first exchange rows and columns, then mirror. */
static const struct {
	bool transpose;
	bool mirror_x;
	bool mirror_y;
} turns[] = {
	[1] = { false, false, false }, [2] = { false, true, false }, [3] = { false, true, true },
	[4] = { false, false, true },  [5] = { true, false, false }, [6] = { true, true, false },
	[7] = { true, true, true },    [8] = { true, false, true },
};

void square_orient(struct square *s, int orientation)
{
	ASSERT(orientation >= 1 && orientation <= 8);
	size_t side = s->side;
	uint8_t *turned = memory_take(side * side * RGB);
	for (size_t y = 0; y < side; y++) {
		for (size_t x = 0; x < side; x++) {
			size_t a = turns[orientation].mirror_x ? side - 1 - x : x;
			size_t b = turns[orientation].mirror_y ? side - 1 - y : y;
			size_t from = turns[orientation].transpose ? a * side + b : b * side + a;
			memcpy(turned + (y * side + x) * RGB, s->pixels + from * RGB, RGB);
		}
	}
	memory_free(s->pixels);
	s->pixels = turned;
}
