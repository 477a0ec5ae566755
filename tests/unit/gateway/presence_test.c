/* This worker's people in Redis, and the other workers' people here. */
#include "gateway/presence.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "gateway/presence_private.h"
#include "gateway/watcher.h"
#include "protocol/outputs.gen.h"
#include "unit/gateway/fakes.h"
#include "unit/gateway/fakes_presence.h"
#include "unit/harness.h"

enum { ANN = 7, BO = 9, CY = 11 };

#define OTHER "1-4000000-elsewhere-abcdefgh"

static struct presence *p;

static void wait_ms(struct gateway *g, int64_t ms)
{
	int64_t end_ms = clock_monotonic_ms() + ms;
	while (clock_monotonic_ms() < end_ms)
		fake_turn(g);
}

/* Its hash is begun, and it has listed the others (none, unless the test said so before). */
static struct gateway *scene(void)
{
	struct gateway *g = fake_gateway();
	p = presence_open(g);
	wait_ms(g, 2 * PRESENCE_FLUSH_MS + 100);
	return g;
}

static void scene_end(struct gateway *g)
{
	fake_turn(g);
	presence_close(p);
	fake_gateway_free(g);
	store_fake = (struct fake_store){ 0 };
}

static struct session *open_session(struct gateway *g, struct socket *socket, int64_t user_id)
{
	struct session *s = fake_session(g, socket, user_id);
	s->person->shows_presence = true;
	presence_opened(s);
	return s;
}

/* The state that the last update wrote for a person; -1: it was not in it. */
static int written(int64_t user_id)
{
	for (size_t i = 0; i < store_fake.last.count; i++) {
		if (store_fake.entries[i].user_id == user_id)
			return store_fake.entries[i].state;
	}
	return -1;
}

static void hear_from(struct gateway *g, const char *name, enum presence_note_kind kind,
		      int64_t seq, const struct presence_entry *entry)
{
	const struct presence_note n = { kind, slice_of(name), seq, entry ? 1 : 0, { NULL, 0 } };
	struct buffer bytes = { 0 };
	presence_note_write(&bytes, &n, entry);
	presence_note(g, buffer_slice(&bytes));
	buffer_clear(&bytes);
}

static void hear(struct gateway *g, int64_t seq, int64_t user_id, int state)
{
	const struct presence_entry entry = { user_id, state ? 0 : clock_wall_ms(), state };
	hear_from(g, OTHER, PRESENCE_NOTE_CHANGES, seq, &entry);
}

static bool there(int64_t user_id)
{
	const struct presence_person *person = presence_map_find(&p->map, user_id);
	return person && (person->online || person->away);
}

/* The other worker, known at note 10, with Bo online. */
static struct gateway *scene_of_two(void)
{
	static const char name[] = OTHER;
	store_fake.listed[0] = name;
	store_fake.listed_count = 1;
	store_fake.people[0] = (struct presence_entry){ BO, 0, PRESENCE_ONLINE };
	store_fake.loaded = (struct presence_loaded){ .seq = 10, .count = 1 };
	struct gateway *g = scene();
	CHECK(there(BO));
	CHECK_INT(store_fake.loads, 1);
	return g;
}

static struct presence_source *other(void)
{
	return presence_source_find(&p->map, SLICE(OTHER));
}

/* ---- this worker's people ---- */

TEST(people_of_a_moment_are_written_together)
{
	struct gateway *g = scene();
	struct socket sockets[3];
	struct session *sessions[3];
	int updates = store_fake.updates;
	for (int i = 0; i < 3; i++)
		sessions[i] = open_session(g, &sockets[i], ANN + i);
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	CHECK_INT(store_fake.updates, updates + 1);
	CHECK_INT(store_fake.last.count, 3);
	CHECK_INT(store_fake.last.before, store_fake.last.seq - 1);
	CHECK_INT(written(ANN), PRESENCE_ONLINE);
	for (int i = 0; i < 3; i++)
		fake_session_free(sessions[i]);
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	CHECK_INT(written(ANN), PRESENCE_NONE);
	CHECK(store_fake.entries[0].seen_ms > 0);
	scene_end(g);
}

