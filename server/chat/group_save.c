/* Changing a group, which has one name, one creator and one set of switches with its main room. */
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/moderation.h"
#include "chat/room_heir.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct saving {
	struct request *r;
	const struct group_save_input *in;
	const struct room_sight_row *sight; /* the main room */
	struct heir heir;
	struct write write;
};

static void group_save_seen(void *owner, enum error e, void *rows, size_t count);
static void group_save_write(void *owner);
static void group_save_stored(void *owner, enum error e, struct write *w);

static bool given_for_oneself(const struct group_save_input *in)
{
	return in->has_notify || in->has_volume;
}

static bool given_of_group(const struct group_save_input *in)
{
	return in->has_name || in->has_creator_id;
}

static bool given_for_all(const struct group_save_input *in)
{
	return given_of_group(in) || in->has_is_open || in->has_is_visible || in->has_is_read_only;
}

void group_save(struct request *r, const struct group_save_input *in)
{
	if (!given_for_oneself(in) && !given_for_all(in)) {
		request_fail_text(r, ERROR_INVALID, "nothing to change is given");
		return;
	}
	struct saving *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->in = in;
	struct read read = { r->arena, group_save_seen, s };
	groups_seen(chat()->archive, read, in->group_id, r->user_id);
}

static enum error not_allowed(const struct saving *s)
{
	const struct room_sight_row *sight = s->sight;
	bool leads = group_row_moderator(&sight->room, s->r->user_id, sight->role);
	if (!sight->is_member && (!leads || given_for_oneself(s->in)))
		return ERROR_NOT_MEMBER;
	return given_for_all(s->in) && !leads ? ERROR_FORBIDDEN : ERROR_OK;
}

static void group_save_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct saving *s = owner;
	if (e || count == 0) {
		request_fail(s->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	s->sight = rows;
	enum error refusal = not_allowed(s);
	if (refusal) {
		request_fail(s->r, refusal);
		return;
	}
	s->heir = (struct heir){
		.r = s->r,
		.room_id = s->sight->room.room_id,
		.user_id = s->in->has_creator_id ? s->in->creator_id : 0,
		.field = "channelCreatorId",
		.next = group_save_write,
		.owner = s,
	};
	heir_check(&s->heir);
}

static int given(bool has, bool value)
{
	return has ? value : -1;
}

static void write_for_all(struct saving *s)
{
	const struct group_save_input *in = s->in;
	const struct room_row *room = &s->sight->room;
	struct arena *arena = s->r->arena;
	struct slice name = in->has_name ? in->name : (struct slice){ NULL, 0 };
	bool shown = in->has_is_visible ? in->is_visible : room->is_visible;
	const struct room_changes changes = {
		.room_id = room->room_id,
		.name = name,
		.creator_id = s->heir.user_id,
		.is_open = given(in->has_is_open, in->is_open),
		.is_visible = given(in->has_is_visible, in->is_visible),
		.is_read_only = given(in->has_is_read_only, in->is_read_only),
		.p2p = -1,
	};
	heir_write(&s->heir, &s->write);
	write_group_save(&s->write, arena, in->group_id, name, s->heir.user_id);
	if (shown && (in->has_name || !room->is_visible))
		write_group_name_free(&s->write, arena, in->group_id,
				      in->has_name ? in->name : room->name);
	write_room_save(&s->write, arena, &changes);
	change_add(&s->write, room->room_id, CHANGE_ROOM_CHANGED, s->r->user_id, room->room_id);
	if (given_of_group(in))
		change_add(&s->write, room->room_id, CHANGE_GROUP_CHANGED, s->r->user_id,
			   in->group_id);
}

static void group_save_write(void *owner)
{
	struct saving *s = owner;
	const struct group_save_input *in = s->in;
	int64_t room_id = s->sight->room.room_id;
	if (given_for_all(in))
		write_for_all(s);
	if (given_for_oneself(in)) {
		const struct member_changes changes = {
			.room_id = room_id,
			.user_id = s->r->user_id,
			.notify = in->has_notify ? in->notify : -1,
			.volume = in->has_volume ? (int)in->volume : -1,
		};
		write_member_save(&s->write, s->r->arena, &changes);
		change_add(&s->write, -s->r->user_id, CHANGE_MEMBER_CHANGED, s->r->user_id,
			   room_id);
	}
	s->write.done = group_save_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void group_save_stored(void *owner, enum error e, struct write *w)
{
	struct saving *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	change_announce(w);
	struct group_save_reply reply = { .group_id = s->in->group_id };
	group_save_answer(s->r, &reply);
}
