/* One query on a connection: prepare (once for each text), execute, store, take the rows, answer.
 */
#include <stdio.h>

#include "archive/connection_private.h"
#include "base/check.h"

/* More texts than this are a bug: texts must not be made from values. */
enum { STATEMENTS_MAX = 512 };

static void execute(struct connection *c);

/* The server's text of a failed statement quotes values, which have no place in a log: then the
 * statement itself is noted. */
static void note_error(struct connection *c, unsigned int code, const char *text)
{
	c->result.failed = true;
	c->result.code = code;
	c->result.failure = dialect_failure(code);
	bool lost = c->result.failure == FAILURE_LOST;
	snprintf(c->error, sizeof(c->error), "%s", lost ? text : c->query.sql);
}

static void fail_statement(struct connection *c)
{
	note_error(c, mysql_stmt_errno(c->statement), mysql_stmt_error(c->statement));
	connection_answer(c);
}

/* A query that was lost takes its connection along: first the connection is torn down, so that
 * nothing points into the query's parameters any more, then the answer, then on_down. */
static void answer_lost(struct connection *c)
{
	void (*done)(void *, const struct result *) = c->done;
	void *owner = c->done_owner;
	struct result result = c->result;
	char reason[sizeof(c->error)];
	c->done = NULL;
	snprintf(reason, sizeof(reason), "%s", c->error);
	connection_tear_down(c);
	done(owner, &result);
	if (c->state != CONNECTION_CLOSED)
		connection_lost(c, reason);
}

void connection_answer(struct connection *c)
{
	if (c->starting) {
		timer_start(c->answer_timer, 0, 0);
		return;
	}
	if (c->result.failed && c->result.failure == FAILURE_LOST) {
		answer_lost(c);
		return;
	}
	void (*done)(void *, const struct result *) = c->done;
	struct result result = c->result;
	c->done = NULL;
	c->state = CONNECTION_IDLE;
	done(c->done_owner, &result);
}

/* ---- text ---- */

static int text_go_on(struct connection *c, int ready)
{
	return mysql_real_query_cont(&c->call_result, c->mysql, ready);
}

static void on_text(struct connection *c)
{
	if (c->call_result != 0) {
		note_error(c, mysql_errno(c->mysql), mysql_error(c->mysql));
		connection_answer(c);
		return;
	}
	c->result.affected = (int64_t)mysql_affected_rows(c->mysql);
	connection_answer(c);
}

/* ---- prepared ---- */

static int store_go_on(struct connection *c, int ready)
{
	return mysql_stmt_store_result_cont(&c->call_result, c->statement, ready);
}

static void on_stored(struct connection *c)
{
	if (c->call_result != 0) {
		fail_statement(c);
		return;
	}
	ASSERT(c->query.shape);
	c->result.rows_error = rows_take(c->statement, c->query.shape, c->query.arena,
					 &c->result.rows);
	mysql_stmt_free_result(c->statement);
	connection_answer(c);
}

static int execute_go_on(struct connection *c, int ready)
{
	return mysql_stmt_execute_cont(&c->call_result, c->statement, ready);
}

static void on_executed(struct connection *c)
{
	if (c->call_result != 0) {
		fail_statement(c);
		return;
	}
	c->result.affected = (int64_t)mysql_stmt_affected_rows(c->statement);
	c->result.insert_id = (int64_t)mysql_stmt_insert_id(c->statement);
	if (mysql_stmt_field_count(c->statement) == 0) {
		connection_answer(c);
		return;
	}
	int wanted = mysql_stmt_store_result_start(&c->call_result, c->statement);
	connection_wait(c, wanted, store_go_on, on_stored);
}

static void execute(struct connection *c)
{
	unsigned int array_size = c->query.array_size;
	mysql_stmt_attr_set(c->statement, STMT_ATTR_ARRAY_SIZE, &array_size);
	if (c->query.parameters && mysql_stmt_bind_param(c->statement, c->query.parameters)) {
		fail_statement(c);
		return;
	}
	int wanted = mysql_stmt_execute_start(&c->call_result, c->statement);
	connection_wait(c, wanted, execute_go_on, on_executed);
}

static int prepare_go_on(struct connection *c, int ready)
{
	return mysql_stmt_prepare_cont(&c->call_result, c->statement, ready);
}

static void on_prepared(struct connection *c)
{
	c->preparing = false;
	if (c->call_result != 0) {
		note_error(c, mysql_stmt_errno(c->statement), mysql_stmt_error(c->statement));
		mysql_stmt_close(c->statement);
		c->statement = NULL;
		connection_answer(c);
		return;
	}
	dictionary_put(c->statements, slice_of(c->query.sql), c->statement);
	execute(c);
}

static void prepare(struct connection *c)
{
	ASSERT(dictionary_size(c->statements) < STATEMENTS_MAX);
	c->statement = mysql_stmt_init(c->mysql);
	ASSERT(c->statement);
	c->preparing = true;
	int wanted = mysql_stmt_prepare_start(&c->call_result, c->statement, c->query.sql,
					      strlen(c->query.sql));
	connection_wait(c, wanted, prepare_go_on, on_prepared);
}

static void start(struct connection *c)
{
	if (c->query.text) {
		int wanted = mysql_real_query_start(&c->call_result, c->mysql, c->query.sql,
						    strlen(c->query.sql));
		connection_wait(c, wanted, text_go_on, on_text);
		return;
	}
	c->statement = dictionary_get(c->statements, slice_of(c->query.sql));
	if (c->statement)
		execute(c);
	else
		prepare(c);
}

void connection_query(struct connection *c, const struct query *q,
		      void (*done)(void *owner, const struct result *r), void *owner)
{
	ASSERT(c->state == CONNECTION_IDLE);
	c->state = CONNECTION_BUSY;
	c->query = *q;
	c->done = done;
	c->done_owner = owner;
	c->result = (struct result){ 0 };
	c->starting = true;
	start(c);
	c->starting = false;
}
