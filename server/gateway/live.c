/* Serving streams: subscribed on first use, current by dense seq, given up when nobody needs them.
 */
#include "gateway/live.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "gateway/effects.h"
#include "gateway/live_private.h"
#include "gateway/readers.h"
#include "gateway/watcher.h"
#include "protocol/encode.gen.h"

struct live *live_find(const struct gateway *g, int64_t stream_id)
{
	return table_get(g->lives, stream_id);
}

static void live_free(struct live *l)
{
	ASSERT(!l->waiters);
	table_remove(l->g->lives, l->id);
	channel_release(l->g->bus, l->id);
	live_drop_held(l);
	readers_drop(l);
	audience_free(l->audience);
	if (l->room)
		room_state_remove(l->room);
	memory_free(l);
	metric_add(METRIC_STREAMS, -1);
}

/* Whoever waited for the channel finds its stream by id: it may have been given up. */
static void live_subscribed(void *owner, int64_t stream_id, bool is_live)
{
	struct live *l = live_find(owner, stream_id);
	(void)is_live; /* without Redis the head checks carry the stream */
	if (l && l->state == LIVE_SUBSCRIBING) {
		l->state = LIVE_LOADING;
		live_load(l);
	}
}

static struct live *live_new(struct gateway *g, int64_t stream_id)
{
	struct live *l = memory_zero(1, sizeof(*l));
	l->g = g;
	l->id = stream_id;
	l->audience = audience_new(g->web);
	table_put(g->lives, stream_id, l);
	metric_add(METRIC_STREAMS, 1);
	return l;
}

void live_need(struct gateway *g, int64_t stream_id, void (*ready)(void *owner, struct live *l),
	       void *owner)
{
	struct live *l = live_find(g, stream_id);
	if (l && l->gone) {
		ready(owner, NULL);
		return;
	}
	if (l && l->state == LIVE_READY) {
		l->idle_since_ms = 0;
		ready(owner, l);
		if (audience_size(l->audience) == 0)
			l->idle_since_ms = clock_monotonic_ms();
		return;
	}
	bool fresh = !l;
	if (fresh)
		l = live_new(g, stream_id);
	struct waiter *w = memory_zero(1, sizeof(*w));
	w->ready = ready;
	w->owner = owner;
	w->next = l->waiters;
	l->waiters = w;
	l->idle_since_ms = 0;
	if (fresh)
		channel_need(g->bus, stream_id, live_subscribed, g);
}

static void live_tell_waiters(struct live *l, struct live *told)
{
	struct waiter *w = l->waiters;
	l->waiters = NULL;
	while (w) {
		struct waiter *next = w->next;
		w->ready(w->owner, told);
		memory_free(w);
		w = next;
	}
}

static void live_tell_resync(struct live *l)
{
	struct stream_resync_event event = {
		.has_room_id = l->id > 0,
		.room_id = l->id,
		.has_user_id = l->id < 0,
		.user_id = -l->id,
		.seq = l->seq,
		.epoch = l->epoch,
	};
	struct buffer json = { 0 };
	stream_resync_encode(&json, &event);
	struct frame *f = frame_new(buffer_slice(&json));
	audience_send(l->audience, f);
	frame_unref(f);
	buffer_clear(&json);
}

/* Whoever gets a room's events here and is no member of it leaves. Asked for rarely: goes through
 * all sessions. */
static void live_only_members(struct live *l)
{
	size_t position = 0;
	struct session *s;
	while ((s = table_next(l->g->sessions, &position, NULL))) {
		if (session_in_room(s, l->id) && !member_in_room(l->id, s->user_id))
			live_leave(l->g, l->id, s);
	}
}

void live_room_gone(struct live *l)
{
	l->gone = true;
	if (l->room)
		room_state_remove(l->room);
	l->room = NULL;
	if (audience_size(l->audience) > 0)
		live_only_members(l);
	if (l->idle_since_ms == 0)
		l->idle_since_ms = clock_monotonic_ms();
}

void live_loaded(struct live *l, bool exists)
{
	if (!exists) {
		live_room_gone(l);
		live_tell_waiters(l, NULL);
		live_free(l);
		return;
	}
	l->state = LIVE_READY;
	bool resynced = l->resyncing;
	l->resyncing = false;
	if (resynced && l->id > 0)
		live_only_members(l);
	if (resynced)
		live_tell_resync(l);
	live_drain_held(l);
	if (l->state != LIVE_READY)
		return; /* what was held is of a still newer numbering */
	if (resynced)
		effects_resynced(l);
	live_tell_waiters(l, l);
	if (audience_size(l->audience) == 0)
		l->idle_since_ms = clock_monotonic_ms();
}

void live_resync(struct live *l)
{
	log_warn("gateway", "stream is not continued", "stream=%lld seq=%lld epoch=%lld",
		 (long long)l->id, (long long)l->seq, (long long)l->epoch);
	l->state = LIVE_LOADING;
	l->resyncing = true;
	live_drop_held(l);
	readers_drop(l);
	live_load(l);
}

void live_join(struct live *l, struct session *s)
{
	ASSERT(l->state == LIVE_READY);
	audience_add(l->audience, s->socket);
	l->idle_since_ms = 0;
	if (l->id > 0)
		session_room_add(s, l->id);
}

void live_leave(struct gateway *g, int64_t stream_id, struct session *s)
{
	struct live *l = live_find(g, stream_id);
	if (stream_id > 0 && session_in_room(s, stream_id)) {
		session_room_remove(s, stream_id);
		watcher_lost(s);
	}
	if (!l)
		return;
	audience_remove(l->audience, s->socket);
	if (audience_size(l->audience) == 0 && l->idle_since_ms == 0)
		l->idle_since_ms = clock_monotonic_ms();
}

void live_sweep(struct gateway *g)
{
	int64_t now_ms = clock_monotonic_ms();
	size_t position = 0;
	struct live *l;
	while ((l = table_next(g->lives, &position, NULL))) {
		bool unused = audience_size(l->audience) == 0 && !l->waiters && !l->healing;
		if (unused && l->state == LIVE_READY && l->idle_since_ms &&
		    now_ms - l->idle_since_ms >= g->config->channel_linger_ms)
			live_free(l);
	}
}

void live_close(struct gateway *g)
{
	size_t position = 0;
	struct live *l;
	while ((l = table_next(g->lives, &position, NULL))) {
		live_tell_waiters(l, NULL);
		live_free(l);
	}
}
