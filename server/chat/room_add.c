/* Making a room in a group: first the room with its creator, then the others, and the answer when
 * all are in. */
#include "chat/room_add.h"

#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/candidates.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/chunks.h"
#include "chat/membership.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct adding {
	struct request *r;
	const struct room_add_input *in;
	struct candidates candidates;
	struct room_row room;
	struct write write;
};

static void room_add_seen(void *owner, enum error e, void *rows, size_t count);
static void room_add_admitted(void *owner);
static void room_add_numbered(void *owner, enum error e, int64_t id);
static void room_add_stored(void *owner, enum error e, struct write *w);
static void room_add_finished(void *owner, enum error e);

void room_add(struct request *r, const struct room_add_input *in)
{
	if (!in->has_name) {
		room_add_direct(r, in);
		return;
	}
	if (!in->has_group_id || in->p2p) {
		request_fail_text(r, ERROR_INVALID, "%s",
				  in->p2p ? "p2p: only of direct rooms"
					  : "channelId: a room with a name belongs to a group");
		return;
	}
	struct adding *a = arena_take(r->arena, sizeof(*a));
	a->r = r;
	a->in = in;
	struct read read = { r->arena, room_add_seen, a };
	groups_seen(chat()->archive, read, in->group_id, r->user_id);
}

static void room_add_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct adding *a = owner;
	const struct room_sight_row *sight = rows;
	if (e || count == 0) {
		request_fail(a->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (!sight->in_group || sight->role == ROLE_GUEST) {
		request_fail(a->r, sight->in_group ? ERROR_FORBIDDEN : ERROR_NOT_MEMBER);
		return;
	}
	a->candidates = (struct candidates){
		.r = a->r,
		.named = a->in->users,
		.named_count = a->in->users_count,
		.main_id = sight->main_id,
		.next = room_add_admitted,
		.owner = a,
	};
	candidates_admit(&a->candidates);
}

static void room_add_admitted(void *owner)
{
	struct adding *a = owner;
	archive_next_id(chat()->archive, "room", room_add_numbered, a);
}

static void room_add_numbered(void *owner, enum error e, int64_t id)
{
	struct adding *a = owner;
	const struct room_add_input *in = a->in;
	struct arena *arena = a->r->arena;
	if (e) {
		request_fail(a->r, e);
		return;
	}
	a->room = (struct room_row){
		.room_id = id,
		.name = in->name,
		.group_id = in->group_id,
		.creator_id = a->r->user_id,
		.is_open = in->is_open,
		.is_visible = in->is_visible,
		.is_read_only = in->is_read_only,
	};
	write_group_lock(&a->write, arena, in->group_id);
	write_group_has_place(&a->write, arena, in->group_id, chat()->config->rooms_per_group_max);
	if (in->is_visible)
		write_group_room_name(&a->write, arena, &a->room);
	write_room(&a->write, arena, &a->room);
	struct new_member creator = new_member_of(id, a->r->user_id);
	creator.notify = in->has_notify ? in->notify : NOTIFY_ALL;
	creator.volume = in->has_volume ? (int)in->volume : VOLUME_DEFAULT;
	membership_enter(&a->write, arena, &creator);
	a->write.done = room_add_stored;
	a->write.owner = a;
	archive_write(chat()->archive, &a->write);
}

static void room_add_member(void *owner, struct write *w, struct arena *arena, size_t index)
{
	struct adding *a = owner;
	struct new_member member = new_member_of(a->room.room_id, a->candidates.ids[index]);
	membership_add(w, arena, &member, a->r->user_id);
}

static void room_add_stored(void *owner, enum error e, struct write *w)
{
	struct adding *a = owner;
	if (e == ERROR_LIMIT_REACHED) {
		request_fail_text(
			a->r, e,
			"A group has at most %lld rooms, and one person is in at most %lld.",
			(long long)chat()->config->rooms_per_group_max,
			(long long)chat()->config->rooms_per_user_max);
		return;
	}
	if (e) {
		request_fail(a->r, e);
		return;
	}
	change_announce(w);
	chunks_run(&(struct chunks){
		.arena = a->r->arena,
		.count = a->candidates.count,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.add = room_add_member,
		.done = room_add_finished,
		.owner = a,
	});
}

static void room_add_finished(void *owner, enum error e)
{
	struct adding *a = owner;
	if (e) {
		request_fail(a->r, e);
		return;
	}
	a->r->entered_room_id = a->room.room_id;
	struct room_add_reply reply = { .room_id = a->room.room_id };
	room_add_answer(a->r, &reply);
}
