#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "net/frame.h"

/* The bytes of an HTTP answer. */
struct answer {
	int status;
	/* NULL: no body. */
	const char *type;
	/* Finished lines, each with its CRLF; may be empty. */
	struct slice headers;
	/* The body's size; `body` itself may be left out (HEAD, or it is sent as a frame of its
	 * own). */
	size_t body_size;
	struct slice body;
	bool keep_alive;
	/* Over plain HTTP to a name that is not this machine's own. */
	bool in_the_clear;
	/* `headers` says how to cache; else no-store is added. */
	bool cached;
};

/* One frame with the head and `body`, security headers included. One reference, the caller's. */
struct frame *answer_frame(const struct answer *a);
/* The same for a refusal of net's own: the error as JSON, Connection: close. */
struct frame *answer_refusal(int status, bool head_only);
