#pragma once

#include <stdint.h>

/* The batch writer's transaction done by hand: blocking calls, prepared once, array binding,
 * nothing else. */

struct figures {
	double rows_per_s;
	double p50_ms; /* of one transaction */
	double p99_ms;
};

/* `batch` messages a transaction, in `rooms` rooms (one after the other: the whole batch spans at
 * most 64). */
struct figures bare_run(const char *socket, const char *database, int64_t rooms, int batch,
			double seconds);
/* The time that a fraction of the sorted `count` samples stays below. */
double figures_at(double *samples, int count, double fraction);
double figures_now(void);
