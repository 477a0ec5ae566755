/* Which streams this worker hears. A channel is absent (not in the table), queued (its SUBSCRIBE
 * leaves at the end of the turn, or when Redis is back), subscribing (sent), live, or leaving
 * (still subscribed, in case somebody comes back soon). One SUBSCRIBE at most is unanswered for a
 * channel, because an UNSUBSCRIBE is only sent once it was confirmed: so a confirmation's name
 * alone says what it confirms. The table owns the channels, a channel its waiters. */
#include "bus/channel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#include "base/memory.h"
#include "base/table.h"
#include "base/text.h"

enum {
	WAIT_MS = 500,
	WAIT_IN_VAIN_MS = 20, /* while Redis is known to be away */
	BATCH_MAX = 500,
};

enum channel_state {
	CHANNEL_QUEUED,
	CHANNEL_SUBSCRIBING,
	CHANNEL_LIVE,
	CHANNEL_LEAVING,
};

struct waiter {
	STAILQ_ENTRY(waiter) next;
	void (*on_ready)(void *owner, int64_t stream_id, bool live);
	void *owner;
};

struct channel {
	int64_t stream_id;
	enum channel_state state;
	bool needed;
	bool awaited; /* somebody was told that it is not live; on_state(true) will tell when it is
		       */
	int64_t leave_ms;             /* when a leaving one is unsubscribed */
	int64_t tell_ms;              /* when the waiters are told false */
	TAILQ_ENTRY(channel) queue;   /* in `queued` or `leaving` */
	TAILQ_ENTRY(channel) waiting; /* in `waiting` while it has waiters */
	STAILQ_HEAD(, waiter) waiters;
};

TAILQ_HEAD(channel_list, channel);

struct channels {
	struct bus *bus;
	struct table *table;
	struct timer *timer; /* one for all: at armed_ms */
	int64_t armed_ms;
	int64_t linger_ms;
	size_t awaited;
	struct channel_list queued;
	struct channel_list leaving; /* in order of leave_ms */
	struct channel_list waiting; /* about in order of tell_ms */
};

static void on_timer(void *owner);

struct channels *channels_new(struct bus *b, int64_t linger_ms)
{
	struct channels *all = memory_zero(1, sizeof *all);

	all->bus = b;
	all->table = table_new();
	all->timer = timer_new(b->loop, on_timer, all);
	all->linger_ms = linger_ms;
	TAILQ_INIT(&all->queued);
	TAILQ_INIT(&all->leaving);
	TAILQ_INIT(&all->waiting);
	return all;
}

void channels_close(struct channels *all)
{
	timer_free(all->timer);
}

static void free_waiters(struct channel *c)
{
	struct waiter *w;

	while ((w = STAILQ_FIRST(&c->waiters))) {
		STAILQ_REMOVE_HEAD(&c->waiters, next);
		memory_free(w);
	}
}

void channels_free(struct channels *all)
{
	struct channel *c;
	size_t position = 0;

	while ((c = table_next(all->table, &position, NULL))) {
		free_waiters(c);
		memory_free(c);
	}
	table_free(all->table);
	memory_free(all);
}

size_t channels_awaited(const struct channels *all)
{
	return all->awaited;
}

/* ---- names ---- */

struct slice channel_name(const struct bus *b, int64_t stream_id, char *out)
{
	int size = snprintf(out, CHANNEL_NAME_MAX, "%ss:%" PRId64, b->prefix, stream_id);

	return (struct slice){ out, (size_t)size };
}

static bool take_front(struct slice *s, struct slice front)
{
	if (s->size < front.size || memcmp(s->data, front.data, front.size) != 0)
		return false;
	s->data += front.size;
	s->size -= front.size;
	return true;
}

static struct channel *find(const struct channels *all, struct slice name)
{
	int64_t stream_id;

	if (!take_front(&name, slice_of(all->bus->prefix)) || !take_front(&name, SLICE("s:")))
		return NULL;
	return text_to_int(name, INT64_MIN, INT64_MAX, &stream_id)
		       ? table_get(all->table, stream_id)
		       : NULL;
}

int64_t channels_live(const struct channels *all, struct slice name)
{
	const struct channel *c = find(all, name);

	return c && c->state == CHANNEL_LIVE ? c->stream_id : 0;
}

/* ---- the timer ---- */

