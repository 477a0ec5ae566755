#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "archive/streams.h"
#include "bus/bus.h"
#include "chat/room_state.h"
#include "gateway/context.h"
#include "gateway/session.h"

/* Streams that this worker serves: rooms with members here, and the private streams of people here.
 * Each is delivered densely and in order of seq: an event that comes too early is held, a hole that
 * remains is closed from the archive once for all sessions.
 *
 * absent → SUBSCRIBING (channel) → LOADING (head, room, members) → READY; back to LOADING when its
 * numbering is not continued. */

enum live_state {
	LIVE_SUBSCRIBING,
	LIVE_LOADING,
	LIVE_READY,
};

/* An event that waits for the ones before it. */
struct held {
	struct held *next; /* of higher seq */
	int64_t seq;
	int64_t epoch;
	int64_t number;
	int64_t subject_id;
	int kind;
	struct frame *frame;
};

struct live {
	struct gateway *g;
	int64_t id;
	int64_t epoch;
	int64_t seq; /* delivered so far */
	struct audience *audience;
	struct room_state *room; /* NULL: a private stream */
	struct held *held;       /* in order of seq */
	int64_t held_count;
	struct late *late;     /* read positions that wait for the stream; readers.c */
	int64_t dropped_seq;   /* the highest that found no place in `held` */
	int64_t hole_since_ms; /* 0: no hole */
	int64_t idle_since_ms; /* nobody needs it; 0: somebody does */
	struct waiter *waiters;
	uint8_t state; /* enum live_state */
	bool healing;
	bool refreshing;    /* refresh.c */
	bool refresh_again; /* refresh.c */
	bool gone;          /* a room that was deleted: nobody gets in any more */
	bool resyncing;     /* LOADING anew: the members are told where it goes on */
};

/* Calls `ready` once the stream is served and current, from within if it is; `l` is NULL when there
 * is no such room (any more). The stream is kept until then; the caller joins its sessions in the
 * callback. */
void live_need(struct gateway *g, int64_t stream_id, void (*ready)(void *owner, struct live *l),
	       void *owner);
/* NULL if it is not served. */
struct live *live_find(const struct gateway *g, int64_t stream_id);
/* From now on the session gets every event after l->seq. The stream is READY. */
void live_join(struct live *l, struct session *s);
/* Not being in it is fine. */
void live_leave(struct gateway *g, int64_t stream_id, struct session *s);
/* The room was deleted: everybody leaves it, and nothing is known of it any more. */
void live_room_gone(struct live *l);
/* An envelope came. */
void live_envelope(struct gateway *g, const struct envelope *e);
/* The archive's head of a served stream, read when the stream had delivered `seen_seq`. */
void live_head(struct live *l, const struct head_row *head, int64_t seen_seq);
/* Reads what is missing from the archive. */
void live_heal(struct live *l);
/* Closes holes that are older than hole_wait_ms, and gives up streams that nobody has needed for
 * channel_linger_ms. */
void live_tick_holes(struct gateway *g);
void live_sweep(struct gateway *g);
/* Frees all. */
void live_close(struct gateway *g);
