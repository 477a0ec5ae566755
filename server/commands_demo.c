/* The demo: a server with made-up people, in a data directory of its own. */

#include <stdio.h>
#include <sysexits.h>

#include "commands.h"
#include "data_directory.h"
#include "demo/demo.h"
#include "operator.h"
#include "supervisor.h"

enum { FILL_LIMIT_MS = 90000 }; /* of a very busy machine */

static bool choose_directory(struct config *c, struct failure *failure)
{
	struct config_problem problem;
	struct buffer path = { 0 };
	bool set;

	if (*c->mysql_url || *c->redis_url)
		return failure_set(failure, EX_USAGE,
				   "the demo has databases of its own: no mysql_url, no redis_url");
	if (!data_directory_choose(c, failure))
		return false;
	buffer_format(&path, "%s-demo", c->data_dir);
	buffer_append_byte(&path, '\0');
	set = config_set(c, "data_dir", path.data, "the demo", &problem);
	buffer_clear(&path);
	return set || failure_set(failure, EX_CONFIG, "%s", problem.text);
}

int command_demo(struct options *o, const char *const *arguments)
{
	struct failure failure = { 0 };

	(void)arguments;
	if (!choose_directory(&o->config, &failure))
		return failure_report(&failure);
	o->demo = true;
	return supervisor_run(o);
}

static void run_fill(struct request *r, const struct operator_task *task, int64_t user_id)
{
	(void)task;
	(void)user_id;
	demo_fill(r);
}

static void print_nothing(const struct document *reply, const struct operator_task *task)
{
	(void)reply;
	(void)task;
}

int command_demo_fill(struct options *o, const char *const *arguments)
{
	(void)arguments;
	return operator_run(&(struct operator_task){
		.options = o,
		.run = run_fill,
		.print = print_nothing,
		.limit_ms = FILL_LIMIT_MS,
		.conflict =
			"its data directory holds something else, or was not filled to its end; "
			"remove it and start again",
	});
}
