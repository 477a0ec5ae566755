/* The batch writer: the queue, what is taken from it, and when. A batch is everything that waited
 * when the last one ended.
 *
 * Deadlines: a write that waits ends at its deadline. One whose transaction is under way takes the
 * connection down first, so that nothing is bound to it any more; if its COMMIT was sent it may yet
 * be committed (its client id tells, when it is sent again). */
#include "archive/writer.h"

#include "archive/writer_private.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/random.h"

enum { QUEUE_FIRST = 256 };

static void schedule(struct writer *w);

/* ---- the queue ---- */

static struct queued *queue_front(struct writer *w)
{
	return &w->queue[w->queue_first];
}

static void queue_grow(struct writer *w)
{
	size_t capacity = w->queue_capacity ? w->queue_capacity * 2 : QUEUE_FIRST;
	struct queued *larger = memory_take(capacity * sizeof(*larger));
	for (size_t i = 0; i < w->queue_count; i++)
		larger[i] = w->queue[(w->queue_first + i) % w->queue_capacity];
	memory_free(w->queue);
	w->queue = larger;
	w->queue_capacity = capacity;
	w->queue_first = 0;
}

static void queue_push(struct writer *w, struct write *write, int64_t deadline_ms)
{
	if (w->queue_count == w->queue_capacity)
		queue_grow(w);
	w->queue[(w->queue_first + w->queue_count) % w->queue_capacity] =
		(struct queued){ write, deadline_ms };
	w->queue_count++;
	metric_add(METRIC_ARCHIVE_QUEUE, 1);
}

static void queue_pop(struct writer *w)
{
	w->queue_first = (w->queue_first + 1) % w->queue_capacity;
	w->queue_count--;
}

static bool batch_ended(const struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++)
		if (w->batch.items[i].state != ITEM_ENDED)
			return false;
	return true;
}

static void end_batch(struct writer *w)
{
	batch_reset(&w->batch);
	arena_free(w->arena);
	w->arena = NULL;
	w->commit_sent = false;
	w->phase = WRITER_IDLE;
	schedule(w);
}

/* ---- running ---- */

static void take_batch(struct writer *w)
{
	batch_reset(&w->batch);
	while (w->queue_count > 0 &&
	       batch_add(&w->batch, queue_front(w)->write, queue_front(w)->deadline_ms))
		queue_pop(w);
	w->alone = false;
	w->attempts = 0;
	w->reruns = 0;
	w->losses = 0;
	w->looked_up = false;
}

/* Marks what the next transaction holds: everything that waits, or its first alone. */
static void choose_items(struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++) {
		struct item *item = &w->batch.items[i];
		if (item->state == ITEM_RUNNING)
			item->state = ITEM_WAITING;
	}
	for (size_t i = 0; i < w->batch.count; i++) {
		struct item *item = &w->batch.items[i];
		if (item->state != ITEM_WAITING)
			continue;
		item->state = ITEM_RUNNING;
		item->verdict = ERROR_OK;
		if (w->alone)
			return;
	}
}

/* What comes next for the batch, if the connection is there. */
void writer_run_batch(struct writer *w)
{
	if (w->closed)
		return;
	if (batch_ended(w)) {
		end_batch(w);
		return;
	}
	if (!connection_idle(w->connection)) {
		w->phase = WRITER_DOWN;
		return;
	}
	if (w->commit_sent) {
		if (w->marked)
			recovery_read_mark(w);
		else
			recovery_look_up(w);
		return;
	}
	choose_items(w);
	transaction_start(w);
}

static void start(void *owner)
{
	struct writer *w = owner;
	w->scheduled = false;
	if (w->closed || w->phase != WRITER_IDLE || w->queue_count == 0 ||
	    !connection_idle(w->connection))
		return;
	take_batch(w);
	writer_run_batch(w);
}

/* At the beginning of the next turn, so that all of this turn's writes come along. */
static void schedule(struct writer *w)
{
	if (w->scheduled || w->closed || w->queue_count == 0)
		return;
	w->scheduled = true;
	loop_later(w->archive->loop, start, w);
}

static void on_pause(void *owner)
{
	struct writer *w = owner;
	w->phase = WRITER_DOWN;
	writer_run_batch(w);
}

/* ---- deadlines ---- */

static int64_t earliest_deadline(struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++)
		if (w->batch.items[i].state != ITEM_ENDED)
			return w->batch.items[i].deadline_ms;
	return w->queue_count > 0 ? queue_front(w)->deadline_ms : INT64_MAX;
}

/* Deadlines only grow: an armed timer never fires too late. */
static void arm_deadline(struct writer *w)
{
	int64_t earliest = earliest_deadline(w);
	if (earliest != INT64_MAX && !timer_active(w->deadline))
		timer_start(w->deadline, earliest - loop_now_ms(w->archive->loop), 0);
}