static void arm(struct channels *all, int64_t at_ms)
{
	if (timer_active(all->timer) && all->armed_ms <= at_ms)
		return;
	all->armed_ms = at_ms;
	timer_start(all->timer, at_ms - loop_now_ms(all->bus->loop), 0);
}

static void arm_next(struct channels *all)
{
	if (!TAILQ_EMPTY(&all->leaving))
		arm(all, TAILQ_FIRST(&all->leaving)->leave_ms);
	if (!TAILQ_EMPTY(&all->waiting))
		arm(all, TAILQ_FIRST(&all->waiting)->tell_ms);
}

/* ---- states ---- */

static struct channel *add(struct channels *all, int64_t stream_id)
{
	struct channel *c = memory_zero(1, sizeof *c);

	c->stream_id = stream_id;
	c->state = CHANNEL_QUEUED;
	STAILQ_INIT(&c->waiters);
	TAILQ_INSERT_TAIL(&all->queued, c, queue);
	table_put(all->table, stream_id, c);
	bus_settle_later(all->bus);
	return c;
}

static void set_awaited(struct channels *all, struct channel *c, bool awaited)
{
	if (c->awaited == awaited)
		return;
	c->awaited = awaited;
	all->awaited += awaited ? 1 : (size_t)-1;
	if (all->awaited == 0)
		bus_settle_later(all->bus);
}

/* Out of all lists and freed; it has no waiters. */
static void forget(struct channels *all, struct channel *c)
{
	if (c->state == CHANNEL_QUEUED)
		TAILQ_REMOVE(&all->queued, c, queue);
	if (c->state == CHANNEL_LEAVING)
		TAILQ_REMOVE(&all->leaving, c, queue);
	set_awaited(all, c, false);
	table_remove(all->table, c->stream_id);
	memory_free(c);
}

static void leave(struct channels *all, struct channel *c)
{
	c->state = CHANNEL_LEAVING;
	c->leave_ms = loop_now_ms(all->bus->loop) + all->linger_ms;
	TAILQ_INSERT_TAIL(&all->leaving, c, queue);
	arm(all, c->leave_ms);
}

static void stay(struct channels *all, struct channel *c)
{
	TAILQ_REMOVE(&all->leaving, c, queue);
	c->state = CHANNEL_LIVE;
}

static void add_waiter(struct channels *all, struct channel *c, struct waiter waiter)
{
	struct waiter *w = memory_take(sizeof *w);

	*w = waiter;
	if (STAILQ_EMPTY(&c->waiters)) {
		int64_t patience_ms = redis_failing(all->bus->subscriber) ? WAIT_IN_VAIN_MS
									  : WAIT_MS;
		c->tell_ms = loop_now_ms(all->bus->loop) + patience_ms;
		TAILQ_INSERT_TAIL(&all->waiting, c, waiting);
		arm(all, c->tell_ms);
	}
	STAILQ_INSERT_TAIL(&c->waiters, w, next);
}

void channel_need(struct bus *b, int64_t stream_id,
		  void (*on_ready)(void *owner, int64_t stream_id, bool live), void *owner)
{
	struct channels *all = b->channels;
	struct channel *c = table_get(all->table, stream_id);

	if (!c)
		c = add(all, stream_id);
	c->needed = true;
	if (c->state == CHANNEL_LEAVING)
		stay(all, c);
	if (c->state == CHANNEL_LIVE)
		on_ready(owner, stream_id, true);
	else
		add_waiter(all, c, (struct waiter){ .on_ready = on_ready, .owner = owner });
}

void channel_release(struct bus *b, int64_t stream_id)
{
	struct channel *c = table_get(b->channels->table, stream_id);

	if (!c || !c->needed)
		return;
	c->needed = false;
	set_awaited(b->channels, c, false);
	if (c->state == CHANNEL_LIVE)
		leave(b->channels, c);
	else if (c->state == CHANNEL_QUEUED && STAILQ_EMPTY(&c->waiters))
		forget(b->channels, c);
	/* One that is subscribing leaves when it is confirmed. */
}

/* Calls those who wait now, each once; they may need and release channels (this one too: it may be
 * gone afterwards), or close the bus. */
