#pragma once

#include "gateway/context.h"
#include "gateway/presence.h"

/* Between presence.c (this worker's people), presence_sync.c (the others' incarnations) and
 * last_seen.c. */

enum {
	PRESENCE_TTL_MS = 15000,
	PRESENCE_ALIVE_MS = 5000,
	PRESENCE_FLUSH_MS = 200,
	PRESENCE_LOOK_MS = 1000,
	PRESENCE_HELD_MAX = 64, /* notes that wait for one that is being loaded */
};

struct last_seen;

struct presence {
	struct gateway *g;
	struct timer *timer; /* each WATCHER_TICK_MS */
	int64_t ticks;
	struct presence_map map;
	struct last_seen *last_seen;

	/* This worker's own; presence.c. */
	struct presence_source *own; /* its `seq` is the number of the last note that was sent */
	struct table *changed;       /* people whose state may differ from what was written */
	struct table *written;       /* person → state as the hash has it */
	bool begun;                  /* Redis has our hash, as far as we know */
	int64_t begun_seq;           /* answers to earlier notes do not count */
	bool leaving;
	int64_t alive_ms; /* when the last note was sent */

	/* The others; presence_sync.c. */
	bool hearing; /* the channel is live: silence means something */
	bool missed;  /* it was not, for a while */
	bool listing;
	bool list_wanted;
	int64_t number; /* tells our removals from others' */
	char host[24];  /* of the kernel and the process numbers that are valid here; "" unknown */
};

void presence_sync_open(struct presence *p);
/* Every PRESENCE_LOOK_MS. */
void presence_sync_look(struct presence *p);
/* "<worker>-<pid>-<host>-<random>", a name that nobody else has. */
void presence_name(const struct presence *p, char out[PRESENCE_NAME_MAX + 1]);

struct last_seen *last_seen_open(struct gateway *g);
void last_seen_close(struct last_seen *l);
/* Somebody was there at that moment (wall clock): written at once, but not more than once a minute
 * for a person. */
void last_seen_note(struct last_seen *l, int64_t user_id, int64_t seen_ms);
/* From now on nobody rests: there is little time left. */
void last_seen_hurry(struct last_seen *l);
bool last_seen_due(const struct last_seen *l);
/* Writes some of what is due. */
void last_seen_tick(struct last_seen *l);
