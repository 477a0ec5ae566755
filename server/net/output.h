#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "net/frame.h"

/* Frames on their way to one connection, in order; the first may have been written in part. {0} is
 * empty. */
struct output {
	struct frame **frames;
	uint32_t first;
	uint32_t count;
	uint32_t capacity;
	size_t written;
	size_t bytes;
};

/* Takes an own reference. */
void output_add(struct output *o, struct frame *f);
/* The same for a frame whose first `written` bytes have left already; only into an empty output. */
void output_add_rest(struct output *o, struct frame *f, size_t written);
/* Fills at most `max` pieces with what to write next; returns how many. */
size_t output_pieces(const struct output *o, struct iovec *pieces, size_t max);
/* `size` bytes were written. */
void output_consume(struct output *o, size_t size);
/* Drops what has not begun to leave; a frame written in part stays. */
void output_drop(struct output *o);
/* Drops everything and frees. */
void output_clear(struct output *o);
