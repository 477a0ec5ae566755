#pragma once

#include "gateway/live.h"

/* Between live.c (serving), live_load.c (loading) and live_apply.c (delivering). */

struct waiter {
	struct waiter *next;
	void (*ready)(void *owner, struct live *l);
	void *owner;
};

/* Loads head, room and members of a stream whose channel is ready, in one batch with others of this
 * turn. */
void live_load(struct live *l);
/* Loading ended: `exists` false for a room that is not there. */
void live_loaded(struct live *l, bool exists);
/* Delivers what was held and is next, drops what is old. */
void live_drain_held(struct live *l);
/* The numbering is not continued: load anew and tell the members. */
void live_resync(struct live *l);
/* Applies and delivers the event with seq = l->seq + 1. */
void live_apply(struct live *l, const struct held *event);
/* Forgets everything held. */
void live_drop_held(struct live *l);
