#pragma once

#include "archive/accounts.h"
#include "archive/archive.h"

/* Memberships, as those who change many of them read them. */

/* Somebody who is to come into a room. */
struct candidate_row {
	int64_t user_id;
	int state; /* ACCOUNT_… */
	int role;
	bool bot;
	bool in_room;
	bool in_group; /* a member of the group's main room */
	bool known;    /* shares a room with the one who asks */
	int64_t rooms; /* how many they are in */
};

struct candidacy {
	int64_t asker_id;
	int64_t room_id;    /* 0: none yet */
	int64_t main_id;    /* 0: none */
	const int64_t *ids; /* at most 1,000 */
	size_t count;
};

/* Rows: struct candidate_row of those of `ids` who exist, by id. */
void members_candidates(struct archive *a, struct read read, const struct candidacy *candidacy);

struct listed_member_row {
	struct account_row account;
	int64_t joined_ms;
};

struct member_listing {
	int64_t room_id;
	int64_t after;       /* id of a person */
	struct slice search; /* in the name or the shown one; {NULL, 0}: any */
};

/* Rows: struct listed_member_row by shown name, after that person's, at most 100; no disabled
 * accounts. */
void members_page(struct archive *a, struct read read, const struct member_listing *listing);
/* Rows: one struct count_row: how many members_page has without a search. */
void members_count(struct archive *a, struct read read, int64_t room_id);

/* Somebody's place in a room, and what they are there. */
struct place_row {
	int64_t room_id;
	int64_t user_id;
	int64_t group_id; /* 0: a direct room */
	bool is_main;
	bool is_creator;       /* of the room */
	bool is_group_creator; /* and this is the group's main room */
};

enum { PLACES_MAX = 500 };

/* Rows: struct place_row, at most PLACES_MAX; ask again until there are none. */

/* Of a person in the rooms of a group, the main room last. */
void places_of_group(struct archive *a, struct read read, int64_t group_id, int64_t user_id);
/* Of a person in open rooms, main rooms last. */
void places_open(struct archive *a, struct read read, int64_t user_id);
/* Of a person in all rooms: those that are suspended, or those that are not. */
void places_suspended(struct archive *a, struct read read, int64_t user_id, bool suspended);
/* The same, and the account is so that they should not be so. */
void places_unsettled(struct archive *a, struct read read, int64_t user_id, bool suspended);
/* Of those in a room who are neither in the main room of its group nor guests. */
void places_stray(struct archive *a, struct read read, int64_t room_id);
/* Not somebody's (user_id 0): the rooms of a group besides the main room. */
void places_of_sub_rooms(struct archive *a, struct read read, int64_t group_id);
