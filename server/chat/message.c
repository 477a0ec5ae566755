/* Messages: stored first, acknowledged then, published to the room; one insert and one encoding
 * whatever the number of receivers. */
#include "archive/write.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* A message is never dated further back than the outbox of a client keeps it without asking. */
static const int64_t TIME_DIFF_MAX_MS = 7LL * 24 * 60 * 60 * 1000;

struct sending {
	struct request *r;
	const struct message_send_input *in;
	struct write write;
	struct change *change;
};

static void message_send_numbered(void *owner, enum error e, int64_t id);
static void message_send_stored(void *owner, enum error e, struct write *w);

static int64_t written_at(int64_t time_diff_ms)
{
	int64_t ago = time_diff_ms < 0 ? 0 : time_diff_ms;
	return clock_wall_ms() - (ago > TIME_DIFF_MAX_MS ? TIME_DIFF_MAX_MS : ago);
}

void message_send(struct request *r, const struct message_send_input *in)
{
	if (in->has_parent_message || in->files_count > 0) {
		request_fail_text(r, ERROR_UNSUPPORTED,
				  "This server stores plain messages: no replies and no files.");
		return;
	}
	if (in->content.size > (size_t)chat()->config->message_bytes_max) {
		request_fail_text(r, ERROR_TOO_LARGE, "content: must be at most %lld bytes",
				  (long long)chat()->config->message_bytes_max);
		return;
	}
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct sending *sending = arena_take(r->arena, sizeof(*sending));
	sending->r = r;
	sending->in = in;
	archive_next_id(chat()->archive, "message", message_send_numbered, sending);
}

static void message_send_numbered(void *owner, enum error e, int64_t id)
{
	struct sending *sending = owner;
	if (e) {
		request_fail(sending->r, e);
		return;
	}
	const struct message_send_input *in = sending->in;
	const struct room_state *room = room_state_find(in->room_id);
	struct change *change = write_change(&sending->write, in->room_id, CHANGE_MESSAGE,
					     sending->r->user_id, 0);
	change->at_ms = written_at(in->time_diff_ms);
	change->message_id = id;
	change->client_id = in->client_id;
	change->content = in->content;
	change->check_member = !room || !room_state_fresh(room) ||
			       !member_in_room(in->room_id, sending->r->user_id);
	sending->change = change;
	sending->write.done = message_send_stored;
	sending->write.owner = sending;
	archive_write(chat()->archive, &sending->write);
}

static void message_send_stored(void *owner, enum error e, struct write *w)
{
	struct sending *sending = owner;
	const struct change *change = sending->change;
	(void)w;
	if (e) {
		request_fail(sending->r, e);
		return;
	}
	metric_add(change->repeated ? METRIC_MESSAGES_REPEATED : METRIC_MESSAGES_STORED, 1);
	if (!change->repeated) {
		struct change_row row = change_row_of(change);
		change_publish(&row, change->epoch);
	}
	struct message_send_reply reply = {
		.room_id = change->stream_id,
		.client_id = sending->in->client_id,
		.id = change->message_id,
		.seq = change->seq,
		.time_ms = change->at_ms,
	};
	message_send_answer(sending->r, &reply);
}
