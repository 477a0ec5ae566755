/* This worker's own people: from sockets to their state, and from there, some at a time, into
 * Redis. The own incarnation is a source of the map like any other, so that this worker's sockets
 * see each other whether Redis is there or not. */
#include "gateway/presence.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "bus/presence_store.h"
#include "gateway/presence_private.h"
#include "gateway/watcher.h"

/* Whoever is online is noted as seen this often, in case nobody is left to note that they went. */
static const int64_t SEEN_EVERY_MS = 5LL * 60 * 1000;

enum { UPDATES_A_FLUSH = 20 };

struct presence_map *presence_map_of(const struct gateway *g)
{
	return &g->presence->map;
}

/* ---- from sockets to states ---- */

static int state_of(const struct person *person)
{
	int state = person->away == person->present ? PRESENCE_AWAY : PRESENCE_ONLINE;
	if (person->present == 0)
		return PRESENCE_NONE;
	return state | (person->shows_presence ? 0 : PRESENCE_HIDDEN);
}

static void person_changed(struct gateway *g, const struct person *person)
{
	struct presence *p = g->presence;
	const struct presence_entry entry = {
		.user_id = person->user_id,
		.state = state_of(person),
		.seen_ms = person->present ? 0 : clock_wall_ms(),
	};
	if (entry.state == presence_source_state(p->own, entry.user_id))
		return;
	if (p->leaving) {
		/* They are coming back elsewhere, or this is the last that is heard of them. */
		if (entry.state == PRESENCE_NONE)
			last_seen_note(p->last_seen, entry.user_id, entry.seen_ms);
		return;
	}
	presence_source_set(p->own, &entry, clock_monotonic_ms());
	presence_map_get(&p->map, entry.user_id)->local = true;
	table_put(p->changed, entry.user_id, p);
}

void presence_opened(struct session *s)
{
	if (!s->g->presence || s->present)
		return;
	s->present = true;
	s->person->present++;
	person_changed(s->g, s->person);
}

void presence_closed(struct session *s)
{
	if (!s->g->presence || !s->present)
		return;
	s->present = false;
	s->person->present--;
	s->person->away -= s->away ? 1 : 0;
	person_changed(s->g, s->person);
}

void presence_set_away(struct session *s, bool away)
{
	if (!s->present || s->away == away)
		return;
	s->away = away;
	if (away)
		s->person->away++;
	else
		s->person->away--;
	person_changed(s->g, s->person);
}

void presence_refreshed(const struct session *s)
{
	if (s->g->presence && s->present)
		person_changed(s->g, s->person);
}

/* ---- into Redis ---- */

/* Lost, flushed, expired, or removed by somebody who thought this worker dead. */
static void on_updated(void *owner, int64_t seq, enum presence_answer a)
{
	struct presence *p = owner;
	if (a != PRESENCE_ANSWER_DONE && seq >= p->begun_seq)
		p->begun = false;
}

static bool update(struct presence *p, struct presence_update *u)
{
	u->name = slice_of(p->own->name);
	u->ttl_ms = PRESENCE_TTL_MS;
	p->begun = presence_store_update(p->g->bus, u, on_updated, p);
	if (!p->begun)
		return false;
	p->own->seq = u->seq;
	p->alive_ms = clock_monotonic_ms();
	return true;
}

static void begin(struct presence *p)
{
	size_t position = 0;
	int64_t user_id;
	/* A number is left out, so that whoever knows the hash as it was reads it again. */
	struct presence_update u = { .kind = p->leaving ? PRESENCE_NOTE_LEAVING
							: PRESENCE_NOTE_ALIVE,
				     .seq = p->own->seq + 2,
				     .before = -1 };
	if (!update(p, &u))
		return;
	p->begun_seq = u.seq;
	table_free(p->written);
	p->written = table_new();
	while (table_next(p->own->states, &position, &user_id))
		table_put(p->changed, user_id, p);
}

/* True if the hash has something else of them; it is taken for written then. */
static bool take_change(struct presence *p, struct presence_entry *entry)
{
	const struct presence_person *person = presence_map_find(&p->map, entry->user_id);
	entry->state = presence_source_state(p->own, entry->user_id);
	if (entry->state == (int)(intptr_t)table_get(p->written, entry->user_id))
		return false;
	entry->seen_ms = entry->state == PRESENCE_NONE && person ? person->last_seen_ms : 0;
	if (entry->state == PRESENCE_NONE)
		table_remove(p->written, entry->user_id);
	else
		table_put(p->written, entry->user_id, (void *)(intptr_t)entry->state);
	return true;
}

