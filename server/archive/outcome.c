/* What becomes of the items of a batch after each of its transactions. Normally all are committed
 * at once. When that fails, the batch is narrowed down: refused items leave it, client ids are
 * looked up, and at last each item runs alone, in order; so one bad write neither fails nor
 * reorders the others. Invariant: an item ends exactly once, and it is not run again after a COMMIT
 * without an answer until it is known that it was not committed. */
#include "archive/writer_private.h"
#include "base/check.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/states.h"

#include <mysqld_error.h>

enum {
	ATTEMPTS_MAX = 5,
	RERUNS_MAX = 3,
	LOSSES_MAX = 2,
	PAUSE_FIRST_MS = 4,
};

/* ---- ends ---- */

void writer_call_done(struct write *write, enum error e)
{
	metric_add(METRIC_ARCHIVE_QUEUE, -1);
	if (e == ERROR_OK)
		metric_add(METRIC_BATCH_WRITES, 1);
	write->done(write->owner, e, write);
}

static void end_twin(struct writer *w, size_t item, const struct change *first)
{
	struct write *write = w->batch.items[item].write;
	struct change *c = write_message(write);
	w->batch.items[item].state = ITEM_ENDED;
	c->repeated = true;
	c->seq = first->seq;
	c->number = first->number;
	c->epoch = first->epoch;
	c->message_id = first->message_id;
	c->at_ms = first->at_ms;
	writer_call_done(write, ERROR_OK);
}

/* A twin of something that was committed is answered with it; of anything else it is run itself. */
static void settle_twins(struct writer *w, size_t item, const struct change *committed)
{
	struct batch *b = &w->batch;
	for (size_t i = item + 1; b->twins > 0 && i < b->count && !w->closed; i++) {
		if (b->items[i].state != ITEM_TWIN || b->items[i].twin_of != item)
			continue;
		if (committed)
			end_twin(w, i, committed);
		else
			b->items[i].state = ITEM_WAITING;
	}
}

void writer_end(struct writer *w, size_t item, enum error e)
{
	struct write *write = w->batch.items[item].write;
	struct change first = { 0 };
	const struct change *message = write_message(write);
	/* done may end the write's memory */
	if (message)
		first = *message;
	w->batch.items[item].state = ITEM_ENDED;
	writer_call_done(write, e);
	settle_twins(w, item, e == ERROR_OK && message ? &first : NULL);
}

/* ---- what went well, or was refused ---- */

static size_t running_item(const struct writer *w)
{
	size_t i = 0;
	while (w->batch.items[i].state != ITEM_RUNNING)
		i++;
	ASSERT(i < w->batch.count);
	return i;
}

static void next_transaction(struct writer *w)
{
	w->attempts = 0;
	w->looked_up = false;
	writer_run_batch(w);
}

void writer_committed(struct writer *w)
{
	for (size_t i = 0; i < w->batch.count && !w->closed; i++)
		if (w->batch.items[i].state == ITEM_RUNNING)
			writer_end(w, i, ERROR_OK);
	next_transaction(w);
}

static void rerun(struct writer *w)
{
	if (++w->reruns > RERUNS_MAX)
		w->alone = true;
	next_transaction(w);
}

void writer_refused(struct writer *w)
{
	for (size_t i = 0; i < w->batch.count && !w->closed; i++) {
		const struct item *item = &w->batch.items[i];
		if (item->state == ITEM_RUNNING && item->verdict)
			writer_end(w, i, item->verdict);
	}
	rerun(w);
}

/* ---- failures ---- */

static const struct {
	unsigned int code;
	enum error error;
} statement_errors[] = {
	{ ER_DUP_ENTRY, ERROR_CONFLICT },
	{ ER_DATA_TOO_LONG, ERROR_TOO_LARGE },
	{ ER_NET_PACKET_TOO_LARGE, ERROR_TOO_LARGE },
	{ ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ERROR_INVALID },
	{ ER_WARN_DATA_OUT_OF_RANGE, ERROR_INVALID },
	{ ER_BAD_NULL_ERROR, ERROR_INVALID },
	{ ER_INVALID_CHARACTER_STRING, ERROR_INVALID },
};

