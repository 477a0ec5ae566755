/* The message that a request is about. */
#include "chat/message_target.h"

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/membership.h"

static void target_read(void *owner, enum error e, void *rows, size_t count);
static void target_go(void *owner);

void target_find(struct target *t, int64_t message_id)
{
	struct request *r = t->r;
	turn_take(&t->turn, r->user_id, target_go, t);
	struct read read = { r->arena, target_read, t };
	messages_target(chat()->archive, read, message_id, r->user_id, t->emoji);
}

static void target_read(void *owner, enum error e, void *rows, size_t count)
{
	struct target *t = owner;
	t->error = e ? e : count == 0 ? ERROR_NOT_FOUND : ERROR_OK;
	t->row = rows;
	turn_ready(&t->turn);
}

static void target_go(void *owner)
{
	struct target *t = owner;
	if (!t->error && !member_in_room(t->row->message.room_id, t->r->user_id))
		t->error = ERROR_NOT_FOUND;
	if (t->error) {
		request_fail(t->r, t->error);
		return;
	}
	t->message = &t->row->message;
	t->room = room_state_find(t->message->room_id);
	t->found(t);
}

struct change *target_change(struct target *t, int kind)
{
	struct change *change = write_change(&t->write, t->message->room_id, kind, t->r->user_id,
					     t->message->seq);
	change->at_ms = clock_wall_ms();
	membership_guard(change);
	return change;
}

void target_store(struct target *t, void (*done)(void *owner, enum error e, struct write *w))
{
	t->write.done = done;
	t->write.owner = t->owner;
	archive_write(chat()->archive, &t->write);
}
