/* Redis killed, stopped, absent, unwilling: what the bus tells, and that it comes back by itself.
 */
#include "bus/bus.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/states.h"
#include "fixture.h"
#include "unit/harness.h"

TEST(killed_and_started_again)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	struct worker b;
	int64_t back_ms;

	server_start(&s);
	worker_open(&a, l, s.url, 1000);
	worker_open(&b, l, s.url, 1000);
	CHECK(worker_need_all(&a, 1000) && worker_need_live(&b, 5));
	CHECK(loop_until(l, &a.ups, 1, 3000) && loop_until(l, &b.ups, 1, 3000));
	channel_release(a.bus, 1000);

	server_kill(&s);
	CHECK(loop_until(l, &a.downs, 1, 2000) && loop_until(l, &b.downs, 1, 2000));
	CHECK(!bus_up(a.bus));
	a.ups = b.ups = 0;
	loop_for(l, 1000);
	CHECK_INT(a.downs, 1);
	CHECK_INT(a.ups, 0);

	server_start(&s);
	back_ms = clock_monotonic_ms();
	CHECK(loop_until(l, &a.ups, 1, 5000) && loop_until(l, &b.ups, 1, 5000));
	printf("\tback %ld ms after Redis\n", (long)(clock_monotonic_ms() - back_ms));
	/* The one that was leaving was not subscribed again. */
	CHECK_INT(server_number(server_ask(&s, "INFO stats"), "pubsub_channels:"), 999);
	worker_publish(&b, 5, 1);
	worker_publish(&b, 999, 1);
	CHECK(loop_until(l, &a.received, 2, 5000));
	CHECK(loop_until(l, &b.received, 1, 3000));
	CHECK_INT(a.live, 1000);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
	server_kill(&s);
}

