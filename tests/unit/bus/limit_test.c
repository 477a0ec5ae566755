/* Rate limits: exact, shared between workers, and decided by the worker itself while Redis is away
 * or slow. */
#include "bus/bus.h"

#include <stdio.h>

#include "base/clock.h"
#include "fixture.h"
#include "unit/harness.h"

struct tally {
	int answers;
	int allowed;
	int64_t retry_after_ms;
};

static void on_decision(void *owner, bool allowed, int64_t retry_after_ms)
{
	struct tally *t = owner;

	t->answers++;
	t->allowed += allowed;
	if (!allowed)
		t->retry_after_ms = retry_after_ms;
	if (allowed)
		CHECK_INT(retry_after_ms, 0);
}

static void take(struct worker *w, struct tally *t, const char *key, int count)
{
	for (int i = 0; i < count; i++)
		limit_take(w->bus, &(struct limit_row){ key, 10, 36000 }, on_decision, t);
}

static struct server server;

static struct loop *start(void)
{
	if (!server.pid)
		server_start(&server);
	server_ask(&server, "FLUSHALL");
	return loop_new();
}

static void open_two(struct loop *l, struct worker *a, struct worker *b)
{
	worker_open(a, l, server.url, 1000);
	worker_open(b, l, server.url, 1000);
	CHECK(loop_until(l, &a->ups, 1, 2000) && loop_until(l, &b->ups, 1, 2000));
	for (int i = 0; i < 500 && !(bus_up(a->bus) && bus_up(b->bus)); i++)
		loop_for(l, 10);
	CHECK(bus_up(a->bus) && bus_up(b->bus));
}

/* What a bucket of 10 with a token each 100 ms can have given since then, however slow the machine.
 */
static int64_t granted_since(int64_t begun_ms)
{
	return 11 + (clock_monotonic_ms() - begun_ms) / 100;
}

TEST(two_workers_share_a_bucket)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };

	open_two(l, &a, &b);
	int64_t begun_ms = clock_monotonic_ms();
	take(&a, &t, "user:1", 6);
	take(&b, &t, "user:1", 6);
	CHECK(loop_until(l, &t.answers, 12, 3000));
	int64_t first = t.allowed;
	CHECK(first >= 10 && first <= granted_since(begun_ms));
	CHECK(t.retry_after_ms > 0 && t.retry_after_ms <= 100);
	/* Another key has its own; the refused take cost nothing: a token a 100 ms. */
	take(&b, &t, "user:2", 10);
	CHECK(loop_until(l, &t.answers, 22, 3000));
	CHECK(t.allowed >= 20);
	loop_for(l, 520);
	t = (struct tally){ 0 };
	take(&a, &t, "user:1", 10);
	CHECK(loop_until(l, &t.answers, 10, 3000));
	CHECK(t.allowed >= 4 && first + t.allowed <= granted_since(begun_ms));
	/* It vanishes once it is full. */
	CHECK(server_number(server_ask(&server, "PTTL confab:0:l:user:1"), ":") <= 1000);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(a_script_that_redis_forgot)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };

	open_two(l, &a, &b);
	take(&a, &t, "k", 1);
	CHECK(loop_until(l, &t.answers, 1, 3000));
	server_ask(&server, "CONFIG RESETSTAT");
	server_ask(&server, "SCRIPT FLUSH");
	take(&a, &t, "k", 12);
	CHECK(loop_until(l, &t.answers, 13, 3000));
	CHECK(t.allowed >= 10 && t.allowed <= 11);
	CHECK(server_number(server_ask(&server, "INFO commandstats"), "cmdstat_eval:calls=") >= 1);
	take(&b, &t, "k", 1);
	CHECK(loop_until(l, &t.answers, 14, 3000));
	CHECK(server_number(server_ask(&server, "INFO commandstats"), "cmdstat_evalsha:calls=") >=
	      2);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

