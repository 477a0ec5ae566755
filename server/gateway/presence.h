#pragma once

#include "gateway/presence_map.h"
#include "gateway/session.h"

/* Who is there: this worker's people are noted in Redis under a name of their own (an incarnation
 * of a worker), and all workers' people are known here. */
struct presence;

struct presence *presence_open(struct gateway *g);
/* What was noted stays, and expires. */
void presence_close(struct presence *p);
struct presence_map *presence_map_of(const struct gateway *g);

/* An identified socket is open, or gone; going without having come is fine. */
void presence_opened(struct session *s);
void presence_closed(struct session *s);
/* The person is (not) away from this socket. */
void presence_set_away(struct session *s, bool away);
/* What the person wants to be known was read again. */
void presence_refreshed(const struct session *s);

/* A note of another worker came. */
void presence_note(struct gateway *g, struct slice bytes);
/* The bus came back (what was published meanwhile is gone), or went. */
void presence_bus(struct gateway *g, bool up);
/* A sibling died: looks whose process is gone. */
void presence_check(struct gateway *g);
/* This worker is ending: whom it has is shown until they are back elsewhere. */
void presence_drain(struct gateway *g);
/* It is still being noted when people left. */
bool presence_noting(const struct gateway *g);
