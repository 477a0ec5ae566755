#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* What one person asks for and must not overtake itself: of those that take a turn, one at a time
 * is under way. Whoever reads, decides by it and writes sees what it wrote before. */
struct turn;

/* True if nothing of the person is under way: what needs no reading need not take a turn. */
bool turn_free(int64_t user_id);
/* Waits at the end of the person's line. `go` is called once, now or later; with an error when the
 * archive failed the one before (then nobody waits for it once more). It leads to turn_end of
 * *turn, which is set before. */
void turn_take(struct turn **turn, int64_t user_id, void (*go)(void *owner, enum error e),
	       void *owner);
/* Done, with what came of it; frees it, the next goes. */
void turn_end(struct turn *t, enum error e);