static void tell(struct channels *all, struct channel *c, bool live)
{
	STAILQ_HEAD(, waiter) waiters = STAILQ_HEAD_INITIALIZER(waiters);
	int64_t stream_id = c->stream_id;
	struct waiter *w;

	if (STAILQ_EMPTY(&c->waiters))
		return;
	TAILQ_REMOVE(&all->waiting, c, waiting);
	STAILQ_CONCAT(&waiters, &c->waiters);
	if (!live && c->needed) {
		set_awaited(all, c, true);
		all->bus->news = true;
	}
	while ((w = STAILQ_FIRST(&waiters))) {
		STAILQ_REMOVE_HEAD(&waiters, next);
		if (!all->bus->closed)
			w->on_ready(w->owner, stream_id, live);
		memory_free(w);
	}
}

void channels_confirm(struct channels *all, struct slice name)
{
	struct channel *c = find(all, name);

	if (!c || c->state != CHANNEL_SUBSCRIBING)
		return;
	c->state = CHANNEL_LIVE;
	set_awaited(all, c, false);
	tell(all, c, true);
	if (c->state == CHANNEL_LIVE && !c->needed)
		leave(all, c);
}

/* Tells false to whom has waited long enough. A channel that nobody needs any more is not kept for
 * them. */
static void tell_patient(struct channels *all)
{
	int64_t now_ms = loop_now_ms(all->bus->loop);
	struct channel *c;

	while (!all->bus->closed && (c = TAILQ_FIRST(&all->waiting)) && c->tell_ms <= now_ms) {
		int64_t stream_id = c->stream_id;
		tell(all, c, false);
		c = table_get(all->table, stream_id);
		if (c && c->state == CHANNEL_QUEUED && !c->needed && STAILQ_EMPTY(&c->waiters))
			forget(all, c);
	}
}

/* ---- losing Redis ---- */

/* Nothing is subscribed any more. */
static void queue_again(struct channels *all, struct channel *c)
{
	if (c->state == CHANNEL_SUBSCRIBING || c->state == CHANNEL_LIVE) {
		c->state = CHANNEL_QUEUED;
		TAILQ_INSERT_TAIL(&all->queued, c, queue);
	}
	if (c->needed)
		set_awaited(all, c, true);
	else if (STAILQ_EMPTY(&c->waiters))
		forget(all, c);
}

void channels_lost(struct channels *all)
{
	size_t position = 0;
	struct channel *c;

	while ((c = table_next(all->table, &position, NULL)))
		queue_again(all, c);
	TAILQ_FOREACH(c, &all->waiting, waiting)
	c->tell_ms = loop_now_ms(all->bus->loop);
	arm_next(all);
}

/* ---- commands ---- */

struct batch {
	char names[BATCH_MAX][CHANNEL_NAME_MAX];
	struct slice words[1 + BATCH_MAX];
	int count;
};

static void batch_start(struct batch *batch, struct slice command)
{
	batch->words[0] = command;
	batch->count = 1;
}

/* False once the batch is full. */
static bool batch_add(struct batch *batch, const struct bus *b, const struct channel *c)
{
	batch->words[batch->count] = channel_name(b, c->stream_id, batch->names[batch->count - 1]);
	return ++batch->count <= BATCH_MAX;
}

static void subscribe_some(struct channels *all)
{
	struct batch batch;
	struct channel *c;
	bool room = true;

	batch_start(&batch, SLICE("SUBSCRIBE"));
	while (room && (c = TAILQ_FIRST(&all->queued))) {
		TAILQ_REMOVE(&all->queued, c, queue);
		c->state = CHANNEL_SUBSCRIBING;
		room = batch_add(&batch, all->bus, c);
	}
	redis_send(all->bus->subscriber, batch.words, batch.count);
}

void channels_flush(struct channels *all)
{
	while (!TAILQ_EMPTY(&all->queued))
		subscribe_some(all);
}

static struct channel *first_to_leave(const struct channels *all)
{
	struct channel *c = TAILQ_FIRST(&all->leaving);

	return c && c->leave_ms <= loop_now_ms(all->bus->loop) ? c : NULL;
}

static void unsubscribe_some(struct channels *all)
{
	struct batch batch;
	struct channel *c;
	bool room = true;

	batch_start(&batch, SLICE("UNSUBSCRIBE"));
	while (room && (c = first_to_leave(all))) {
		room = batch_add(&batch, all->bus, c);
		forget(all, c);
	}
	redis_send(all->bus->subscriber, batch.words, batch.count);
}

static void on_timer(void *owner)
{
	struct channels *all = owner;

	while (first_to_leave(all))
		unsubscribe_some(all);
	tell_patient(all);
	if (!all->bus->closed)
		arm_next(all);
}
