/* From what incarnations say to what is shown. Every change goes through person_move: the person's
 * counts follow, and then what is shown of them. */
#include "gateway/presence_map.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/memory.h"
#include "protocol/outputs.gen.h"

enum {
	SHOWN_ONLINE = PERSON_PRESENCE_PRESENCE_ONLINE,
	SHOWN_AWAY = PERSON_PRESENCE_PRESENCE_AWAY,
	SHOWN_OFFLINE = PERSON_PRESENCE_PRESENCE_OFFLINE,
};

void presence_map_init(struct presence_map *map)
{
	map->people = table_new();
	TAILQ_INIT(&map->sources);
	TAILQ_INIT(&map->lingering);
}

static void held_clear(struct presence_source *source)
{
	struct presence_held *held;
	while ((held = STAILQ_FIRST(&source->held))) {
		STAILQ_REMOVE_HEAD(&source->held, next);
		memory_free(held);
	}
}

static void source_free(struct presence_source *source)
{
	TAILQ_REMOVE(&source->map->sources, source, next);
	held_clear(source);
	table_free(source->states);
	memory_free(source);
}

void presence_map_clear(struct presence_map *map)
{
	size_t position = 0;
	struct presence_person *p;
	while (!TAILQ_EMPTY(&map->sources))
		source_free(TAILQ_FIRST(&map->sources));
	while ((p = table_next(map->people, &position, NULL))) {
		ASSERT(p->watcher_count == 0);
		memory_free(p->watchers);
		memory_free(p);
	}
	table_free(map->people);
}

/* ---- people ---- */

struct presence_person *presence_map_find(const struct presence_map *map, int64_t user_id)
{
	return table_get(map->people, user_id);
}

struct presence_person *presence_map_get(struct presence_map *map, int64_t user_id)
{
	struct presence_person *p = presence_map_find(map, user_id);
	if (p)
		return p;
	p = memory_zero(1, sizeof(*p));
	p->user_id = user_id;
	p->shown = SHOWN_OFFLINE;
	table_put(map->people, user_id, p);
	return p;
}

void presence_map_release(struct presence_map *map, struct presence_person *p)
{
	if (p->online || p->away || p->lingering || p->watcher_count)
		return;
	table_remove(map->people, p->user_id);
	memory_free(p->watchers);
	memory_free(p);
}

static void person_show(struct presence_map *map, struct presence_person *p, uint8_t shown)
{
	if (p->shown == shown)
		return;
	map->there += (p->shown == SHOWN_OFFLINE) - (shown == SHOWN_OFFLINE);
	p->shown = shown;
	map->on_change(map->owner, p);
}

static void person_stay(struct presence_map *map, struct presence_person *p)
{
	if (p->lingering)
		TAILQ_REMOVE(&map->lingering, p, linger);
	p->lingering = false;
}

static void person_linger(struct presence_map *map, struct presence_person *p, int64_t now_ms)
{
	if (p->lingering)
		return;
	p->lingering = true;
	p->linger_until_ms = now_ms + PRESENCE_LINGER_MS;
	TAILQ_INSERT_TAIL(&map->lingering, p, linger);
}

static void person_hide(struct presence_map *map, struct presence_person *p)
{
	bool hidden = p->hiding > 0;
	if (p->hidden == hidden)
		return;
	p->hidden = hidden;
	map->on_change(map->owner, p);
}

static void person_settle(struct presence_map *map, struct presence_person *p, int64_t now_ms)
{
	if (!p->online && !p->away) {
		person_linger(map, p, now_ms);
		return;
	}
	person_stay(map, p);
	/* First, so that who hides is never shown in between. */
	person_hide(map, p);
	person_show(map, p, p->online ? SHOWN_ONLINE : SHOWN_AWAY);
}

static void person_count(struct presence_person *p, int state, uint32_t step)
{
	int there = state & ~PRESENCE_HIDDEN;
	p->online += there == PRESENCE_ONLINE ? step : 0;
	p->away += there == PRESENCE_AWAY ? step : 0;
	p->hiding += (state & PRESENCE_HIDDEN) ? step : 0;
}

