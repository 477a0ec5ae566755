#pragma once

#include "base/buffer.h"
#include "bus/bus.h"
#include "bus/redis.h"

struct channels;
struct held;
struct limits;
struct presence_calls;

/* What the files of bus/ share. Freed a turn after bus_close, so that callbacks may close the bus.
 */
struct bus {
	struct loop *loop;
	struct bus_events events;
	void *owner;
	/* "confab:<number>:": pub/sub ignores the number of the database; installations that share
	 * a Redis differ by it. */
	char prefix[32];
	struct redis *commands;
	struct redis *subscriber;
	struct channels *channels;
	struct held *held;
	struct limits *limits;
	struct presence_calls *presence;
	struct buffer scratch;
	bool told_up;  /* what on_state said last */
	bool news;     /* on_state(true) is due as soon as no channel is awaited */
	bool settling; /* bus_settle_later was called */
	bool closed;
};

/* Once, when this turn's events are through: sends what is queued, and tells on_state(true) if it
 * is due. */
void bus_settle_later(struct bus *b);
