#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "net/loop.h"

/* A program that is run once for each job: bytes in, bytes out, with an empty environment; only so
 * many at once, others wait, and whatever takes too long is killed. The loop never waits. */
struct helpers;

enum helper_end {
	HELPER_OK,        /* it ended with 0; the output is all that it wrote */
	HELPER_FAILED,    /* it ended otherwise by itself */
	HELPER_CRASHED,   /* it was killed by a signal, or by us as it wrote more than allowed */
	HELPER_LATE,      /* it was killed at its deadline */
	HELPER_MISSING,   /* it could not be started */
	HELPER_CANCELLED, /* helpers_free was called */
};

struct helper_settings {
	const char *path;             /* of the program; this and the next are borrowed */
	const char *const *arguments; /* with its name in front, NULL at the end */
	size_t running_max;
	size_t waiting_max;
	size_t output_max;   /* bytes */
	int64_t deadline_ms; /* since it was started */
};

/* `output` is valid during the call. */
typedef void helper_done(void *owner, enum helper_end end, struct slice output);

struct helpers *helpers_new(struct loop *l, const struct helper_settings *settings);
/* Kills what runs; whoever waits hears of it (HELPER_CANCELLED) before this returns. Not from
 * within a `done`. NULL is fine. */
void helpers_free(struct helpers *h);
/* Runs it on `input`, which is borrowed until `done` is called: once, and later. False when too
 * many wait already; then it is never called. */
MUST_USE bool helpers_run(struct helpers *h, struct slice input, helper_done *done, void *owner);
