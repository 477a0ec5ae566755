#pragma once

#include "archive/archive.h"

/* Rooms and groups, and each person's place in them. */

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
	/* Direct rooms: between whom, the smaller id first; the same twice: notes to oneself. */
	int64_t low_id;
	int64_t high_id;
};

/* Rows: struct room_row of rooms that are not disabled, by id; at most 1,000 ids. */
void rooms_by_ids(struct archive *a, struct read read, const int64_t *ids, size_t count);

/* Rows: struct room_row: the main rooms of the groups of these rooms, each once, by id. */
void rooms_mains(struct archive *a, struct read read, const int64_t *ids, size_t count);

/* A room as the one who asks stands to it. */
struct room_sight_row {
	struct room_row room;
	int64_t main_id; /* the main room of its group; 0: a direct room */
	int role;        /* of the one who asks, as it is now */
	bool active;     /* whose account is so */
	bool is_member;
	bool in_group; /* a member of the main room */
};

/* Rows: one struct room_sight_row, or none: there is no such room. */
void rooms_seen(struct archive *a, struct read read, int64_t room_id, int64_t user_id);
/* The same of a group's main room. */
void groups_seen(struct archive *a, struct read read, int64_t group_id, int64_t user_id);

struct direct_row {
	int64_t room_id;
	int64_t hidden_number; /* of the one who asks; -1: not hidden */
};

/* Rows: one struct direct_row or none: the direct room of `user_id` and `other_id` (the same:
 * notes). */
void rooms_direct(struct archive *a, struct read read, int64_t user_id, int64_t other_id);

struct listed_room_row {
	int64_t room_id;
	struct slice name;
	int64_t group_id;
	struct slice group_name;
	bool is_main;
	bool is_read_only;
	int64_t member_count;
	bool joined;
};

struct room_listing {
	int64_t user_id;
	int64_t after;       /* id of a room */
	struct slice search; /* in the room's or its group's name; {NULL, 0}: any */
};

/* Rows: struct listed_room_row: visible rooms of the groups whose main room the person is in, and
 * visible open main rooms, by id, at most 100. */
void rooms_listed(struct archive *a, struct read read, const struct room_listing *listing);

/* Rows: struct room_row, one or none: the room if `user_id` may join it (open, not disabled, of a
 * group whose main room the person is in, or itself a main room that is open). */
void rooms_joinable(struct archive *a, struct read read, int64_t room_id, int64_t user_id);

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
/* Rows: one struct member_row, or none: no member, or the room is disabled. */
void members_one(struct archive *a, struct read read, int64_t room_id, int64_t user_id);

struct room_member_row {
	int64_t room_id;
	int64_t user_id;
};

/* Rows: struct room_member_row of a person in those of these rooms that the person is a member of,
 * by room; at most 1,000 ids. */
void members_present(struct archive *a, struct read read, int64_t user_id, const int64_t *ids,
		     size_t count);
/* Rows: struct room_member_row, everybody in these rooms whose account is not disabled, by room and
 * person. */
void members_of_rooms(struct archive *a, struct read read, const int64_t *ids, size_t count);
