#pragma once

#include "archive/archive.h"
#include "archive/streams.h"

/* Rows: struct message_row, newest first, of a room with seq < before (0: from
 * the newest); at most `limit` (≤ 100). */
void messages_before(struct archive *a, struct read read, int64_t room_id, int64_t before,
		     int64_t limit);

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