static size_t take_changes(struct presence *p, struct presence_entry *entries)
{
	size_t position = 0;
	size_t count = 0;
	while (count < PRESENCE_ENTRIES_MAX &&
	       table_next(p->changed, &position, &entries[count].user_id)) {
		table_remove(p->changed, entries[count].user_id);
		if (take_change(p, &entries[count]))
			count++;
	}
	return count;
}

static bool write_changes(struct presence *p)
{
	struct presence_entry entries[PRESENCE_ENTRIES_MAX];
	struct presence_update u = { .kind = PRESENCE_NOTE_CHANGES,
				     .before = p->own->seq,
				     .seq = p->own->seq + 1,
				     .entries = entries };
	u.count = take_changes(p, entries);
	return u.count > 0 && update(p, &u);
}

static void flush(struct presence *p)
{
	if (!p->begun)
		begin(p);
	for (int i = 0; i < UPDATES_A_FLUSH && p->begun && table_size(p->changed) > 0; i++)
		write_changes(p);
}

static void say_alive(struct presence *p)
{
	struct presence_update u = { .kind = p->leaving ? PRESENCE_NOTE_LEAVING
							: PRESENCE_NOTE_ALIVE,
				     .before = p->own->seq,
				     .seq = p->own->seq };
	if (p->begun && clock_monotonic_ms() - p->alive_ms >= PRESENCE_ALIVE_MS)
		update(p, &u);
}

void presence_drain(struct gateway *g)
{
	struct presence *p = g->presence;
	if (!p || p->leaving)
		return;
	flush(p);
	p->leaving = true;
	p->alive_ms = 0;
	say_alive(p);
	last_seen_hurry(p->last_seen);
}

bool presence_noting(const struct gateway *g)
{
	return g->presence && last_seen_due(g->presence->last_seen);
}

/* ---- the timer ---- */

static void note_seen(struct presence *p)
{
	size_t position = 0;
	int64_t user_id;
	int64_t now_ms = clock_wall_ms();
	while (table_next(p->own->states, &position, &user_id))
		last_seen_note(p->last_seen, user_id, now_ms);
}

static void on_tick(void *owner)
{
	struct presence *p = owner;
	int64_t passed_ms = ++p->ticks * WATCHER_TICK_MS;
	presence_map_tick(&p->map, clock_monotonic_ms());
	watcher_tick(p->g);
	last_seen_tick(p->last_seen);
	if (passed_ms % PRESENCE_FLUSH_MS == 0 && !p->leaving)
		flush(p);
	if (passed_ms % SEEN_EVERY_MS == 0)
		note_seen(p);
	if (passed_ms % PRESENCE_LOOK_MS != 0)
		return;
	say_alive(p);
	presence_sync_look(p);
	metric_set(METRIC_PEOPLE_THERE, p->map.there);
}

static void on_change(void *owner, struct presence_person *person)
{
	const struct presence *p = owner;
	watcher_changed(p->g, person);
}

static void on_left(void *owner, const struct presence_person *person)
{
	const struct presence *p = owner;
	last_seen_note(p->last_seen, person->user_id, person->last_seen_ms);
}

struct presence *presence_open(struct gateway *g)
{
	struct presence *p = memory_zero(1, sizeof(*p));
	char name[PRESENCE_NAME_MAX + 1];
	p->g = g;
	g->presence = p;
	g->watchers = watchers_open(g);
	presence_map_init(&p->map);
	p->map.on_change = on_change;
	p->map.on_left = on_left;
	p->map.owner = p;
	p->changed = table_new();
	p->written = table_new();
	p->last_seen = last_seen_open(g);
	presence_sync_open(p);
	presence_name(p, name);
	p->own = presence_source_add(&p->map, slice_of(name));
	p->timer = timer_new(g->loop, on_tick, p);
	timer_start(p->timer, WATCHER_TICK_MS, WATCHER_TICK_MS);
	return p;
}

void presence_close(struct presence *p)
{
	p->g->presence = NULL;
	timer_free(p->timer);
	last_seen_close(p->last_seen);
	watchers_close(p->g->watchers);
	p->g->watchers = NULL;
	presence_map_clear(&p->map);
	table_free(p->changed);
	table_free(p->written);
	memory_free(p);
}
