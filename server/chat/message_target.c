/* The message that a request is about. */
#include "chat/message_target.h"

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/membership.h"

static void target_go(void *owner, enum error e);
static void target_read(void *owner, enum error e, void *rows, size_t count);
static void target_stored(void *owner, enum error e, struct write *w);

void target_find(struct target *t, int64_t message_id)
{
	t->message_id = message_id;
	turn_take(&t->turn, t->r->user_id, target_go, t);
}

static void target_fail(struct target *t, enum error e)
{
	struct turn *turn = t->turn;
	request_fail(t->r, e);
	turn_end(turn, e);
}

static void target_go(void *owner, enum error e)
{
	struct target *t = owner;
	if (e) {
		target_fail(t, e);
		return;
	}
	struct read read = { t->r->arena, target_read, t };
	messages_target(chat()->archive, read, t->message_id, t->r->user_id, t->emoji);
}

static void target_read(void *owner, enum error e, void *rows, size_t count)
{
	struct target *t = owner;
	t->row = rows;
	if (e || count == 0 || !member_in_room(t->row->message.room_id, t->r->user_id)) {
		target_fail(t, e ? e : ERROR_NOT_FOUND);
		return;
	}
	t->message = &t->row->message;
	t->room = room_state_find(t->message->room_id);
	/* Behind it the request may be gone. */
	struct turn *turn = t->turn;
	if (!t->found(t))
		turn_end(turn, ERROR_OK);
}

struct change *target_change(struct target *t, int kind)
{
	struct change *change = write_change(&t->write, t->message->room_id, kind, t->r->user_id,
					     t->message->seq);
	change->at_ms = clock_wall_ms();
	membership_guard(change);
	return change;
}

bool target_store(struct target *t, void (*stored)(void *owner, enum error e, struct write *w))
{
	t->stored = stored;
	t->write.done = target_stored;
	t->write.owner = t;
	archive_write(chat()->archive, &t->write);
	return true;
}

static void target_stored(void *owner, enum error e, struct write *w)
{
	struct target *t = owner;
	struct turn *turn = t->turn;
	t->stored(t->owner, e, w);
	turn_end(turn, e);
}
