#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "archive/streams.h"
#include "base/arena.h"
#include "protocol/outputs.gen.h"

/* What of many messages goes into one answer: as much as a socket's queue takes, and one message
 * at least. */

struct message_window {
	const struct message_view *views;
	size_t count;
	size_t first;        /* how many rows before them were left out */
	const int64_t *rest; /* ids of the rows behind them, of message_window_of */
	size_t rest_count;
};

/* The first rows that fit. */
struct message_window message_window_of(struct arena *arena, const struct message_row *rows,
					size_t count);

struct message_sides {
	size_t pivot; /* index of the first row that is older than where the page lies */
	size_t newer; /* how many are wanted before it … */
	size_t older; /* … and from it on */
};

/* Those next to the pivot that fit, from both sides in turn. */
struct message_window message_window_around(struct arena *arena, const struct message_row *rows,
					    size_t count, const struct message_sides *wanted);
