/* Views of sockets. A view and the records of the people in it point at each other: an entry says
 * where its person's list mentions it, and the other way round, so that either side goes in
 * constant time. Sockets have their turn once a second, a tenth of them in each tick: nobody gets
 * more than a frame a second, and no turn of the loop encodes for all. */
#include "gateway/watcher.h"

#include "base/check.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/states.h"
#include "gateway/presence.h"
#include "protocol/encode.gen.h"

enum {
	PEOPLE_MAX = 200,
	STALE_A_TICK = 100, /* each of them will ask twice */
	PLACES_FIRST = 4,
};

struct watched {
	struct presence_person *person;
	uint32_t place; /* in person->watchers */
	uint8_t told;   /* PERSON_PRESENCE_PRESENCE_… */
	bool changed;
};

struct watcher {
	struct session *session;
	struct watched *people;
	uint32_t count;
	bool changed; /* in `changed` of its turn */
	TAILQ_ENTRY(watcher) next;
	uint64_t asked;   /* the last question */
	uint64_t set;     /* the question whose answer the view is */
	uint64_t lost_at; /* answers to questions up to this one may show too much */
};

struct watchers {
	TAILQ_HEAD(, watcher) changed[WATCHER_TURNS];
	unsigned turn;
	uint64_t *stale; /* sockets to be told */
	size_t stale_count;
	size_t stale_next;
};

struct watchers *watchers_open(struct gateway *g)
{
	struct watchers *w = memory_zero(1, sizeof(*w));
	(void)g;
	for (int i = 0; i < WATCHER_TURNS; i++)
		TAILQ_INIT(&w->changed[i]);
	return w;
}

void watchers_close(struct watchers *w)
{
	memory_free(w->stale);
	memory_free(w);
}

/* ---- the two lists ---- */

static void place_add(struct watcher *w, uint32_t slot)
{
	struct presence_person *p = w->people[slot].person;
	if (p->watcher_count == p->watcher_capacity) {
		p->watcher_capacity = p->watcher_capacity ? p->watcher_capacity * 2 : PLACES_FIRST;
		p->watchers = memory_grow(p->watchers, p->watcher_capacity * sizeof(*p->watchers));
	}
	w->people[slot].place = p->watcher_count;
	p->watchers[p->watcher_count++] = (struct watcher_place){ w, slot };
}

/* The hole is closed with the last one. */
static void place_remove(const struct watched *e)
{
	struct presence_person *p = e->person;
	struct watcher_place last = p->watchers[--p->watcher_count];
	p->watchers[e->place] = last;
	last.watcher->people[last.slot].place = e->place;
}

static void watcher_drop(struct watcher *w, uint32_t slot)
{
	struct presence_map *map = presence_map_of(w->session->g);
	struct presence_person *p = w->people[slot].person;
	place_remove(&w->people[slot]);
	w->people[slot] = w->people[--w->count];
	if (slot < w->count)
		w->people[slot].person->watchers[w->people[slot].place].slot = slot;
	presence_map_release(map, p);
}

/* Nobody is forgotten before the end: the same people may be in the next view. */
static void watcher_replace(struct watcher *w, struct watched *next, uint32_t next_count)
{
	struct presence_map *map = presence_map_of(w->session->g);
	struct watched *before = w->people;
	uint32_t before_count = w->count;
	while (w->count > 0)
		place_remove(&w->people[--w->count]);
	w->people = next;
	while (w->count < next_count)
		place_add(w, w->count++);
	for (uint32_t i = 0; i < before_count; i++)
		presence_map_release(map, before[i].person);
	memory_free(before);
}

static unsigned turn_of(const struct watcher *w)
{
	return (unsigned)(w->session->number % WATCHER_TURNS);
}

static void watcher_rest(struct watcher *w)
{
	if (w->changed)
		TAILQ_REMOVE(&w->session->g->watchers->changed[turn_of(w)], w, next);
	w->changed = false;
}

