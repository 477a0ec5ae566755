#include "bus/presence_store.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "bus/envelope.h"
#include "fixture.h"
#include "unit/harness.h"

/* What the last call of each kind was answered. */
struct answers {
	int count;
	enum presence_answer last;
	int64_t seq;
	bool first;
	bool leaving;
	char names[512];
	char people[2048]; /* "id:state " */
	size_t people_count;
};

static struct answers got;

static void on_updated(void *owner, int64_t seq, enum presence_answer a)
{
	(void)owner;
	got.count++;
	got.last = a;
	got.seq = seq;
}

static void on_listed(void *owner, enum presence_answer a, const struct slice *names, size_t count)
{
	size_t used = 0;

	(void)owner;
	got.count++;
	got.last = a;
	got.names[0] = '\0';
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(got.names + used, sizeof got.names - used, "%.*s ",
					 (int)names[i].size, names[i].data);
}

static void on_loaded(void *owner, struct slice name, enum presence_answer a,
		      const struct presence_loaded *loaded)
{
	size_t used = 0;

	(void)owner;
	(void)name;
	got.count++;
	got.last = a;
	got.people[0] = '\0';
	got.people_count = loaded ? loaded->count : 0;
	got.seq = loaded ? loaded->seq : -1;
	got.leaving = loaded && loaded->leaving;
	for (size_t i = 0; loaded && i < loaded->count && i < 20; i++)
		used += (size_t)snprintf(got.people + used, sizeof got.people - used, "%lld:%d ",
					 (long long)loaded->entries[i].user_id,
					 loaded->entries[i].state);
}

static void on_removed(void *owner, struct slice name, enum presence_answer a, bool first)
{
	(void)owner;
	(void)name;
	got.count++;
	got.last = a;
	got.first = first;
}

/* Waits for the answer to what was just asked. */
static enum presence_answer answered(struct worker *w, bool asked)
{
	CHECK(asked);
	CHECK(loop_until(w->loop, &got.count, 1, 5000));
	return got.last;
}

struct written {
	int64_t before;
	int64_t seq;
	size_t count; /* of ann_and_bo */
};

static const struct presence_entry ann_and_bo[] = {
	{ 7, 0, PRESENCE_ONLINE },
	{ 8, 0, PRESENCE_AWAY | PRESENCE_HIDDEN },
};

/* An update of incarnation "0-a". */
static enum presence_answer update(struct worker *w, struct written written)
{
	const struct presence_update u = { .name = SLICE("0-a"),
					   .seq = written.seq,
					   .before = written.before,
					   .ttl_ms = 5000,
					   .entries = ann_and_bo,
					   .count = written.count };

	got.count = 0;
	return answered(w, presence_store_update(w->bus, &u, on_updated, NULL));
}

static enum presence_answer load(struct worker *w, const char *name)
{
	got.count = 0;
	return answered(w, presence_store_load(w->bus, slice_of(name), on_loaded, NULL));
}

static enum presence_answer list(struct worker *w)
{
	got.count = 0;
	return answered(w, presence_store_list(w->bus, on_listed, NULL));
}

static enum presence_answer remove_one(struct worker *w, const char *name, bool dead)
{
	const struct presence_removal r = { slice_of(name), dead, 99 };

	got.count = 0;
	return answered(w, presence_store_remove(w->bus, &r, on_removed, NULL));
}

struct two {
	struct server server;
	struct loop *loop;
	struct worker a;
	struct worker b; /* hears STREAM_PRESENCE */
};

static void two_open(struct two *t)
{
	*t = (struct two){ .loop = loop_new() };
	got = (struct answers){ 0 };
	server_start(&t->server);
	worker_open(&t->a, t->loop, t->server.url, 1000);
	worker_open(&t->b, t->loop, t->server.url, 1000);
	CHECK(loop_until(t->loop, &t->a.ups, 1, 5000));
	CHECK(loop_until(t->loop, &t->b.ups, 1, 5000));
	for (int tries = 0; tries < 10 && t->b.live == 0; tries++) {
		worker_need(&t->b, STREAM_PRESENCE);
		loop_until(t->loop, &t->b.live, 1, 1000);
	}
	CHECK(t->b.live > 0);
	for (int tries = 0; tries < 500 && !bus_up(t->a.bus); tries++)
		loop_for(t->loop, 10);
}

static void two_close(struct two *t)
{
	worker_close(&t->a);
	worker_close(&t->b);
	loop_for(t->loop, 5);
	loop_free(t->loop);
	server_kill(&t->server);
}

