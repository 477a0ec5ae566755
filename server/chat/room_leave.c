/* Leaving a room. A direct room is hidden for oneself instead; a main room is left with its group.
 */
#include "archive/room_statements.h"
#include "archive/statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { ATTEMPTS_MAX = 5 };

struct leaving {
	struct request *r;
	int64_t room_id;
	int attempts;
	struct write write;
};

static void room_leave_seen(void *owner, enum error e, void *rows, size_t count);
static void room_leave_stored(void *owner, enum error e, struct write *w);

static void room_leave_look(struct leaving *l)
{
	l->write = (struct write){ .done = room_leave_stored, .owner = l };
	struct read read = { l->r->arena, room_leave_seen, l };
	rooms_seen(chat()->archive, read, l->room_id, l->r->user_id);
}

void room_leave(struct request *r, const struct room_leave_input *in)
{
	struct leaving *l = arena_take(r->arena, sizeof(*l));
	l->r = r;
	l->room_id = in->room_id;
	room_leave_look(l);
}

static void room_leave_fill(struct leaving *l, const struct room_sight_row *sight)
{
	int64_t user_id = l->r->user_id;
	struct arena *arena = l->r->arena;
	if (!sight->main_id) {
		write_member_hide(&l->write, arena, l->room_id, user_id);
		change_add(&l->write, -user_id, CHANGE_MEMBER_CHANGED, user_id, l->room_id);
		return;
	}
	const struct place_row place = {
		.room_id = l->room_id,
		.user_id = user_id,
		.group_id = sight->room.group_id,
		.is_creator = sight->room.creator_id == user_id,
	};
	write_member_remove(&l->write, arena, l->room_id, user_id);
	membership_drop_changes(&l->write, arena, &place, user_id);
}

static void room_leave_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct leaving *l = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0 || !sight->is_member) {
		request_fail(l->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	if (sight->room.is_main) {
		request_fail_text(l->r, ERROR_INVALID,
				  "The main room of a group is left with the group.");
		return;
	}
	room_leave_fill(l, sight);
	archive_write(chat()->archive, &l->write);
}

static void room_leave_stored(void *owner, enum error e, struct write *w)
{
	struct leaving *l = owner;
	if (e == ERROR_CONFLICT && ++l->attempts < ATTEMPTS_MAX) { /* handed over meanwhile */
		room_leave_look(l);
		return;
	}
	if (e) {
		request_fail(l->r, e);
		return;
	}
	change_announce(w);
	struct room_leave_reply reply = { .room_id = l->room_id };
	room_leave_answer(l->r, &reply);
}