TEST(what_changed_back_is_not_written)
{
	struct gateway *g = scene();
	struct socket socket;
	int updates = store_fake.updates;
	fake_session_free(open_session(g, &socket, ANN));
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	CHECK_INT(store_fake.updates, updates);
	scene_end(g);
}

TEST(a_person_is_what_all_their_sockets_are)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = open_session(g, &sockets[0], ANN);
	struct session *b = open_session(g, &sockets[1], ANN);
	presence_set_away(a, true);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_ONLINE);
	presence_set_away(b, true);
	presence_set_away(b, true);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_AWAY);
	a->person->shows_presence = false;
	presence_refreshed(a);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_AWAY | PRESENCE_HIDDEN);
	presence_set_away(a, false);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_ONLINE | PRESENCE_HIDDEN);
	fake_session_free(a);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_AWAY | PRESENCE_HIDDEN);
	fake_session_free(b);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_NONE);
	scene_end(g);
}

TEST(a_hash_that_was_lost_is_begun_anew_with_everybody)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = open_session(g, &sockets[0], ANN);
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	int64_t seq = store_fake.last.seq;
	/* The next update finds that Redis was flushed. */
	store_fake.answer = PRESENCE_ANSWER_REFUSED;
	struct session *b = open_session(g, &sockets[1], BO);
	int updates = store_fake.updates;
	while (store_fake.updates == updates)
		fake_turn(g);
	store_fake.answer = PRESENCE_ANSWER_DONE;
	wait_ms(g, 2 * PRESENCE_FLUSH_MS + 100);
	CHECK(p->begun);
	CHECK_INT(written(ANN), PRESENCE_ONLINE);
	CHECK_INT(written(BO), PRESENCE_ONLINE);
	/* A number was left out, so that nobody takes the new hash for the old one. */
	CHECK(p->begun_seq > seq + 2);
	CHECK_INT(store_fake.last.seq, p->begun_seq + 1);
	fake_session_free(a);
	fake_session_free(b);
	scene_end(g);
}

TEST(without_redis_people_here_see_each_other_and_all_is_written_later)
{
	struct gateway *g = scene();
	struct socket socket;
	store_fake.away = true;
	struct session *a = open_session(g, &socket, ANN);
	wait_ms(g, 2 * PRESENCE_FLUSH_MS);
	CHECK(there(ANN));
	CHECK(!p->begun);
	store_fake.away = false;
	wait_ms(g, 2 * PRESENCE_FLUSH_MS + 100);
	CHECK(p->begun);
	CHECK_INT(written(ANN), PRESENCE_ONLINE);
	fake_session_free(a);
	scene_end(g);
}

TEST(somebody_who_thought_this_worker_dead_is_corrected)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = open_session(g, &socket, ANN);
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	int64_t begun_seq = p->begun_seq;
	hear_from(g, p->own->name, PRESENCE_NOTE_GONE, 5, NULL);
	CHECK(there(ANN));
	wait_ms(g, 2 * PRESENCE_FLUSH_MS + 100);
	CHECK(p->begun && p->begun_seq > begun_seq);
	CHECK_INT(written(ANN), PRESENCE_ONLINE);
	fake_session_free(a);
	scene_end(g);
}

/* Told once, in the order of their coming; nobody else's socket is told. */
TEST(people_here_see_each_other_at_once)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = open_session(g, &sockets[0], ANN);
	struct account_row bo = { .user_id = BO, .show_presence = true };
	struct person_presence view;
	CHECK(watcher_set(a, watcher_ask(a), &bo, 1, &view));
	CHECK_INT(view.presence, PERSON_PRESENCE_PRESENCE_OFFLINE);
	struct session *b = open_session(g, &sockets[1], BO);
	wait_ms(g, WATCHER_TURNS * WATCHER_TICK_MS + 100);
	for (int i = 0; i < 50 && sockets[0].sent.size == 0; i++)
		wait_ms(g, 100);
	CHECK_TEXT(fake_sent(&sockets[0]),
		   "{\"action\":\"presence\",\"handler\":\"room\",\"people\":[{\"userId\":9,"
		   "\"presence\":\"online\",\"lastSeen\":null}]}\n");
	CHECK_TEXT(fake_sent(&sockets[1]), "");
	fake_session_free(b);
	fake_session_free(a);
	scene_end(g);
}

