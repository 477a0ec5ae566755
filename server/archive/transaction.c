/* One transaction of the batch writer, in reading order: raise the heads (which locks them), read
 * under those locks the memberships that must be read, insert, run the statements, commit. It
 * begins by itself, as a writer's session has no autocommit. The rest of the batch is not touched.
 */
#include "archive/writer_private.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"

#include <mysqld_error.h>

static void insert_messages(struct writer *w);
static void insert_changes(struct writer *w);
static void run_statements(struct writer *w);
static void leave_mark(struct writer *w);
static void commit(struct writer *w);

/* ---- tools ---- */

void writer_query(struct writer *w, const struct query *q,
		  void (*done)(void *owner, const struct result *r))
{
	w->phase = WRITER_RUNNING;
	connection_query(w->connection, q, done, w);
}

void writer_bind_number(struct writer *w, size_t index, int64_t value)
{
	w->numbers[index] = value;
	w->binds[index] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
					.buffer = &w->numbers[index] };
}

void writer_bind_bytes(struct writer *w, size_t index, struct slice value,
		       enum enum_field_types type)
{
	/* libmariadb only reads it. */
	char *bytes = value.data ? (char *)(uintptr_t)value.data : (char *)(uintptr_t) "";
	w->binds[index] =
		(MYSQL_BIND){ .buffer_type = type, .buffer = bytes, .buffer_length = value.size };
}

void transaction_roll_back(struct writer *w, void (*done)(void *owner, const struct result *r))
{
	writer_query(w, &(struct query){ .sql = "ROLLBACK", .text = true }, done);
}

static void on_failed_rolled_back(void *owner, const struct result *r)
{
	struct writer *w = owner;
	writer_failed(w, r->failed ? FAILURE_LOST : w->failure, r->failed ? r->code : w->code);
}

bool transaction_failed(struct writer *w, const struct result *r)
{
	if (!r->failed && !r->rows_error)
		return false;
	w->failure = r->failure;
	w->code = r->code;
	if (r->failed && r->failure == FAILURE_LOST)
		writer_failed(w, FAILURE_LOST, r->code);
	else
		transaction_roll_back(w, on_failed_rolled_back);
	return true;
}

static void on_refused_rolled_back(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (r->failed)
		writer_failed(w, FAILURE_LOST, r->code);
	else
		writer_refused(w);
}

/* Some of the running items got a verdict. */
void transaction_refuse(struct writer *w)
{
	transaction_roll_back(w, on_refused_rolled_back);
}

static void on_rows_sent(void *owner, const struct result *r);

/* Sends what w->rows still has, then goes on with w->inserted. */
static void send_rows(struct writer *w)
{
	struct query q;
	if (!insert_next(&w->rows, connection_dialect(w->connection), &q)) {
		w->inserted(w);
		return;
	}
	if (w->rows.insert->returning) {
		q.shape = &heads_shape;
		q.arena = w->arena;
	}
	writer_query(w, &q, on_rows_sent);
}

static void on_rows_sent(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (transaction_failed(w, r))
		return;
	if (r->rows.count > 0)
		heads_take(w, &r->rows);
	send_rows(w);
}

void transaction_send_rows(struct writer *w, void (*then)(struct writer *w))
{
	w->inserted = then;
	send_rows(w);
}

/* ---- 1. heads: heads.c ---- */

static bool has_message(const struct write *write)
{
	return write_messages(write) > 0;
}

/* A write with a message is known again by its client id; any other only by the mark. */
static bool needs_mark(const struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++)
		if (w->batch.items[i].state == ITEM_RUNNING &&
		    !has_message(w->batch.items[i].write))
			return true;
	return false;
}

void transaction_start(struct writer *w)
{
	metric_add(METRIC_BATCHES, 1);
	arena_free(w->arena);
	w->arena = arena_new(16 * 1024 * 1024);
	w->commit_sent = false;
	w->number++;
	w->marked = needs_mark(w);
	heads_raise(w);
}

/* ---- 2. rows ---- */

static void fill_rows(struct writer *w, const struct insert *insert, bool messages,
		      void (*fill)(struct insert_rows *r, const struct change *c))
{
	insert_begin(&w->rows, insert);
	for (size_t i = 0; i < w->batch.placed_count; i++) {
		const struct change *c = w->batch.placed[i].change;
		if ((c->kind == CHANGE_MESSAGE) != messages)
			continue;
		fill(&w->rows, c);
		insert_end_row(&w->rows);
	}
}

static void fill_sent(struct insert_rows *r, const struct change *c)
{
	insert_number(r, 0, c->stream_id);
	insert_number(r, 1, c->actor_id);
	insert_bytes(r, 2, c->client_id);
	insert_number(r, 3, c->seq);
	insert_number(r, 4, c->at_ms);
}

void transaction_insert(struct writer *w)
{
	static const struct insert sent = {
		.into = "INSERT INTO sent_message (room_id, sender_id, client_id, seq, at_ms)",
		.row = "(?, ?, ?, ?, ?)",
		.after = "",
		.columns = 5,
	};
	fill_rows(w, &sent, true, fill_sent);
	transaction_send_rows(w, insert_messages);
}

static void fill_message(struct insert_rows *r, const struct change *c)
{
	insert_number(r, 0, c->stream_id);
	insert_number(r, 1, c->seq);
	insert_number(r, 2, c->number);
	insert_number(r, 3, c->message_id);
	insert_number(r, 4, c->actor_id);
	insert_number(r, 5, c->at_ms);
	insert_bytes(r, 6, c->client_id);
	insert_text(r, 7, c->content);
}

