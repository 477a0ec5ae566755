/* A neutral load generator for the chat: one thread, epoll, raw sockets. See README.md. Its parts
 * are in fanout/. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "fanout/dialect.h"
#include "fanout/options.h"
#include "fanout/run.h"
#include "fanout/self_test.h"

struct mode {
	const char *name;
	struct result (*run)(const struct options *o);
};

static const struct mode modes[] = {
	{ "fanout", run_fanout },
	{ "ack", run_ack },
	{ "idle", run_idle },
	{ "steps", run_steps },
};

int main(int count, char **words)
{
	struct options o;

	options_read(&o, count, words);
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (o.self_test)
		return self_test(&o);
	if (strcmp(o.mode, "ack") == 0 && !o.dialect->signs_up) {
		fprintf(stderr, "fanout_bench: --mode ack is for --dialect confab alone\n");
		return 64;
	}
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		struct result r;
		if (strcmp(o.mode, modes[i].name) != 0)
			continue;
		r = modes[i].run(&o);
		return r.lost || r.out_of_order || r.unanswered || r.closed ? 1 : 0;
	}
	fprintf(stderr, "fanout_bench: no such mode: %s\n", o.mode);
	return 64;
}
