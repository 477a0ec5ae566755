#pragma once

#include "options.h"
#include "protocol/decode.h"
#include "protocol/request.h"

/* Runs the handlers that clients' requests run, for the person at the command line: user 0, an
 * administrator. */
struct operator_task {
	struct options *options;
	const char *user_name; /* looked up first; NULL: the task is about nobody */
	/* Makes the input in the request's arena and calls the handler. `user_id` is 0 without a
	 * user_name. */
	void (*run)(struct request *r, const struct operator_task *task, int64_t user_id);
	/* Prints the answer for people. */
	void (*print)(const struct document *reply, const struct operator_task *task);
	int limit_ms;         /* of all of it; 0: 15 s */
	const char *conflict; /* what ERROR_CONFLICT means here; NULL: its own text */
	const void *details;  /* the command's own */
};

/* Reaches the archive (starting the private one for the time of it when nobody runs it), runs the
 * task; returns the exit code. */
int operator_run(const struct operator_task *task);
/* Makes mysql_url and redis_url point at something that runs; false after it printed why not. Ended
 * by operator_release. */
bool operator_reach(struct options *o, int *exit_code);
void operator_release(void);