void watcher_free(struct session *s)
{
	struct watcher *w = s->watcher;
	if (!w)
		return;
	watcher_rest(w);
	watcher_replace(w, NULL, 0);
	memory_free(w);
	s->watcher = NULL;
}

/* ---- what is shown ---- */

static struct person_presence view_of(const struct session *s, const struct presence_person *p)
{
	bool hidden = p->hidden && p->user_id != s->user_id;
	int presence = p->always ? PERSON_PRESENCE_PRESENCE_ONLINE : p->shown;
	if (hidden)
		presence = PERSON_PRESENCE_PRESENCE_OFFLINE;
	bool seen = presence == PERSON_PRESENCE_PRESENCE_OFFLINE && !hidden && p->last_seen_ms > 0;
	return (struct person_presence){
		.user_id = p->user_id,
		.presence = presence,
		.has_last_seen_ms = seen,
		.last_seen_ms = seen ? p->last_seen_ms : 0,
	};
}

/* The archive knows those of whom no worker says anything. */
static struct presence_person *person_of(struct presence_map *map, const struct account_row *row)
{
	struct presence_person *p = presence_map_get(map, row->user_id);
	p->always = row->bot;
	if (row->last_seen_ms > p->last_seen_ms)
		p->last_seen_ms = row->last_seen_ms;
	if (!p->online && !p->away)
		p->hidden = !row->show_presence;
	return p;
}

/* ---- setting the view ---- */

uint64_t watcher_ask(struct session *s)
{
	if (!s->watcher) {
		s->watcher = memory_zero(1, sizeof(*s->watcher));
		s->watcher->session = s;
	}
	return ++s->watcher->asked;
}

static void watcher_install(struct watcher *w, struct presence_person *const *people,
			    const struct person_presence *views, size_t count)
{
	struct watched *next = memory_take((count + 1) * sizeof(*next));
	for (size_t i = 0; i < count; i++)
		next[i] = (struct watched){ .person = people[i],
					    .told = (uint8_t)views[i].presence };
	watcher_rest(w);
	watcher_replace(w, next, (uint32_t)count);
}

bool watcher_set(struct session *s, uint64_t asked, const struct account_row *accounts,
		 size_t count, struct person_presence *views)
{
	struct watcher *w = s->watcher;
	struct presence_map *map = presence_map_of(s->g);
	struct presence_person *people[PEOPLE_MAX];
	if (asked <= w->lost_at)
		return false;
	ASSERT(count <= PEOPLE_MAX);
	for (size_t i = 0; i < count; i++) {
		people[i] = person_of(map, &accounts[i]);
		views[i] = view_of(s, people[i]);
	}
	if (asked > w->set) {
		w->set = asked;
		watcher_install(w, people, views, count);
		return true;
	}
	for (size_t i = 0; i < count; i++)
		presence_map_release(map, people[i]);
	return true;
}

/* ---- losing people ---- */

static void tell_stale(struct session *s)
{
	const struct people_stale_event event = { 0 };
	struct buffer json = { 0 };
	people_stale_encode(&json, &event);
	session_send(s, buffer_slice(&json));
	buffer_clear(&json);
}

void watcher_lost(struct session *s)
{
	struct watcher *w = s->watcher;
	bool asking = w && w->asked > w->set && w->asked > w->lost_at;
	if (!w || (w->count == 0 && !asking))
		return;
	w->lost_at = w->asked;
	watcher_rest(w);
	watcher_replace(w, NULL, 0);
	if (s->state == SESSION_OPEN)
		tell_stale(s);
}

/* As the archive decides it for a view; by what this worker knows, which serves all rooms of its
 * sockets. */
static bool still_sees(const struct session *s, int64_t user_id)
{
	if (s->role != ROLE_GUEST || s->user_id == user_id)
		return true;
	for (uint32_t i = 0; i < s->room_count; i++) {
		if (member_in_room(s->rooms[i], user_id))
			return true;
	}
	return false;
}

