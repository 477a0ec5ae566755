/* Taking somebody out of a room; out of a main room: out of all rooms of its group. */
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/moderation.h"
#include "chat/sweep.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { ATTEMPTS_MAX = 5 };

struct expelling {
	struct request *r;
	const struct room_expel_input *in;
	const struct room_sight_row *sight;
	struct sweep sweep;
	struct write write;
	int attempts;
};

static void room_expel_seen(void *owner, enum error e, void *rows, size_t count);
static void room_expel_found(void *owner, enum error e, void *rows, size_t count);
static void room_expel_stored(void *owner, enum error e, struct write *w);
static void room_expel_finished(void *owner, enum error e);

static void room_expel_look(struct expelling *x)
{
	x->write = (struct write){ .done = room_expel_stored, .owner = x };
	struct read read = { x->r->arena, room_expel_seen, x };
	rooms_seen(chat()->archive, read, x->in->room_id, x->r->user_id);
}

void room_expel(struct request *r, const struct room_expel_input *in)
{
	if (in->user_id == r->user_id) {
		request_fail_text(r, ERROR_INVALID, "userId: one leaves by oneself");
		return;
	}
	struct expelling *x = arena_take(r->arena, sizeof(*x));
	x->r = r;
	x->in = in;
	room_expel_look(x);
}

static void room_expel_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct expelling *x = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0) {
		request_fail(x->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (!room_row_moderator(&sight->room, x->r->user_id, sight->role)) {
		request_fail(x->r, sight->is_member ? ERROR_FORBIDDEN : ERROR_NOT_MEMBER);
		return;
	}
	x->sight = sight;
	const struct candidacy candidacy = { x->r->user_id, x->in->room_id, sight->main_id,
					     &x->in->user_id, 1 };
	struct read read = { x->r->arena, room_expel_found, x };
	members_candidates(chat()->archive, read, &candidacy);
}

enum rank { RANK_MEMBER, RANK_ROOM, RANK_GROUP, RANK_ADMINISTRATOR };

static enum rank rank_of(const struct room_row *room, int64_t user_id, int role)
{
	if (role == ROLE_ADMINISTRATOR)
		return RANK_ADMINISTRATOR;
	if (role == ROLE_GUEST)
		return RANK_MEMBER;
	if (user_id == room->group_creator_id)
		return RANK_GROUP;
	return user_id == room->creator_id ? RANK_ROOM : RANK_MEMBER;
}

/* Whoever stands above the one who asks stays; administrators are equals. */
static bool stands_above(const struct expelling *x, const struct candidate_row *target)
{
	const struct room_row *room = &x->sight->room;
	return rank_of(room, target->user_id, target->role) >
	       rank_of(room, x->r->user_id, x->sight->role);
}

static void room_expel_ask(const struct sweep *s, struct read read)
{
	places_of_group(chat()->archive, read, s->group_id, s->user_id);
}

static void room_expel_add(const struct sweep *s, struct write *w, struct arena *arena,
			   const struct place_row *place)
{
	membership_drop(w, arena, place, s->actor_id);
}

static void room_expel_from_group(struct expelling *x)
{
	x->sweep = (struct sweep){
		.ask = room_expel_ask,
		.add = room_expel_add,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.done = room_expel_finished,
		.owner = x,
		.actor_id = x->r->user_id,
		.user_id = x->in->user_id,
		.group_id = x->sight->room.group_id,
	};
	sweep_run(&x->sweep);
}

static void room_expel_from_room(struct expelling *x)
{
	const struct place_row place = {
		.room_id = x->in->room_id,
		.user_id = x->in->user_id,
		.group_id = x->sight->room.group_id,
		.is_creator = x->sight->room.creator_id == x->in->user_id,
	};
	membership_drop(&x->write, x->r->arena, &place, x->r->user_id);
	archive_write(chat()->archive, &x->write);
}

static void room_expel_found(void *owner, enum error e, void *rows, size_t count)
{
	struct expelling *x = owner;
	const struct candidate_row *target = rows;
	if (e) {
		request_fail(x->r, e);
		return;
	}
	if (count == 0 || !target->in_room) {
		request_fail_text(x->r, ERROR_NOT_FOUND, "userId: not a member of this room");
		return;
	}
	if (stands_above(x, target)) {
		request_fail(x->r, ERROR_FORBIDDEN);
		return;
	}
	if (x->sight->room.is_main)
		room_expel_from_group(x);
	else
		room_expel_from_room(x);
}

static void room_expel_stored(void *owner, enum error e, struct write *w)
{
	struct expelling *x = owner;
	if (e == ERROR_CONFLICT && ++x->attempts < ATTEMPTS_MAX) { /* handed over meanwhile */
		room_expel_look(x);
		return;
	}
	if (!e)
		change_announce(w);
	room_expel_finished(x, e);
}

static void room_expel_finished(void *owner, enum error e)
{
	struct expelling *x = owner;
	if (e) {
		request_fail(x->r, e);
		return;
	}
	struct room_expel_reply reply = { .room_id = x->in->room_id, .user_id = x->in->user_id };
	room_expel_answer(x->r, &reply);
}
