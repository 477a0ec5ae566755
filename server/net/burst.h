#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "base/slice.h"

/* The same bytes to many descriptors with one system call: the kernel's io_uring, where there is
 * one and it is allowed (containers and sysctls often forbid it). A send() each does the same. */

enum {
	BURST_MAX = 128,
	/* For fewer it is not worth while. */
	BURST_MIN = 16,
};

struct burst;

/* NULL: there is none. It belongs to the calling thread. */
struct burst *burst_new(void);
void burst_free(struct burst *b);
/* Sends to `count` (at most BURST_MAX) descriptors what each takes now, and returns when that is
 * done. results[i] is as of wire_send. */
void burst_send(struct burst *b, const int *fds, size_t count, struct slice bytes,
		ssize_t *results);