void watcher_member_left(struct live *l, int64_t user_id)
{
	struct presence_map *map = l->g->presence ? presence_map_of(l->g) : NULL;
	struct presence_person *p = map ? presence_map_find(map, user_id) : NULL;
	/* From the last to the first, as a place that is removed is closed with the last one. With
	 * the last watcher the person may be forgotten. */
	for (uint32_t i = p ? p->watcher_count : 0; i > 0; i--) {
		struct watcher_place place = p->watchers[i - 1];
		struct session *s = place.watcher->session;
		if (still_sees(s, user_id))
			continue;
		watcher_drop(place.watcher, place.slot);
		if (s->state == SESSION_OPEN)
			tell_stale(s);
	}
}

/* ---- telling ---- */

void watcher_changed(struct gateway *g, struct presence_person *p)
{
	for (uint32_t i = 0; i < p->watcher_count; i++) {
		struct watcher *w = p->watchers[i].watcher;
		w->people[p->watchers[i].slot].changed = true;
		if (!w->changed)
			TAILQ_INSERT_TAIL(&g->watchers->changed[turn_of(w)], w, next);
		w->changed = true;
	}
}

/* Those that changed and did not change back. */
static size_t take_changes(struct watcher *w, struct person_presence *views)
{
	size_t count = 0;
	for (uint32_t i = 0; i < w->count; i++) {
		struct watched *e = &w->people[i];
		if (!e->changed)
			continue;
		e->changed = false;
		views[count] = view_of(w->session, e->person);
		if (views[count].presence == (int)e->told)
			continue;
		e->told = (uint8_t)views[count++].presence;
	}
	return count;
}

static void tell_changes(struct watcher *w, struct buffer *json)
{
	struct person_presence views[PEOPLE_MAX];
	struct presence_changed_event event = { .people = views };
	event.people_count = take_changes(w, views);
	if (event.people_count == 0 || w->session->state != SESSION_OPEN)
		return;
	buffer_reset(json);
	presence_changed_encode(json, &event);
	session_send(w->session, buffer_slice(json));
	metric_add(METRIC_PRESENCE_SENT, 1);
}

static void tell_turn(struct watchers *all)
{
	struct buffer json = { 0 };
	struct watcher *w;
	unsigned turn = all->turn++ % WATCHER_TURNS;
	while ((w = TAILQ_FIRST(&all->changed[turn]))) {
		watcher_rest(w);
		tell_changes(w, &json);
	}
	buffer_clear(&json);
}

void watcher_send(struct gateway *g, int64_t user_id, struct slice json)
{
	const struct presence_person *p = presence_map_find(presence_map_of(g), user_id);
	if (!p || p->watcher_count == 0)
		return;
	struct frame *f = frame_new(json);
	for (uint32_t i = 0; i < p->watcher_count; i++) {
		struct session *s = p->watchers[i].watcher->session;
		if (s->state == SESSION_OPEN)
			socket_send(s->socket, f);
	}
	frame_unref(f);
}

/* ---- stale ---- */

void watcher_stale_all(struct gateway *g)
{
	struct watchers *w = g->watchers;
	size_t position = 0;
	const struct session *s;
	memory_free(w->stale);
	w->stale = memory_take((table_size(g->sessions) + 1) * sizeof(*w->stale));
	w->stale_count = w->stale_next = 0;
	while ((s = table_next(g->sessions, &position, NULL)))
		w->stale[w->stale_count++] = s->number;
}

static void tell_stale_some(struct gateway *g)
{
	struct watchers *w = g->watchers;
	for (int i = 0; i < STALE_A_TICK && w->stale_next < w->stale_count; i++) {
		struct session *s = session_find(g, w->stale[w->stale_next++]);
		if (s && s->state == SESSION_OPEN)
			tell_stale(s);
	}
}

void watcher_tick(struct gateway *g)
{
	tell_turn(g->watchers);
	tell_stale_some(g);
}