static bool batch_expired(const struct writer *w, int64_t now)
{
	for (size_t i = 0; i < w->batch.count; i++)
		if (w->batch.items[i].state != ITEM_ENDED && w->batch.items[i].deadline_ms <= now)
			return true;
	return false;
}

static void expire_batch(struct writer *w, int64_t now)
{
	enum error e = w->phase == WRITER_DOWN ? ERROR_UNAVAILABLE : ERROR_TIMEOUT;
	if (!batch_expired(w, now))
		return;
	log_warn("archive", "writes took too long", "phase=%d", (int)w->phase);
	timer_stop(w->pause);
	if (w->phase == WRITER_RUNNING) {
		connection_abort(w->connection);
		archive_connections_changed(w->archive);
	}
	w->phase = WRITER_DOWN;
	for (size_t i = 0; i < w->batch.count && !w->closed; i++)
		if (w->batch.items[i].state != ITEM_ENDED && w->batch.items[i].deadline_ms <= now)
			writer_end(w, i, e);
	writer_run_batch(w);
}

static void on_deadline(void *owner)
{
	struct writer *w = owner;
	int64_t now = loop_now_ms(w->archive->loop);
	if (w->phase != WRITER_IDLE)
		expire_batch(w, now);
	while (!w->closed && w->queue_count > 0 && queue_front(w)->deadline_ms <= now) {
		struct write *write = queue_front(w)->write;
		queue_pop(w);
		writer_call_done(write,
				 connection_up(w->connection) ? ERROR_TIMEOUT : ERROR_UNAVAILABLE);
	}
	if (!w->closed)
		arm_deadline(w);
}

/* ---- taking writes ---- */

struct refusal {
	struct write *write;
	enum error error;
};

static void on_refusal(void *owner)
{
	struct refusal *r = owner;
	r->write->done(r->write->owner, r->error, r->write);
	memory_free(r);
}

static void refuse(struct archive *a, struct write *write, enum error e)
{
	struct refusal *r = memory_take(sizeof(*r));
	*r = (struct refusal){ write, e };
	loop_later(a->loop, on_refusal, r);
}

void archive_write(struct archive *a, struct write *write)
{
	struct writer *w = a->writer;
	if (w->closed)
		refuse(a, write, ERROR_UNAVAILABLE);
	else if ((int64_t)w->queue_count >= a->config->archive_queue_max)
		refuse(a, write, ERROR_BUSY);
	else if (write_bytes(write) > BATCH_BYTES_MAX)
		refuse(a, write, ERROR_TOO_LARGE);
	else {
		queue_push(w, write, loop_now_ms(a->loop) + a->config->archive_timeout_ms);
		arm_deadline(w);
		schedule(w);
	}
}

/* ---- life ---- */

static void on_up(void *owner)
{
	struct writer *w = owner;
	archive_connections_changed(w->archive);
	if (w->closed)
		return;
	if (w->phase == WRITER_DOWN)
		writer_run_batch(w);
	else
		schedule(w);
}

static void on_down(void *owner)
{
	struct writer *w = owner;
	archive_connections_changed(w->archive);
}

struct writer *writer_new(struct archive *a)
{
	struct writer *w = memory_zero(1, sizeof(*w));
	w->archive = a;
	random_bytes(w->id, sizeof(w->id));
	w->deadline = timer_new(a->loop, on_deadline, w);
	w->pause = timer_new(a->loop, on_pause, w);
	w->connection = connection_new(a->loop, &a->url, true,
				       (struct connection_events){ on_up, on_down }, w);
	return w;
}

void writer_close(struct writer *w)
{
	w->closed = true;
	timer_stop(w->deadline);
	timer_stop(w->pause);
	connection_close(w->connection);
	for (size_t i = 0; i < w->batch.count; i++) {
		struct item *item = &w->batch.items[i];
		if (item->state == ITEM_ENDED)
			continue;
		item->state = ITEM_ENDED;
		writer_call_done(item->write, ERROR_UNAVAILABLE);
	}
	while (w->queue_count > 0) {
		struct write *write = queue_front(w)->write;
		queue_pop(w);
		writer_call_done(write, ERROR_UNAVAILABLE);
	}
}

void writer_free(struct writer *w)
{
	connection_free(w->connection);
	timer_free(w->deadline);
	timer_free(w->pause);
	insert_clear(&w->rows);
	buffer_clear(&w->sql);
	arena_free(w->arena);
	memory_free(w->queue);
	memory_free(w);
}

bool writer_up(const struct writer *w)
{
	return connection_up(w->connection);
}
