/* One timer wheel for all pings: a slot of the sessions each tick, one frame made for all of them.
 */
#include "gateway/liveness.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "protocol/encode.gen.h"

enum { SLOTS = 20 };

struct liveness {
	struct gateway *g;
	struct timer *timer;
	uint64_t slot;
};

void liveness_heard(struct session *s)
{
	s->pings_missed = 0;
}

void liveness_pinged(struct session *s)
{
	const struct config *config = s->g->config;
	int64_t retry_after_ms;
	liveness_heard(s);
	if (s->state == SESSION_CLOSING || bucket_take(&s->pings, config->rate_pings_per_s,
						       config->rate_pings_burst, &retry_after_ms))
		return;
	metric_add(METRIC_RATE_LIMITED, 1);
	session_close(s, 1008, "Too many pings.");
}

static void session_pinged(struct session *s, struct frame *ping)
{
	if (s->state != SESSION_OPEN)
		return;
	if (s->pings_missed >= s->g->config->pings_missed_max) {
		session_close(s, 1001, "0"); /* come back at once */
		return;
	}
	s->pings_missed++;
	socket_send(s->socket, ping);
}

static struct frame *ping_frame(void)
{
	struct session_pinged_event event = { .time_ms = clock_wall_ms() };
	struct buffer json = { 0 };
	session_pinged_encode(&json, &event);
	struct frame *f = frame_new(buffer_slice(&json));
	buffer_clear(&json);
	return f;
}

static void on_tick(void *owner)
{
	struct liveness *l = owner;
	struct frame *ping = ping_frame();
	size_t position = 0;
	struct session *s;
	l->slot = (l->slot + 1) % SLOTS;
	while ((s = table_next(l->g->sessions, &position, NULL))) {
		if (s->number % SLOTS == l->slot)
			session_pinged(s, ping);
	}
	frame_unref(ping);
}

struct liveness *liveness_open(struct gateway *g)
{
	struct liveness *l = memory_zero(1, sizeof(*l));
	l->g = g;
	l->timer = timer_new(g->loop, on_tick, l);
	int64_t tick_ms = g->config->ping_interval_ms / SLOTS;
	timer_start(l->timer, tick_ms, tick_ms);
	return l;
}

void liveness_close(struct liveness *l)
{
	timer_free(l->timer);
	memory_free(l);
}
