#pragma once

#include "gateway/session.h"

/* JSON pings, as a page cannot see the protocol's own: each open session gets one every
 * ping_interval_ms; one that has been silent through pings_missed_max of them is closed. */
struct liveness;

struct liveness *liveness_open(struct gateway *g);
void liveness_close(struct liveness *l);
/* The session was heard. */
void liveness_heard(struct session *s);
/* The same for a protocol ping or pong, of which a socket has so many (rate_pings_per_s). */
void liveness_pinged(struct session *s);
