#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/slice.h"
#include "net/loop.h"

/* The workers' wake-up channel: Redis pub/sub, at most once, never the only copy of anything. Two
 * connections: one subscribes, one runs commands (pipelined, one write a turn, each with a
 * time-out). Both reconnect by themselves with back-off. */
struct bus;

/* What travels: a small header, then finished JSON that fan-out does not parse. */
struct envelope {
	int kind; /* CHANGE_… of base/states.def; ENVELOPE_VOLATILE for what is not stored */
	int64_t stream_id; /* a room's id, or minus a person's id for the private stream */
	int64_t seq;   /* of volatile events: who has not delivered that much drops it; 0: nobody */
	int64_t epoch; /* of the installation */
	int64_t number;     /* CHANGE_MESSAGE: the message is the n-th of the room; else 0 */
	int64_t subject_id; /* whom or what it is about: person, room or session; 0 if nobody.
			       Volatile events of rooms do not go to the sockets of that person */
	uint64_t except;    /* volatile events only: the session that does not get it, in worker
			       `except_worker` */
	int64_t except_worker;
	struct slice json; /* the event as clients get it */
};

enum {
	ENVELOPE_READ = 254, /* volatile, only to those who show how far they read; seq as below */
	ENVELOPE_VOLATILE = 255,
};

/* Streams of no room and nobody, which every worker hears; all that is published there is volatile.
 */
#define STREAM_PRESENCE ((int64_t)1 << 53) /* bus/presence_note.h */
#define STREAM_PEOPLE \
	(-((int64_t)1 << 53)) /* a person (subject_id) changed, for who watches them */

struct bus_events {
	/* An envelope arrived on a channel that is live. `e` is valid during the call. */
	void (*on_envelope)(void *owner, const struct envelope *e);
	/* False: the subscribing connection was lost (also when a ping went unanswered). True: it
	 * is back and every needed channel is subscribed again; envelopes of the time between are
	 * gone. True also comes again, without a False, when a channel that was reported as not
	 * live has become so. */
	void (*on_state)(void *owner, bool up);
};

/* Starts connecting to redis_url of the config (borrowed): "redis://:password@host:port/number" or
 * "unix:///path". */
struct bus *bus_open(struct loop *l, const struct config *config, struct bus_events events,
		     void *owner);
/* Closes at once, also from within its callbacks, and frees. Nothing is called afterwards: those
 * who wait are not told. */
void bus_close(struct bus *b);
/* Both connections are up. */
bool bus_up(const struct bus *b);
/* Sends an envelope to every worker that subscribes its stream, this one too. Fire and forget:
 * while Redis is away, volatile ones are dropped, and of the others the newest 1,024 are sent when
 * it is back; the streams' own head checks find the rest. */
void bus_publish(struct bus *b, const struct envelope *e);

/* Asks for a stream's envelopes; absent → subscribing → live. Calls `on_ready` once, at once when
 * live already (from within), else when Redis confirmed (`live` true) or when it cannot be reached
 * or does not answer within 500 ms (`live` false: the channel goes on trying, on_state(true) tells
 * later). Asking again adds a waiter. */
void channel_need(struct bus *b, int64_t stream_id,
		  void (*on_ready)(void *owner, int64_t stream_id, bool live), void *owner);
/* The stream is not needed any more (waiters are still told): leaving; unsubscribed after
 * channel_linger_ms unless needed again. */
void channel_release(struct bus *b, int64_t stream_id);

/* A token bucket that all workers share: `burst` tokens are saved at most, `per_hour` come back in
 * an hour. */
struct limit_row {
	const char *key; /* at most 400 bytes count; lives until the decision */
	int64_t burst;
	int64_t per_hour;
};

/* Takes one token (one Lua script). `allowed` false: `retry_after_ms` says when there will be one.
 * While Redis is away or does not answer within 500 ms a bucket of this worker decides; `done` may
 * then run from within. */
void limit_take(struct bus *b, const struct limit_row *row,
		void (*done)(void *owner, bool allowed, int64_t retry_after_ms), void *owner);
