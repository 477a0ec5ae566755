/* Publishing and channels against a real Redis that stays up. */
#include "bus/bus.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "fixture.h"
#include "unit/harness.h"

static struct server server;

/* One Redis for all tests of this file; it dies with the test. */
static struct loop *start(void)
{
	if (!server.pid)
		server_start(&server);
	server_ask(&server, "FLUSHALL");
	return loop_new();
}

static bool wait_up(struct worker *w)
{
	return loop_until(w->loop, &w->ups, 1, 5000);
}

TEST(an_envelope_reaches_every_subscriber_whole)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	struct worker c;
	const struct envelope e = { .kind = CHANGE_ROOM_ADDED,
				    .stream_id = -12,
				    .seq = 9,
				    .epoch = 2,
				    .number = 4,
				    .subject_id = 5,
				    .except = 6,
				    .except_worker = 1,
				    .json = SLICE("{\"x\":\"é\"}") };

	worker_open(&a, l, server.url, 1000);
	worker_open(&b, l, server.url, 1000);
	worker_open(&c, l, server.url, 1000);
	CHECK(wait_up(&a) && wait_up(&b) && wait_up(&c));
	CHECK(worker_need_live(&a, -12) && worker_need_live(&b, -12) && worker_need_live(&c, 12));
	CHECK(bus_up(a.bus));
	bus_publish(a.bus, &e);
	CHECK(loop_until(l, &a.received, 1, 3000));
	CHECK(loop_until(l, &b.received, 1, 3000));
	CHECK_INT(b.last.kind, CHANGE_ROOM_ADDED);
	CHECK_INT(b.last.stream_id, -12);
	CHECK_INT(b.last.seq, 9);
	CHECK_INT(b.last.number, 4);
	CHECK_INT(b.last.except, 6);
	CHECK_TEXT(b.json, "{\"x\":\"é\"}");
	CHECK_INT(c.received, 0);
	worker_close(&a);
	worker_close(&b);
	worker_close(&c);
	loop_free(l);
}

TEST(order_is_kept_and_a_turn_leaves_in_few_writes)
{
	enum { COUNT = 10000 };
	struct loop *l = start();
	struct worker a;
	int64_t started_us;
	long writes;

	server_ask(&server, "CONFIG RESETSTAT");
	metrics_open(-1, 0);
	worker_open(&a, l, server.url, 1000);
	CHECK(wait_up(&a) && worker_need_live(&a, 1));
	a.seq_expected = 1;
	started_us = clock_monotonic_us();
	for (int i = 1; i <= COUNT; i++)
		worker_publish(&a, 1, i);
	CHECK(loop_until(l, &a.received, COUNT, 10000));
	printf("\t%d publishes and their envelopes in %ld ms\n", COUNT,
	       (long)(clock_monotonic_us() - started_us) / 1000);
	CHECK_INT(a.out_of_order, 0);
	CHECK_INT(server_number(server_ask(&server, "INFO commandstats"), "cmdstat_publish:calls="),
		  COUNT);
	/* Redis reads at most 16 KiB at once (more of a large word), and writes what one turn
	 * answers in one: both ways the number of system calls is of the bytes, not of the
	 * commands. */
	writes = server_number(server_ask(&server, "INFO stats"), "total_reads_processed:");
	printf("\tredis took them in %ld reads\n", writes);
	CHECK(writes > 0 && writes < COUNT / 20);
	CHECK_INT(metric_sum(METRIC_BUS_PUBLISHED), COUNT);
	CHECK_INT(metric_sum(METRIC_BUS_RECEIVED), COUNT);
	CHECK_INT(metric_sum(METRIC_BUS_UP), 1);
	worker_close(&a);
	CHECK_INT(metric_sum(METRIC_BUS_UP), 0);
	metrics_close();
	loop_free(l);
}

static long subscribers(const char *channel)
{
	char command[128];
	char name[64];

	snprintf(command, sizeof command, "PUBSUB NUMSUB %s", channel);
	snprintf(name, sizeof name, "%s\r\n:", channel);
	return server_number(server_ask(&server, command), name);
}

TEST(a_channel_lingers_and_then_goes)
{
	struct loop *l = start();
	struct worker a;

	worker_open(&a, l, server.url, 600);
	CHECK(worker_need_live(&a, 7));
	CHECK_INT(subscribers("confab:0:s:7"), 1);
	channel_release(a.bus, 7);
	loop_for(l, 80);
	CHECK_INT(subscribers("confab:0:s:7"), 1);
	worker_publish(&a, 7, 1);
	loop_for(l, 40);
	CHECK_INT(a.received, 0);
	/* Back in time: live at once, and it stays. */
	worker_need(&a, 7);
	CHECK_INT(a.live, 2);
	loop_for(l, 700);
	CHECK_INT(subscribers("confab:0:s:7"), 1);
	worker_publish(&a, 7, 2);
	CHECK(loop_until(l, &a.received, 1, 3000));
	channel_release(a.bus, 7);
	channel_release(a.bus, 7);
	loop_for(l, 800);
	CHECK_INT(subscribers("confab:0:s:7"), 0);
	worker_need(&a, 7);
	CHECK_INT(a.live, 2);
	CHECK(loop_until(l, &a.live, 3, 3000));
	worker_close(&a);
	loop_free(l);
}

TEST(released_before_it_is_live_it_leaves_once_it_is)
{
	struct loop *l = start();
	struct worker a;

	worker_open(&a, l, server.url, 0);
	CHECK(wait_up(&a));
	worker_need(&a, 8);
	worker_need(&a, 8);
	channel_release(a.bus, 8);
	/* Those who waited are told all the same. */
	CHECK(loop_until(l, &a.live, 2, 3000));
	loop_for(l, 100);
	CHECK_INT(subscribers("confab:0:s:8"), 0);
	channel_release(a.bus, 8);
	channel_release(a.bus, 123456);
	worker_close(&a);
	loop_free(l);
}

