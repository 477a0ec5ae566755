#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "net/web.h"

/* One run of a connection: what its peer sends goes in, what it makes of it is written down. Below
 * it are a kernel and a libwebsockets of our own (below.c), above it a gateway (application.c). */

enum {
	RUN_PROXIED = 1,   /* the direct peer is a trusted proxy */
	RUN_SECURE = 2,    /* there is a certificate */
	RUN_FORGETFUL = 4, /* what is answered late is answered when the connection is gone */
	RUN_LAN = 8,       /* plain HTTP is as good as HTTPS */
	RUN_REPEATED = 16, /* the same again and again, more than is held of a peer */
};

struct run {
	int flags;
	/* How many bytes the kernel takes in a turn; 0: all. */
	size_t taken_max;
	size_t taken;
	struct connection *connection; /* NULL: gone */
	bool paused;
	bool wants_writable;

	/* What left, and what the gateway saw. */
	struct buffer sent;
	struct buffer seen;
	/* A byte an answer of the gateway's: 1 if it was to a HEAD. */
	struct buffer heads;
	int opened;
	int closed;

	/* Waits for its answer, or for its body to be let in. */
	struct exchange *late;
	bool late_body;

	/* From sent_check: where net's own refusal begins in what was sent, and its status; 0:
	 * there is none. */
	size_t refused_at;
	int refusal;
};

/* One at a time. */
extern struct run *run_now;

/* application.c */
struct web_events application_events(void);
void application_open(const struct config *config);
/* Answers what is late. */
void application_answer_late(void);

/* sent.c: what left is answers and perhaps one upgrade with frames behind it, and nothing else. */
void sent_check(struct run *r);
