/* Ids by leases: each row of id_lease says what comes next and how many are taken at a time. The
 * next lease is fetched when a quarter is left. An id is given out once, or never (a lease ends
 * with its worker); nothing orders by id. */
#include "archive/ids.h"

#include <stdio.h>
#include <string.h>

#include "archive/archive_private.h"
#include "archive/reader.h"
#include "base/check.h"
#include "base/memory.h"

enum { LEASES_MAX = 16, LEASE_NAME_MAX = 32 };

struct waiter {
	struct waiter *next;
	void (*done)(void *owner, enum error e, int64_t id);
	void *owner;
};

struct lease {
	struct ids *ids;
	char name[LEASE_NAME_MAX];
	int64_t next;
	int64_t end;        /* next == end: none at hand */
	int64_t ahead_next; /* the lease after this one */
	int64_t ahead_end;
	int64_t step; /* 0: not yet known */
	bool fetching;
	struct arena *arena;
	struct waiter *first;
	struct waiter **last;
	int64_t waiting; /* of archive_queue_max */
};

struct ids {
	struct archive *archive;
	struct lease leases[LEASES_MAX];
	size_t count;
	bool closed;
};

static void fetch(struct lease *l);

static void use_ahead(struct lease *l)
{
	if (l->next < l->end || l->ahead_next == l->ahead_end)
		return;
	l->next = l->ahead_next;
	l->end = l->ahead_end;
	l->ahead_next = l->ahead_end = 0;
}

static bool take(struct lease *l, int64_t *id)
{
	use_ahead(l);
	if (l->next == l->end)
		return false;
	*id = l->next++;
	return true;
}

static bool needs_more(const struct lease *l)
{
	return l->ahead_next == l->ahead_end && l->end - l->next <= l->step / 4;
}

static struct waiter *take_waiter(struct lease *l)
{
	struct waiter *waiter = l->first;
	if (!waiter)
		return NULL;
	l->first = waiter->next;
	if (!l->first)
		l->last = &l->first;
	l->waiting--;
	return waiter;
}

static void answer_waiter(struct lease *l, enum error e, int64_t id)
{
	struct waiter *waiter = take_waiter(l);
	void (*done)(void *, enum error, int64_t) = waiter->done;
	void *owner = waiter->owner;
	memory_free(waiter);
	done(owner, e, id);
}

static void fail_waiters(struct lease *l, enum error e)
{
	/* Only those that wait now: a new one begins a new fetch. */
	size_t count = 0;
	for (const struct waiter *waiter = l->first; waiter; waiter = waiter->next)
		count++;
	for (; count > 0 && l->first; count--)
		answer_waiter(l, e, 0);
}

static void serve_waiters(struct lease *l)
{
	int64_t id;
	while (l->first && take(l, &id))
		answer_waiter(l, ERROR_OK, id);
	if ((l->first || needs_more(l)) && !l->ids->closed)
		fetch(l);
}

static void end_fetch(struct lease *l, enum error e)
{
	l->fetching = false;
	arena_free(l->arena);
	l->arena = NULL;
	if (e)
		fail_waiters(l, e);
	else
		serve_waiters(l);
}

static void on_leased(void *owner, enum error e, const struct result *result)
{
	struct lease *l = owner;
	if (e) {
		end_fetch(l, e);
		return;
	}
	if (result->affected == 0) {
		/* The step was changed: ask again. */
		l->step = 0;
		l->fetching = false;
		arena_free(l->arena);
		l->arena = NULL;
		fetch(l);
		return;
	}
	l->ahead_next = result->insert_id;
	l->ahead_end = result->insert_id + l->step;
	end_fetch(l, ERROR_OK);
}

static void lease_ids(struct lease *l)
{
	struct read read = { .arena = l->arena, .owner = l };
	/* id_lease_pk. LAST_INSERT_ID(value) brings the value back with the answer. */
	struct reading *r = reading_new(read,
					"UPDATE id_lease SET next = LAST_INSERT_ID(next) + step "
					"WHERE name = ? AND step = ?",
					NULL);
	reading_text(r, slice_of(l->name));
	reading_int(r, l->step);
	r->on_result = on_leased;
	reading_start(l->ids->archive, r);
}

struct step_row {
	int64_t step;
};

static void on_step(void *owner, enum error e, void *rows, size_t count)
{
	struct lease *l = owner;
	const struct step_row *row = rows;
	if (e || count == 0 || row->step <= 0) {
		end_fetch(l, e ? e : ERROR_INTERNAL);
		return;
	}
	l->step = row->step;
	lease_ids(l);
}

static void read_step(struct lease *l)
{
	static const struct shape shape = { sizeof(struct step_row),
					    1,
					    { { COLUMN_INT64, offsetof(struct step_row, step) } } };
	struct read read = { .arena = l->arena, .done = on_step, .owner = l };
	/* id_lease_pk */
	struct reading *r = reading_new(read, "SELECT step FROM id_lease WHERE name = ?", &shape);
	reading_text(r, slice_of(l->name));
	reading_start(l->ids->archive, r);
}

static void fetch(struct lease *l)
{
	if (l->fetching)
		return;
	l->fetching = true;
	l->arena = arena_new(64 * 1024);
	if (l->step == 0)
		read_step(l);
	else
		lease_ids(l);
}

static struct lease *find_lease(struct ids *ids, const char *name)
{
	for (size_t i = 0; i < ids->count; i++)
		if (strcmp(ids->leases[i].name, name) == 0)
			return &ids->leases[i];
	ASSERT(ids->count < LEASES_MAX && strlen(name) < LEASE_NAME_MAX);
	struct lease *l = &ids->leases[ids->count++];
	l->ids = ids;
	l->last = &l->first;
	snprintf(l->name, sizeof(l->name), "%s", name);
	return l;
}

static void wait_for(struct lease *l, void (*done)(void *owner, enum error e, int64_t id),
		     void *owner)
{
	struct waiter *waiter = memory_zero(1, sizeof(*waiter));
	waiter->done = done;
	waiter->owner = owner;
	*l->last = waiter;
	l->last = &waiter->next;
	l->waiting++;
}

void archive_next_id(struct archive *a, const char *lease,
		     void (*done)(void *owner, enum error e, int64_t id), void *owner)
{
	struct lease *l = find_lease(a->ids, lease);
	int64_t id;
	if (a->ids->closed) {
		done(owner, ERROR_UNAVAILABLE, 0);
		return;
	}
	bool at_hand = !l->first && take(l, &id);
	if (!at_hand && l->waiting >= a->config->archive_queue_max) {
		done(owner, ERROR_BUSY, 0);
		return;
	}
	if (!at_hand)
		wait_for(l, done, owner);
	if (!at_hand || needs_more(l))
		fetch(l);
	if (at_hand)
		done(owner, ERROR_OK, id);
}

struct ids *ids_new(struct archive *a)
{
	struct ids *ids = memory_zero(1, sizeof(*ids));
	ids->archive = a;
	return ids;
}

void ids_close(struct ids *ids)
{
	ids->closed = true;
	for (size_t i = 0; i < ids->count; i++)
		fail_waiters(&ids->leases[i], ERROR_UNAVAILABLE);
}

void ids_free(struct ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		arena_free(ids->leases[i].arena);
	memory_free(ids);
}