TEST(an_update_is_in_the_hash_and_heard_with_its_number)
{
	struct two t;
	struct presence_note n;
	struct buffer note = { 0 };

	two_open(&t);
	CHECK_INT(update(&t.a, (struct written){ -1, 3, 2 }), PRESENCE_ANSWER_DONE);
	CHECK_INT(got.seq, 3);
	CHECK(loop_until(t.loop, &t.b.received, 1, 5000));
	CHECK_INT(t.b.last.kind, ENVELOPE_VOLATILE);
	buffer_append(&note, t.b.json, 12 + 3 + 2 * 17);
	CHECK(presence_note_read(buffer_slice(&note), &n));
	CHECK_SLICE(n.name, "0-a");
	CHECK_INT(n.seq, 3);
	CHECK_INT(presence_note_entry(&n, 1).user_id, 8);
	buffer_clear(&note);

	CHECK_INT(load(&t.b, "0-a"), PRESENCE_ANSWER_DONE);
	CHECK_INT(got.seq, 3);
	CHECK(strstr(got.people, "7:1 ") && strstr(got.people, "8:6 "));
	CHECK_INT(got.people_count, 2);
	CHECK_INT(list(&t.b), PRESENCE_ANSWER_DONE);
	CHECK_TEXT(got.names, "0-a ");
	two_close(&t);
}

TEST(who_went_is_no_longer_in_the_hash)
{
	static const struct presence_entry gone = { 7, 1790000000000, PRESENCE_NONE };
	const struct presence_update u = {
		SLICE("0-a"), 2, 1, 5000, PRESENCE_NOTE_CHANGES, &gone, 1
	};
	struct two t;

	two_open(&t);
	update(&t.a, (struct written){ -1, 1, 2 });
	got.count = 0;
	CHECK_INT(answered(&t.a, presence_store_update(t.a.bus, &u, on_updated, NULL)),
		  PRESENCE_ANSWER_DONE);
	load(&t.b, "0-a");
	CHECK_TEXT(got.people, "8:6 ");
	CHECK_INT(got.seq, 2);
	two_close(&t);
}

TEST(a_hash_that_was_lost_is_not_written_in_part)
{
	struct two t;

	two_open(&t);
	update(&t.a, (struct written){ -1, 1, 2 });
	server_ask(&t.server, "FLUSHALL");
	CHECK_INT(update(&t.a, (struct written){ 1, 2, 1 }), PRESENCE_ANSWER_REFUSED);
	CHECK_INT(load(&t.b, "0-a"), PRESENCE_ANSWER_REFUSED);
	/* Scripts may be flushed, too: the one that is refused for it is followed by one that is
	 * not. */
	server_ask(&t.server, "SCRIPT FLUSH");
	CHECK_INT(update(&t.a, (struct written){ -1, 4, 2 }), PRESENCE_ANSWER_UNKNOWN);
	CHECK_INT(update(&t.a, (struct written){ -1, 6, 2 }), PRESENCE_ANSWER_DONE);
	load(&t.b, "0-a");
	CHECK_INT(got.people_count, 2);
	two_close(&t);
}

TEST(beginning_anew_forgets_who_is_not_named)
{
	struct two t;

	two_open(&t);
	update(&t.a, (struct written){ -1, 1, 2 });
	update(&t.a, (struct written){ -1, 3, 1 });
	load(&t.b, "0-a");
	CHECK_TEXT(got.people, "7:1 ");
	two_close(&t);
}

TEST(one_that_lives_is_not_removed_unless_its_process_is_dead)
{
	struct two t;
	struct presence_note n;
	int heard;

	two_open(&t);
	update(&t.a, (struct written){ -1, 1, 2 });
	CHECK(loop_until(t.loop, &t.b.received, 1, 5000));
	CHECK_INT(remove_one(&t.b, "0-a", false), PRESENCE_ANSWER_REFUSED);
	CHECK_INT(load(&t.b, "0-a"), PRESENCE_ANSWER_DONE);
	heard = t.b.received;
	CHECK_INT(remove_one(&t.b, "0-a", true), PRESENCE_ANSWER_DONE);
	CHECK(got.first);
	CHECK(loop_until(t.loop, &t.b.received, heard + 1, 5000));
	CHECK(presence_note_read((struct slice){ t.b.json, 12 + 3 }, &n));
	CHECK_INT(n.kind, PRESENCE_NOTE_GONE);
	CHECK_INT(n.seq, 99);
	CHECK_INT(load(&t.b, "0-a"), PRESENCE_ANSWER_REFUSED);
	/* The second to notice does not tell it again. */
	CHECK_INT(remove_one(&t.a, "0-a", true), PRESENCE_ANSWER_DONE);
	CHECK(!got.first);
	list(&t.a);
	CHECK_TEXT(got.names, "");
	two_close(&t);
}

