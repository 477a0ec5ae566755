#pragma once

#include "archive/archive.h"
#include "archive/write.h"

/* How far members have read. */

struct read_position {
	int64_t room_id;
	int64_t user_id;
	int64_t seq;         /* where the person wants to be */
	int64_t counted_seq; /* mentions are counted up to this */
};

struct read_position_row {
	int64_t number;   /* how many messages of the room have a seq up to position->seq */
	int64_t last_seq; /* of the last of them, 0: there is none */
	int64_t read_seq;
	int64_t read_number;
	int64_t wanted_mentions;  /* unread ones if the person were at position->seq */
	int64_t current_mentions; /* unread ones now */
	bool show_read;
};

/* Rows: one struct read_position_row, or none if the person is not a member. */
void positions_of(struct archive *a, struct read read, const struct read_position *position);

struct reader_row {
	int64_t user_id;
	int64_t read_seq; /* the furthest ever: what was marked as unread stays read to others */
};

enum { READERS_PAGE = 500 };

/* Rows: struct reader_row of members by id, after `after`, without the viewer and those who do not
 * show it, at most READERS_PAGE; none if the viewer does not show it or is no member. */
void positions_of_others(struct archive *a, struct read read, int64_t room_id, int64_t viewer_id,
			 int64_t after);

struct new_read_position {
	int64_t room_id;
	int64_t user_id;
	int64_t read_seq;
	int64_t read_number;
};

/* Move one way only; a statement that changes nothing was overtaken (statement.affected). */
void write_position_forward(struct write *w, struct arena *arena,
			    const struct new_read_position *p);
void write_position_back(struct write *w, struct arena *arena, const struct new_read_position *p);
