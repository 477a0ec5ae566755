/* When a worker prunes, in which order, and when it stops; the archive's part is made up here. */
#include "gateway/pruning.h"

#include <string.h>

#include "archive/prune.h"
#include "base/clock.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { INTERVAL_MS = 200, CHUNKS_MAX = 64 };

static bool winning;
static struct gateway *closing; /* its pruning is closed while a chunk is under way */
static int claims;
static enum prune_part asked[CHUNKS_MAX];
static int64_t before[PRUNE_PARTS];
static int chunks;
static size_t left[PRUNE_PARTS]; /* chunks that find something */

void prune_claim(struct archive *a, struct read read, int64_t now_ms, int64_t interval_ms)
{
	(void)a;
	CHECK(now_ms > 0);
	CHECK_INT(interval_ms, INTERVAL_MS);
	claims++;
	fake_answer(read, "", winning, 1);
}

void prune_chunk(struct archive *a, struct read read, enum prune_part part, int64_t before_ms)
{
	(void)a;
	if (chunks < CHUNKS_MAX)
		asked[chunks] = part;
	chunks++;
	before[part] = before_ms;
	fake_answer(read, "", left[part] > 0, 1);
	left[part] -= left[part] > 0;
	if (closing)
		pruning_close(closing->pruning);
	closing = NULL;
}

static struct gateway *scene(bool wins)
{
	struct gateway *g = fake_gateway();
	fake_config()->prune_interval_ms = INTERVAL_MS;
	winning = wins;
	claims = chunks = 0;
	closing = NULL;
	memset(left, 0, sizeof(left));
	g->pruning = pruning_open(g);
	return g;
}

static void scene_end(struct gateway *g)
{
	if (g->pruning)
		pruning_close(g->pruning);
	fake_gateway_free(g);
}

/* Turns until *value >= target; false after two seconds. */
static bool turn_until(struct gateway *g, const int *value, int target)
{
	int64_t end_ms = clock_monotonic_ms() + 2000;
	while (*value < target && clock_monotonic_ms() < end_ms)
		fake_turn(g);
	return *value >= target;
}

TEST(each_part_until_nothing_is_left)
{
	struct gateway *g = scene(true);
	left[PRUNE_SENT_MESSAGES] = 2;
	left[PRUNE_LINKS] = 1;
	CHECK(turn_until(g, &chunks, PRUNE_PARTS + 3));
	winning = false;
	const enum prune_part order[] = {
		PRUNE_SENT_MESSAGES, PRUNE_SENT_MESSAGES, PRUNE_SENT_MESSAGES,
		PRUNE_CHANGES,       PRUNE_SESSIONS,      PRUNE_LINKS,
		PRUNE_LINKS,         PRUNE_INVITATIONS,   PRUNE_REVOKED_INVITATIONS,
	};
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		CHECK_INT(asked[i], order[i]);
	CHECK_INT(claims, 1);
	/* and again in the next interval */
	CHECK(turn_until(g, &claims, 2));
	scene_end(g);
}

static int64_t days_before(enum prune_part part)
{
	return (clock_wall_ms() - before[part] + 3600000) / 86400000;
}

TEST(ages_are_those_configured)
{
	struct gateway *g = scene(true);
	fake_config()->sent_message_days = 3;
	CHECK(turn_until(g, &chunks, PRUNE_PARTS));
	CHECK_INT(days_before(PRUNE_SENT_MESSAGES), 3);
	CHECK_INT(days_before(PRUNE_CHANGES), 90);
	CHECK_INT(days_before(PRUNE_SESSIONS), 0);
	CHECK_INT(days_before(PRUNE_LINKS), 30);
	CHECK_INT(days_before(PRUNE_INVITATIONS), 30);
	CHECK_INT(days_before(PRUNE_REVOKED_INVITATIONS), 30);
	scene_end(g);
}

TEST(who_does_not_win_asks_again)
{
	struct gateway *g = scene(false);
	CHECK(turn_until(g, &claims, 3));
	CHECK_INT(chunks, 0);
	scene_end(g);
}

/* More than can be done in half an interval: the next winner goes on. */
TEST(a_run_ends_in_time)
{
	struct gateway *g = scene(true);
	left[PRUNE_SENT_MESSAGES] = SIZE_MAX;
	CHECK(turn_until(g, &chunks, 1));
	winning = false;
	CHECK(turn_until(g, &claims, 2));
	int done = chunks;
	CHECK(turn_until(g, &claims, 3));
	CHECK_INT(chunks, done);
	scene_end(g);
}

TEST(a_failure_ends_the_run)
{
	struct gateway *g = scene(true);
	left[PRUNE_SENT_MESSAGES] = SIZE_MAX;
	CHECK(turn_until(g, &chunks, 1));
	archive_fake.failing = ERROR_UNAVAILABLE;
	fake_turn(g);
	int done = chunks;
	CHECK(turn_until(g, &claims, 2));
	CHECK_INT(chunks, done);
	archive_fake.failing = ERROR_OK;
	CHECK(turn_until(g, &chunks, done + 1));
	scene_end(g);
}

/* Its question is answered after it was closed. */
TEST(closed_while_it_asks)
{
	struct gateway *g = scene(true);
	closing = g;
	left[PRUNE_SENT_MESSAGES] = SIZE_MAX;
	CHECK(turn_until(g, &chunks, 1));
	CHECK(g->pruning == NULL);
	fake_turn(g);
	CHECK_INT(chunks, 1);
	scene_end(g);
}