static enum error error_of(struct writer *w, unsigned int code)
{
	for (size_t i = 0; i < sizeof(statement_errors) / sizeof(statement_errors[0]); i++)
		if (statement_errors[i].code == code)
			return statement_errors[i].error;
	log_error("archive", "a write failed", "code=%u statement=%s", code,
		  connection_error(w->connection));
	return ERROR_INTERNAL;
}

static void pause_batch(struct writer *w)
{
	int64_t pause_ms = PAUSE_FIRST_MS << w->attempts;
	metric_add(METRIC_BATCH_RETRIES, 1);
	w->phase = WRITER_PAUSED;
	timer_start(w->pause, pause_ms / 2 + (int64_t)random_below((uint64_t)pause_ms), 0);
}

/* Lost against another transaction: the same again, at last each write alone, so that only those
 * suffer whose rows are locked. */
static void try_again(struct writer *w)
{
	if (++w->attempts <= ATTEMPTS_MAX || w->commit_sent) {
		if (w->attempts > ATTEMPTS_MAX)
			w->attempts = ATTEMPTS_MAX;
		pause_batch(w);
		return;
	}
	if (w->alone) {
		writer_end(w, running_item(w), ERROR_TIMEOUT);
	} else {
		log_warn("archive", "a batch lost too often", "attempts=%d", w->attempts);
		w->alone = true;
	}
	next_transaction(w);
}

static void connection_gone(struct writer *w)
{
	w->phase = WRITER_DOWN;
	metric_add(METRIC_BATCH_RETRIES, 1);
	if (++w->losses >= LOSSES_MAX)
		w->alone = true;
	/* on_up goes on. A connection that could not even roll back is no good. */
	if (connection_idle(w->connection)) {
		connection_abort(w->connection);
		archive_connections_changed(w->archive);
	}
}

static bool running_message(const struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++)
		if (w->batch.items[i].state == ITEM_RUNNING &&
		    write_messages(w->batch.items[i].write) > 0)
			return true;
	return false;
}

void writer_failed(struct writer *w, enum failure failure, unsigned int code)
{
	if (failure == FAILURE_LOST) {
		connection_gone(w);
		return;
	}
	/* What is unknown must first become known, whatever it takes. */
	if (failure == FAILURE_RETRY || w->commit_sent) {
		try_again(w);
		return;
	}
	w->code = code;
	if (running_message(w) && !w->looked_up) {
		w->looked_up = true;
		recovery_look_up(w);
		return;
	}
	if (w->alone)
		writer_end(w, running_item(w), error_of(w, code));
	w->alone = true;
	next_transaction(w);
}

/* Ends the running items that were known; returns how many. */
static size_t end_found(struct writer *w)
{
	size_t ended = 0;
	for (size_t i = 0; i < w->batch.count && !w->closed; i++) {
		const struct item *item = &w->batch.items[i];
		if (item->state != ITEM_RUNNING || item->found == 0)
			continue;
		ended++;
		/* A write is atomic: a part of it alone was never sent like this. */
		writer_end(w, i,
			   item->found == write_messages(item->write) ? ERROR_OK : ERROR_CONFLICT);
	}
	return ended;
}

void writer_looked_up(struct writer *w)
{
	bool was_unknown = w->commit_sent;
	size_t ended = end_found(w);
	w->commit_sent = false;
	if (was_unknown) {
		next_transaction(w);
		return;
	}
	if (ended > 0) {
		rerun(w);
		return;
	}
	/* None was sent before, so one of them is at fault by itself. */
	if (w->alone && !w->closed)
		writer_end(w, running_item(w), error_of(w, w->code));
	w->alone = true;
	next_transaction(w);
}

void writer_recovered(struct writer *w, bool committed)
{
	w->commit_sent = false;
	if (committed)
		writer_committed(w);
	else
		next_transaction(w);
}