/* ---- the other workers' ---- */

TEST(notes_are_applied_in_order_and_once)
{
	struct gateway *g = scene_of_two();
	hear(g, 11, CY, PRESENCE_AWAY);
	CHECK(there(CY));
	hear(g, 12, BO, PRESENCE_NONE);
	CHECK(!there(BO));
	hear(g, 11, CY, PRESENCE_NONE); /* old */
	CHECK(there(CY));
	CHECK_INT(store_fake.loads, 1);
	scene_end(g);
}

TEST(a_note_that_is_missing_makes_the_hash_be_read)
{
	struct gateway *g = scene_of_two();
	store_fake.people[0] = (struct presence_entry){ CY, 0, PRESENCE_ONLINE };
	store_fake.loaded.seq = 13;
	hear(g, 13, 99, PRESENCE_ONLINE);
	CHECK(other()->loading);
	/* What comes meanwhile waits: known from the hash, next, and beyond. */
	hear(g, 13, 99, PRESENCE_ONLINE);
	hear(g, 14, BO, PRESENCE_AWAY);
	CHECK_INT(other()->held_count, 2);
	fake_turn(g);
	CHECK_INT(store_fake.loads, 2);
	CHECK_INT(other()->seq, 14);
	CHECK(there(CY) && there(BO) && !there(99));
	CHECK_INT(other()->held_count, 0);
	scene_end(g);
}

TEST(a_gap_that_nothing_follows_is_noticed_by_the_next_sign_of_life)
{
	struct gateway *g = scene_of_two();
	hear_from(g, OTHER, PRESENCE_NOTE_ALIVE, 10, NULL);
	CHECK_INT(store_fake.loads, 1);
	hear_from(g, OTHER, PRESENCE_NOTE_ALIVE, 11, NULL);
	CHECK_INT(store_fake.loads, 2);
	fake_turn(g);
	scene_end(g);
}

TEST(too_much_while_reading_is_read_once_more)
{
	struct gateway *g = scene_of_two();
	store_fake.loaded.seq = 200;
	hear(g, 20, CY, PRESENCE_ONLINE);
	for (int64_t seq = 21; seq < 21 + 2 * PRESENCE_HELD_MAX; seq++)
		hear(g, seq, CY, PRESENCE_ONLINE);
	CHECK(other()->held_count <= PRESENCE_HELD_MAX);
	fake_turn(g);
	CHECK_INT(store_fake.loads, 3);
	CHECK(!other()->loading && !other()->again);
	scene_end(g);
}

TEST(an_unknown_worker_is_read_before_it_is_believed)
{
	struct gateway *g = scene();
	store_fake.people[0] = (struct presence_entry){ CY, 0, PRESENCE_ONLINE };
	store_fake.loaded = (struct presence_loaded){ .seq = 3, .count = 1 };
	hear(g, 4, BO, PRESENCE_ONLINE);
	CHECK(!there(BO));
	fake_turn(g);
	CHECK(there(BO) && there(CY));
	CHECK_TEXT(store_fake.loaded_name, OTHER);
	scene_end(g);
}

TEST(one_that_is_gone_takes_its_people_along)
{
	struct gateway *g = scene_of_two();
	hear_from(g, OTHER, PRESENCE_NOTE_GONE, 77, NULL);
	CHECK(!other());
	CHECK(!there(BO));
	/* Who said so notes when they went; it was not us. */
	CHECK(!presence_map_find(&p->map, BO)->local);
	scene_end(g);
}

