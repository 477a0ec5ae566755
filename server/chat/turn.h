#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Keeps what one person asks for in order where some of it must read first: each takes its place
 * when it comes, and goes on once it is ready and all before it have gone on. What waits reads at
 * the same time. */

struct turn {
	struct turn *next;
	int64_t user_id;
	bool ready;
	void (*go)(void *owner);
	void *owner;
};

/* True if nothing of the person waits: whoever is ready already need not take a place. */
bool turn_free(int64_t user_id);
/* Takes the last place; `t` lives until `go` was called, which happens exactly once, when
 * turn_ready allows it. */
void turn_take(struct turn *t, int64_t user_id, void (*go)(void *owner), void *owner);
/* Calls `go` now, or from within a later turn_ready. */
void turn_ready(struct turn *t);
