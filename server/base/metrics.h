#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Numbers kept on one shared page, a column for each worker; the only shared memory there is. One
 * list (metrics.def) gives the enum, the exported names and their help. */
enum metric {
#define METRIC(name, kind, exported, help) METRIC_##name,
#include "base/metrics.def"
#undef METRIC
	METRIC_COUNT
};

enum { METRICS_WORKERS_MAX = 64 };

/* A new shared page (memfd), to be passed to workers; the caller owns the descriptor. -1 with errno
 * on failure. */
int metrics_create(void);
/* Maps the page of `fd` and counts in the column of `worker`, -1 for the supervisor; fd -1 gives a
 * private page (tests). What is counted before is kept apart and lost. */
void metrics_open(int fd, int worker);
void metrics_close(void);
/* Zeroes the gauges of a worker that died; its counters stay. */
void metrics_forget(int worker);
/* Adds to this worker's column (negative for gauges). */
void metric_add(enum metric m, int64_t n);
void metric_set(enum metric m, int64_t n);
/* Summed over all workers (the highest of them for the kind HIGHEST). */
int64_t metric_sum(enum metric m);
/* The Prometheus text format 0.0.4, all metrics summed over workers (and confab_build_info). */
void metrics_write(struct buffer *out);
