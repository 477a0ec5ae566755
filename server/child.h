#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buffer.h"

/* Processes that the supervisor starts. Each has its own session (a Ctrl-C in the terminal is the
 * supervisor's alone) and is killed by the kernel when the supervisor dies; what it has started
 * itself is not. */
struct child {
	int directory; /* of `file`, when that is relative; AT_FDCWD otherwise */
	const char *file;
	char *const *arguments;   /* NULL-terminated, with argv[0] */
	char *const *environment; /* NULL: ours */
	int output;               /* becomes its standard output and error; -1: it writes to ours */
	const int *keep;          /* descriptors that stay open, with the same number */
	size_t keep_count;
};

/* Its process id, or -1 with errno when it could not be started (a missing program too). */
pid_t child_start(const struct child *c);
/* Waits until it ended; signals are taken meanwhile. False: `timeout_ms` (-1: none) passed, or we
 * are told to stop; it still runs. */
bool child_wait(pid_t pid, int timeout_ms, int *status);
/* SIGTERM, and SIGKILL after `limit_ms` (at once when told to hurry); returns when it is gone. */
void child_stop(pid_t pid, int limit_ms);
/* Starts it, collects what it writes (at most 64 KiB), waits. False with errno 0 when it failed or
 * was interrupted: then it was killed, with all that it had started. */
bool child_run(struct child *c, int timeout_ms, struct buffer *output);
