/* The generator must count right before its figures mean anything: against a server whose faults
 * are known. */
#include "self_test.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dialect.h"
#include "echo_server.h"
#include "run.h"

struct trial {
	const char *name;
	const char *dialect;
	struct result (*run)(const struct options *o);
	int window;
	int drop_at;
	int swap_at;
	int64_t lost;
	int64_t out_of_order;
};

/* A dropped message makes the number behind it unexpected; two swapped ones make three so. */
static const struct trial trials[] = {
	{ "one at a time", "confab", run_fanout, 1, 0, 0, 0, 0 },
	{ "bursts of 16", "confab", run_fanout, 16, 0, 0, 0, 0 },
	{ "bursts of 64", "confab", run_fanout, 64, 0, 0, 0, 0 },
	{ "one dropped", "confab", run_fanout, 16, 40, 0, 1, 1 },
	{ "two swapped", "confab", run_fanout, 16, 0, 40, 0, 3 },
	{ "Nchan, one dropped", "nchan", run_fanout, 16, 40, 0, 1, 1 },
	{ "ws, two swapped", "ws", run_fanout, 16, 0, 40, 0, 3 },
	{ "socket.io, one dropped", "socketio", run_fanout, 16, 40, 0, 1, 1 },
	{ "acknowledgements", "confab", run_ack, 8, 0, 0, 0, 0 },
	{ "an acknowledged one dropped", "confab", run_ack, 8, 40, 0, 1, 0 },
	{ "idle", "confab", run_idle, 1, 0, 0, 0, 0 },
};

static bool check(const struct trial *t, const struct result *r)
{
	bool ran = t->run == run_idle || (r->messages > 100 && r->deliveries > r->messages);
	bool right = ran && r->lost == t->lost && r->out_of_order == t->out_of_order &&
		     r->unanswered == 0 && r->closed == 0;

	printf("%s %s", right ? "ok" : "FAIL", t->name);
	if (!right)
		printf(": lost %" PRId64 " (%" PRId64 "), out of order %" PRId64 " (%" PRId64
		       "), unanswered %" PRId64,
		       r->lost, t->lost, r->out_of_order, t->out_of_order, r->unanswered);
	printf("\n");
	return right;
}

int self_test(const struct options *o)
{
	static struct echo_server servers[sizeof trials / sizeof *trials];
	int failed = 0;

	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
		struct options options = *o;
		struct result result;
		options.dialect = dialect_find(trials[i].dialect);
		servers[i] = (struct echo_server){ .dialect = options.dialect,
						   .drop_at = trials[i].drop_at,
						   .swap_at = trials[i].swap_at };
		echo_server_start(&servers[i]);
		options.host = "127.0.0.1";
		options.port = servers[i].port;
		options.members = 50;
		options.senders = 5;
		options.window = trials[i].window;
		options.seconds = 1;
		options.warm_up_ms = 100;
		options.drain_ms = 1000;
		options.pids[0] = getpid();
		options.pid_count = 1;
		result = trials[i].run(&options);
		failed += !check(&trials[i], &result);
	}
	printf("%zu passed, %d failed\n", sizeof trials / sizeof *trials - (size_t)failed, failed);
	return failed ? 1 : 0;
}