static void person_move(struct presence_map *map, const struct presence_entry *entry, int before,
			int64_t now_ms)
{
	if (before == entry->state)
		return;
	struct presence_person *p = presence_map_get(map, entry->user_id);
	person_count(p, before, (uint32_t)-1);
	person_count(p, entry->state, 1);
	if (entry->state == PRESENCE_NONE && entry->seen_ms > p->last_seen_ms)
		p->last_seen_ms = entry->seen_ms;
	person_settle(map, p, now_ms);
}

static void person_left(struct presence_map *map, struct presence_person *p)
{
	person_stay(map, p);
	person_show(map, p, SHOWN_OFFLINE);
	if (p->local)
		map->on_left(map->owner, p);
	p->local = false;
	presence_map_release(map, p);
}

void presence_map_tick(struct presence_map *map, int64_t now_ms)
{
	struct presence_person *p;
	while ((p = TAILQ_FIRST(&map->lingering)) && p->linger_until_ms <= now_ms)
		person_left(map, p);
}

/* ---- incarnations ---- */

struct presence_source *presence_source_find(const struct presence_map *map, struct slice name)
{
	struct presence_source *source;
	TAILQ_FOREACH(source, &map->sources, next)
	{
		if (slice_equal(slice_of(source->name), name))
			return source;
	}
	return NULL;
}

struct presence_source *presence_source_add(struct presence_map *map, struct slice name)
{
	ASSERT(!presence_source_find(map, name) && name.size <= PRESENCE_NAME_MAX);
	struct presence_source *source = memory_zero(1, sizeof(*source));
	source->map = map;
	source->states = table_new();
	memcpy(source->name, name.data, name.size);
	STAILQ_INIT(&source->held);
	TAILQ_INSERT_TAIL(&map->sources, source, next);
	return source;
}

/* States are kept in the table's pointers themselves: nothing is allocated for a person. */
static int take_state(struct table *states, int64_t user_id)
{
	return (int)(intptr_t)table_remove(states, user_id);
}

static void put_state(struct table *states, const struct presence_entry *entry)
{
	if (entry->state != PRESENCE_NONE)
		table_put(states, entry->user_id, (void *)(intptr_t)entry->state);
}

int presence_source_state(const struct presence_source *source, int64_t user_id)
{
	return (int)(intptr_t)table_get(source->states, user_id);
}

void presence_source_set(struct presence_source *source, const struct presence_entry *entry,
			 int64_t now_ms)
{
	int before = presence_source_state(source, entry->user_id);
	if (entry->state == PRESENCE_NONE)
		take_state(source->states, entry->user_id);
	else
		put_state(source->states, entry);
	person_move(source->map, entry, before, now_ms);
}

/* Everybody in `states` went. */
static void all_went(struct presence_source *source, struct table *states, int64_t seen_ms,
		     int64_t now_ms)
{
	size_t position = 0;
	struct presence_entry entry = { .seen_ms = seen_ms };
	void *state;
	while ((state = table_next(states, &position, &entry.user_id)))
		person_move(source->map, &entry, (int)(intptr_t)state, now_ms);
}

void presence_source_replace(struct presence_source *source, const struct presence_entry *entries,
			     size_t count, int64_t seen_ms, int64_t now_ms)
{
	struct table *before = source->states;
	source->states = table_new();
	for (size_t i = 0; i < count; i++) {
		int state = take_state(before, entries[i].user_id);
		put_state(source->states, &entries[i]);
		person_move(source->map, &entries[i], state, now_ms);
	}
	all_went(source, before, seen_ms, now_ms);
	table_free(before);
}

static void make_local(struct presence_source *source)
{
	size_t position = 0;
	int64_t user_id;
	while (table_next(source->states, &position, &user_id))
		presence_map_get(source->map, user_id)->local = true;
}

void presence_source_remove(struct presence_source *source, int64_t seen_ms, bool local,
			    int64_t now_ms)
{
	if (local)
		make_local(source);
	all_went(source, source->states, seen_ms, now_ms);
	source_free(source);
}
