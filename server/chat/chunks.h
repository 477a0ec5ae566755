#pragma once

#include <stddef.h>

#include "archive/write.h"

/* Work on many people or rooms, in writes that fit into a batch, one after the other. Each write is
 * atomic and may be repeated, as others may run between them. */
struct chunks {
	struct arena *arena; /* lives until done */
	size_t count;
	size_t per_write; /* so many that neither changes nor statements are too many */
	/* Adds what is to be done for number `index` to the write; texts must live until done. */
	void (*add)(void *owner, struct write *w, struct arena *arena, size_t index);
	/* Instead of change_announce, for a committed write; NULL: that. */
	void (*publish)(void *owner, const struct write *w);
	/* All is committed, or `e` says why one of them was not (those before it were). Called from
	 * within if there is nothing to do. */
	void (*done)(void *owner, enum error e);
	void *owner;
};

/* Copies `chunks`. */
void chunks_run(const struct chunks *chunks);
