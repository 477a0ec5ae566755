#pragma once

#include "archive/write.h"
#include "base/language.h"

/* Adds to `w`: Echo says welcome in room 1, pinned. Once a `newcomer_id`, the first administrator;
 * publish with change_announce. */
void greeting_add(struct write *w, struct arena *arena, enum language language, int64_t message_id,
		  int64_t newcomer_id);
