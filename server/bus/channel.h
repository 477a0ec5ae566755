#pragma once

#include "bus/bus_private.h"

/* All channels of a bus: absent (not in the table), queued, subscribing, live or leaving.
 * channel_need and channel_release are in bus.h. */
struct channels *channels_new(struct bus *b, int64_t linger_ms);
void channels_free(struct channels *all);
/* Nothing is called from here any more; channels_free follows in the next turn. */
void channels_close(struct channels *all);

/* Sends the SUBSCRIBE of all that is queued; the subscriber is up. */
void channels_flush(struct channels *all);
/* Redis confirmed a SUBSCRIBE. */
void channels_confirm(struct channels *all, struct slice name);
/* The subscriber was lost, or could not connect: nobody waits for longer, and what is needed is
 * queued again. */
void channels_lost(struct channels *all);
/* How many needed channels are awaited by somebody who was told that they are not live. */
size_t channels_awaited(const struct channels *all);
/* The stream's id if this is the name of a live channel that is needed, else 0. */
int64_t channels_live(const struct channels *all, struct slice name);

enum { CHANNEL_NAME_MAX = 48 };

/* Writes the name of a stream's channel into `out` (CHANNEL_NAME_MAX bytes). */
struct slice channel_name(const struct bus *b, int64_t stream_id, char *out);
