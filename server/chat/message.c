/* Sending: stored first, acknowledged then, published to the room; one insert and one encoding
 * whatever the number of receivers. A plain message reads nothing. A reply or a quote reads what it
 * refers to; the person's later messages wait for it. */
#include "archive/message_statements.h"
#include "archive/messages.h"
#include "archive/write.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/echo.h"
#include "chat/membership.h"
#include "chat/mention.h"
#include "chat/moderation.h"
#include "chat/room_state.h"
#include "chat/turn.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* A message is never dated further back than the outbox of a client keeps it without asking. */
static const int64_t TIME_DIFF_MAX_MS = 7LL * 24 * 60 * 60 * 1000;

struct sending {
	struct request *r;
	const struct message_send_input *in;
	struct message_extras extras;
	int64_t refers_to[2]; /* parent and quoted message */
	size_t refers_count;
	struct turn *turn; /* NULL: none was needed */
	struct write write;
	struct change *change;
};

static void message_send_go(void *owner, enum error e);
static void message_send_found(void *owner, enum error e, void *rows, size_t count);
static void message_send_number(struct sending *sending);
static void message_send_numbered(void *owner, enum error e, int64_t id);
static void message_send_stored(void *owner, enum error e, struct write *w);

static int64_t written_at(int64_t time_diff_ms)
{
	int64_t ago = time_diff_ms < 0 ? 0 : time_diff_ms;
	return clock_wall_ms() - (ago > TIME_DIFF_MAX_MS ? TIME_DIFF_MAX_MS : ago);
}

/* False: the request was ended. */
static bool may_send(struct request *r, const struct message_send_input *in)
{
	const enum error e = room_may_write(room_state_find(in->room_id), r);
	if (in->files_count > 0)
		request_fail_text(r, ERROR_UNSUPPORTED, "This server stores no files yet.");
	else if (in->content.size > (size_t)chat()->config->message_bytes_max)
		request_fail_text(r, ERROR_TOO_LARGE, "content: must be at most %lld bytes",
				  (long long)chat()->config->message_bytes_max);
	else if (e == ERROR_FORBIDDEN)
		request_fail_text(r, e, "Only moderators write in this room.");
	else if (e)
		request_fail(r, e);
	else
		return true;
	return false;
}

void message_send(struct request *r, const struct message_send_input *in)
{
	const struct tagged text = { .content = in->content,
				     .tags = in->tags,
				     .tags_count = in->tags_count };
	struct new_mentions mentions;
	if (!may_send(r, in) || !mentions_read(r, room_state_find(in->room_id), &text, &mentions))
		return;
	struct sending *sending = arena_take(r->arena, sizeof(*sending));
	sending->r = r;
	sending->in = in;
	sending->extras = (struct message_extras){ .room_id = in->room_id, .mentions = mentions };
	if (in->has_parent_message)
		sending->refers_to[sending->refers_count++] = in->parent_message;
	if (in->has_quoted_message)
		sending->refers_to[sending->refers_count++] = in->quoted_message;
	if (sending->refers_count == 0 && turn_free(r->user_id))
		message_send_number(sending);
	else
		turn_take(&sending->turn, r->user_id, message_send_go, sending);
}

static void message_send_fail(struct sending *sending, enum error e)
{
	struct turn *turn = sending->turn;
	request_fail(sending->r, e);
	if (turn)
		turn_end(turn, e);
}

static void message_send_go(void *owner, enum error e)
{
	struct sending *sending = owner;
	struct request *r = sending->r;
	if (e) {
		message_send_fail(sending, e);
		return;
	}
	if (sending->refers_count == 0) {
		message_send_number(sending);
		return;
	}
	struct read read = { r->arena, message_send_found, sending };
	messages_by_ids(chat()->archive, read,
			&(struct message_ids){ .room_id = sending->in->room_id,
					       .reader_id = r->user_id,
					       .ids = sending->refers_to,
					       .count = sending->refers_count });
}

static const struct message_row *row_with_id(const struct message_row *rows, size_t count,
					     int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

/* A reply to a reply goes to its root. */
static void message_send_found(void *owner, enum error e, void *rows, size_t count)
{
	struct sending *sending = owner;
	const struct message_send_input *in = sending->in;
	const struct message_row *parent = row_with_id(rows, count, in->parent_message);
	const struct message_row *quoted = row_with_id(rows, count, in->quoted_message);
	if (!e && ((in->has_parent_message && !parent) || (in->has_quoted_message && !quoted)))
		e = ERROR_NOT_FOUND;
	if (e) {
		message_send_fail(sending, e);
		return;
	}
	if (parent) {
		sending->extras.parent_id = parent->parent_id ? parent->parent_id : parent->id;
		sending->extras.parent_seq = parent->parent_id ? parent->parent_seq : parent->seq;
	}
	if (quoted)
		sending->extras.quoted_id = quoted->id;
	message_send_number(sending);
}

static void message_send_number(struct sending *sending)
{
	archive_next_id(chat()->archive, "message", message_send_numbered, sending);
}

static void message_send_numbered(void *owner, enum error e, int64_t id)
{
	struct sending *sending = owner;
	if (e) {
		message_send_fail(sending, e);
		return;
	}
	const struct message_send_input *in = sending->in;
	struct change *change = write_change(&sending->write, in->room_id, CHANGE_MESSAGE,
					     sending->r->user_id, 0);
	change->at_ms = written_at(in->time_diff_ms);
	change->message_id = id;
	change->client_id = in->client_id;
	change->content = in->content;
	membership_guard(change);
	write_message_extras(&sending->write, sending->r->arena, &sending->extras);
	sending->change = change;
	sending->write.done = message_send_stored;
	sending->write.owner = sending;
	archive_write(chat()->archive, &sending->write);
	/* It has its place in the archive's queue. */
	if (sending->turn)
		turn_end(sending->turn, ERROR_OK);
}

/* A reply's event tells how many replies its root has now: the archive knows. */
static void message_send_publish(const struct sending *sending)
{
	const struct message_extras *extras = &sending->extras;
	if (extras->parent_id) {
		change_announce(&sending->write);
		return;
	}
	struct change_row row = change_row_of(sending->change);
	row.message.quoted_id = extras->quoted_id;
	row.message.tags = extras->mentions.tags;
	change_publish(&row, sending->change->epoch);
}

static void message_send_hear(const struct sending *sending)
{
	const struct change *change = sending->change;
	const struct echo_heard heard = {
		.room_id = change->stream_id,
		.message_id = change->message_id,
		.seq = change->seq,
		.number = change->number,
		.epoch = change->epoch,
		.sender_id = change->actor_id,
		.thread_id = sending->extras.parent_id,
		.content = change->content,
		.tags = sending->in->tags,
		.tags_count = sending->in->tags_count,
		.language = sending->r->language,
	};
	echo_message(&heard);
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
		message_send_publish(sending);
		message_send_hear(sending);
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
