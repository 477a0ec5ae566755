/* Reactions to messages. */
#include "archive/message_statements.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/echo.h"
#include "chat/emoji.h"
#include "chat/message_target.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct reacting {
	struct target target;
	const struct message_react_input *in;
};

static bool message_react_found(struct target *t);
static void message_react_stored(void *owner, enum error e, struct write *w);

void message_react(struct request *r, const struct message_react_input *in)
{
	if (!emoji_valid(in->emoji)) {
		request_fail_text(r, ERROR_INVALID, "emoji: must be one emoji");
		return;
	}
	struct reacting *reacting = arena_take(r->arena, sizeof(*reacting));
	reacting->in = in;
	reacting->target.r = r;
	reacting->target.emoji = in->emoji;
	reacting->target.owner = reacting;
	reacting->target.found = message_react_found;
	target_find(&reacting->target, in->message_id);
}

static void message_react_reply(const struct reacting *reacting)
{
	struct message_react_reply reply = { .message_id = reacting->in->message_id,
					     .emoji = reacting->in->emoji,
					     .on = reacting->in->on };
	message_react_answer(reacting->target.r, &reply);
}

/* How often `part` stands in the stored JSON. */
static size_t count_of(struct slice json, struct slice part)
{
	size_t count = 0;
	const char *at = json.data;
	const char *end = json.data + json.size;
	while (at && (at = memmem(at, (size_t)(end - at), part.data, part.size)) != NULL) {
		count++;
		at += part.size;
	}
	return count;
}

/* Another kind would be one too many. The archive makes sure of it; this spares it the attempt. */
static bool full(const struct message_row *message, const struct message_react_input *in)
{
	char kind[EMOJI_BYTES_MAX + 2] = "\"";
	memcpy(kind + 1, in->emoji.data, in->emoji.size);
	kind[in->emoji.size + 1] = '"';
	return count_of(message->reactions, SLICE("\"emoji\":")) >= REACTION_KINDS_MAX &&
	       count_of(message->reactions, (struct slice){ kind, in->emoji.size + 2 }) == 0;
}

static bool message_react_found(struct target *t)
{
	struct reacting *reacting = t->owner;
	const struct message_react_input *in = reacting->in;
	const struct message_row *message = t->message;
	if (message->deleted) {
		request_fail_text(t->r, ERROR_NOT_FOUND, "This message was deleted.");
		return false;
	}
	if (t->row->reacted == in->on) {
		message_react_reply(reacting);
		return false;
	}
	if (in->on && full(message, in)) {
		request_fail_text(t->r, ERROR_LIMIT_REACHED,
				  "A message can have %d different reactions.", REACTION_KINDS_MAX);
		return false;
	}
	const struct new_reaction reaction = {
		.room_id = message->room_id,
		.seq = message->seq,
		.user_id = t->r->user_id,
		.at_ms = target_change(t, CHANGE_MESSAGE_REACTED)->at_ms,
		.emoji = in->emoji,
		.on = in->on,
	};
	write_reaction(&t->write, t->r->arena, &reaction);
	return target_store(t, message_react_stored);
}

static void message_react_stored(void *owner, enum error e, struct write *w)
{
	struct reacting *reacting = owner;
	if (e) {
		request_fail(reacting->target.r, e);
		return;
	}
	change_announce(w);
	if (reacting->in->on)
		echo_reaction(w->changes[0].stream_id, reacting->in->message_id,
			      reacting->target.r->user_id, reacting->in->emoji);
	message_react_reply(reacting);
}
