/* Changing a room: what all its members see of it, for those who keep order there; what one is told
 * and how loud, for oneself; and moving it to another group, whose strangers leave. */
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/moderation.h"
#include "chat/room_heir.h"
#include "chat/sweep.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct saving {
	struct request *r;
	const struct room_save_input *in;
	const struct room_sight_row *sight;
	bool moves;
	struct heir heir;
	struct sweep strays;
	struct write write;
};

static void room_save_seen(void *owner, enum error e, void *rows, size_t count);
static void room_save_group_seen(void *owner, enum error e, void *rows, size_t count);
static void room_save_heir(struct saving *s);
static void room_save_write(void *owner);
static void room_save_stored(void *owner, enum error e, struct write *w);
static void room_save_finished(void *owner, enum error e);

static bool given_for_oneself(const struct room_save_input *in)
{
	return in->has_notify || in->has_volume;
}

static bool given_for_all(const struct room_save_input *in)
{
	return in->has_name || in->has_group_id || in->has_creator_id || in->has_is_open ||
	       in->has_is_visible || in->has_is_read_only;
}

void room_save(struct request *r, const struct room_save_input *in)
{
	if (!given_for_oneself(in) && !given_for_all(in) && !in->has_p2p) {
		request_fail_text(r, ERROR_INVALID, "nothing to change is given");
		return;
	}
	struct saving *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->in = in;
	struct read read = { r->arena, room_save_seen, s };
	rooms_seen(chat()->archive, read, in->room_id, r->user_id);
}

/* What cannot be changed of such a room, by anybody; NULL: nothing of it was given. */
static const char *impossible(const struct room_save_input *in, const struct room_sight_row *sight)
{
	if (!sight->main_id)
		return given_for_all(in) ? "Of a direct room only p2p can be changed." : NULL;
	if (in->has_p2p)
		return "p2p: only of direct rooms";
	return sight->room.is_main && given_for_all(in)
		       ? "The main room of a group is changed with the group."
		       : NULL;
}

static enum error not_allowed(const struct saving *s)
{
	const struct room_sight_row *sight = s->sight;
	bool moderator = room_row_moderator(&sight->room, s->r->user_id, sight->role);
	if (!sight->is_member && !moderator)
		return ERROR_NOT_MEMBER;
	if ((given_for_oneself(s->in) || s->in->has_p2p) && !sight->is_member)
		return ERROR_NOT_MEMBER;
	return given_for_all(s->in) && sight->main_id && !moderator ? ERROR_FORBIDDEN : ERROR_OK;
}

static void room_save_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct saving *s = owner;
	if (e || count == 0) {
		request_fail(s->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	s->sight = rows;
	enum error refusal = not_allowed(s);
	const char *why = refusal ? NULL : impossible(s->in, s->sight);
	if (refusal || why) {
		request_fail_text(s->r, why ? ERROR_INVALID : refusal, "%s",
				  why ? why : error_text(refusal));
		return;
	}
	s->moves = s->in->has_group_id && s->in->group_id != s->sight->room.group_id;
	if (!s->moves) {
		room_save_heir(s);
		return;
	}
	struct read read = { s->r->arena, room_save_group_seen, s };
	groups_seen(chat()->archive, read, s->in->group_id, s->r->user_id);
}

static void room_save_group_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct saving *s = owner;
	const struct room_sight_row *target = rows;
	const struct room_sight_row *sight = s->sight;
	if (e || count == 0) {
		request_fail_text(s->r, e ? e : ERROR_NOT_FOUND, "%s",
				  e ? error_text(e) : "channelId: there is no such group");
		return;
	}
	if (!group_row_moderator(&sight->room, s->r->user_id, sight->role) ||
	    !group_row_moderator(&target->room, s->r->user_id, target->role)) {
		request_fail_text(s->r, ERROR_FORBIDDEN,
				  "A room is moved by whoever leads both groups.");
		return;
	}
	room_save_heir(s);
}

