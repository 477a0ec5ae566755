#pragma once

#include "archive/accounts.h"
#include "archive/members.h"
#include "archive/room_statements.h"
#include "archive/write.h"

enum { ROOM_EVERYONE = 1, GROUP_EVERYONE = 1 };

/* Adds to `w` a change and a member row for `room_id`. Publish with membership_publish. */
void membership_join(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);
/* Adds the rooms of a new account: room 1 (not for guests, and if join_everyone), and the
 * invitation's (NULL: none). */
void membership_first(struct write *w, struct arena *arena, const struct account_row *account,
		      const struct invitation_row *invitation);
/* Publishes every change of a committed write; those about a person are about `account`. */
void membership_publish(const struct write *w, const struct account_row *account);

/* The write fails with ERROR_NOT_MEMBER unless the change's actor is a member of the room when it
 * is committed: what this worker knows is enough only if nothing else was committed in the room. */
void membership_guard(struct change *change);

/* How many people fit into one write with these. */
enum { MEMBERSHIPS_PER_WRITE = 8 };

/* Somebody comes into a room: the room hears of it, and all sessions of the person. Returns the
 * room's change. */
struct change *membership_add(struct write *w, struct arena *arena, const struct new_member *member,
			      int64_t actor_id);
/* The same of the one who asks: at their limit the write fails with ERROR_LIMIT_REACHED. */
void membership_enter(struct write *w, struct arena *arena, const struct new_member *member);
/* Somebody is no longer in a room; being none before is fine. A room or group without its creator
 * has none. The write fails with ERROR_CONFLICT if it was handed over to them meanwhile. */
void membership_drop(struct write *w, struct arena *arena, const struct place_row *place,
		     int64_t actor_id);
/* The changes of membership_drop alone, for those who remove the row themselves. */
void membership_drop_changes(struct write *w, struct arena *arena, const struct place_row *place,
			     int64_t actor_id);
/* A new member with the usual values. */
struct new_member new_member_of(int64_t room_id, int64_t user_id);
