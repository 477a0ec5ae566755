#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The square in the middle of a picture, made smaller by averaging areas (exactly: every pixel
 * counts by how much of it lies within), from rows as they are decoded. So a picture is never held
 * whole for our sake. */

struct square {
	uint32_t side;   /* of the result, in pixels; 0: nothing is held */
	uint8_t *pixels; /* side × side × RGB */
};

struct reduction;

/* Makes a square of at most `side_max` from a picture of this size (both at least 1). */
struct reduction *reduction_new(uint32_t width, uint32_t height, uint32_t side_max);
/* NULL is fine. */
void reduction_free(struct reduction *r);
/* Each row once, from the top; `rgb` has the picture's width. */
void reduction_row(struct reduction *r, const uint8_t *rgb);
/* The same for a row with transparency, which is laid on white. */
void reduction_row_rgba(struct reduction *r, const uint8_t *rgba);
/* True once all rows were given; the square is the caller's to clear. */
bool reduction_end(struct reduction *r, struct square *out);

void square_clear(struct square *s);
/* A smaller (or equal) copy. */
void square_reduce(const struct square *s, uint32_t side_max, struct square *out);
/* Turns and mirrors it from how it is stored to how it is seen; 1 … 8 as EXIF numbers them. */
void square_orient(struct square *s, int orientation);