TEST(all_channels_of_a_large_worker_come_back)
{
	enum { COUNT = 100000 };
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	int64_t back_ms;

	server_start(&s);
	worker_open(&a, l, s.url, 60000);
	CHECK(worker_need_all(&a, COUNT));
	server_kill(&s);
	CHECK(loop_until(l, &a.downs, 1, 2000));
	a.ups = 0;
	server_start(&s);
	back_ms = clock_monotonic_ms();
	CHECK(loop_until(l, &a.ups, 1, 30000));
	printf("\t%d channels back %ld ms after Redis\n", COUNT,
	       (long)(clock_monotonic_ms() - back_ms));
	CHECK_INT(server_number(server_ask(&s, "INFO stats"), "pubsub_channels:"), COUNT);
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

TEST(stopped_is_noticed_by_its_silence)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	int64_t stopped_ms;

	server_start(&s);
	worker_open(&a, l, s.url, 1000);
	CHECK(worker_need_live(&a, 1) && loop_until(l, &a.ups, 1, 2000));
	a.not_live = 0;
	/* The loop's clock stands while the server is paused. */
	stopped_ms = clock_monotonic_ms();
	server_pause(&s);
	/* Before anybody knows, those who come wait half a second. */
	worker_need(&a, 2);
	CHECK(loop_until(l, &a.not_live, 1, 2000));
	CHECK(clock_monotonic_ms() - stopped_ms >= 450);
	CHECK(loop_until(l, &a.downs, 1, 7000));
	a.ups = 0;
	printf("\tnoticed after %ld ms\n", (long)(clock_monotonic_ms() - stopped_ms));
	loop_for(l, 300);
	server_continue(&s);
	CHECK(loop_until(l, &a.ups, 1, 6000));
	CHECK_INT(server_number(server_ask(&s, "INFO stats"), "pubsub_channels:"), 2);
	worker_publish(&a, 2, 1);
	CHECK(loop_until(l, &a.received, 1, 3000));
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

TEST(a_late_channel_is_told_by_another_true)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;

	server_start(&s);
	worker_open(&a, l, s.url, 1000);
	CHECK(loop_until(l, &a.ups, 1, 2000));
	server_pause(&s);
	worker_need(&a, 2);
	CHECK(loop_until(l, &a.not_live, 1, 2000));
	server_continue(&s);
	CHECK(loop_until(l, &a.ups, 2, 3000));
	CHECK_INT(a.downs, 0);
	CHECK_INT(a.live, 0);
	worker_publish(&a, 2, 1);
	CHECK(loop_until(l, &a.received, 1, 3000));
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

TEST(away_from_the_start)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	int64_t asked_ms;

	server_start(&s);
	server_kill(&s);
	worker_open(&a, l, s.url, 1000);
	asked_ms = clock_monotonic_ms();
	for (int i = 1; i <= 100; i++)
		worker_need(&a, i);
	CHECK(loop_until(l, &a.not_live, 100, 2000));
	worker_need(&a, 101);
	CHECK(loop_until(l, &a.not_live, 101, 2000));
	printf("\ttold after %ld ms\n", (long)(clock_monotonic_ms() - asked_ms));
	CHECK_INT(a.live, 0);
	/* Nobody needs these any more; they are not kept. */
	for (int i = 1; i <= 50; i++)
		channel_release(a.bus, i);
	loop_for(l, 100);
	CHECK_INT(a.downs, 0);
	server_start(&s);
	CHECK(loop_until(l, &a.ups, 1, 5000));
	CHECK_INT(server_number(server_ask(&s, "INFO stats"), "pubsub_channels:"), 51);
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

/* The connection for commands alone is cut: nothing stored is lost, what is volatile is. */
TEST(stored_changes_wait_for_the_connection)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	const struct envelope typing = { .kind = ENVELOPE_VOLATILE,
					 .stream_id = 1,
					 .json = SLICE("{}") };

	server_start(&s);
	worker_open(&a, l, s.url, 1000);
	CHECK(loop_until(l, &a.ups, 1, 2000));
	CHECK(worker_need_live(&a, 1));
	worker_publish(&a, 1, 1);
	CHECK(loop_until(l, &a.received, 1, 10000));
	server_ask(&s, "CLIENT KILL TYPE normal");
	loop_for(l, 3);
	CHECK(!bus_up(a.bus));
	a.seq_expected = 1001 - 1024 + 1000;
	for (int i = 2; i <= 2000; i++)
		worker_publish(&a, 1, i);
	a.seq_expected = 2000 - 1024 + 1;
	bus_publish(a.bus, &typing);
	CHECK(loop_until(l, &a.received, 1 + 1024, 2000));
	loop_for(l, 50);
	CHECK_INT(a.received, 1 + 1024);
	CHECK_INT(a.out_of_order, 0);
	CHECK_INT(a.last.seq, 2000);
	CHECK_INT(a.downs, 0);
	CHECK(bus_up(a.bus));
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

/* More than any envelope has is not collected: the connection ends, and another one goes on. */
TEST(a_reply_that_is_too_long_ends_the_connection)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;

	server_start(&s);
	worker_open(&a, l, s.url, 1000);
	CHECK(worker_need_live(&a, 1));
	server_ask(&s, "EVAL \"return redis.call('publish', 'confab:0:s:1', string.rep('x', "
		       "17000000))\" 0");
	CHECK(loop_until(l, &a.downs, 1, 5000));
	CHECK(loop_until(l, &a.ups, 2, 5000));
	CHECK_INT(a.received, 0);
	worker_publish(&a, 1, 1);
	CHECK(loop_until(l, &a.received, 1, 3000));
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

TEST(password_over_tcp)
{
	struct server s = { .port = 1, .password = "let-me-in" };
	struct loop *l = loop_new();
	struct worker a;
	struct worker b;
	char wrong[64];

	server_start(&s);
	snprintf(wrong, sizeof wrong, "redis://:wrong@localhost:%d/2", s.port);
	worker_open(&a, l, s.url, 1000);
	worker_open(&b, l, wrong, 1000);
	worker_need(&b, 1);
	CHECK(loop_until(l, &a.ups, 1, 3000));
	CHECK(worker_need_live(&a, 1));
	worker_publish(&a, 1, 1);
	CHECK(loop_until(l, &a.received, 1, 10000));
	CHECK(loop_until(l, &b.not_live, 1, 3000));
	loop_for(l, 300);
	CHECK_INT(b.ups, 0);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
	server_kill(&s);
}

TEST(a_redis_that_forbids_subscribing)
{
	struct server s = { .port = 1, .password = "main" };
	struct loop *l = loop_new();
	struct worker a;
	char url[128];

	server_start(&s);
	server_ask(&s, "AUTH main\r\nACL SETUSER poor on >pw ~* &other* +@all");
	snprintf(url, sizeof url, "redis://poor:pw@localhost:%d/0", s.port);
	worker_open(&a, l, url, 1000);
	CHECK(loop_until(l, &a.ups, 1, 3000));
	worker_need(&a, 1);
	CHECK(loop_until(l, &a.not_live, 1, 2000));
	CHECK(loop_until(l, &a.downs, 1, 3000));
	loop_for(l, 200);
	CHECK_INT(a.ups, 1);
	worker_close(&a);
	loop_free(l);
	server_kill(&s);
}

struct needer {
	struct bus *bus;
	int told;
	bool close;
};

/* Needs it again, and again; or closes the bus while others still wait. */
static void on_ready(void *owner, int64_t stream_id, bool live)
{
	struct needer *n = owner;

	(void)live;
	n->told++;
	if (n->close) {
		bus_close(n->bus);
		return;
	}
	channel_release(n->bus, stream_id);
	channel_need(n->bus, stream_id, on_ready, n);
}

static void on_envelope(void *owner, const struct envelope *e)
{
	(void)owner;
	(void)e;
}

static void on_state(void *owner, bool up)
{
	(void)owner;
	(void)up;
}

TEST(waiters_may_do_what_they_like)
{
	struct server s = { 0 };
	struct loop *l = loop_new();
	struct worker a;
	struct needer n = { 0 };

	server_start(&s);
	server_kill(&s);
	worker_open(&a, l, s.url, 1000);
	n.bus = bus_open(l, &a.config, (struct bus_events){ on_envelope, on_state }, &n);
	for (int i = 1; i <= 10; i++)
		channel_need(n.bus, i, on_ready, &n);
	loop_for(l, 200);
	/* Told again and again, but the loop is not kept busy with it. */
	CHECK(n.told >= 20 && n.told < 10 * 200);
	n.close = true;
	n.told = 0;
	loop_for(l, 200);
	CHECK_INT(n.told, 1);
	worker_close(&a);
	loop_free(l);
}
