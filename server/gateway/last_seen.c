/* When people were seen last: noted once a minute for each at most, some at a time, by the batch
 * writer. A person is either due (waiting to be written), or resting for a minute after it was;
 * what is noted while they rest is written when the minute is over. */
#include <stdlib.h>
#include <sys/queue.h>

#include "archive/last_seen.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/presence_private.h"

enum {
	REST_MS = 60 * 1000,
	/* So many people in a tick, in statements of up to LAST_SEEN_PEOPLE_MAX. */
	PEOPLE_A_TICK = 8 * LAST_SEEN_PEOPLE_MAX,
	/* Seen within the same second: one moment for all. */
	SAME_MOMENT_MS = 1000,
};

struct seen {
	TAILQ_ENTRY(seen) next;
	int64_t user_id;
	int64_t seen_ms; /* to be written; 0: nothing */
	int64_t rest_until_ms;
	bool resting;
};

TAILQ_HEAD(seen_list, seen);

struct last_seen {
	struct gateway *g;
	struct table *people;
	struct seen_list due;
	struct seen_list resting; /* in order of rest_until_ms */
	bool hurry;
};

struct last_seen *last_seen_open(struct gateway *g)
{
	struct last_seen *l = memory_zero(1, sizeof(*l));
	l->g = g;
	l->people = table_new();
	TAILQ_INIT(&l->due);
	TAILQ_INIT(&l->resting);
	return l;
}

void last_seen_close(struct last_seen *l)
{
	size_t position = 0;
	struct seen *s;
	while ((s = table_next(l->people, &position, NULL)))
		memory_free(s);
	table_free(l->people);
	memory_free(l);
}

void last_seen_note(struct last_seen *l, int64_t user_id, int64_t seen_ms)
{
	struct seen *s = table_get(l->people, user_id);
	if (!s) {
		s = memory_zero(1, sizeof(*s));
		s->user_id = user_id;
		table_put(l->people, user_id, s);
		TAILQ_INSERT_TAIL(&l->due, s, next);
	}
	if (seen_ms > s->seen_ms)
		s->seen_ms = seen_ms;
}

/* ---- writing ---- */

struct noting {
	struct gateway *g;
	struct arena *arena;
	struct write write;
};

static void on_written(void *owner, enum error e, struct write *w)
{
	struct noting *n = owner;
	(void)w;
	/* The next time they are seen tells more than another attempt. */
	if (e)
		log_debug("presence", "last seen not noted", "error=%s", error_code(e));
	n->g->requests--;
	arena_free(n->arena);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return left < right ? -1 : left > right;
}

static void rest(struct last_seen *l, struct seen *s)
{
	TAILQ_REMOVE(&l->due, s, next);
	s->seen_ms = 0;
	s->resting = true;
	s->rest_until_ms = clock_monotonic_ms() + REST_MS;
	TAILQ_INSERT_TAIL(&l->resting, s, next);
}

/* The first that are due and were seen at about the same moment. Returns how many. */
static size_t take_due(struct last_seen *l, struct noting *n)
{
	int64_t ids[LAST_SEEN_PEOPLE_MAX];
	size_t count = 0;
	struct seen *s = TAILQ_FIRST(&l->due);
	int64_t moment_ms = s->seen_ms;
	while (s && count < LAST_SEEN_PEOPLE_MAX && s->seen_ms <= moment_ms &&
	       s->seen_ms > moment_ms - SAME_MOMENT_MS) {
		ids[count++] = s->user_id;
		rest(l, s);
		s = TAILQ_FIRST(&l->due);
	}
	/* In order, so that two workers' transactions do not wait for each other. */
	qsort(ids, count, sizeof(ids[0]), compare_ids);
	write_last_seen(&n->write, n->arena, ids, count, moment_ms);
	return count;
}

static void write_some(struct last_seen *l)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct noting *n = arena_take(arena, sizeof(*n));
	n->g = l->g;
	n->arena = arena;
	for (size_t taken = 0; taken < PEOPLE_A_TICK && !TAILQ_EMPTY(&l->due) &&
			       n->write.statement_count < WRITE_STATEMENTS_MAX;)
		taken += take_due(l, n);
	n->write.done = on_written;
	n->write.owner = n;
	l->g->requests++; /* a worker does not end before it is written */
	archive_write(l->g->archive, &n->write);
}

/* Whoever was noted while resting is due again. */
static void wake(struct last_seen *l)
{
	int64_t now_ms = clock_monotonic_ms();
	struct seen *s;
	while ((s = TAILQ_FIRST(&l->resting)) && (s->rest_until_ms <= now_ms || l->hurry)) {
		TAILQ_REMOVE(&l->resting, s, next);
		if (s->seen_ms > 0) {
			s->resting = false;
			TAILQ_INSERT_TAIL(&l->due, s, next);
			continue;
		}
		table_remove(l->people, s->user_id);
		memory_free(s);
	}
}

void last_seen_hurry(struct last_seen *l)
{
	l->hurry = true;
	wake(l);
}

bool last_seen_due(const struct last_seen *l)
{
	return !TAILQ_EMPTY(&l->due) && archive_up(l->g->archive);
}

void last_seen_tick(struct last_seen *l)
{
	wake(l);
	if (last_seen_due(l))
		write_some(l);
}
