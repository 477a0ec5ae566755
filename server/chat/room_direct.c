/* The direct room of two people, or of one with oneself: made once, found ever after. Leaving hides
 * it for oneself only; asking for it shows it again. */
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/candidates.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/echo.h"
#include "chat/membership.h"
#include "chat/room_add.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { ATTEMPTS_MAX = 5 };

struct pairing {
	struct request *r;
	const struct room_add_input *in;
	int64_t other_id; /* oneself: notes */
	int64_t room_id;
	bool existed;
	int attempts; /* at making it */
	struct candidates candidates;
	struct write write;
};

static void room_direct_found(void *owner, enum error e, void *rows, size_t count);
static void room_direct_admitted(void *owner);
static void room_direct_numbered(void *owner, enum error e, int64_t id);
static void room_direct_stored(void *owner, enum error e, struct write *w);
static void room_direct_shown(void *owner, enum error e, struct write *w);

/* The one other person; oneself if nobody else is named, 0 if more than one is. */
static int64_t other_of(const struct request *r, const struct room_add_input *in)
{
	int64_t other = r->user_id;
	for (size_t i = 0; i < in->users_count; i++) {
		bool another = in->users[i] != r->user_id && in->users[i] != other;
		if (another && other != r->user_id)
			return 0;
		if (another)
			other = in->users[i];
	}
	return other;
}

static const char *refusal_of(const struct room_add_input *in, int64_t other_id)
{
	if (in->has_group_id)
		return "channelId: a direct room belongs to no group";
	if (in->is_open || in->is_visible || in->is_read_only)
		return "isOpen, isVisible, isReadOnly: not of direct rooms";
	return other_id ? NULL : "users: a direct room is with one other person";
}

static void room_direct_find(struct pairing *p)
{
	struct read read = { p->r->arena, room_direct_found, p };
	rooms_direct(chat()->archive, read, p->r->user_id, p->other_id);
}

void room_add_direct(struct request *r, const struct room_add_input *in)
{
	int64_t other_id = other_of(r, in);
	const char *refusal = refusal_of(in, other_id);
	if (refusal) {
		request_fail_text(r, ERROR_INVALID, "%s", refusal);
		return;
	}
	struct pairing *p = arena_take(r->arena, sizeof(*p));
	p->r = r;
	p->in = in;
	p->other_id = other_id;
	room_direct_find(p);
}

static void room_direct_answer(struct pairing *p)
{
	p->r->entered_room_id = p->room_id;
	struct room_add_reply reply = { .room_id = p->room_id, .existed = p->existed };
	room_add_answer(p->r, &reply);
}

/* Shows a room that is there; one's settings are set again if they are given. */
static void room_direct_show(struct pairing *p, const struct direct_row *found)
{
	const struct room_add_input *in = p->in;
	p->room_id = found->room_id;
	p->existed = true;
	if (found->hidden_number < 0 && !in->has_notify && !in->has_volume) {
		room_direct_answer(p);
		return;
	}
	const struct member_changes changes = {
		.room_id = p->room_id,
		.user_id = p->r->user_id,
		.notify = in->has_notify ? in->notify : -1,
		.volume = in->has_volume ? (int)in->volume : -1,
		.show = true,
	};
	p->write = (struct write){ .done = room_direct_shown, .owner = p };
	write_member_save(&p->write, p->r->arena, &changes);
	change_add(&p->write, -p->r->user_id, CHANGE_MEMBER_CHANGED, p->r->user_id, p->room_id);
	archive_write(chat()->archive, &p->write);
}

static void room_direct_found(void *owner, enum error e, void *rows, size_t count)
{
	struct pairing *p = owner;
	if (e) {
		request_fail(p->r, e);
		return;
	}
	if (count > 0) {
		room_direct_show(p, rows);
		return;
	}
	/* Somebody was faster. What made them so may not be committed yet; then another attempt
	 * waits for it. Or the room is not one's own any more. */
	if (p->attempts == ATTEMPTS_MAX) {
		request_fail(p->r, ERROR_CONFLICT);
		return;
	}
	p->attempts++;
	p->candidates = (struct candidates){
		.r = p->r,
		.named = &p->other_id,
		.named_count = 1,
		.direct = true,
		.next = room_direct_admitted,
		.owner = p,
	};
	candidates_admit(&p->candidates);
}

static void room_direct_admitted(void *owner)
{
	struct pairing *p = owner;
	archive_next_id(chat()->archive, "room", room_direct_numbered, p);
}

static void room_direct_numbered(void *owner, enum error e, int64_t id)
{
	struct pairing *p = owner;
	struct arena *arena = p->r->arena;
	int64_t own_id = p->r->user_id;
	if (e) {
		request_fail(p->r, e);
		return;
	}
	p->room_id = id;
	const struct room_row room = {
		.room_id = id,
		.creator_id = own_id,
		.p2p = p->in->p2p,
		.low_id = own_id < p->other_id ? own_id : p->other_id,
		.high_id = own_id < p->other_id ? p->other_id : own_id,
	};
	write_room_direct(&p->write, arena, &room);
	write_room(&p->write, arena, &room);
	struct new_member own = new_member_of(id, own_id);
	own.notify = p->in->has_notify ? p->in->notify : NOTIFY_ALL;
	own.volume = p->in->has_volume ? (int)p->in->volume : VOLUME_DEFAULT;
	membership_enter(&p->write, arena, &own);
	struct new_member other = new_member_of(id, p->other_id);
	if (p->other_id == ECHO_ID)
		other.rooms_max = INT64_MAX; /* it talks with everybody */
	if (p->other_id != own_id)
		membership_add(&p->write, arena, &other, own_id);
	p->write.done = room_direct_stored;
	p->write.owner = p;
	archive_write(chat()->archive, &p->write);
}

/* ERROR_CONFLICT: the other one, or another session, was faster: then that room it is. */
static void room_direct_stored(void *owner, enum error e, struct write *w)
{
	struct pairing *p = owner;
	if (e == ERROR_CONFLICT) {
		p->write = (struct write){ 0 };
		room_direct_find(p);
		return;
	}
	if (e) {
		request_fail(p->r, e);
		return;
	}
	change_announce(w);
	echo_room(p->room_id, p->other_id, p->r->language);
	room_direct_answer(p);
}

static void room_direct_shown(void *owner, enum error e, struct write *w)
{
	struct pairing *p = owner;
	if (e) {
		request_fail(p->r, e);
		return;
	}
	change_announce(w);
	room_direct_answer(p);
}
