/* The threads of a room. (What makes a message a reply: message.c; the replies: message_page.c.) */
#include "archive/messages.h"
#include "chat/chat.h"
#include "chat/message_page.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/request.h"

enum { THREADS_MAX = 50 };

static void message_threads_read(void *owner, enum error e, void *rows, size_t count);

void message_threads(struct request *r, const struct message_threads_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct read read = { r->arena, message_threads_read, r };
	const struct threads_page page = { .room_id = in->room_id,
					   .reader_id = r->user_id,
					   .before_ms = in->has_before_ms ? in->before_ms
									  : INT64_MAX,
					   .limit = THREADS_MAX + 1 };
	messages_threads(chat()->archive, read, &page);
}

/* The next page begins below the time of this one's last: a page never ends between two of the same
 * time, unless all of it are. */
static size_t whole_times(const struct message_row *roots, size_t count)
{
	if (count <= THREADS_MAX)
		return count;
	for (size_t i = THREADS_MAX; i > 0; i--)
		if (roots[i].last_reply_ms != roots[i - 1].last_reply_ms)
			return i;
	return THREADS_MAX;
}

static void message_threads_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	struct message_window w = message_window_of(r->arena, rows, whole_times(rows, count));
	struct message_threads_reply reply = { .content = w.views,
					       .content_count = w.count,
					       .rest = w.rest,
					       .rest_count = w.rest_count };
	message_threads_answer(r, &reply);
}
