/* A small loop with archive, bus and rules, in which one request of the operator runs to its end:
 * up → user found → handler → printed. */

#include "operator.h"

#include <stdio.h>
#include <sysexits.h>

#include "archive/accounts.h"
#include "archive/archive.h"
#include "archive/migrate.h"
#include "base/log.h"
#include "base/states.h"
#include "bus/bus.h"
#include "card.h"
#include "chat/chat.h"
#include "data_directory.h"
#include "embedded.h"
#include "privilege.h"
#include "program.h"
#include "signals.h"

enum {
	LIMIT_MS = 15000,
	BUS_LIMIT_MS = 2000, /* without it a change is seen by workers at their next check */
	ARENA_MAX = 1 << 20,
	REPLY_MAX = 1 << 20,
};

struct operator
{
	const struct operator_task *task;
	struct loop *loop;
	struct archive *archive;
	struct bus *bus;
	struct timer *limit;
	struct timer *bus_limit;
	struct request request;
	struct buffer base_url;
	int exit_code;
	bool begun;
};

static void open_services(struct operator* op);
static void close_services(struct operator* op);
static void on_archive(void *owner, bool up);
static void on_bus(void *owner, bool up);
static void on_bus_limit(void *owner);
static void on_limit(void *owner);
static void begin(struct operator* op);
static void on_user(void *owner, enum error e, void *rows, size_t count);
static void on_reply(struct request *r, struct slice json);
static void on_done(struct request *r);
static void on_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms);
static void end(struct operator* op, int exit_code);

static const struct request_sink sink = { .reply = on_reply, .done = on_done, .fail = on_fail };

int operator_run(const struct operator_task *task)
{
	struct operator op = { .task = task, .exit_code = EX_SOFTWARE };

	if (!operator_reach(task->options, &op.exit_code))
		return op.exit_code;
	open_services(&op);
	loop_run(op.loop);
	close_services(&op);
	operator_release();
	return op.exit_code;
}

/* ---- reaching ---- */

static bool start_databases(struct options *o, struct failure *failure)
{
	struct migrate_problem problem = { 0 };
	struct privilege p;
	int applied = 0;

	if (!privilege_find(&p, failure) ||
	    !data_directory_create(o->config.data_dir, &p, failure) || !privilege_drop(&p, failure))
		return false;
	program_reopen(&o->config);
	if (!embedded_start(&o->config, failure))
		return false;
	/* It may be new, or of an older version. */
	return migrate_run(&o->config, &applied, &problem) ||
	       failure_set(failure, EX_UNAVAILABLE, "the archive's schema: %s", problem.text);
}

bool operator_reach(struct options *o, int *exit_code)
{
	struct failure failure = { 0 };

	log_open(LOG_ERROR, "command");
	if (!program_open(&o->config, &failure)) {
		*exit_code = failure_report(&failure);
		return false;
	}
	if (!embedded_needed(&o->config))
		return true;
	signals_open();
	if (!data_directory_choose(&o->config, &failure)) {
		*exit_code = failure_report(&failure);
		return false;
	}
	if (embedded_join(&o->config) || start_databases(o, &failure)) {
		embedded_recall_address(&o->config);
		return true;
	}
	embedded_stop();
	*exit_code = failure_report(&failure);
	return false;
}

void operator_release(void)
{
	embedded_stop();
}

/* ---- services ---- */

static void open_services(struct operator* op)
{
	const struct config *c = &op->task->options->config;

	op->loop = loop_new();
	op->limit = timer_new(op->loop, on_limit, op);
	op->bus_limit = timer_new(op->loop, on_bus_limit, op);
	timer_start(op->limit, op->task->limit_ms ? op->task->limit_ms : LIMIT_MS, 0);
	op->archive = archive_open(op->loop, c, on_archive, op);
	op->bus = bus_open(op->loop, c, (struct bus_events){ .on_state = on_bus }, op);
	chat_open(&(struct chat){
		.loop = op->loop, .config = c, .archive = op->archive, .bus = op->bus });

	card_address(c, &op->base_url);
	buffer_append_byte(&op->base_url, '\0');
	op->request = (struct request){ .arena = arena_new(ARENA_MAX),
					.role = ROLE_ADMINISTRATOR,
					.user_name = "operator",
					.address = "127.0.0.1",
					.agent = "confabd",
					.base_url = op->base_url.data,
					.sink = &sink,
					.sink_owner = op };
}

static void close_services(struct operator* op)
{
	chat_close();
	bus_close(op->bus);
	archive_close(op->archive);
	timer_free(op->limit);
	timer_free(op->bus_limit);
	loop_free(op->loop);
	arena_free(op->request.arena);
	buffer_clear(&op->base_url);
}

static void on_archive(void *owner, bool up)
{
	struct operator* op = owner;

	if (!up || op->begun)
		return;
	if (bus_up(op->bus))
		begin(op);
	else
		timer_start(op->bus_limit, BUS_LIMIT_MS, 0);
}

static void on_bus(void *owner, bool up)
{
	struct operator* op = owner;

	if (up && archive_up(op->archive))
		begin(op);
}

static void on_bus_limit(void *owner)
{
	begin(owner);
}

static void on_limit(void *owner)
{
	fprintf(stderr, "confabd: the archive cannot be reached or does not answer\n");
	end(owner, EX_UNAVAILABLE);
}

/* ---- the task ---- */

static void begin(struct operator* op)
{
	struct read read = { op->request.arena, on_user, op };

	if (op->begun)
		return;
	op->begun = true;
	timer_stop(op->bus_limit);
	if (op->task->user_name)
		accounts_by_name(op->archive, read, slice_of(op->task->user_name));
	else
		op->task->run(&op->request, op->task, 0);
}

static void on_user(void *owner, enum error e, void *rows, size_t count)
{
	struct operator* op = owner;

	if (!e && count > 0) {
		op->task->run(&op->request, op->task, ((const struct account_row *)rows)->user_id);
		return;
	}
	if (e)
		fprintf(stderr, "confabd: %s\n", error_text(e));
	else
		fprintf(stderr, "confabd: there is no user %s\n", op->task->user_name);
	end(op, e ? EX_UNAVAILABLE : EX_NOUSER);
}

static void on_reply(struct request *r, struct slice json)
{
	struct operator* op = r->sink_owner;
	struct decode_problem problem;
	struct document *reply = document_read(json, REPLY_MAX, &problem);

	if (!reply) {
		fprintf(stderr, "confabd: an answer that is not understood: %s\n", problem.text);
		end(op, EX_SOFTWARE);
		return;
	}
	op->task->print(reply, op->task);
	document_free(reply);
	end(op, EX_OK);
}

static void on_done(struct request *r)
{
	end(r->sink_owner, EX_OK);
}

static void on_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	struct operator* op = r->sink_owner;

	(void)retry_after_ms;
	if (e == ERROR_CONFLICT && op->task->conflict)
		text = op->task->conflict;
	fprintf(stderr, "confabd: %s\n", text);
	end(op, error_retryable(e) ? EX_TEMPFAIL : EX_DATAERR);
}

static void end(struct operator* op, int exit_code)
{
	op->exit_code = exit_code;
	loop_stop(op->loop);
}
