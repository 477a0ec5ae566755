#pragma once

#include "gateway/live.h"

/* How far members have read, on its way to the sockets here: only to people who show others how far
 * they read, and to nobody whose removal was committed when it was published. */

/* An envelope of kind ENVELOPE_READ came for a room served here. */
void readers_envelope(struct live *l, const struct envelope *e);
/* The room has delivered one more event. */
void readers_caught_up(struct live *l);
/* The room's numbering is not continued, or it is served no more. */
void readers_drop(struct live *l);
