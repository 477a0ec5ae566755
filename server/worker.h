#pragma once

/* A worker process: what the supervisor executes as `confabd worker`. */

/* Variables that carry its number and descriptors. */
#define WORKER_NUMBER "CONFAB_INTERNAL_WORKER"
#define WORKER_LISTENING_FD "CONFAB_INTERNAL_LISTENING_FD"
#define WORKER_METRICS_FD "CONFAB_INTERNAL_METRICS_FD"
/* Absent: no TLS. */
#define WORKER_TLS_FD "CONFAB_INTERNAL_TLS_FD"
#define WORKER_PIPE_FD "CONFAB_INTERNAL_PIPE_FD"

enum {
	WORKER_SAYS_READY = 'r',
	WORKER_SAYS_ALIVE = 'h',
};

struct config;

/* Serves until SIGTERM and the drain that follows; returns the exit code. */
int worker_run(const struct config *config);
