#pragma once

#include "archive/archive.h"

/* Rooms, groups and memberships. */

struct room_row {
	int64_t room_id;
	struct slice name; /* {NULL, 0} for direct rooms */
	int64_t group_id;  /* 0 for direct rooms */
	struct slice group_name;
	int64_t group_creator_id; /* 0: nobody */
	int64_t creator_id;
	bool is_main;
	bool is_open;
	bool is_visible;
	bool is_read_only;
	bool p2p;
	int64_t member_count;
};

/* Rows: struct room_row of rooms that are not disabled; at most 1,000 ids. */
void rooms_by_ids(struct archive *a, struct read read, const int64_t *ids, size_t count);

struct listed_room_row {
	int64_t room_id;
	struct slice name;
	int64_t group_id;
	int64_t member_count;
	bool joined;
};

/* Rows: struct listed_room_row: visible rooms of the groups whose main room `user_id` is in, by id,
 * after `after`, at most 100. */
void rooms_listed(struct archive *a, struct read read, int64_t user_id, int64_t after);

struct member_row {
	int64_t room_id;
	int64_t user_id;
	int notify; /* NOTIFY_… */
	int volume;
	int64_t read_seq;
	int64_t read_number;
	int64_t hidden_number; /* hidden while the head's messages are not above it; -1: not */
	int64_t mentions;      /* unread ones */
};

/* Rows: struct member_row of all rooms of a person that are not disabled. */
void members_of_user(struct archive *a, struct read read, int64_t user_id);

struct room_member_row {
	int64_t room_id;
	int64_t user_id;
};

/* Rows: struct room_member_row, everybody in these rooms, by room and person. */
void members_of_rooms(struct archive *a, struct read read, const int64_t *ids, size_t count);

/* Rows: struct room_row, one or none: the room if `user_id` may join it (open, not disabled, of a
 * group whose main room the person is in, or itself a main room that is open). */
void rooms_joinable(struct archive *a, struct read read, int64_t room_id, int64_t user_id);
