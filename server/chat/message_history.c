/* What a message said before. */
#include "archive/messages.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/message_target.h"
#include "chat/moderation.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static bool message_history_found(struct target *t);
static void message_history_read(void *owner, enum error e, void *rows, size_t count);

void message_history(struct request *r, const struct message_history_input *in)
{
	struct target *t = arena_take(r->arena, sizeof(*t));
	t->r = r;
	t->found = message_history_found;
	target_find(t, in->message_id);
}

static bool message_history_found(struct target *t)
{
	const struct message_row *message = t->message;
	if (message->sender_id != t->r->user_id && !room_moderated_by(t->room, t->r)) {
		request_fail_text(t->r, ERROR_FORBIDDEN,
				  "Only its author and moderators can see what a message said.");
		return false;
	}
	struct read read = { t->r->arena, message_history_read, t };
	messages_versions(chat()->archive, read, message->room_id, message->seq);
	return false;
}

/* As many as fit. */
static void message_history_read(void *owner, enum error e, void *rows, size_t count)
{
	struct target *t = owner;
	const struct version_row *stored = rows;
	if (e) {
		request_fail(t->r, e);
		return;
	}
	struct message_version *versions = arena_take(t->r->arena, (count + 1) * sizeof(*versions));
	size_t taken = 0;
	for (size_t bytes = 0; taken < count && bytes < answer_bytes_max(); taken++) {
		const struct version_row *row = &stored[taken];
		versions[taken] = (struct message_version){
			.content = row->content,
			.tags = row->tags.size ? row->tags : SLICE("{}"),
			.until_ms = row->until_ms,
		};
		bytes += answer_text_bytes(row->content) + row->tags.size + 64;
	}
	struct message_history_reply reply = { .message_id = t->message->id,
					       .versions = versions,
					       .versions_count = taken };
	message_history_answer(t->r, &reply);
}
