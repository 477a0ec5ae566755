/* When people were seen last: few writes, none lost for good. */
#include <string.h>

#include "archive/last_seen.h"
#include "base/clock.h"
#include "gateway/presence_private.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ANN = 7, BO = 9 };

static const int64_t NOON_MS = 1790000000000;

static int statements(void)
{
	int count = 0;
	for (const char *at = archive_fake.written; (at = strstr(at, "UPDATE user")); at++)
		count++;
	return count;
}

struct scene {
	struct gateway *g;
	struct last_seen *l;
};

static void scene(struct scene *s)
{
	s->g = fake_gateway();
	s->l = last_seen_open(s->g);
}

static void scene_end(struct scene *s)
{
	fake_turn(s->g);
	CHECK_INT(s->g->requests, 0);
	last_seen_close(s->l);
	fake_gateway_free(s->g);
}

TEST(is_written_at_once_and_then_once_a_minute_at_most)
{
	struct scene s;
	scene(&s);
	last_seen_note(s.l, ANN, NOON_MS);
	last_seen_tick(s.l);
	CHECK_INT(archive_fake.writes, 1);
	CHECK_INT(s.g->requests, 1); /* a worker that ends waits for it */
	for (int i = 0; i < 100; i++) {
		last_seen_note(s.l, ANN, NOON_MS + i);
		last_seen_tick(s.l);
	}
	CHECK_INT(archive_fake.writes, 1);
	last_seen_note(s.l, BO, NOON_MS);
	last_seen_tick(s.l);
	CHECK_INT(archive_fake.writes, 2);
	/* What was noted meanwhile is not lost: here the minute ends early. */
	CHECK(!last_seen_due(s.l));
	last_seen_hurry(s.l);
	CHECK(last_seen_due(s.l));
	last_seen_tick(s.l);
	CHECK_INT(archive_fake.writes, 3);
	CHECK_INT(statements(), 1);
	scene_end(&s);
}

TEST(people_seen_at_the_same_moment_share_a_statement)
{
	struct scene s;
	scene(&s);
	for (int64_t id = 1; id <= 2 * LAST_SEEN_PEOPLE_MAX; id++)
		last_seen_note(s.l, id, NOON_MS - id % 2);
	last_seen_note(s.l, ANN + 1000, NOON_MS + 60000);
	last_seen_tick(s.l);
	CHECK_INT(archive_fake.writes, 1);
	CHECK(statements() <= 5);
	CHECK(!last_seen_due(s.l));
	scene_end(&s);
}

TEST(thousands_are_written_some_at_a_time)
{
	struct scene s;
	scene(&s);
	for (int64_t id = 1; id <= 1000; id++)
		last_seen_note(s.l, id, NOON_MS);
	int ticks = 0;
	while (last_seen_due(s.l)) {
		last_seen_tick(s.l);
		CHECK(statements() <= 9);
		ticks++;
	}
	CHECK(ticks > 5 && ticks <= 10);
	scene_end(&s);
}

TEST(a_write_that_fails_is_left_to_the_next_time)
{
	struct scene s;
	scene(&s);
	archive_fake.refusing = ERROR_UNAVAILABLE;
	last_seen_note(s.l, ANN, NOON_MS);
	last_seen_tick(s.l);
	fake_turn(s.g);
	CHECK_INT(s.g->requests, 0);
	archive_fake.refusing = ERROR_OK;
	last_seen_note(s.l, ANN, NOON_MS + 1);
	last_seen_hurry(s.l);
	last_seen_tick(s.l);
	CHECK_INT(archive_fake.writes, 2);
	scene_end(&s);
}

/* The text has one place for each, whoever few they are: one statement is prepared. */
TEST(the_statement_is_always_the_same)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct write w = { 0 };
	write_last_seen(&w, arena, (int64_t[]){ 3, 5 }, 2, NOON_MS);
	write_last_seen(&w, arena, (int64_t[]){ 3 }, 1, NOON_MS);
	CHECK(w.statements[0].sql == w.statements[1].sql);
	CHECK_INT(w.statements[0].value_count, 2 + LAST_SEEN_PEOPLE_MAX);
	CHECK_INT(w.statements[0].values[0].integer, NOON_MS);
	CHECK_INT(w.statements[0].values[2].integer, 3);
	CHECK_INT(w.statements[0].values[15].integer, 5);
	CHECK(!w.statements[0].must_match);
	arena_free(arena);
}