/* Who is to lead the room must be in it. */
static void room_save_heir(struct saving *s)
{
	s->heir = (struct heir){
		.r = s->r,
		.room_id = s->in->room_id,
		.user_id = s->in->has_creator_id ? s->in->creator_id : 0,
		.field = "roomCreatorId",
		.next = room_save_write,
		.owner = s,
	};
	heir_check(&s->heir);
}

static int given(bool has, bool value)
{
	return has ? value : -1;
}

/* The room as it will be, as far as its name counts. */
static void write_name_checks(struct saving *s)
{
	const struct room_save_input *in = s->in;
	struct room_row room = s->sight->room;
	bool shown = in->has_is_visible ? in->is_visible : room.is_visible;
	bool news = in->has_name || s->moves || (in->has_is_visible && !room.is_visible);
	room.name = in->has_name ? in->name : room.name;
	room.group_id = s->moves ? in->group_id : room.group_id;
	if (news)
		write_group_lock(&s->write, s->r->arena, room.group_id);
	if (s->moves)
		write_group_has_place(&s->write, s->r->arena, room.group_id,
				      chat()->config->rooms_per_group_max);
	if (shown && news)
		write_group_room_name(&s->write, s->r->arena, &room);
}

static void write_for_all(struct saving *s)
{
	const struct room_save_input *in = s->in;
	if (s->sight->main_id)
		write_name_checks(s);
	heir_write(&s->heir, &s->write);
	const struct room_changes changes = {
		.room_id = in->room_id,
		.name = in->has_name ? in->name : (struct slice){ NULL, 0 },
		.group_id = s->moves ? in->group_id : 0,
		.creator_id = s->heir.user_id,
		.is_open = given(in->has_is_open, in->is_open),
		.is_visible = given(in->has_is_visible, in->is_visible),
		.is_read_only = given(in->has_is_read_only, in->is_read_only),
		.p2p = given(in->has_p2p, in->p2p),
	};
	write_room_save(&s->write, s->r->arena, &changes);
	change_add(&s->write, in->room_id, CHANGE_ROOM_CHANGED, s->r->user_id, in->room_id);
}

static void room_save_write(void *owner)
{
	struct saving *s = owner;
	const struct room_save_input *in = s->in;
	int64_t user_id = s->r->user_id;
	if (given_for_all(in) || in->has_p2p)
		write_for_all(s);
	if (given_for_oneself(in)) {
		const struct member_changes changes = {
			.room_id = in->room_id,
			.user_id = user_id,
			.notify = in->has_notify ? in->notify : -1,
			.volume = in->has_volume ? (int)in->volume : -1,
		};
		write_member_save(&s->write, s->r->arena, &changes);
		change_add(&s->write, -user_id, CHANGE_MEMBER_CHANGED, user_id, in->room_id);
	}
	s->write.done = room_save_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void strays_ask(const struct sweep *sweep, struct read read)
{
	places_stray(chat()->archive, read, sweep->room_id);
}

static void strays_add(const struct sweep *sweep, struct write *w, struct arena *arena,
		       const struct place_row *place)
{
	membership_drop(w, arena, place, sweep->actor_id);
}

static void room_save_stored(void *owner, enum error e, struct write *w)
{
	struct saving *s = owner;
	if (e || !s->moves) {
		if (!e)
			change_announce(w);
		room_save_finished(s, e);
		return;
	}
	change_announce(w);
	s->strays = (struct sweep){
		.ask = strays_ask,
		.add = strays_add,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.done = room_save_finished,
		.owner = s,
		.actor_id = s->r->user_id,
		.room_id = s->in->room_id,
	};
	sweep_run(&s->strays);
}

static void room_save_finished(void *owner, enum error e)
{
	struct saving *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	struct room_save_reply reply = { .room_id = s->in->room_id };
	room_save_answer(s->r, &reply);
}
