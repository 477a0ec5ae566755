#pragma once

#include "archive/members.h"
#include "archive/rooms.h"
#include "archive/write.h"

/* What writes about rooms, groups and memberships do, one function each. Texts are borrowed until
 * done. What must hold inside a group (names, numbers, that it is there) is checked behind the lock
 * of the group's row, what must hold for a person behind the head of the private stream: whoever
 * changes somebody's rooms, role or state raises it. */

/* ---- groups ---- */

struct new_group {
	int64_t group_id;
	struct slice name;
	int64_t creator_id;
	int64_t groups_max; /* of one creator: ERROR_LIMIT_REACHED */
};

void write_group(struct write *w, struct arena *arena, const struct new_group *group);
/* Locks the group: ERROR_NOT_FOUND if it is gone. */
void write_group_lock(struct write *w, struct arena *arena, int64_t group_id);
/* ERROR_LIMIT_REACHED if it has `rooms_max` rooms. */
void write_group_has_place(struct write *w, struct arena *arena, int64_t group_id,
			   int64_t rooms_max);
/* ERROR_NAME_TAKEN if a visible room of it, other than `room_id`, has this name. Letters' case does
 * not count. */
void write_group_room_name(struct write *w, struct arena *arena, const struct room_row *room);
/* ERROR_NAME_TAKEN if the visible main room of another group has this name. */
void write_group_name_free(struct write *w, struct arena *arena, int64_t group_id,
			   struct slice name);
/* Name {NULL, 0} and creator 0: stays. ERROR_NOT_FOUND if it is gone. */
void write_group_save(struct write *w, struct arena *arena, int64_t group_id, struct slice name,
		      int64_t creator_id);
/* Nobody is its creator any more, if this person was. */
void write_group_creator_gone(struct write *w, struct arena *arena, int64_t group_id,
			      int64_t user_id);
/* ERROR_CONFLICT while it has rooms besides the main room. */
void write_group_disable(struct write *w, struct arena *arena, int64_t group_id);

/* ---- rooms ---- */

/* A room with its stream. */
void write_room(struct write *w, struct arena *arena, const struct room_row *room);
/* Its being the direct room of two: ERROR_CONFLICT if they have one. */
void write_room_direct(struct write *w, struct arena *arena, const struct room_row *room);

/* What is given is set. */
struct room_changes {
	int64_t room_id;
	struct slice name;  /* {NULL, 0}: stays */
	int64_t group_id;   /* 0: stays */
	int64_t creator_id; /* 0: stays */
	/* -1: stays */
	int is_open;
	int is_visible;
	int is_read_only;
	int p2p;
};

/* ERROR_NOT_FOUND if it is gone. */
void write_room_save(struct write *w, struct arena *arena, const struct room_changes *changes);
/* Nobody is its creator any more, if this person was. */
void write_room_creator_gone(struct write *w, struct arena *arena, int64_t room_id,
			     int64_t user_id);
/* ERROR_CONFLICT if the person leads it in a way that the caller does not know of: as the room's
 * creator, or the group's, if it is the main room. */
void write_room_not_led(struct write *w, struct arena *arena, const struct place_row *known);
/* Nobody is in it any more, nor has a draft there; doing it again is fine. */
void write_room_disable(struct write *w, struct arena *arena, int64_t room_id);

/* ---- memberships ---- */

struct new_member {
	int64_t room_id;
	int64_t user_id;
	int notify; /* NOTIFY_… */
	int volume;
	int64_t rooms_max;   /* of one person */
	int64_t members_max; /* of the room; 0: it has place */
	bool by_oneself;     /* the room must be open, and the person no guest */
};

enum { VOLUME_DEFAULT = 50 };

/* Adds a member unless there (read position: the room's head at that moment, so that nothing old is
 * unread; add the room's change to `w` first, then it is that change's seq). Fails with
 * ERROR_LIMIT_REACHED at `rooms_max` rooms of the person or `members_max` members of the room. For
 * new accounts; what else write_member_add looks at is not. */
void write_member(struct write *w, struct arena *arena, const struct new_member *member);
/* ERROR_LIMIT_REACHED if the room has `members_max` members. */
void write_room_has_place(struct write *w, struct arena *arena, const struct new_member *member);
/* ERROR_LIMIT_REACHED if the person is in `rooms_max` other rooms. */
void write_member_has_place(struct write *w, struct arena *arena, const struct new_member *member);
/* Adds a member unless there, with everything read up to the write's own last change of the room.
 * ERROR_FORBIDDEN if by now the room is gone, the account not active, the person in too many rooms,
 * or, no guest, not in the group's main room. */
void write_member_add(struct write *w, struct arena *arena, const struct new_member *member);
/* With the person's drafts in the room; being none is fine. */
void write_member_drop(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);
/* ERROR_CONFLICT while the person is in other rooms of the group than the main room. */
void write_member_drop_last(struct write *w, struct arena *arena, const struct room_row *main_room,
			    int64_t user_id);
void write_member_suspend(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id,
			  bool suspended);

struct member_changes {
	int64_t room_id;
	int64_t user_id;
	int notify; /* -1: stays */
	int volume; /* -1: stays */
	bool show;  /* a hidden direct room */
};

/* ERROR_NOT_MEMBER unless it is one. */
void write_member_save(struct write *w, struct arena *arena, const struct member_changes *changes);
/* Hidden until the room has more messages than now. ERROR_NOT_MEMBER unless it is one. */
void write_member_hide(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);