TEST(a_silent_worker_is_asked_after_and_removed_if_its_hash_expired)
{
	struct gateway *g = scene_of_two();
	store_fake.removal_answer = PRESENCE_ANSWER_REFUSED;
	other()->heard_ms -= PRESENCE_TTL_MS + 2000;
	presence_sync_look(p);
	CHECK_INT(store_fake.removals, 1);
	CHECK(!store_fake.dead);
	fake_turn(g);
	/* Alive after all: whatever it said meanwhile was missed. */
	CHECK_INT(store_fake.loads, 2);
	presence_sync_look(p);
	CHECK_INT(store_fake.removals, 1);

	store_fake.removal_answer = PRESENCE_ANSWER_DONE;
	store_fake.first = true;
	other()->heard_ms -= PRESENCE_TTL_MS + 2000;
	presence_sync_look(p);
	fake_turn(g);
	CHECK(!other() && !there(BO));
	/* Noting when they went is ours, and the time is about when it was heard last. */
	const struct presence_person *bo = presence_map_find(&p->map, BO);
	CHECK(bo->local);
	CHECK(clock_wall_ms() - bo->last_seen_ms >= PRESENCE_TTL_MS);
	scene_end(g);
}

TEST(silence_means_nothing_while_nothing_can_be_heard)
{
	struct gateway *g = scene_of_two();
	presence_bus(g, false);
	other()->heard_ms -= PRESENCE_TTL_MS + 2000;
	presence_sync_look(p);
	CHECK_INT(store_fake.removals, 0);
	presence_bus(g, true);
	presence_sync_look(p);
	CHECK_INT(store_fake.removals, 0);
	fake_turn(g);
	CHECK(there(BO));
	scene_end(g);
}

/* Redis came back empty: whoever is not listed has a little less time to say that it lives. */
TEST(who_is_not_listed_is_not_gone_at_once)
{
	struct gateway *g = scene_of_two();
	store_fake.listed_count = 0;
	presence_bus(g, false);
	presence_bus(g, true);
	fake_turn(g);
	presence_sync_look(p);
	CHECK(there(BO));
	CHECK_INT(store_fake.removals, 0);
	int64_t left_ms = other()->heard_ms + PRESENCE_TTL_MS - clock_monotonic_ms();
	CHECK(left_ms > PRESENCE_ALIVE_MS && left_ms < PRESENCE_TTL_MS - 3000);
	/* And our own hash is begun anew. */
	wait_ms(g, 2 * PRESENCE_FLUSH_MS + 100);
	CHECK(p->begun_seq > 2);
	scene_end(g);
}

/* A process number that is free, and the name of a worker that had it here. */
static const char *dead_worker(void)
{
	static char name[PRESENCE_NAME_MAX + 1];
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	snprintf(name, sizeof(name), "1-%d-%s-abcdefgh", (int)pid, p->host);
	return name;
}

TEST(a_process_that_ended_need_not_be_waited_for)
{
	struct gateway *g = scene();
	CHECK(p->host[0]);
	const char *name = dead_worker();
	store_fake.people[0] = (struct presence_entry){ BO, 0, PRESENCE_ONLINE };
	store_fake.loaded = (struct presence_loaded){ .seq = 3, .count = 1 };
	store_fake.removal_answer = PRESENCE_ANSWER_DONE;
	store_fake.first = true;
	struct presence_source *source = presence_source_add(&p->map, slice_of(name));
	source->heard_ms = clock_monotonic_ms();
	presence_check(g);
	CHECK_INT(store_fake.removals, 1);
	CHECK(store_fake.dead);
	CHECK_TEXT(store_fake.removed, name);
	fake_turn(g);
	CHECK(!presence_source_find(&p->map, slice_of(name)));
	/* Also one that is only read about: whom it had is noted. */
	hear_from(g, name, PRESENCE_NOTE_ALIVE, 3, NULL);
	fake_turn(g);
	CHECK_INT(store_fake.removals, 2);
	CHECK(presence_map_find(&p->map, BO)->local);
	scene_end(g);
}

TEST(others_processes_and_those_that_leave_are_let_be)
{
	struct gateway *g = scene_of_two();
	presence_check(g); /* OTHER's numbers are of another machine */
	const char *name = dead_worker();
	struct presence_source *source = presence_source_add(&p->map, slice_of(name));
	source->heard_ms = clock_monotonic_ms();
	source->leaving = true;
	char own[PRESENCE_NAME_MAX + 1];
	presence_name(p, own); /* a worker of this very process: alive */
	source = presence_source_add(&p->map, slice_of(own));
	source->heard_ms = clock_monotonic_ms();
	presence_check(g);
	CHECK_INT(store_fake.removals, 0);
	scene_end(g);
}