TEST(a_silent_one_expires_and_may_be_removed_then)
{
	struct two t;
	struct presence_update u = {
		SLICE("0-a"), 1, -1, 200, PRESENCE_NOTE_LEAVING, ann_and_bo, 2
	};

	two_open(&t);
	got.count = 0;
	CHECK_INT(answered(&t.a, presence_store_update(t.a.bus, &u, on_updated, NULL)),
		  PRESENCE_ANSWER_DONE);
	CHECK_INT(load(&t.b, "0-a"), PRESENCE_ANSWER_DONE);
	CHECK(got.leaving);
	CHECK_INT(got.people_count, 2);
	loop_for(t.loop, 400);
	CHECK_INT(remove_one(&t.b, "0-a", false), PRESENCE_ANSWER_DONE);
	CHECK(got.first);
	two_close(&t);
}

TEST(without_redis_nothing_is_begun_and_what_was_ends)
{
	struct two t;
	const struct presence_update u = { .name = SLICE("0-a"), .before = -1, .ttl_ms = 1000 };

	two_open(&t);
	got.count = 0;
	CHECK(presence_store_update(t.a.bus, &u, on_updated, NULL));
	server_kill(&t.server);
	CHECK(loop_until(t.loop, &got.count, 1, 5000));
	CHECK(got.last != PRESENCE_ANSWER_REFUSED);
	loop_until(t.loop, &t.a.downs, 1, 5000);
	loop_for(t.loop, 50);
	CHECK(!presence_store_update(t.a.bus, &u, on_updated, NULL));
	CHECK(!presence_store_list(t.a.bus, on_listed, NULL));
	CHECK(!presence_store_load(t.a.bus, SLICE("0-a"), on_loaded, NULL));
	server_start(&t.server);
	two_close(&t);
}

/* Closing with answers outstanding neither calls nor leaks. */
TEST(closing_forgets_who_waits)
{
	struct two t;

	two_open(&t);
	got.count = 0;
	for (int i = 0; i < 20; i++) {
		CHECK(presence_store_list(t.a.bus, on_listed, NULL));
		CHECK(presence_store_load(t.a.bus, SLICE("0-a"), on_loaded, NULL));
	}
	two_close(&t);
	CHECK_INT(got.count, 0);
}

/* An answer of more elements than any of ours has is not begun: the connection ends, and another
 * one goes on. */
TEST(an_answer_of_too_many_elements_ends_the_connection)
{
	struct two t;

	two_open(&t);
	server_ask(&t.server, "EVAL \"for i = 1, 1050 do local t = {} for j = 1, 1000 do "
			      "t[j] = i * 1000 + j end redis.call('sadd', 'confab:0:p', "
			      "unpack(t)) end\" 0");
	CHECK_INT(list(&t.a), PRESENCE_ANSWER_UNKNOWN);
	server_ask(&t.server, "DEL confab:0:p");
	for (int i = 0; i < 500 && !bus_up(t.a.bus); i++)
		loop_for(t.loop, 50);
	CHECK_INT(list(&t.a), PRESENCE_ANSWER_DONE);
	two_close(&t);
}

/* What a large worker costs Redis and us: 5,000 people written, and read by another. */
TEST(five_thousand_people_are_written_in_25_commands)
{
	enum { PEOPLE = 5000 };
	struct presence_entry entries[PRESENCE_ENTRIES_MAX];
	struct presence_update u = {
		SLICE("0-a"), 0, -1, 60000, PRESENCE_NOTE_CHANGES, entries, PRESENCE_ENTRIES_MAX
	};
	struct two t;
	int64_t started_us;
	int sent = 0;

	two_open(&t);
	got.count = 0;
	started_us = clock_monotonic_us();
	for (int id = 1; id <= PEOPLE; id += PRESENCE_ENTRIES_MAX) {
		for (int i = 0; i < PRESENCE_ENTRIES_MAX; i++)
			entries[i] = (struct presence_entry){ id + i, 0, PRESENCE_ONLINE };
		u.seq++;
		CHECK(presence_store_update(t.a.bus, &u, on_updated, NULL));
		u.before = u.seq;
		sent++;
	}
	CHECK(loop_until(t.loop, &got.count, sent, 5000));
	CHECK_INT(got.last, PRESENCE_ANSWER_DONE);
	printf("# %d people in %d commands, acknowledged after %lld us\n", PEOPLE, sent,
	       (long long)(clock_monotonic_us() - started_us));
	started_us = clock_monotonic_us();
	load(&t.b, "0-a");
	CHECK_INT(got.people_count, PEOPLE);
	CHECK_INT(got.seq, 25);
	printf("# and read in %lld us\n", (long long)(clock_monotonic_us() - started_us));
	two_close(&t);
}
