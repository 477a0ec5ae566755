#pragma once

#include "archive/archive.h"
#include "archive/streams.h"

/* Messages of rooms. A reader who is not in the room by the archive finds nothing, whatever a
 * worker still believes. */

/* Where a page of messages lies: around `pivot`, a seq. */
struct message_page {
	int64_t room_id;
	int64_t reader_id;
	int64_t root_seq; /* only the replies of this thread; 0: all messages of the room */
	int64_t pivot;
	int64_t older; /* at most so many with a seq below it, those next to it (≤ 101) */
	int64_t newer; /* … with its seq or above */
};

/* Rows: struct message_row, the newest first. */
void messages_page(struct archive *a, struct read read, const struct message_page *page);
struct message_ids {
	int64_t room_id;
	int64_t reader_id;
	const int64_t *ids;
	size_t count; /* ≤ 100 */
};

/* Rows: struct message_row of those that are in the room, the newest first. */
void messages_by_ids(struct archive *a, struct read read, const struct message_ids *wanted);

/* A message, and what must be known before somebody does something to it. */
struct target_row {
	struct message_row message;
	int64_t versions; /* earlier texts */
	int64_t pins;     /* pinned messages of its room */
	bool reacted;     /* the person has this reaction to it */
};

/* Rows: one struct target_row, or none. `emoji` may be {NULL, 0}. */
void messages_target(struct archive *a, struct read read, int64_t message_id, int64_t user_id,
		     struct slice emoji);

struct version_row {
	struct slice content;
	struct slice tags; /* JSON object, {NULL, 0}: none */
	int64_t until_ms;
};

/* Rows: struct version_row, the oldest first, at most 200; for who found the message. */
void messages_versions(struct archive *a, struct read read, int64_t room_id, int64_t seq);
/* Rows: struct message_row, at most 100, the last pinned first. */
void messages_pinned(struct archive *a, struct read read, int64_t room_id, int64_t reader_id);
struct threads_page {
	int64_t room_id;
	int64_t reader_id;
	int64_t before_ms;
	int64_t limit;
};

/* Rows: struct message_row of the threads' roots, those with last_reply_ms < before_ms, the newest
 * first. */
void messages_threads(struct archive *a, struct read read, const struct threads_page *page);

/* Rows: one struct message_row, or none; for nobody to read, but to be published. */
void messages_at(struct archive *a, struct read read, int64_t room_id, int64_t seq);
