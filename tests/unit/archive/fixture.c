#include "unit/archive/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/room_statements.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/states.h"

static void on_state(void *owner, bool up)
{
	struct fixture *f = owner;
	if (up)
		f->ups++;
	else
		f->downs++;
	loop_stop(f->loop);
}

static void on_limit(void *owner)
{
	struct fixture *f = owner;
	f->timed_out = true;
	loop_stop(f->loop);
}

void fixture_start(struct fixture *f)
{
	/* Once a program: a test that failed has not closed them. */
	static bool metrics_opened;
	if (!metrics_opened)
		metrics_open(-1, 0);
	metrics_opened = true;
	f->loop = loop_new();
	f->limit = timer_new(f->loop, on_limit, f);
	f->archive = archive_open(f->loop, &f->config, on_state, f);
}

void fixture_open_config(struct fixture *f, const char *database, struct config config)
{
	*f = (struct fixture){ .database = database, .config = config };
	fixture_start(f);
	if (!fixture_turn(f, &f->ups, 1, 20000)) {
		fprintf(stderr, "the archive does not come up\n");
		exit(2);
	}
}

void fixture_open(struct fixture *f, const char *database, const char *options)
{
	struct config config;
	server_database(database, options, &config);
	fixture_open_config(f, database, config);
}

void fixture_close(struct fixture *f)
{
	archive_close(f->archive);
	timer_free(f->limit);
	loop_free(f->loop);
	config_clear(&f->config);
}

bool fixture_turn(struct fixture *f, const int *value, int target, int64_t limit_ms)
{
	f->timed_out = false;
	timer_start(f->limit, limit_ms, 0);
	while (*value < target && !f->timed_out)
		loop_run(f->loop);
	timer_stop(f->limit);
	return *value >= target;
}

void fixture_pause(struct fixture *f, int64_t ms)
{
	const int never = 0;
	fixture_turn(f, &never, 1, ms);
}

int64_t fixture_number(const struct fixture *f, const char *sql)
{
	return server_number(f->database, sql);
}

void fixture_sql(const struct fixture *f, const char *sql)
{
	server_sql(f->database, sql);
}

/* ---- writes ---- */

static struct fixture *current;

void fixture_member(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id,
		    int64_t rooms_max)
{
	const struct new_member member = { .room_id = room_id,
					   .user_id = user_id,
					   .rooms_max = rooms_max };

	write_member(w, arena, &member);
}

struct attempt *attempt_new(int *count)
{
	struct attempt *a = memory_zero(1, sizeof(*a));
	a->arena = arena_new(16 * 1024 * 1024);
	a->count = count;
	return a;
}

void attempt_free(struct attempt *a)
{
	arena_free(a->arena);
	memory_free(a);
}

struct change *attempt_message(struct attempt *a, int64_t room_id, int64_t sender_id,
			       int64_t message_id, const char *client_id)
{
	struct change *c = write_change(&a->write, room_id, CHANGE_MESSAGE, sender_id, 0);
	c->message_id = message_id;
	c->at_ms = 1000 + message_id;
	c->client_id = arena_copy(a->arena, slice_of(client_id));
	c->content = SLICE("text");
	return c;
}

static void on_done(void *owner, enum error e, struct write *w)
{
	struct attempt *a = owner;
	if (a->ended || w != &a->write)
		abort();
	a->ended = true;
	a->error = e;
	if (a->count)
		a->order = ++*a->count;
	loop_stop(current->loop);
}

void attempt_start(struct fixture *f, struct attempt *a)
{
	current = f;
	a->write.done = on_done;
	a->write.owner = a;
	archive_write(f->archive, &a->write);
}

enum error attempt_run(struct fixture *f, struct attempt *a)
{
	int count = 0;
	a->count = &count;
	attempt_start(f, a);
	if (!fixture_turn(f, &count, 1, 30000)) {
		fprintf(stderr, "a write does not end\n");
		exit(2);
	}
	return a->error;
}

/* ---- reads ---- */

static void on_rows(void *owner, enum error e, void *rows, size_t count)
{
	struct answer *a = owner;
	if (a->ended)
		abort();
	a->ended = 1;
	a->error = e;
	a->rows = rows;
	a->count = count;
	if (current)
		loop_stop(current->loop);
}

struct read answer_read(struct answer *a)
{
	*a = (struct answer){ .arena = arena_new(64 * 1024 * 1024) };
	return (struct read){ .arena = a->arena, .done = on_rows, .owner = a };
}

void answer_wait(struct fixture *f, struct answer *a)
{
	current = f;
	if (!fixture_turn(f, &a->ended, 1, 30000)) {
		fprintf(stderr, "a read does not end\n");
		exit(2);
	}
}

void answer_clear(struct answer *a)
{
	arena_free(a->arena);
	a->arena = NULL;
}

struct id_answer {
	int ended;
	int64_t id;
};

static void on_id(void *owner, enum error e, int64_t id)
{
	struct id_answer *a = owner;
	a->ended = 1;
	a->id = e ? -(int64_t)e : id;
	loop_stop(current->loop);
}

int64_t fixture_id(struct fixture *f, const char *lease)
{
	struct id_answer a = { 0 };
	current = f;
	archive_next_id(f->archive, lease, on_id, &a);
	fixture_turn(f, &a.ended, 1, 30000);
	return a.id;
}

int64_t fixture_holes(const struct fixture *f)
{
	return fixture_number(
		f,
		"SELECT COUNT(*) FROM stream_head h WHERE h.seq <> "
		"(SELECT COUNT(*) FROM message m WHERE m.room_id = h.stream_id AND m.seq BETWEEN 1 "
		"AND h.seq) + "
		"(SELECT COUNT(*) FROM change_log c WHERE c.stream_id = h.stream_id AND c.seq "
		"BETWEEN 1 AND h.seq) "
		"OR h.messages <> (SELECT COUNT(*) FROM message m WHERE m.room_id = h.stream_id) "
		"OR h.messages <> (SELECT COALESCE(MAX(m.number), 0) FROM message m WHERE "
		"m.room_id = h.stream_id)");
}
