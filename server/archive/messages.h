#pragma once

#include "archive/archive.h"
#include "archive/streams.h"

/* Where a page of messages lies: around `pivot`, a seq. */
struct message_page {
	int64_t room_id;
	int64_t root_seq; /* only the replies of this thread; 0: all messages of the room */
	int64_t pivot;
	int64_t older; /* at most so many with a seq below it, those next to it (≤ 101) */
	int64_t newer; /* … with its seq or above */
};

/* Rows: struct message_row, the newest first. */
void messages_page(struct archive *a, struct read read, const struct message_page *page);
/* Rows: struct message_row of those that are in the room, the newest first; at most 100 ids. */
void messages_by_ids(struct archive *a, struct read read, int64_t room_id, const int64_t *ids,
		     size_t count);

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
	int64_t until_ms;
};

/* Rows: struct version_row, the oldest first, at most 200. */
void messages_versions(struct archive *a, struct read read, int64_t room_id, int64_t seq);
/* Rows: struct message_row, at most 100, the last pinned first. */
void messages_pinned(struct archive *a, struct read read, int64_t room_id);
/* Rows: struct message_row of the threads' roots, at most `limit`, those with last_reply_ms <
 * before_ms, the newest first. */
void messages_threads(struct archive *a, struct read read, int64_t room_id, int64_t before_ms,
		      int64_t limit);

/* Rows: one struct message_row, or none. */
void messages_at(struct archive *a, struct read read, int64_t room_id, int64_t seq);

struct position {
	int64_t room_id;
	int64_t user_id;
	int64_t seq;
};

struct position_row {
	int64_t number; /* how many messages of the room have a seq up to position->seq */
	int64_t read_seq;
	int64_t read_number;
};

/* Rows: one struct position_row, or none if the person is not a member. */
void messages_position(struct archive *a, struct read read, const struct position *position);
