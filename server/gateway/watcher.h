#pragma once

#include "archive/accounts.h"
#include "gateway/live.h"
#include "gateway/presence_map.h"
#include "gateway/session.h"
#include "protocol/outputs.gen.h"

/* Whom each socket watches, and telling it what changed of them: at most one frame a second, which
 * has only those who changed. */
struct watchers;

/* A socket's view. */
struct watcher;

/* Where a person's record says "this socket watches them". */
struct watcher_place {
	struct watcher *watcher;
	uint32_t slot; /* in its view */
};

/* Ticks of watcher_tick in which every socket has its turn once. */
enum { WATCHER_TURNS = 10, WATCHER_TICK_MS = 100 };

struct watchers *watchers_open(struct gateway *g);
void watchers_close(struct watchers *w);
/* Every WATCHER_TICK_MS. */
void watcher_tick(struct gateway *g);

/* Something is about to be asked for this socket's view; watcher_set is given what this returned.
 */
uint64_t watcher_ask(struct session *s);
/* False if the socket's rooms have changed since it was asked, so that `accounts` (those the person
 * may see) must be read again. Else these are the view, unless a later question was answered
 * before; `views` (`count`) gets how they are. */
bool watcher_set(struct session *s, uint64_t asked, const struct account_row *accounts,
		 size_t count, struct person_presence *views);
/* The socket ends. */
void watcher_free(struct session *s);
/* The socket lost a room, or became a guest's: it may no longer see whom it watches. Its view is
 * empty now, and it is told. */
void watcher_lost(struct session *s);
/* Somebody is no longer in a room: guests who shared only that with them do not watch them any
 * longer (others see everybody). */
void watcher_member_left(struct live *l, int64_t user_id);
/* What is shown of a person changed. */
void watcher_changed(struct gateway *g, struct presence_person *p);
/* Sends finished JSON to all sockets that watch a person. */
void watcher_send(struct gateway *g, int64_t user_id, struct slice json);
/* Something may have been missed: tells every socket, some at a time. */
void watcher_stale_all(struct gateway *g);