/* What must hold whatever the order of needing and releasing is: everybody who asked is told once,
 * and a channel that is needed at the end is subscribed, one that is not is not. */
TEST(races_of_needing_and_releasing)
{
	enum { STREAMS = 8, STEPS = 4000 };
	struct loop *l = start();
	struct worker a;
	bool needed[STREAMS] = { false };
	int asked = 0;

	worker_open(&a, l, server.url, 1);
	CHECK(wait_up(&a));
	srandom(7);
	for (int i = 0; i < STEPS; i++) {
		int stream = (int)(random() % STREAMS);
		needed[stream] = random() % 2;
		if (needed[stream]) {
			worker_need(&a, stream + 1);
			asked++;
		} else {
			channel_release(a.bus, stream + 1);
		}
		if (random() % 4 == 0)
			loop_for(l, (int)(random() % 3));
	}
	for (int turns = 0; turns < 500 && a.live + a.not_live < asked; turns++)
		loop_for(l, 10);
	CHECK_INT(a.live + a.not_live, asked);
	loop_for(l, 200);
	for (int i = 0; i < STREAMS; i++) {
		char name[32];
		snprintf(name, sizeof name, "confab:0:s:%d", i + 1);
		CHECK_INT(subscribers(name), needed[i]);
		a.received = 0;
		worker_publish(&a, i + 1, 1);
		if (needed[i])
			CHECK(loop_until(l, &a.received, 1, 3000));
		loop_for(l, 20);
		CHECK_INT(a.received, needed[i]);
	}
	worker_close(&a);
	loop_free(l);
}

TEST(numbers_keep_installations_apart)
{
	struct loop *l = start();
	struct worker a;
	struct worker b;
	char url[300];

	snprintf(url, sizeof url, "%s?db=3", server.url);
	worker_open(&a, l, server.url, 1000);
	worker_open(&b, l, url, 1000);
	CHECK(worker_need_live(&a, 1) && worker_need_live(&b, 1));
	worker_publish(&b, 1, 5);
	CHECK(loop_until(l, &b.received, 1, 3000));
	loop_for(l, 30);
	CHECK_INT(a.received, 0);
	worker_close(&a);
	worker_close(&b);
	loop_free(l);
}

TEST(what_others_publish_does_no_harm)
{
	struct loop *l = start();
	struct worker a;

	worker_open(&a, l, server.url, 1000);
	CHECK(worker_need_live(&a, 1) && worker_need_live(&a, 2));
	server_ask(&server, "PUBLISH confab:0:s:1 rubbish");
	server_ask(&server, "PUBLISH confab:0:s:1 \"\"");
	server_ask(&server, "PUBLISH confab:0:s:1 \"\\x01\\x00\\x00\\x00\"");
	/* An envelope of stream 1 on the channel of stream 2. */
	server_ask(
		&server,
		"PUBLISH confab:0:s:2 "
		"\"\\x01\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\"");
	loop_for(l, 50);
	CHECK_INT(a.received, 0);
	CHECK_INT(a.downs, 0);
	worker_publish(&a, 1, 1);
	CHECK(loop_until(l, &a.received, 1, 3000));
	worker_close(&a);
	loop_free(l);
}

struct closer {
	struct bus *bus;
	int calls;
};

static void close_on_envelope(void *owner, const struct envelope *e)
{
	struct closer *c = owner;

	(void)e;
	c->calls++;
	bus_close(c->bus);
}

static void ignore_state(void *owner, bool up)
{
	(void)owner;
	(void)up;
}

static void ignore_ready(void *owner, int64_t stream_id, bool live)
{
	(void)owner;
	(void)stream_id;
	(void)live;
}

TEST(closing_from_within_a_callback)
{
	struct loop *l = start();
	struct worker a;
	struct closer c = { 0 };

	worker_open(&a, l, server.url, 1000);
	c.bus = bus_open(l, &a.config, (struct bus_events){ close_on_envelope, ignore_state }, &c);
	channel_need(c.bus, 1, ignore_ready, &c);
	CHECK(worker_need_live(&a, 1));
	loop_for(l, 50);
	for (int i = 1; i <= 100; i++)
		worker_publish(&a, 1, i);
	CHECK(loop_until(l, &a.received, 100, 3000));
	loop_for(l, 20);
	CHECK_INT(c.calls, 1);
	worker_close(&a);
	loop_free(l);
}

TEST(a_hundred_thousand_channels)
{
	enum { COUNT = 100000 };
	struct loop *l = start();
	struct worker a;
	int64_t started_ms;

	worker_open(&a, l, server.url, 50);
	CHECK(wait_up(&a));
	started_ms = clock_monotonic_ms();
	CHECK(worker_need_all(&a, COUNT));
	printf("\t%d channels live after %ld ms\n", COUNT,
	       (long)(clock_monotonic_ms() - started_ms));
	CHECK_INT(server_number(server_ask(&server, "INFO stats"), "pubsub_channels:"), COUNT);
	worker_publish(&a, COUNT, 1);
	CHECK(loop_until(l, &a.received, 1, 3000));
	for (int i = 1; i <= COUNT; i++)
		channel_release(a.bus, i);
	loop_for(l, 100);
	for (int i = 0;
	     i < 200 && server_number(server_ask(&server, "INFO stats"), "pubsub_channels:") > 0;
	     i++)
		loop_for(l, 10);
	CHECK_INT(server_number(server_ask(&server, "INFO stats"), "pubsub_channels:"), 0);
	worker_close(&a);
	loop_free(l);
}
