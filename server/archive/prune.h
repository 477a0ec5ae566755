#pragma once

#include "archive/archive.h"

/* Removing rows that are too old, a bounded chunk at a time. Writers' marks are not among them:
 * they go whenever an archive comes up. */

enum prune_part {
	PRUNE_SENT_MESSAGES,
	PRUNE_CHANGES, /* and raises stream_head.oldest_change */
	PRUNE_SESSIONS,
	PRUNE_LINKS,
	PRUNE_INVITATIONS,
	PRUNE_REVOKED_INVITATIONS,
	PRUNE_PARTS,
};

/* Of all workers that ask within `interval_ms`, one is told count 1: it may prune; the others 0. No
 * rows. */
void prune_claim(struct archive *a, struct read read, int64_t now_ms, int64_t interval_ms);
/* Removes the oldest rows of what is older than `before_ms` (by its time, its end, or when a
 * revoked invitation was made). No rows; count: how many were removed, 0 when nothing is left. Any
 * number of them may run at once. */
void prune_chunk(struct archive *a, struct read read, enum prune_part part, int64_t before_ms);
