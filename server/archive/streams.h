#pragma once

#include "archive/archive.h"

/* Heads of streams and what happened after a position. Room ids are streams; a person's private
 * stream is minus its id. */

struct head_row {
	int64_t stream_id;
	int64_t seq;
	int64_t messages;
	int64_t oldest_change; /* change_log holds everything after this seq */
	int64_t epoch;
};

/* Rows: struct head_row, in the order of `ids`; a stream without a head yet has seq 0 and the
 * installation's epoch. At most 1,000 ids. */
void streams_heads(struct archive *a, struct read read, const int64_t *ids, size_t count);

struct change_row {
	int64_t stream_id;
	int64_t seq;
	int kind; /* CHANGE_… */
	int64_t actor_id;
	int64_t subject_id;
	int64_t at_ms;
	/* CHANGE_MESSAGE: */
	int64_t message_id;
	int64_t number;
	struct slice client_id;
	struct slice content;
	int64_t edited_ms;
	/* kinds about a person: as they are now */
	struct slice user_name;
	struct slice display_name;
	int sex;
	int role;
	/* CHANGE_READ_MOVED: the member's read position as it is now */
	int64_t read_seq;
	int64_t read_number;
};

/* Rows: struct change_row in order of seq, those with after < seq, dense, at most `limit` (≤ 500).
 */
void streams_changes(struct archive *a, struct read read, int64_t stream_id, int64_t after,
		     int64_t limit);
