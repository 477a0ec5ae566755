/* From a change of a stream to the event that clients get. A table, a row a kind. */
#include "chat/change.h"

#include "base/states.h"
#include "bus/bus.h"
#include "chat/chat.h"
#include "protocol/encode.gen.h"
#include "protocol/outputs.gen.h"

static struct user_view person_of(const struct change_row *row)
{
	return (struct user_view){
		.user_id = row->subject_id,
		.name = row->user_name,
		.display_name = row->display_name,
		.sex = row->sex,
		.role = row->role,
	};
}

struct message_view message_view_of(const struct change_row *row)
{
	return (struct message_view){
		.id = row->message_id,
		.room_id = row->stream_id,
		.seq = row->seq,
		.number = row->number,
		.user_id = row->actor_id,
		.time_ms = row->at_ms,
		.has_content = true,
		.content = row->content,
		.client_id = row->client_id,
		.edited_ms = row->edited_ms,
		.tags = SLICE("{}"),
	};
}

static void encode_message(struct buffer *out, const struct change_row *row)
{
	struct message_posted_event event = {
		.id = row->message_id,
		.room_id = row->stream_id,
		.seq = row->seq,
		.number = row->number,
		.user_id = row->actor_id,
		.time_ms = row->at_ms,
		.has_content = true,
		.content = row->content,
		.client_id = row->client_id,
		.edited_ms = row->edited_ms,
		.tags = SLICE("{}"),
	};
	message_posted_encode(out, &event);
}

static void encode_member_joined(struct buffer *out, const struct change_row *row)
{
	struct user_view user = person_of(row);
	struct member_joined_event event = {
		.room_id = row->stream_id,
		.seq = row->seq,
		.user_id = row->subject_id,
		.time_ms = row->at_ms,
		.user = &user,
	};
	member_joined_encode(out, &event);
}

static void encode_member_left(struct buffer *out, const struct change_row *row)
{
	struct member_left_event event = {
		.room_id = row->stream_id,
		.seq = row->seq,
		.user_id = row->subject_id,
		.time_ms = row->at_ms,
	};
	member_left_encode(out, &event);
}

static void encode_room_added(struct buffer *out, const struct change_row *row)
{
	struct room_added_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
	};
	room_added_encode(out, &event);
}

static void encode_room_removed(struct buffer *out, const struct change_row *row)
{
	struct room_removed_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
	};
	room_removed_encode(out, &event);
}

static void encode_read_moved(struct buffer *out, const struct change_row *row)
{
	struct read_moved_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
		.read_seq = row->read_seq,
	};
	read_moved_encode(out, &event);
}

static void encode_session_revoked(struct buffer *out, const struct change_row *row)
{
	struct session_revoked_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.has_session_id = row->subject_id != 0,
		.session_id = row->subject_id,
	};
	session_revoked_encode(out, &event);
}

static void encode_account_changed(struct buffer *out, const struct change_row *row)
{
	struct user_view user = person_of(row);
	struct account_changed_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.view = &user,
	};
	account_changed_encode(out, &event);
}

static void (*const encoders[])(struct buffer *out, const struct change_row *row) = {
	[CHANGE_MESSAGE] = encode_message,
	[CHANGE_MEMBER_JOINED] = encode_member_joined,
	[CHANGE_MEMBER_LEFT] = encode_member_left,
	[CHANGE_ROOM_ADDED] = encode_room_added,
	[CHANGE_ROOM_REMOVED] = encode_room_removed,
	[CHANGE_READ_MOVED] = encode_read_moved,
	[CHANGE_SESSION_REVOKED] = encode_session_revoked,
	[CHANGE_ACCOUNT_CHANGED] = encode_account_changed,
};

/* While workers are replaced one by one, an older one reads what a newer one wrote. */
static void encode_unknown(struct buffer *out, const struct change_row *row)
{
	struct stream_changed_event event = {
		.has_room_id = row->stream_id > 0,
		.room_id = row->stream_id,
		.has_user_id = row->stream_id < 0,
		.user_id = -row->stream_id,
		.seq = row->seq,
	};
	stream_changed_encode(out, &event);
}

void change_encode(struct buffer *out, const struct change_row *row)
{
	size_t count = sizeof(encoders) / sizeof(encoders[0]);
	bool known = row->kind >= 0 && (size_t)row->kind < count && encoders[row->kind];
	(known ? encoders[row->kind] : encode_unknown)(out, row);
}

void change_publish(const struct change_row *row, int64_t epoch)
{
	struct buffer json = { 0 };
	change_encode(&json, row);
	struct envelope envelope = {
		.kind = row->kind,
		.stream_id = row->stream_id,
		.seq = row->seq,
		.epoch = epoch,
		.number = row->number,
		.subject_id = row->subject_id,
		.json = buffer_slice(&json),
	};
	bus_publish(chat()->bus, &envelope);
	buffer_clear(&json);
}

struct change_row change_row_of(const struct change *change)
{
	return (struct change_row){
		.stream_id = change->stream_id,
		.seq = change->seq,
		.kind = change->kind,
		.actor_id = change->actor_id,
		.subject_id = change->subject_id,
		.at_ms = change->at_ms,
		.message_id = change->message_id,
		.number = change->number,
		.client_id = change->client_id,
		.content = change->content,
	};
}