/* Extreme settings are exact too: one an hour, and a million a second. */
TEST(slow_and_fast_buckets)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally slow = { 0 };
	struct tally fast = { 0 };

	open_two(l, &a, &b);
	for (int i = 0; i < 3; i++)
		limit_take(a.bus, &(struct limit_row){ "slow", 1, 1 }, on_decision, &slow);
	CHECK(loop_until(l, &slow.answers, 3, 3000));
	CHECK_INT(slow.allowed, 1);
	CHECK(slow.retry_after_ms > 3590000 && slow.retry_after_ms <= 3600000);
	for (int i = 0; i < 1000; i++)
		limit_take(a.bus, &(struct limit_row){ "fast", 1000000, (int64_t)1000000 * 3600 },
			   on_decision, &fast);
	CHECK(loop_until(l, &fast.answers, 1000, 2000));
	CHECK_INT(fast.allowed, 1000);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(without_redis_each_worker_decides)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };

	open_two(l, &a, &b);
	server_kill(&server);
	/* Asked before the loss is known, answered at it. */
	take(&a, &t, "gone", 12);
	CHECK(loop_until(l, &t.answers, 12, 3000));
	CHECK(t.allowed >= 10 && t.allowed <= 11);
	CHECK(t.retry_after_ms > 0 && t.retry_after_ms <= 100);
	/* Now at once. */
	t = (struct tally){ 0 };
	take(&b, &t, "gone", 12);
	CHECK_INT(t.answers, 12);
	CHECK_INT(t.allowed, 10);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(local_buckets_are_bounded)
{
	struct loop *l = start();
	struct worker a;
	struct tally t = { 0 };
	char key[32];

	server_kill(&server);
	worker_open(&a, l, server.url, 1000);
	take(&a, &t, "first", 10);
	CHECK_INT(t.allowed, 10);
	take(&a, &t, "first", 1);
	CHECK_INT(t.allowed, 10);
	for (int i = 0; i < 9999; i++) {
		snprintf(key, sizeof key, "key %d", i);
		take(&a, &t, key, 1);
	}
	/* Still there, and now the one used last; 10,000 more push it out. */
	t.allowed = 0;
	take(&a, &t, "first", 1);
	CHECK(t.allowed == 0 || t.retry_after_ms <= 100);
	for (int i = 0; i < 10000; i++) {
		snprintf(key, sizeof key, "other %d", i);
		take(&a, &t, key, 1);
	}
	t = (struct tally){ 0 };
	take(&a, &t, "first", 10);
	CHECK_INT(t.allowed, 10);
	worker_close(&a);
	loop_free(l);
}

/* Beyond what may be on its way, a worker decides by itself. */
TEST(commands_on_their_way_are_bounded)
{
	enum { PENDING = 65536, MORE = 1000 };
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };
	struct tally beyond = { 0 };

	open_two(l, &a, &b);
	server_pause(&server);
	/* In one turn: nobody knows yet that it is silent. */
	take(&a, &t, "k", PENDING);
	CHECK(t.answers < MORE);
	take(&a, &beyond, "beyond", MORE);
	CHECK(beyond.answers >= MORE - t.answers - 16);
	CHECK(beyond.allowed >= 1 && beyond.allowed <= 11);
	server_continue(&server);
	CHECK(loop_until(l, &t.answers, PENDING, 10000));
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(a_silent_redis_is_not_waited_for)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };
	int64_t asked_ms;

	open_two(l, &a, &b);
	server_pause(&server);
	asked_ms = clock_monotonic_ms();
	take(&a, &t, "k", 11);
	CHECK(loop_until(l, &t.answers, 11, 3000));
	CHECK(clock_monotonic_ms() - asked_ms >= 450 && clock_monotonic_ms() - asked_ms < 2000);
	CHECK_INT(t.allowed, 10);
	/* Those who come next do not wait at all. */
	loop_for(l, 20);
	take(&a, &t, "other", 1);
	CHECK_INT(t.answers, 12);
	server_continue(&server);
	loop_for(l, 100);
	/* Redis' late answers were not given twice. */
	CHECK_INT(t.answers, 12);
	take(&a, &t, "third", 11);
	CHECK_INT(t.answers, 12);
	CHECK(loop_until(l, &t.answers, 23, 3000));
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(a_hostile_key_is_only_a_key)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct tally t = { 0 };
	char key[4000];

	open_two(l, &a, &b);
	memset(key, 'k', sizeof key - 1);
	key[sizeof key - 1] = '\0';
	take(&a, &t, key, 1);
	take(&a, &t, "x\r\nFLUSHALL\r\n", 1);
	take(&a, &t, "", 1);
	CHECK(loop_until(l, &t.answers, 3, 3000));
	CHECK_INT(t.allowed, 3);
	CHECK_INT(server_number(server_ask(&server, "DBSIZE"), ":"), 3);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}