static void insert_messages(struct writer *w)
{
	static const struct insert messages = {
		.into = "INSERT INTO message (room_id, seq, number, id, sender_id, time_ms, "
			"client_id, content)",
		.row = "(?, ?, ?, ?, ?, ?, ?, ?)",
		.after = "",
		.columns = 8,
	};
	fill_rows(w, &messages, true, fill_message);
	transaction_send_rows(w, insert_changes);
}

static void fill_change(struct insert_rows *r, const struct change *c)
{
	insert_number(r, 0, c->stream_id);
	insert_number(r, 1, c->seq);
	insert_number(r, 2, c->kind);
	insert_number(r, 3, c->subject_id);
	insert_number(r, 4, c->actor_id);
	insert_number(r, 5, c->at_ms);
}

static void rows_inserted(struct writer *w)
{
	w->next = 0;
	w->next_statement = 0;
	run_statements(w);
}

static void insert_changes(struct writer *w)
{
	static const struct insert changes = {
		.into = "INSERT INTO change_log (stream_id, seq, kind, subject_id, actor_id, "
			"at_ms)",
		.row = "(?, ?, ?, ?, ?, ?)",
		.after = "",
		.columns = 6,
	};
	fill_rows(w, &changes, false, fill_change);
	transaction_send_rows(w, rows_inserted);
}

/* ---- 3. statements ---- */

static void bind_value(struct writer *w, size_t index, const struct value *v,
		       const struct write *write)
{
	switch (v->kind) {
	case VALUE_NULL:
		w->binds[index] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_NULL };
		return;
	case VALUE_INT:
		writer_bind_number(w, index, v->integer);
		return;
	case VALUE_TEXT:
		writer_bind_bytes(w, index, v->text, MYSQL_TYPE_STRING);
		return;
	case VALUE_BYTES:
		writer_bind_bytes(w, index, v->text, MYSQL_TYPE_BLOB);
		return;
	case VALUE_SEQ:
	case VALUE_NUMBER:
		ASSERT(v->integer >= 0 && (size_t)v->integer < write->change_count);
		writer_bind_number(w, index,
				   v->kind == VALUE_SEQ ? write->changes[v->integer].seq
							: write->changes[v->integer].number);
		return;
	}
}

/* The statement that runs, or ran last. */
static struct statement *current_statement(const struct writer *w)
{
	return &w->batch.items[w->next].write->statements[w->next_statement];
}

static enum error verdict_of(const struct statement *s, const struct result *r)
{
	if (r->failed)
		return r->code == ER_DUP_ENTRY
			       ? (s->on_duplicate ? s->on_duplicate : ERROR_CONFLICT)
			       : ERROR_OK;
	return s->must_match && r->affected == 0 ? s->on_nothing : ERROR_OK;
}

static void on_statement(void *owner, const struct result *r)
{
	struct writer *w = owner;
	enum error verdict = verdict_of(current_statement(w), r);
	if (verdict) {
		w->batch.items[w->next].verdict = verdict;
		transaction_refuse(w);
		return;
	}
	if (transaction_failed(w, r))
		return;
	current_statement(w)->affected = (int64_t)r->affected;
	w->next_statement++;
	run_statements(w);
}

/* Moves on to the next item that has a statement left; false at the end. */
static bool find_statement(struct writer *w)
{
	for (; w->next < w->batch.count; w->next++, w->next_statement = 0) {
		const struct item *item = &w->batch.items[w->next];
		if (item->state == ITEM_RUNNING && w->next_statement < item->write->statement_count)
			return true;
	}
	return false;
}

static void run_statements(struct writer *w)
{
	if (!find_statement(w)) {
		leave_mark(w);
		return;
	}
	const struct write *write = w->batch.items[w->next].write;
	const struct statement *s = current_statement(w);
	for (size_t i = 0; i < s->value_count; i++)
		bind_value(w, i, &s->values[i], write);
	struct query q = { .sql = s->sql, .parameters = w->binds };
	writer_query(w, &q, on_statement);
}

/* ---- 4. commit ---- */

static void on_mark_left(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (!transaction_failed(w, r))
		commit(w);
}

static void leave_mark(struct writer *w)
{
	if (!w->marked) {
		commit(w);
		return;
	}
	writer_bind_bytes(w, 0, (struct slice){ w->id, sizeof(w->id) }, MYSQL_TYPE_BLOB);
	writer_bind_number(w, 1, w->number);
	writer_bind_number(w, 2, clock_wall_ms());
	/* writer_mark_pk */
	struct query q = {
		.sql = "INSERT INTO writer_mark (writer_id, batch, at_ms) VALUES (?, ?, ?) "
		       "ON DUPLICATE KEY UPDATE batch = VALUES(batch), at_ms = VALUES(at_ms)",
		.parameters = w->binds,
	};
	writer_query(w, &q, on_mark_left);
}

static void on_committed(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (r->failed && r->failure == FAILURE_LOST) {
		/* Unknown: commit_sent stays. */
		writer_failed(w, FAILURE_LOST, r->code);
		return;
	}
	w->commit_sent = false;
	if (!transaction_failed(w, r))
		writer_committed(w);
}

static void commit(struct writer *w)
{
	w->commit_sent = true;
	writer_query(w, &(struct query){ .sql = "COMMIT", .text = true }, on_committed);
}
