#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

/* The signals of the supervisor (and of commands that start databases), taken one at a time between
 * its steps. */
struct signals {
	bool stop;   /* SIGTERM or SIGINT came */
	bool hurry;  /* and again */
	bool reload; /* SIGHUP; whoever acts on it clears it */
	bool child;  /* SIGCHLD; whoever reaps clears it first */
};

enum { SIGNALS_EXTRA_MAX = 128 };

/* Blocks them in this process from now on. */
void signals_open(void);
/* Waits until a signal came, one of `extra` (may be NULL; at most SIGNALS_EXTRA_MAX) is ready, or
 * `timeout_ms` passed. */
void signals_wait(struct pollfd *extra, size_t count, int timeout_ms);
/* What has come so far. */
struct signals *signals(void);
/* For a child between fork and exec: nothing blocked, nothing ignored. */
void signals_restore(void);
