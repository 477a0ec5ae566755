#pragma once

#include "archive/write.h"

enum { LAST_SEEN_PEOPLE_MAX = 14 };

/* Notes that people (≤ LAST_SEEN_PEOPLE_MAX, ascending) were there at that moment; a later one that
 * is noted already stays. */
void write_last_seen(struct write *w, struct arena *arena, const int64_t *user_ids, size_t count,
		     int64_t seen_ms);
