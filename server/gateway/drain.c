/* Draining, in batches, so that the clients' return is spread over drain_ms. */
#include "gateway/drain.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "chat/echo.h"
#include "gateway/presence.h"
#include "gateway/session.h"

enum {
	BATCH = 500,
	TICK_MS = 20,
	/* A connection that was accepted last may not have sent its request yet. */
	LINGER_MS = 500,
};

struct drain {
	struct gateway *g;
	struct timer *timer;
	int64_t linger_ms;
	int64_t limit_ms;
	bool late;
	void (*done)(void *owner);
	void *owner;
};

static void session_send_away(struct session *s)
{
	char wait_ms[24];
	snprintf(wait_ms, sizeof(wait_ms), "%llu",
		 (unsigned long long)random_below((uint64_t)s->g->config->drain_ms + 1));
	session_close(s, 1001, wait_ms);
}

/* Sessions with requests in flight get their answers first. Returns how many are left. */
static size_t drain_batch(struct drain *d, bool all)
{
	size_t position = 0;
	size_t sent = 0;
	struct session *s;
	while ((all || sent < BATCH) && (s = table_next(d->g->sessions, &position, NULL))) {
		if (s->state == SESSION_CLOSING || (s->in_flight > 0 && !all))
			continue;
		session_send_away(s);
		sent++;
	}
	return table_size(d->g->sessions);
}

static void on_drain(void *owner)
{
	struct drain *d = owner;
	bool late = clock_monotonic_ms() >= d->limit_ms;
	size_t left = drain_batch(d, late);
	bool lingering = web_connections(d->g->web) > 0 && clock_monotonic_ms() < d->linger_ms;
	bool noting = presence_noting(d->g) || echo_busy();
	if ((left > 0 || d->g->requests > 0 || noting || lingering) && !d->late) {
		d->late = late; /* a last turn for what was just closed */
		return;
	}
	timer_stop(d->timer);
	log_info("gateway", "drained", "sessions=%zu requests=%lld", left,
		 (long long)d->g->requests);
	d->done(d->owner);
}

void drain_start(struct gateway *g, void (*done)(void *owner), void *owner)
{
	if (g->draining)
		return;
	g->draining = true;
	echo_hurry();
	web_stop_listening(g->web);
	struct drain *d = memory_zero(1, sizeof(*d));
	d->g = g;
	d->done = done;
	d->owner = owner;
	d->linger_ms = clock_monotonic_ms() + LINGER_MS;
	d->limit_ms = clock_monotonic_ms() + g->config->drain_limit_ms;
	d->timer = timer_new(g->loop, on_drain, d);
	g->drain = d;
	timer_start(d->timer, 0, TICK_MS);
}

void drain_free(struct drain *d)
{
	if (!d)
		return;
	timer_free(d->timer);
	memory_free(d);
}
