/* Deleting a room that is no main room. */
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct deleting {
	struct request *r;
	int64_t room_id;
	struct write write;
};

static void room_delete_seen(void *owner, enum error e, void *rows, size_t count);
static void room_delete_stored(void *owner, enum error e, struct write *w);

void room_delete(struct request *r, const struct room_delete_input *in)
{
	struct deleting *d = arena_take(r->arena, sizeof(*d));
	d->r = r;
	d->room_id = in->room_id;
	struct read read = { r->arena, room_delete_seen, d };
	rooms_seen(chat()->archive, read, in->room_id, r->user_id);
}

static bool room_delete_refused(struct request *r, const struct room_sight_row *sight)
{
	bool moderator = room_row_moderator(&sight->room, r->user_id, sight->role);
	if (!moderator && !sight->is_member)
		request_fail(r, ERROR_NOT_MEMBER);
	else if (!sight->main_id)
		request_fail_text(r, ERROR_INVALID, "A direct room is left, not deleted.");
	else if (!moderator)
		request_fail(r, ERROR_FORBIDDEN);
	else if (sight->room.is_main)
		request_fail_text(r, ERROR_INVALID,
				  "The main room of a group is deleted with the group.");
	else
		return false;
	return true;
}

static void room_delete_seen(void *owner, enum error e, void *rows, size_t count)
{
	struct deleting *d = owner;
	if (e || count == 0) {
		request_fail(d->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (room_delete_refused(d->r, rows))
		return;
	change_add(&d->write, d->room_id, CHANGE_ROOM_DELETED, d->r->user_id, d->room_id);
	write_room_disable(&d->write, d->r->arena, d->room_id);
	d->write.done = room_delete_stored;
	d->write.owner = d;
	archive_write(chat()->archive, &d->write);
}

static void room_delete_stored(void *owner, enum error e, struct write *w)
{
	struct deleting *d = owner;
	if (e) {
		request_fail(d->r, e);
		return;
	}
	change_announce(w);
	struct room_delete_reply reply = { .room_id = d->room_id };
	room_delete_answer(d->r, &reply);
}
