#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "net/loop.h"

/* A byte stream to a server of ours (Unix socket or TCP), for the bus. Not for clients: those are
 * net/web.h. */
struct stream;

struct stream_events {
	void (*on_open)(void *owner);
	void (*on_bytes)(void *owner, struct slice bytes);
	/* Connecting failed, the peer closed, or an error; called once, also for streams that never
	 * opened, and not after stream_close. The stream must then be closed with stream_close.
	 * `reason` is for the log. */
	void (*on_lost)(void *owner, const char *reason);
};

/* Starts connecting. `host` is "/path" of a Unix socket, or a name or address (names are resolved
 * on the thread pool). */
struct stream *stream_connect(struct loop *l, const char *host, int port,
			      struct stream_events events, void *owner);
/* Queues bytes (copied); they leave at the end of the turn in one write. Bytes written before
 * on_open are dropped. */
void stream_write(struct stream *s, struct slice bytes);
/* Bytes written but not yet taken by the kernel. */
size_t stream_queued(const struct stream *s);
/* Closes and frees, at once, also from within its callbacks. */
void stream_close(struct stream *s);
