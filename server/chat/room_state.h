#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/rooms.h"
#include "base/slice.h"

/* What this worker knows of a room that it serves, kept current by the room's own events: the quick
 * answer to "is this person a member?". Owned here; the gateway fills it when a room goes live,
 * applies each event in order of seq, and reads the room again when it changed. */
struct room_state {
	int64_t room_id;
	int64_t group_id; /* 0: a direct room */
	int64_t group_creator_id;
	int64_t creator_id;
	char *name; /* NULL: a direct room */
	char *group_name;
	bool is_main;
	bool is_open;
	bool is_visible;
	bool is_read_only;
	bool p2p;
	int64_t pair[2];   /* a direct room's two, whoever of them is a member now */
	size_t pair_count; /* 0: no direct room; 1: notes to oneself */
	int64_t *members;  /* ascending; nobody whose account is disabled */
	size_t member_count;
	size_t member_capacity;
	int64_t seq;         /* delivered so far */
	int64_t messages;    /* messages up to seq */
	int64_t verified_ms; /* when the archive's head last confirmed seq, by the monotonic clock
			      */
};

/* The room, or NULL when this worker does not serve it. */
struct room_state *room_state_find(int64_t room_id);
/* A new one without members; the room must not be known yet. */
struct room_state *room_state_add(const struct room_row *row);
/* Takes over what the archive says of the room now; what it says of the group counts for all rooms
 * of the group, if this is the main room (only that one hears when the group changes). */
void room_state_update(struct room_state *state, const struct room_row *row);
/* Sets the members; `members` need not be in order. */
void room_state_set_members(struct room_state *state, const struct room_member_row *members,
			    size_t count);
/* Forgets it. */
void room_state_remove(struct room_state *state);
/* Follows a change of the room: who joined, left, was suspended or resumed (`subject_id`); others
 * leave the members. */
void room_state_apply(struct room_state *state, int kind, int64_t subject_id);

/* True if `user_id` is a member of a room that this worker serves. False for rooms that it does
 * not: the caller's sessions' rooms are all served while the session is open. */
bool member_in_room(int64_t room_id, int64_t user_id);
/* True while the room's members were confirmed by the archive so recently that a write need not
 * check again. */
bool room_state_fresh(const struct room_state *state);
