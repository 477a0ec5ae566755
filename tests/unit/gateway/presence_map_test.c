/* What follows for people from what several workers say of them. */
#include "gateway/presence_map.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "protocol/outputs.gen.h"
#include "unit/harness.h"

enum {
	ANN = 7,
	BO = 8,
	ONLINE = PERSON_PRESENCE_PRESENCE_ONLINE,
	AWAY = PERSON_PRESENCE_PRESENCE_AWAY,
	OFFLINE = PERSON_PRESENCE_PRESENCE_OFFLINE,
	AFTER_MS = PRESENCE_LINGER_MS + 1,
};

struct scene {
	struct presence_map map;
	struct presence_source *a;
	struct presence_source *b;
	int changes;
	int left;
	int64_t left_ms;
};

static void on_change(void *owner, struct presence_person *p)
{
	struct scene *s = owner;
	(void)p;
	s->changes++;
}

static void on_left(void *owner, const struct presence_person *p)
{
	struct scene *s = owner;
	s->left++;
	s->left_ms = p->last_seen_ms;
}

static void scene(struct scene *s)
{
	*s = (struct scene){ .map = { .on_change = on_change, .on_left = on_left, .owner = s } };
	presence_map_init(&s->map);
	s->a = presence_source_add(&s->map, SLICE("a"));
	s->b = presence_source_add(&s->map, SLICE("b"));
}

static void scene_end(struct scene *s)
{
	presence_map_clear(&s->map);
}

static void say(struct presence_source *source, int64_t user_id, int state, int64_t now_ms)
{
	const struct presence_entry entry = { user_id, state ? 0 : 1000000 + now_ms, state };
	presence_source_set(source, &entry, now_ms);
}

static int shown(const struct scene *s, int64_t user_id)
{
	const struct presence_person *p = presence_map_find(&s->map, user_id);
	return p ? p->shown : OFFLINE;
}

TEST(online_anywhere_is_online_and_away_is_away_everywhere)
{
	struct scene s;
	scene(&s);
	CHECK_INT(shown(&s, ANN), OFFLINE);
	say(s.a, ANN, PRESENCE_AWAY, 0);
	CHECK_INT(shown(&s, ANN), AWAY);
	say(s.b, ANN, PRESENCE_ONLINE, 0);
	CHECK_INT(shown(&s, ANN), ONLINE);
	say(s.b, ANN, PRESENCE_AWAY, 0);
	CHECK_INT(shown(&s, ANN), AWAY);
	say(s.a, ANN, PRESENCE_NONE, 0);
	CHECK_INT(shown(&s, ANN), AWAY);
	CHECK_INT(s.map.there, 1);
	scene_end(&s);
}

TEST(who_went_is_shown_for_a_few_seconds_more)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.a, ANN, PRESENCE_NONE, 100);
	presence_map_tick(&s.map, 100 + PRESENCE_LINGER_MS - 1);
	CHECK_INT(shown(&s, ANN), ONLINE);
	CHECK_INT(s.changes, 1);
	presence_map_tick(&s.map, 100 + PRESENCE_LINGER_MS);
	CHECK_INT(shown(&s, ANN), OFFLINE);
	CHECK_INT(s.changes, 2);
	CHECK_INT(s.map.there, 0);
	scene_end(&s);
}

/* S7: whoever comes back, here or on another worker, was never gone; and the old connection's end
 * takes nothing from the new one. */
TEST(a_page_loaded_again_is_not_seen_going)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.a, ANN, PRESENCE_NONE, 100);
	say(s.b, ANN, PRESENCE_ONLINE, 2000);
	presence_map_tick(&s.map, 100 + AFTER_MS);
	CHECK_INT(shown(&s, ANN), ONLINE);
	say(s.a, ANN, PRESENCE_ONLINE, 4000);
	say(s.b, ANN, PRESENCE_NONE, 4100);
	presence_map_tick(&s.map, 4100 + AFTER_MS);
	CHECK_INT(shown(&s, ANN), ONLINE);
	CHECK_INT(s.changes, 1);
	scene_end(&s);
}

TEST(lingering_begins_anew_each_time)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.a, ANN, PRESENCE_NONE, 100);
	say(s.a, BO, PRESENCE_ONLINE, 150);
	say(s.a, BO, PRESENCE_NONE, 200);
	say(s.a, ANN, PRESENCE_ONLINE, 300);
	say(s.a, ANN, PRESENCE_NONE, 400);
	presence_map_tick(&s.map, 200 + PRESENCE_LINGER_MS);
	CHECK_INT(shown(&s, ANN), ONLINE);
	CHECK_INT(shown(&s, BO), OFFLINE);
	presence_map_tick(&s.map, 400 + PRESENCE_LINGER_MS);
	CHECK_INT(shown(&s, ANN), OFFLINE);
	scene_end(&s);
}

TEST(a_worker_that_is_gone_takes_only_its_own_along)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.a, BO, PRESENCE_ONLINE, 0);
	say(s.b, BO, PRESENCE_AWAY, 0);
	presence_source_remove(s.a, 5555, true, 0);
	CHECK_INT(shown(&s, BO), AWAY);
	presence_map_tick(&s.map, AFTER_MS);
	CHECK_INT(shown(&s, ANN), OFFLINE);
	CHECK(!presence_source_find(&s.map, SLICE("a")));
	/* Noting when they went is ours: for Ann now, for Bo when Bo went. */
	CHECK_INT(s.left, 1);
	CHECK_INT(s.left_ms, 5555);
	scene_end(&s);
}

