/* Who is in a room, page by page. */
#include "archive/members.h"
#include "base/states.h"
#include "chat/account_view.h"
#include "chat/chat.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct listing {
	struct request *r;
	const struct room_members_input *in;
	const struct room_sight_row *sight;
	int64_t member_count;
};

static void room_members_seen(void *owner, enum error e, void *rows, size_t count);
static void room_members_counted(void *owner, enum error e, void *rows, size_t count);
static void room_members_read(void *owner, enum error e, void *rows, size_t count);

void room_members(struct request *r, const struct room_members_input *in)
{
	struct listing *l = arena_take(r->arena, sizeof(*l));
	l->r = r;
	l->in = in;
	struct read read = { r->arena, room_members_seen, l };
	rooms_seen(chat()->archive, read, in->room_id, r->user_id);
}

static void room_members_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct listing *l = owner;
	const struct room_sight_row *sight = rows;
	bool allowed = count > 0 && (sight->is_member ||
				     room_row_moderator(&sight->room, l->r->user_id, sight->role));
	if (e || !allowed) {
		request_fail(l->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	l->sight = sight;
	struct read read = { l->r->arena, room_members_counted, l };
	members_count(chat()->archive, read, l->in->room_id);
}

static void room_members_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct listing *l = owner;
	const struct count_row *counted = rows;
	if (e || count == 0) {
		request_fail(l->r, e ? e : ERROR_INTERNAL);
		return;
	}
	l->member_count = counted->count;
	const struct member_listing listing = {
		.room_id = l->in->room_id,
		.after = l->in->has_after ? l->in->after : 0,
		.search = l->in->has_search ? l->in->search : (struct slice){ NULL, 0 },
	};
	struct read read = { l->r->arena, room_members_read, l };
	members_page(chat()->archive, read, &listing);
}

static void room_members_read(void *owner, enum error e, void *rows, size_t count)
{
	struct listing *l = owner;
	const struct listed_member_row *listed = rows;
	if (e) {
		request_fail(l->r, e);
		return;
	}
	struct user_view *users = arena_take(l->r->arena, (count + 1) * sizeof(*users));
	struct room_member_view *views = arena_take(l->r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++) {
		const struct account_row *account = &listed[i].account;
		users[i] = user_view_of(account);
		views[i] = (struct room_member_view){
			.user = &users[i],
			.is_moderator = room_row_moderator(&l->sight->room, account->user_id,
							   account->role),
			.joined_ms = listed[i].joined_ms,
		};
	}
	struct room_members_reply reply = {
		.members = views,
		.members_count = count,
		.member_count = l->member_count,
	};
	room_members_answer(l->r, &reply);
}
