/* Pinned messages. */
#include "archive/message_statements.h"
#include "archive/messages.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/message_page.h"
#include "chat/message_target.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct pinning {
	struct target target;
	const struct message_pin_input *in;
};

static bool message_pin_found(struct target *t);
static void message_pin_stored(void *owner, enum error e, struct write *w);

void message_pin(struct request *r, const struct message_pin_input *in)
{
	struct pinning *pinning = arena_take(r->arena, sizeof(*pinning));
	pinning->in = in;
	pinning->target.r = r;
	pinning->target.owner = pinning;
	pinning->target.found = message_pin_found;
	target_find(&pinning->target, in->message_id);
}

static void message_pin_reply(const struct pinning *pinning)
{
	struct message_pin_reply reply = { .message_id = pinning->in->message_id,
					   .on = pinning->in->on };
	message_pin_answer(pinning->target.r, &reply);
}

/* False: the request was ended. */
static bool may_pin(const struct target *t, bool on)
{
	if (room_may_write(t->room, t->r))
		request_fail_text(t->r, ERROR_FORBIDDEN, "Only moderators pin in this room.");
	else if (on && t->message->deleted)
		request_fail_text(t->r, ERROR_NOT_FOUND, "This message was deleted.");
	else if (on && !t->message->pinned && t->row->pins >= PINS_MAX)
		request_fail_text(t->r, ERROR_LIMIT_REACHED,
				  "A room can have %d pinned messages. Take one down first.",
				  PINS_MAX);
	else
		return true;
	return false;
}

static bool message_pin_found(struct target *t)
{
	struct pinning *pinning = t->owner;
	const struct message_row *message = t->message;
	bool on = pinning->in->on;
	if (!may_pin(t, on))
		return false;
	if (message->pinned == on) {
		message_pin_reply(pinning);
		return false;
	}
	const struct new_pin pin = {
		.room_id = message->room_id,
		.seq = message->seq,
		.user_id = t->r->user_id,
		.at_ms = target_change(t, CHANGE_MESSAGE_PINNED)->at_ms,
		.on = on,
	};
	write_pin(&t->write, t->r->arena, &pin);
	return target_store(t, message_pin_stored);
}

static void message_pin_stored(void *owner, enum error e, struct write *w)
{
	struct pinning *pinning = owner;
	if (e) {
		request_fail(pinning->target.r, e);
		return;
	}
	change_announce(w);
	message_pin_reply(pinning);
}

static void message_pins_read(void *owner, enum error e, void *rows, size_t count);

void message_pins(struct request *r, const struct message_pins_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct read read = { r->arena, message_pins_read, r };
	messages_pinned(chat()->archive, read, in->room_id, r->user_id);
}

static void message_pins_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	struct message_window w = message_window_of(r->arena, rows, count);
	struct message_pins_reply reply = { .content = w.views,
					    .content_count = w.count,
					    .rest = w.rest,
					    .rest_count = w.rest_count };
	message_pins_answer(r, &reply);
}
