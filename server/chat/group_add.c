/* Making a group: with its main room of the same name, and whoever makes it in there; then the
 * others, and the answer when all are in. */
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

struct founding {
	struct request *r;
	const struct group_add_input *in;
	struct candidates candidates;
	struct room_row room;
	struct write write;
};

static void group_add_admitted(void *owner);
static void group_add_numbered(void *owner, enum error e, int64_t id);
static void group_add_room_numbered(void *owner, enum error e, int64_t id);
static void group_add_stored(void *owner, enum error e, struct write *w);
static void group_add_finished(void *owner, enum error e);

void group_add(struct request *r, const struct group_add_input *in)
{
	struct founding *f = arena_take(r->arena, sizeof(*f));
	f->r = r;
	f->in = in;
	f->candidates = (struct candidates){
		.r = r,
		.named = in->users,
		.named_count = in->users_count,
		.next = group_add_admitted,
		.owner = f,
	};
	candidates_admit(&f->candidates);
}

static void group_add_admitted(void *owner)
{
	struct founding *f = owner;
	archive_next_id(chat()->archive, "group", group_add_numbered, f);
}

static void group_add_numbered(void *owner, enum error e, int64_t id)
{
	struct founding *f = owner;
	if (e) {
		request_fail(f->r, e);
		return;
	}
	f->room.group_id = id;
	archive_next_id(chat()->archive, "room", group_add_room_numbered, f);
}

static void group_add_write(struct founding *f)
{
	const struct group_add_input *in = f->in;
	struct arena *arena = f->r->arena;
	const struct new_group group = {
		.group_id = f->room.group_id,
		.name = in->name,
		.creator_id = f->r->user_id,
		.groups_max = chat()->config->groups_per_user_max,
	};
	write_group(&f->write, arena, &group);
	if (in->is_visible)
		write_group_name_free(&f->write, arena, group.group_id, in->name);
	write_room(&f->write, arena, &f->room);
	struct new_member creator = new_member_of(f->room.room_id, f->r->user_id);
	creator.notify = in->has_notify ? in->notify : NOTIFY_ALL;
	creator.volume = in->has_volume ? (int)in->volume : VOLUME_DEFAULT;
	membership_enter(&f->write, arena, &creator);
	f->write.done = group_add_stored;
	f->write.owner = f;
	archive_write(chat()->archive, &f->write);
}

static void group_add_room_numbered(void *owner, enum error e, int64_t id)
{
	struct founding *f = owner;
	if (e) {
		request_fail(f->r, e);
		return;
	}
	f->room.room_id = id;
	f->room.name = f->in->name;
	f->room.creator_id = f->r->user_id;
	f->room.is_main = true;
	f->room.is_open = f->in->is_open;
	f->room.is_visible = f->in->is_visible;
	group_add_write(f);
}

static void group_add_member(void *owner, struct write *w, struct arena *arena, size_t index)
{
	struct founding *f = owner;
	struct new_member member = new_member_of(f->room.room_id, f->candidates.ids[index]);
	membership_add(w, arena, &member, f->r->user_id);
}

static void group_add_stored(void *owner, enum error e, struct write *w)
{
	struct founding *f = owner;
	if (e == ERROR_LIMIT_REACHED) {
		request_fail_text(
			f->r, e,
			"One person makes at most %lld groups and is in at most %lld rooms.",
			(long long)chat()->config->groups_per_user_max,
			(long long)chat()->config->rooms_per_user_max);
		return;
	}
	if (e) {
		request_fail(f->r, e);
		return;
	}
	change_announce(w);
	chunks_run(&(struct chunks){
		.arena = f->r->arena,
		.count = f->candidates.count,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.add = group_add_member,
		.done = group_add_finished,
		.owner = f,
	});
}

static void group_add_finished(void *owner, enum error e)
{
	struct founding *f = owner;
	if (e) {
		request_fail(f->r, e);
		return;
	}
	f->r->entered_room_id = f->room.room_id;
	struct group_add_reply reply = { .group_id = f->room.group_id, .room_id = f->room.room_id };
	group_add_answer(f->r, &reply);
}
