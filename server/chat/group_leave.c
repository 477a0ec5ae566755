/* Leaving a group: its other rooms first, and whoever leads it hands it over before. */
#include "archive/members.h"
#include "base/buffer.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct leaving {
	struct request *r;
	int64_t group_id;
	const struct room_sight_row *sight; /* the main room */
	bool again;
	struct write write;
};

static void group_leave_seen(void *owner, enum error e, void *rows, size_t count);
static void group_leave_placed(void *owner, enum error e, void *rows, size_t count);
static void group_leave_stored(void *owner, enum error e, struct write *w);

static void group_leave_look(struct leaving *l)
{
	l->write = (struct write){ .done = group_leave_stored, .owner = l };
	struct read read = { l->r->arena, group_leave_seen, l };
	groups_seen(chat()->archive, read, l->group_id, l->r->user_id);
}

void group_leave(struct request *r, const struct group_leave_input *in)
{
	struct leaving *l = arena_take(r->arena, sizeof(*l));
	l->r = r;
	l->group_id = in->group_id;
	group_leave_look(l);
}

static void group_leave_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct leaving *l = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0 || !sight->is_member) {
		request_fail(l->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	if (l->group_id == GROUP_EVERYONE && sight->role != ROLE_GUEST) {
		request_fail_text(l->r, ERROR_FORBIDDEN, "Everybody belongs to this group.");
		return;
	}
	if (sight->room.group_creator_id == l->r->user_id) {
		request_fail_text(l->r, ERROR_CONFLICT, "Hand the group over to somebody first.");
		return;
	}
	l->sight = sight;
	struct read read = { l->r->arena, group_leave_placed, l };
	places_of_group(chat()->archive, read, l->group_id, l->r->user_id);
}

static void group_leave_first(struct request *r, size_t others)
{
	request_fail_text(r, ERROR_CONFLICT, "Leave its other rooms first: %zu of them.", others);
}

static void group_leave_placed(void *owner, enum error e, void *rows, size_t count)
{
	struct leaving *l = owner;
	const struct place_row *places = rows;
	if (e || count == 0) {
		request_fail(l->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	if (count > 1) {
		group_leave_first(l->r, count - 1);
		return;
	}
	struct place_row place = places[0];
	write_member_drop_last(&l->write, l->r->arena, &l->sight->room, l->r->user_id);
	membership_drop_changes(&l->write, l->r->arena, &place, l->r->user_id);
	archive_write(chat()->archive, &l->write);
}

static void group_leave_stored(void *owner, enum error e, struct write *w)
{
	struct leaving *l = owner;
	/* A room was joined meanwhile, or the group left or handed over: why, the archive knows. */
	if (e == ERROR_CONFLICT && !l->again) {
		l->again = true;
		group_leave_look(l);
		return;
	}
	if (e) {
		request_fail(l->r, e);
		return;
	}
	change_announce(w);
	struct group_leave_reply reply = { .group_id = l->group_id };
	group_leave_answer(l->r, &reply);
}
