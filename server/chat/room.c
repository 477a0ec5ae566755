/* Rooms that may be joined: listing them, and joining. */
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static void room_list_read(void *owner, enum error e, void *rows, size_t count);

void room_list(struct request *r, const struct room_list_input *in)
{
	const struct room_listing listing = {
		.user_id = r->user_id,
		.after = in->has_after ? in->after : 0,
		.search = in->has_search ? in->search : (struct slice){ NULL, 0 },
	};
	struct read read = { r->arena, room_list_read, r };
	rooms_listed(chat()->archive, read, &listing);
}

static void room_list_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct listed_room_row *listed = rows;
	struct listed_room *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++) {
		views[i] = (struct listed_room){
			.room_id = listed[i].room_id,
			.name = listed[i].name,
			.group_id = listed[i].group_id,
			.group_name = listed[i].group_name,
			.is_main = listed[i].is_main,
			.is_read_only = listed[i].is_read_only,
			.member_count = listed[i].member_count,
			.joined = listed[i].joined,
		};
	}
	struct room_list_reply reply = { .rooms = views, .rooms_count = count };
	room_list_answer(r, &reply);
}

struct joining {
	struct request *r;
	int64_t room_id;
	struct write write;
};

static void room_join_allowed(void *owner, enum error e, void *rows, size_t count);
static void room_join_stored(void *owner, enum error e, struct write *w);

static void room_join_reply(struct joining *j)
{
	j->r->entered_room_id = j->room_id;
	struct room_join_reply reply = { .room_id = j->room_id };
	room_join_answer(j->r, &reply);
}

void room_join(struct request *r, const struct room_join_input *in)
{
	struct joining *j = arena_take(r->arena, sizeof(*j));
	j->r = r;
	j->room_id = in->room_id;
	if (member_in_room(in->room_id, r->user_id)) {
		room_join_reply(j);
		return;
	}
	struct read read = { r->arena, room_join_allowed, j };
	rooms_joinable(chat()->archive, read, in->room_id, r->user_id);
}

static void room_join_allowed(void *owner, enum error e, void *rows, size_t count)
{
	struct joining *j = owner;
	(void)rows;
	if (e || count == 0) {
		request_fail(j->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	struct new_member member = new_member_of(j->room_id, j->r->user_id);
	member.by_oneself = true;
	membership_enter(&j->write, j->r->arena, &member);
	j->write.done = room_join_stored;
	j->write.owner = j;
	archive_write(chat()->archive, &j->write);
}

static void room_join_stored(void *owner, enum error e, struct write *w)
{
	struct joining *j = owner;
	if (e) {
		request_fail(j->r, e);
		return;
	}
	change_announce(w);
	room_join_reply(j);
}
