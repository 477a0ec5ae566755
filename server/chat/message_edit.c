/* Changing a message that is stored: a new text, or none at all. */
#include "archive/message_statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/echo.h"
#include "chat/mention.h"
#include "chat/message_target.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct editing {
	struct target target;
	const struct message_edit_input *in;
	struct message_edit edit;
};

static bool message_edit_found(struct target *t);
static void message_edit_stored(void *owner, enum error e, struct write *w);
static bool message_delete_found(struct target *t);
static void message_delete_stored(void *owner, enum error e, struct write *w);

void message_edit(struct request *r, const struct message_edit_input *in)
{
	if (in->files_count > 0) {
		request_fail_text(r, ERROR_UNSUPPORTED, "This server stores no files yet.");
		return;
	}
	if (in->has_content && in->content.size > (size_t)chat()->config->message_bytes_max) {
		request_fail_text(r, ERROR_TOO_LARGE, "content: must be at most %lld bytes",
				  (long long)chat()->config->message_bytes_max);
		return;
	}
	struct editing *editing = arena_take(r->arena, sizeof(*editing));
	editing->in = in;
	editing->target.r = r;
	editing->target.owner = editing;
	editing->target.found = in->has_content ? message_edit_found : message_delete_found;
	target_find(&editing->target, in->message_id);
}

static void message_edit_reply(const struct target *t, int64_t edited_ms, bool deleted)
{
	struct message_edit_reply reply = {
		.message_id = t->message->id,
		.room_id = t->message->room_id,
		.edited_ms = edited_ms,
		.deleted = deleted,
	};
	message_edit_answer(t->r, &reply);
}

/* ---- a new text ---- */

static bool too_old(const struct message_row *message)
{
	int64_t hours = chat()->config->message_edit_hours;
	return hours > 0 && clock_wall_ms() - message->time_ms > hours * 60 * 60 * 1000;
}

/* False: the request was ended. */
static bool may_edit(const struct target *t)
{
	const struct message_row *message = t->message;
	if (message->deleted)
		request_fail_text(t->r, ERROR_NOT_FOUND, "This message was deleted.");
	else if (message->sender_id != t->r->user_id)
		request_fail_text(t->r, ERROR_FORBIDDEN, "Only its author can edit a message.");
	else if (room_may_write(t->room, t->r))
		request_fail_text(t->r, ERROR_FORBIDDEN, "Only moderators write in this room.");
	else if (too_old(message))
		request_fail_text(t->r, ERROR_FORBIDDEN,
				  "Messages can be edited for %lld hours on this server.",
				  (long long)chat()->config->message_edit_hours);
	else
		return true;
	return false;
}

static bool says_so_already(const struct message_row *message, const struct message_edit *edit)
{
	return slice_equal(message->content, edit->content) &&
	       slice_equal(message->tags, edit->mentions.tags);
}

static bool message_edit_found(struct target *t)
{
	struct editing *editing = t->owner;
	const struct message_row *message = t->message;
	struct message_edit *edit = &editing->edit;
	const struct tagged text = { .content = editing->in->content,
				     .tags = editing->in->tags,
				     .tags_count = editing->in->tags_count,
				     .before = message->tags };
	if (!may_edit(t) || !mentions_read(t->r, t->room, &text, &edit->mentions))
		return false;
	edit->content = editing->in->content;
	if (says_so_already(message, edit)) {
		message_edit_reply(t, message->edited_ms, false);
		return false;
	}
	if (t->row->versions >= MESSAGE_VERSIONS_MAX) {
		request_fail_text(t->r, ERROR_LIMIT_REACHED,
				  "This message was edited %d times. Please write another one.",
				  MESSAGE_VERSIONS_MAX);
		return false;
	}
	edit->room_id = message->room_id;
	edit->seq = message->seq;
	edit->at_ms = target_change(t, CHANGE_MESSAGE_EDITED)->at_ms;
	write_message_edit(&t->write, t->r->arena, edit);
	return target_store(t, message_edit_stored);
}

static void message_edit_stored(void *owner, enum error e, struct write *w)
{
	struct editing *editing = owner;
	if (e) {
		request_fail(editing->target.r, e);
		return;
	}
	change_announce(w);
	echo_edit(editing->edit.room_id, editing->in->message_id, editing->target.r->user_id);
	message_edit_reply(&editing->target, editing->edit.at_ms, false);
}

/* ---- deleting ---- */

static bool message_delete_found(struct target *t)
{
	const struct message_row *message = t->message;
	if (message->sender_id != t->r->user_id && !room_moderated_by(t->room, t->r)) {
		request_fail_text(t->r, ERROR_FORBIDDEN,
				  "Only its author and moderators can delete a message.");
		return false;
	}
	if (message->deleted) {
		message_edit_reply(t, message->edited_ms, true);
		return false;
	}
	int64_t at_ms = target_change(t, CHANGE_MESSAGE_DELETED)->at_ms;
	write_message_delete(&t->write, t->r->arena, message, at_ms);
	return target_store(t, message_delete_stored);
}

/* ERROR_CONFLICT: somebody else deleted it meanwhile. */
static void message_delete_stored(void *owner, enum error e, struct write *w)
{
	struct editing *editing = owner;
	int64_t at_ms = w->changes[0].at_ms;
	if (e && e != ERROR_CONFLICT) {
		request_fail(editing->target.r, e);
		return;
	}
	if (!e)
		change_announce(w);
	message_edit_reply(&editing->target, at_ms, true);
}
