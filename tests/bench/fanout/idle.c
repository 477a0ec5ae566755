/* Sockets that are signed in and do nothing: connections per CPU second while they open, resident
 * memory of each once they are. Some are opened and closed first, so that what a server allocates
 * once is not counted. */
#include <stdio.h>

#include "crowd.h"
#include "measure.h"
#include "run.h"

enum { WARM_UP_SOCKETS = 200, SETTLE_MS = 1000 };

static void settle(struct crowd *crowd, int64_t ms)
{
	int64_t end_ns = now_ns() + ms * 1000000;

	while (now_ns() < end_ns)
		crowd_turn(crowd, 50);
}

static void print(const struct options *o, const struct usage *from, const struct usage *open,
		  const struct usage *to)
{
	double wall_s = (double)(open->at_ns - from->at_ns) / 1e9;
	double cpu_s = usage_cpu_s(from, open, o);

	printf("mode=idle sockets=%d accepts_per_s=%.0f accepts_per_cpu_s=%.0f", o->members,
	       o->members / wall_s, cpu_s > 0 ? o->members / cpu_s : 0);
	usage_print(from, open, o);
	for (int i = 0; i < o->pid_count; i++)
		printf(" bytes_per_socket.%s=%.0f", process_name(o->pids[i]),
		       (double)(to->resident[i] - from->resident[i]) / o->members);
	for (int i = 0; i < o->pid_count; i++)
		printf(" resident_kb.%s=%.0f", process_name(o->pids[i]),
		       (double)to->resident[i] / 1024);
}

struct result run_idle(const struct options *o)
{
	int warm_up = o->members < WARM_UP_SOCKETS ? o->members : WARM_UP_SOCKETS;
	struct result result = { 0 };
	struct crowd crowd;
	struct usage from;
	struct usage open;
	struct usage to;

	crowd_init(&crowd, o, o->members);
	crowd_open(&crowd, 0, warm_up);
	crowd_close(&crowd, 0, warm_up);
	settle(&crowd, SETTLE_MS);
	usage_take(&from, o);
	crowd_open(&crowd, 0, o->members);
	usage_take(&open, o);
	settle(&crowd, (int64_t)o->seconds * 1000);
	usage_take(&to, o);
	result.closed = crowd.closed;
	print(o, &from, &open, &to);
	printf(" closed=%d\n", result.closed);
	crowd_clear(&crowd);
	return result;
}
