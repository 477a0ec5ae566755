#pragma once

#include "gateway/live.h"

/* The room of a stream changed (name, group, creators, switches): what this worker knows of it is
 * read again, until that succeeded. Changes during the reading are read once more after it, so that
 * the last one counts. */
void refresh_room(struct live *l);
