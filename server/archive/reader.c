/* The readers: a queue in order of arrival, two connections that take from its front. All deadlines
 * have the same distance, so the queue's front and what runs are the earliest; one timer watches
 * them. A read whose connection was lost is asked again (at the front), three times at most; one
 * that is not answered by its deadline takes its connection down. */
#include "archive/reader.h"

#include "archive/archive_private.h"
#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"

enum { READERS = 2, ATTEMPTS_MAX = 3 };

struct lane {
	struct reader *reader;
	struct connection *connection;
	struct reading *running; /* NULL: none */
};

struct reader {
	struct archive *archive;
	struct lane lanes[READERS];
	struct reading *first;
	struct reading **last;
	size_t count;
	struct timer *deadline;
	bool closed;
};

static void run_next(struct reader *r);

static void answer(struct reading *q, enum error e, const struct result *result)
{
	struct rows rows = { NULL, 0 };
	if (q->on_result) {
		q->on_result(q->read.owner, e, result);
		return;
	}
	if (e == ERROR_OK)
		rows = result->rows;
	if (e == ERROR_OK && q->rework)
		e = q->rework(q, &rows);
	if (e)
		rows = (struct rows){ NULL, 0 };
	q->read.done(q->read.owner, e, rows.rows, rows.count);
}

/* ---- the queue ---- */

static void push_back(struct reader *r, struct reading *q)
{
	q->next = NULL;
	*r->last = q;
	r->last = &q->next;
	r->count++;
}

static void push_front(struct reader *r, struct reading *q)
{
	q->next = r->first;
	if (!r->first)
		r->last = &q->next;
	r->first = q;
	r->count++;
}

static struct reading *pop_front(struct reader *r)
{
	struct reading *q = r->first;
	r->first = q->next;
	if (!r->first)
		r->last = &r->first;
	r->count--;
	return q;
}

/* ---- deadlines ---- */

static int64_t earliest_deadline(const struct reader *r)
{
	int64_t earliest = r->first ? r->first->deadline_ms : INT64_MAX;
	for (int i = 0; i < READERS; i++) {
		const struct reading *q = r->lanes[i].running;
		if (q && q->deadline_ms < earliest)
			earliest = q->deadline_ms;
	}
	return earliest;
}

/* An armed timer never fires too late: later reads have later deadlines. */
static void arm_deadline(struct reader *r)
{
	int64_t earliest = earliest_deadline(r);
	if (earliest != INT64_MAX && !timer_active(r->deadline))
		timer_start(r->deadline, earliest - loop_now_ms(r->archive->loop), 0);
}

static void expire_lane(struct lane *lane, int64_t now)
{
	struct reading *q = lane->running;
	if (!q || q->deadline_ms > now)
		return;
	lane->running = NULL;
	connection_abort(lane->connection);
	log_warn("archive", "a read took too long", "timeout_ms=%lld",
		 (long long)lane->reader->archive->config->archive_timeout_ms);
	archive_connections_changed(lane->reader->archive);
	answer(q, ERROR_TIMEOUT, NULL);
}

static void on_deadline(void *owner)
{
	struct reader *r = owner;
	int64_t now = loop_now_ms(r->archive->loop);
	for (int i = 0; i < READERS && !r->closed; i++)
		expire_lane(&r->lanes[i], now);
	while (!r->closed && r->first && r->first->deadline_ms <= now)
		answer(pop_front(r), reader_up(r) ? ERROR_TIMEOUT : ERROR_UNAVAILABLE, NULL);
	if (!r->closed)
		arm_deadline(r);
}

/* ---- running ---- */

/* Lost with its connection: again, unless that happened too often. */
static void ask_again(struct reader *r, struct reading *q)
{
	if (++q->attempts < ATTEMPTS_MAX)
		push_front(r, q);
	else
		answer(q, ERROR_UNAVAILABLE, NULL);
}

static enum error error_of(struct lane *lane, const struct result *result)
{
	if (!result->failed)
		return result->rows_error;
	log_error("archive", "a read failed", "code=%u statement=%s", result->code,
		  connection_error(lane->connection));
	return result->failure == FAILURE_RETRY ? ERROR_BUSY : ERROR_INTERNAL;
}

static void on_result(void *owner, const struct result *result)
{
	struct lane *lane = owner;
	struct reader *r = lane->reader;
	struct reading *q = lane->running;
	lane->running = NULL;
	if (result->failed && result->failure == FAILURE_LOST) {
		ask_again(r, q);
		return;
	}
	answer(q, error_of(lane, result), result);
	run_next(r);
}

static void run(struct lane *lane, struct reading *q)
{
	struct query query = {
		.sql = q->sql,
		.parameters = q->parameters,
		.shape = q->shape,
		.arena = q->read.arena,
	};
	lane->running = q;
	connection_query(lane->connection, &query, on_result, lane);
}

static void run_next(struct reader *r)
{
	for (int i = 0; i < READERS && !r->closed; i++)
		if (r->first && connection_idle(r->lanes[i].connection))
			run(&r->lanes[i], pop_front(r));
}

static void on_refused(void *owner)
{
	answer(owner, ERROR_BUSY, NULL);
}

static void on_closed(void *owner)
{
	answer(owner, ERROR_UNAVAILABLE, NULL);
}

void reading_start(struct archive *a, struct reading *q)
{
	struct reader *r = a->reader;
	if (r->closed || (int64_t)r->count >= a->config->archive_queue_max) {
		loop_later(a->loop, r->closed ? on_closed : on_refused, q);
		return;
	}
	q->deadline_ms = loop_now_ms(a->loop) + a->config->archive_timeout_ms;
	push_back(r, q);
	arm_deadline(r);
	run_next(r);
}

/* ---- life ---- */

static void on_up(void *owner)
{
	struct lane *lane = owner;
	archive_connections_changed(lane->reader->archive);
	run_next(lane->reader);
}

static void on_down(void *owner)
{
	struct lane *lane = owner;
	archive_connections_changed(lane->reader->archive);
	/* What it ran may run on the other one. */
	run_next(lane->reader);
}

struct reader *reader_new(struct archive *a)
{
	struct reader *r = memory_zero(1, sizeof(*r));
	r->archive = a;
	r->last = &r->first;
	r->deadline = timer_new(a->loop, on_deadline, r);
	for (int i = 0; i < READERS; i++) {
		struct lane *lane = &r->lanes[i];
		lane->reader = r;
		lane->connection = connection_new(a->loop, &a->url, false,
						  (struct connection_events){ on_up, on_down },
						  lane);
	}
	return r;
}

void reader_close(struct reader *r)
{
	r->closed = true;
	timer_stop(r->deadline);
	for (int i = 0; i < READERS; i++)
		connection_close(r->lanes[i].connection);
	for (int i = 0; i < READERS; i++) {
		struct reading *q = r->lanes[i].running;
		r->lanes[i].running = NULL;
		if (q)
			answer(q, ERROR_UNAVAILABLE, NULL);
	}
	while (r->first)
		answer(pop_front(r), ERROR_UNAVAILABLE, NULL);
}

void reader_free(struct reader *r)
{
	for (int i = 0; i < READERS; i++)
		connection_free(r->lanes[i].connection);
	timer_free(r->deadline);
	memory_free(r);
}

bool reader_up(const struct reader *r)
{
	for (int i = 0; i < READERS; i++)
		if (connection_up(r->lanes[i].connection))
			return true;
	return false;
}
