#pragma once

#include <stdint.h>

#include "options.h"

/* What a run counted; the self-test compares it. */
struct result {
	int64_t messages;     /* sent, warm-up included */
	int64_t deliveries;   /* received by members, warm-up included */
	int64_t lost;         /* not received after all was sent and drain_ms of silence */
	int64_t out_of_order; /* seen by the members that look into each message */
	int64_t unanswered;   /* sent, and not acknowledged, where the server does that */
	int closed;           /* sockets that the server closed */
};

/* One publisher in a closed loop, `members` that listen. Prints one line. */
struct result run_fanout(const struct options *o);
/* The same in steps: prints "open" when all sockets are, then sends as many messages as each line
 * of the standard input says, and prints a line when all have arrived and are answered. */
struct result run_steps(const struct options *o);
/* Many senders in a closed loop of acknowledgements. Prints one line. */
struct result run_ack(const struct options *o);
/* Sockets that do nothing: what opening and keeping them costs. Prints one line. */
struct result run_idle(const struct options *o);