TEST(a_hash_that_was_read_replaces_what_was_known)
{
	const struct presence_entry read[] = { { BO, 0, PRESENCE_AWAY },
					       { 9, 0, PRESENCE_ONLINE } };
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.a, BO, PRESENCE_ONLINE, 0);
	presence_source_replace(s.a, read, 2, 5555, 0);
	CHECK_INT(shown(&s, BO), AWAY);
	CHECK_INT(shown(&s, 9), ONLINE);
	CHECK_INT(presence_source_state(s.a, ANN), PRESENCE_NONE);
	presence_map_tick(&s.map, AFTER_MS);
	CHECK_INT(shown(&s, ANN), OFFLINE);
	/* Read once more, nothing changes. */
	int changes = s.changes;
	presence_source_replace(s.a, read, 2, 5555, 0);
	CHECK_INT(s.changes, changes);
	CHECK_INT(presence_map_find(&s.map, BO)->away, 1);
	scene_end(&s);
}

TEST(who_hides_anywhere_hides_and_still_does_when_gone)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.b, ANN, PRESENCE_ONLINE | PRESENCE_HIDDEN, 0);
	struct presence_person *p = presence_map_find(&s.map, ANN);
	CHECK(p->hidden);
	CHECK_INT(s.changes, 2);
	p->local = true; /* keeps the record looked at below */
	say(s.a, ANN, PRESENCE_NONE, 0);
	say(s.b, ANN, PRESENCE_NONE, 0);
	CHECK(p->hidden);
	say(s.b, ANN, PRESENCE_ONLINE, 0);
	CHECK(!p->hidden);
	scene_end(&s);
}

TEST(hidden_is_known_before_they_are_shown)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE | PRESENCE_HIDDEN, 0);
	CHECK(presence_map_find(&s.map, ANN)->hidden);
	/* Once for each of both; whoever looks at the first sees somebody offline who hides. */
	CHECK_INT(s.changes, 2);
	scene_end(&s);
}

TEST(the_latest_time_counts)
{
	struct scene s;
	scene(&s);
	say(s.a, ANN, PRESENCE_ONLINE, 0);
	say(s.b, ANN, PRESENCE_ONLINE, 0);
	say(s.b, ANN, PRESENCE_NONE, 900);
	say(s.a, ANN, PRESENCE_NONE, 800);
	CHECK_INT(presence_map_find(&s.map, ANN)->last_seen_ms, 1000900);
	scene_end(&s);
}

TEST(nobody_is_remembered_without_a_reason)
{
	struct scene s;
	scene(&s);
	for (int64_t id = 1; id <= 1000; id++) {
		say(s.a, id, PRESENCE_ONLINE, 0);
		say(s.a, id, PRESENCE_NONE, 0);
	}
	CHECK_INT(table_size(s.map.people), 1000);
	presence_map_tick(&s.map, AFTER_MS);
	CHECK_INT(table_size(s.map.people), 0);
	struct presence_person *p = presence_map_get(&s.map, ANN);
	presence_map_release(&s.map, p);
	CHECK_INT(table_size(s.map.people), 0);
	scene_end(&s);
}

/* A random walk of three workers and forty people against the plain definition. */
TEST(counts_are_what_the_workers_say)
{
	static const int states[] = { PRESENCE_NONE, PRESENCE_ONLINE, PRESENCE_AWAY,
				      PRESENCE_ONLINE | PRESENCE_HIDDEN };
	struct scene s;
	uint32_t seed = 12345;
	scene(&s);
	struct presence_source *all[3] = { s.a, s.b, presence_source_add(&s.map, SLICE("c")) };
	for (int step = 0; step < 20000; step++) {
		seed = seed * 1664525 + 1013904223;
		int64_t id = 1 + (seed >> 8) % 40;
		say(all[(seed >> 16) % 3], id, states[(seed >> 24) % 4], step);
		presence_map_tick(&s.map, step);
		uint32_t online = 0;
		uint32_t away = 0;
		for (int i = 0; i < 3; i++) {
			int there = presence_source_state(all[i], id) & ~PRESENCE_HIDDEN;
			online += there == PRESENCE_ONLINE;
			away += there == PRESENCE_AWAY;
		}
		const struct presence_person *p = presence_map_find(&s.map, id);
		CHECK_INT(p ? p->online : 0, online);
		CHECK_INT(p ? p->away : 0, away);
		if (online || away)
			CHECK_INT(shown(&s, id), online ? ONLINE : AWAY);
	}
	scene_end(&s);
}

/* 10,000 people, a second's 1,000 changes: what it costs a worker that nobody watches through. */
TEST(ten_thousand_people_and_a_thousand_changes_a_second)
{
	enum { PEOPLE = 10000, CHANGES = 1000, SECONDS = 20 };
	struct scene s;
	scene(&s);
	for (int64_t id = 1; id <= PEOPLE; id++)
		say(id % 2 ? s.a : s.b, id, PRESENCE_ONLINE, 0);
	int64_t started_us = clock_monotonic_us();
	for (int second = 1; second <= SECONDS; second++) {
		for (int64_t i = 0; i < CHANGES; i++) {
			int64_t id = 1 + (i * 7919 + second) % PEOPLE;
			say(id % 2 ? s.a : s.b, id, second % 2 ? PRESENCE_NONE : PRESENCE_ONLINE,
			    second * 1000);
		}
		presence_map_tick(&s.map, second * 1000);
	}
	printf("# %d changes among %d people: %lld us a second\n", CHANGES, PEOPLE,
	       (long long)(clock_monotonic_us() - started_us) / SECONDS);
	CHECK(table_size(s.map.people) <= PEOPLE);
	scene_end(&s);
}