TEST(names_are_ones_own)
{
	struct gateway *g = scene();
	char again[PRESENCE_NAME_MAX + 1];
	presence_name(p, again);
	CHECK(strcmp(again, p->own->name) != 0);
	CHECK(strlen(again) <= PRESENCE_NAME_MAX);
	scene_end(g);
}

/* ---- the bus, and the end ---- */

TEST(after_the_bus_came_back_every_socket_is_told_to_ask_again)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = open_session(g, &sockets[0], ANN);
	struct session *b = open_session(g, &sockets[1], BO);
	presence_bus(g, true);
	wait_ms(g, 2 * WATCHER_TICK_MS);
	CHECK_TEXT(fake_sent(&sockets[0]), ""); /* nothing was missed */
	presence_bus(g, false);
	presence_bus(g, true);
	wait_ms(g, 2 * WATCHER_TICK_MS);
	CHECK_TEXT(fake_sent(&sockets[0]), "{\"action\":\"peopleStale\",\"handler\":\"room\"}\n");
	CHECK_TEXT(fake_sent(&sockets[1]), "{\"action\":\"peopleStale\",\"handler\":\"room\"}\n");
	fake_session_free(a);
	fake_session_free(b);
	scene_end(g);
}

TEST(a_worker_that_ends_keeps_its_people_shown_and_notes_when_they_went)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = open_session(g, &socket, ANN);
	presence_drain(g);
	CHECK_INT(store_fake.last.kind, PRESENCE_NOTE_LEAVING);
	CHECK_INT(presence_source_state(p->own, ANN), PRESENCE_ONLINE);
	int updates = store_fake.updates;
	int writes = archive_fake.writes;
	fake_session_free(a);
	CHECK(presence_noting(g));
	wait_ms(g, PRESENCE_FLUSH_MS + 100);
	CHECK_INT(store_fake.updates, updates);
	CHECK_INT(archive_fake.writes, writes + 1);
	CHECK(strstr(archive_fake.written, "UPDATE user SET last_seen_ms"));
	CHECK(!presence_noting(g));
	scene_end(g);
}

TEST(nonsense_changes_nothing)
{
	struct gateway *g = scene_of_two();
	presence_note(g, SLICE(""));
	presence_note(g, SLICE("{\"action\":\"presence\"}"));
	CHECK(there(BO));
	CHECK_INT(table_size(p->map.people), 1);
	scene_end(g);
}

/* 5,000 people of this worker, 500 changes a second: commands to Redis, and time. */
TEST(five_thousand_people_with_five_hundred_changes_a_second)
{
	enum { PEOPLE = 5000, CHANGES = 500, SECONDS = 3 };
	struct gateway *g = scene();
	struct socket *sockets = memory_zero(PEOPLE, sizeof(*sockets));
	struct session **sessions = memory_zero(PEOPLE, sizeof(struct session *));
	for (int i = 0; i < PEOPLE; i++)
		sessions[i] = open_session(g, &sockets[i], 1000 + i);
	wait_ms(g, PRESENCE_FLUSH_MS + 200);
	int updates = store_fake.updates;
	int64_t spent_us = 0;
	for (int second = 0; second < SECONDS; second++) {
		int64_t started_us = clock_monotonic_us();
		for (int i = 0; i < CHANGES; i++)
			presence_set_away(sessions[i * 7 % PEOPLE], second % 2 == 0);
		spent_us += clock_monotonic_us() - started_us;
		wait_ms(g, 1000);
	}
	int commands = store_fake.updates - updates;
	printf("# %d changes in a second: %lld us, and %d commands in %d seconds\n", CHANGES,
	       (long long)spent_us / SECONDS, commands, SECONDS);
	CHECK(commands <= SECONDS * (CHANGES / PRESENCE_ENTRIES_MAX + 2) + 2);
	for (int i = 0; i < PEOPLE; i++)
		fake_session_free(sessions[i]);
	memory_free(sessions);
	memory_free(sockets);
	scene_end(g);
}
