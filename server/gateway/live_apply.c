/* Delivering a stream's events: densely, in order, to the worker's own state first and then to
 * everybody in it. */
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/states.h"
#include "chat/change.h"
#include "gateway/effects.h"
#include "gateway/epoch.h"
#include "gateway/live_private.h"
#include "gateway/readers.h"

enum { HEAL_ROWS = 500 };

/* Notes that a hole is there (since now, if it was not), or that there is none. */
static void live_hole(struct live *l, bool there)
{
	if (there == (l->hole_since_ms != 0))
		return;
	l->hole_since_ms = there ? clock_monotonic_ms() : 0;
	l->g->holes += there ? 1 : -1;
}

void live_drop_held(struct live *l)
{
	while (l->held) {
		struct held *event = l->held;
		l->held = event->next;
		frame_unref(event->frame);
		memory_free(event);
	}
	l->held_count = 0;
	l->dropped_seq = 0;
	live_hole(l, false);
}

void live_apply(struct live *l, const struct held *event)
{
	l->seq = event->seq;
	if (l->room) {
		l->room->seq = event->seq;
		if (event->kind == CHANGE_MESSAGE)
			l->room->messages = event->number;
		room_state_apply(l->room, event->kind, event->subject_id);
	}
	effects_before(l, event->kind, event->subject_id);
	if (audience_size(l->audience) > 0)
		audience_send(l->audience, event->frame);
	effects_after(l, event->kind, event->subject_id);
	readers_caught_up(l);
}

static struct held held_of(const struct envelope *e)
{
	return (struct held){
		.seq = e->seq,
		.epoch = e->epoch,
		.number = e->number,
		.subject_id = e->subject_id,
		.kind = e->kind,
		.frame = frame_new(e->json),
	};
}

/* There is no place for it: it will be read. What is being read now may be older than it. */
static void live_drop(struct live *l, const struct envelope *e)
{
	if (e->seq > l->dropped_seq)
		l->dropped_seq = e->seq;
	live_heal(l);
}

static void live_hold(struct live *l, const struct envelope *e)
{
	struct held **link = &l->held;
	while (*link && (*link)->seq < e->seq)
		link = &(*link)->next;
	if (*link && (*link)->seq == e->seq)
		return;
	metric_add(METRIC_STREAM_HOLES, 1);
	if (l->held_count >= l->g->config->hole_events_max) {
		live_drop(l, e);
		return;
	}
	struct held *event = memory_take(sizeof(*event));
	*event = held_of(e);
	event->next = *link;
	*link = event;
	l->held_count++;
	if (l->state == LIVE_READY)
		live_hole(l, true);
}

/* The first of those held; of an older numbering than the stream's it is worth nothing. */
static void live_take_held(struct live *l)
{
	struct held *event = l->held;
	l->held = event->next;
	l->held_count--;
	if (event->seq == l->seq + 1 && event->epoch == l->epoch)
		live_apply(l, event);
	frame_unref(event->frame);
	memory_free(event);
}

void live_drain_held(struct live *l)
{
	while (l->held && l->held->seq <= l->seq + 1) {
		if (l->held->epoch > l->epoch) {
			live_resync(l);
			return;
		}
		live_take_held(l);
	}
	live_hole(l, l->held || l->dropped_seq > l->seq);
}

static void live_deliver(struct live *l, const struct envelope *e)
{
	struct held event = held_of(e);
	live_apply(l, &event);
	frame_unref(event.frame);
	if (l->hole_since_ms)
		live_drain_held(l);
}

/* The sockets here that do not get a volatile event: the session it names, and those of the person
 * it is about. */
static size_t live_excepted(const struct live *l, const struct envelope *e,
			    const struct socket **except)
{
	const struct session *named = e->except_worker == l->g->worker
					      ? session_find(l->g, e->except)
					      : NULL;
	const struct person *person = e->subject_id ? person_find(l->g, e->subject_id) : NULL;
	size_t count = 0;
	if (named)
		except[count++] = named->socket;
	for (const struct session *s = person ? person->first : NULL;
	     s && count < AUDIENCE_EXCEPT_MAX; s = s->next) {
		if (s != named)
			except[count++] = s->socket;
	}
	return count;
}

/* Only to an audience from which everybody is gone who had been removed when it was published. */
static void live_volatile(struct live *l, const struct envelope *e)
{
	const struct socket *except[AUDIENCE_EXCEPT_MAX];
	bool known = l->state == LIVE_READY && e->seq <= l->seq;
	if (!known || (e->seq > 0 && e->epoch != l->epoch))
		return;
	struct frame *f = frame_new(e->json);
	audience_send_but(l->audience, f, except, live_excepted(l, e, except));
	frame_unref(f);
}

