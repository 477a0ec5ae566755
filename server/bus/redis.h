#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "bus/redis_url.h"
#include "net/loop.h"

/* One connection to Redis on a stream of our own: connects and reconnects by itself, pipelines, and
 * notices silence. hiredis only reads replies and formats commands. */
struct redis;
struct redisReply;

struct redis_events {
	/* Connected, signed in and answering. */
	void (*on_up)(void *owner);
	/* The connection was lost, or an attempt to connect failed; it goes on trying. All commands
	 * have been failed before. */
	void (*on_down)(void *owner);
	/* For a connection that subscribes, NULL for one that runs commands. Valid during the call.
	 */
	void (*on_subscribed)(void *owner, struct slice channel);
	void (*on_message)(void *owner, struct slice channel, struct slice bytes);
};

enum { REDIS_WORDS_MAX = 512 };

/* The answer to a command, valid during the call; NULL: the connection was lost first (it may have
 * run or not). */
typedef void redis_done(void *owner, const struct redisReply *reply);

/* Starts connecting; `url` is copied. */
struct redis *redis_open(struct loop *l, const struct redis_url *url, struct redis_events events,
			 void *owner);
/* Closes at once, also from within callbacks; what is unanswered is forgotten, its `done` is not
 * called. */
void redis_close(struct redis *r);
bool redis_up(const struct redis *r);
/* The last attempt to connect failed: there is no point in waiting. */
bool redis_failing(const struct redis *r);
/* How long the oldest unanswered command has waited; 0 if there is none. */
int64_t redis_lag_ms(const struct redis *r);
/* Queues a command; all of a turn leave in one write. `done` (NULL is fine) is called once, later.
 * False, and `done` is never called: not connected, or too much is queued already. */
bool redis_call(struct redis *r, const struct slice *words, int count, redis_done *done,
		void *owner);
/* The same for SUBSCRIBE and UNSUBSCRIBE, which are answered by events. */
bool redis_send(struct redis *r, const struct slice *words, int count);
