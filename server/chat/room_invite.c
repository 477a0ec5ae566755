/* Putting people into a room: into a main room anybody, into another only those of its group. */
#include "base/states.h"
#include "chat/candidates.h"
#include "chat/chat.h"
#include "chat/chunks.h"
#include "chat/membership.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct inviting {
	struct request *r;
	const struct room_invite_input *in;
	bool as_member; /* and so only while one is */
	struct candidates candidates;
};

static void room_invite_seen(void *owner, enum error e, void *rows, size_t count);
static void room_invite_admitted(void *owner);
static void room_invite_finished(void *owner, enum error e);

void room_invite(struct request *r, const struct room_invite_input *in)
{
	struct inviting *v = arena_take(r->arena, sizeof(*v));
	v->r = r;
	v->in = in;
	struct read read = { r->arena, room_invite_seen, v };
	rooms_seen(chat()->archive, read, in->room_id, r->user_id);
}

static void room_invite_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct inviting *v = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0) {
		request_fail(v->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	bool moderator = room_row_moderator(&sight->room, v->r->user_id, sight->role);
	if (!sight->is_member && !moderator) {
		request_fail(v->r, ERROR_NOT_MEMBER);
		return;
	}
	if (!sight->main_id) {
		request_fail_text(v->r, ERROR_INVALID, "A direct room is between its two.");
		return;
	}
	if (sight->role == ROLE_GUEST) {
		request_fail(v->r, ERROR_FORBIDDEN);
		return;
	}
	v->as_member = sight->is_member && !moderator;
	v->candidates = (struct candidates){
		.r = v->r,
		.named = v->in->users,
		.named_count = v->in->users_count,
		.room_id = v->in->room_id,
		.main_id = sight->room.is_main ? 0 : sight->main_id,
		.next = room_invite_admitted,
		.owner = v,
	};
	candidates_admit(&v->candidates);
}

static void room_invite_member(void *owner, struct write *w, struct arena *arena, size_t index)
{
	struct inviting *v = owner;
	struct new_member member = new_member_of(v->in->room_id, v->candidates.ids[index]);
	membership_add(w, arena, &member, v->r->user_id)->check_member = v->as_member;
}

static void room_invite_admitted(void *owner)
{
	struct inviting *v = owner;
	chunks_run(&(struct chunks){
		.arena = v->r->arena,
		.count = v->candidates.count,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.add = room_invite_member,
		.done = room_invite_finished,
		.owner = v,
	});
}

static void room_invite_finished(void *owner, enum error e)
{
	struct inviting *v = owner;
	if (e) {
		request_fail(v->r, e);
		return;
	}
	struct room_invite_reply reply = {
		.room_id = v->in->room_id,
		.users = v->candidates.ids,
		.users_count = v->candidates.count,
	};
	room_invite_answer(v->r, &reply);
}