void live_envelope(struct gateway *g, const struct envelope *e)
{
	struct live *l = live_find(g, e->stream_id);
	if (!l)
		return;
	if (e->kind == ENVELOPE_VOLATILE) {
		live_volatile(l, e);
		return;
	}
	if (e->kind == ENVELOPE_READ) {
		readers_envelope(l, e);
		return;
	}
	if (l->state != LIVE_READY) {
		live_hold(l, e);
		return;
	}
	if (e->epoch > l->epoch) {
		live_resync(l);
		return;
	}
	if (e->epoch < l->epoch)
		return; /* published before the numbering began anew */
	if (e->seq == l->seq + 1)
		live_deliver(l, e);
	else if (e->seq > l->seq)
		live_hold(l, e);
}

struct healing {
	struct gateway *g;
	int64_t stream_id;
	int64_t epoch;
	struct arena *arena;
};

static void live_healed(void *owner, enum error e, void *rows, size_t count);

void live_heal(struct live *l)
{
	if (l->healing || l->state != LIVE_READY)
		return;
	l->healing = true;
	struct arena *arena = arena_new(SIZE_MAX);
	struct healing *h = arena_take(arena, sizeof(*h));
	*h = (struct healing){ l->g, l->id, l->epoch, arena };
	struct read read = { arena, live_healed, h };
	streams_changes(l->g->archive, read, l->id, l->seq, HEAL_ROWS);
}

static void live_apply_row(struct live *l, const struct change_row *row)
{
	struct buffer json = { 0 };
	change_encode(&json, row);
	struct held event = {
		.seq = row->seq,
		.number = row->kind == CHANGE_MESSAGE ? row->message.number : 0,
		.subject_id = row->subject_id,
		.kind = row->kind,
		.frame = frame_new(buffer_slice(&json)),
	};
	live_apply(l, &event);
	frame_unref(event.frame);
	buffer_clear(&json);
	metric_add(METRIC_STREAM_HEALED, 1);
}

/* Rows may have been delivered by envelopes meanwhile; a row that leaves a hole means that the
 * archive has forgotten what is between. */
static bool live_apply_rows(struct live *l, const struct change_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].seq <= l->seq)
			continue;
		if (rows[i].seq > l->seq + 1)
			return false;
		live_apply_row(l, &rows[i]);
	}
	return true;
}

static void live_use_rows(struct live *l, const struct change_row *rows, size_t count)
{
	if (!live_apply_rows(l, rows, count)) {
		live_resync(l);
		return;
	}
	live_drain_held(l);
	bool more = count == HEAL_ROWS || (count > 0 && l->dropped_seq > l->seq);
	if (more)
		live_heal(l);
}

static void live_healed(void *owner, enum error e, void *rows, size_t count)
{
	struct healing *h = owner;
	struct live *l = live_find(h->g, h->stream_id);
	if (l) {
		l->healing = false;
		l->hole_since_ms = l->hole_since_ms ? clock_monotonic_ms() : 0;
	}
	if (l && l->state == LIVE_READY && l->epoch == h->epoch && !e) {
		live_use_rows(l, rows, count);
	} else if (e) {
		log_debug("gateway", "hole not closed yet", "stream=%lld error=%s",
			  (long long)h->stream_id, error_code(e));
	}
	arena_free(h->arena);
}

void live_tick_holes(struct gateway *g)
{
	int64_t now_ms = clock_monotonic_ms();
	size_t position = 0;
	struct live *l;
	while (g->holes > 0 && (l = table_next(g->lives, &position, NULL))) {
		if (l->hole_since_ms && now_ms - l->hole_since_ms >= g->config->hole_wait_ms)
			live_heal(l);
	}
}

void live_head(struct live *l, const struct head_row *head, int64_t seen_seq)
{
	if (l->state != LIVE_READY)
		return;
	if (head->epoch > l->epoch) {
		live_resync(l);
		return;
	}
	if (head->seq < seen_seq) {
		/* Unless the numbering began anew while the head was being read. */
		if (l->seq >= seen_seq)
			epoch_raise(l->g, head->epoch);
		return;
	}
	if (head->oldest_change > l->seq)
		live_resync(l); /* what comes next was pruned */
	else if (head->seq > l->seq)
		live_heal(l);
	else if (l->room)
		l->room->verified_ms = clock_monotonic_ms();
}
