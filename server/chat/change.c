/* From a change of a stream to the event that clients get. A table, a row a kind. */
#include "chat/change.h"

#include "archive/messages.h"
#include "base/clock.h"
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
		.has_image = row->image.data != NULL,
		.image = row->image,
		.role = row->role,
		.bot = row->bot,
		.has_status_emoji = row->status_emoji.data != NULL,
		.status_emoji = row->status_emoji,
		.has_status_text = row->status_text.data != NULL,
		.status_text = row->status_text,
	};
}

static struct slice json_or(struct slice json, struct slice nothing)
{
	return json.size ? json : nothing;
}

struct message_view message_view_of(const struct message_row *m)
{
	return (struct message_view){
		.id = m->id,
		.room_id = m->room_id,
		.seq = m->seq,
		.number = m->number,
		.user_id = m->sender_id,
		.time_ms = m->time_ms,
		.has_content = !m->deleted,
		.content = m->content,
		.client_id = m->client_id,
		.edited_ms = m->edited_ms,
		.deleted = m->deleted,
		.replies = m->replies,
		.last_reply_ms = m->last_reply_ms,
		.has_parent_message = m->parent_id != 0,
		.parent_message = m->parent_id,
		.has_quoted_message = m->quoted_id != 0,
		.quoted_message = m->quoted_id,
		.pinned = m->pinned,
		.tags = json_or(m->tags, SLICE("{}")),
		.reactions = json_or(m->reactions, SLICE("[]")),
	};
}

static void encode_message(struct buffer *out, const struct change_row *row)
{
	const struct message_row *m = &row->message;
	const struct message_view v = message_view_of(m);
	struct message_posted_event event = {
		.id = v.id,
		.room_id = v.room_id,
		.seq = v.seq,
		.number = v.number,
		.user_id = v.user_id,
		.time_ms = v.time_ms,
		.has_content = v.has_content,
		.content = v.content,
		.client_id = v.client_id,
		.edited_ms = v.edited_ms,
		.deleted = v.deleted,
		.replies = v.replies,
		.last_reply_ms = v.last_reply_ms,
		.has_parent_message = v.has_parent_message,
		.parent_message = v.parent_message,
		.has_quoted_message = v.has_quoted_message,
		.quoted_message = v.quoted_message,
		.pinned = v.pinned,
		.tags = v.tags,
		.reactions = v.reactions,
		.has_parent_replies = m->parent_id != 0,
		.parent_replies = m->root_replies,
		.has_parent_last_reply_ms = m->parent_id != 0,
		.parent_last_reply_ms = m->root_last_reply_ms,
	};
	message_posted_encode(out, &event);
}

/* The four events about a stored message have the same fields. */
#define ENCODE_ABOUT_MESSAGE(what)                                                          \
	static void encode_message_##what(struct buffer *out, const struct change_row *row) \
	{                                                                                   \
		const struct message_view view = message_view_of(&row->message);            \
		const bool reply = row->message.parent_id != 0;                             \
		struct message_##what##_event event = {                                     \
			.room_id = row->stream_id,                                          \
			.seq = row->seq,                                                    \
			.actor_id = row->actor_id,                                          \
			.time_ms = row->at_ms,                                              \
			.view = &view,                                                      \
			.has_parent_replies = reply,                                        \
			.parent_replies = row->message.root_replies,                        \
			.has_parent_last_reply_ms = reply,                                  \
			.parent_last_reply_ms = row->message.root_last_reply_ms,            \
		};                                                                          \
		message_##what##_encode(out, &event);                                       \
	}

ENCODE_ABOUT_MESSAGE(edited)
ENCODE_ABOUT_MESSAGE(deleted)
ENCODE_ABOUT_MESSAGE(reacted)
ENCODE_ABOUT_MESSAGE(pinned)

static struct group_view group_of(const struct room_row *room)
{
	return (struct group_view){
		.group_id = room->group_id,
		.name = room->group_name,
		.has_creator_id = room->group_creator_id != 0,
		.creator_id = room->group_creator_id,
	};
}

static void encode_room_changed(struct buffer *out, const struct change_row *row)
{
	const struct room_row *room = &row->room;
	const struct group_view group = group_of(room);
	const struct room_shared shared = {
		.room_id = row->stream_id,
		.has_name = room->name.data != NULL,
		.name = room->name,
		.has_group_id = room->group_id != 0,
		.group_id = room->group_id,
		.has_creator_id = room->creator_id != 0,
		.creator_id = room->creator_id,
		.is_main = room->is_main,
		.is_open = room->is_open,
		.is_visible = room->is_visible,
		.is_read_only = room->is_read_only,
		.p2p = room->p2p,
	};
	struct room_changed_event event = {
		.room_id = row->stream_id,
		.seq = row->seq,
		.actor_id = row->actor_id,
		.time_ms = row->at_ms,
		.shared = &shared,
		.group = room->group_id ? &group : NULL,
	};
	room_changed_encode(out, &event);
}

static void encode_group_changed(struct buffer *out, const struct change_row *row)
{
	const struct group_view group = group_of(&row->room);
	struct group_changed_event event = {
		.room_id = row->stream_id,
		.seq = row->seq,
		.actor_id = row->actor_id,
		.time_ms = row->at_ms,
		.group = &group,
	};
	group_changed_encode(out, &event);
}

static void encode_room_deleted(struct buffer *out, const struct change_row *row)
{
	struct room_deleted_event event = {
		.room_id = row->stream_id,
		.seq = row->seq,
		.actor_id = row->actor_id,
		.time_ms = row->at_ms,
	};
	room_deleted_encode(out, &event);
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

/* Also while workers are replaced one by one, and an older one reads what a newer one wrote. */
static void encode_place(struct buffer *out, const struct change_row *row)
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

/* A direct room has its two, also while the account of one is disabled: nobody leaves or comes. */
static void encode_member_suspended(struct buffer *out, const struct change_row *row)
{
	(row->room.group_id ? encode_member_left : encode_place)(out, row);
}

static void encode_member_resumed(struct buffer *out, const struct change_row *row)
{
	(row->room.group_id ? encode_member_joined : encode_place)(out, row);
}

static void encode_read_moved(struct buffer *out, const struct change_row *row)
{
	struct read_moved_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
		.read_seq = row->read_seq,
		.unread = row->messages > row->read_number ? row->messages - row->read_number : 0,
		.mentions = row->mentions,
		.counted_seq = row->room_seq,
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

static void encode_member_changed(struct buffer *out, const struct change_row *row)
{
	struct member_changed_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
		.notify = row->notify,
		.volume = row->volume,
		.hidden = row->hidden_number >= row->messages,
	};
	member_changed_encode(out, &event);
}

static void encode_draft_changed(struct buffer *out, const struct change_row *row)
{
	struct draft_changed_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.room_id = row->subject_id,
		.has_thread_id = row->actor_id != 0,
		.thread_id = row->actor_id,
		.content = row->draft,
		.time_ms = row->at_ms,
	};
	draft_changed_encode(out, &event);
}

struct settings_view settings_view_of(const struct settings_row *s)
{
	return (struct settings_view){
		.theme = s->theme,
		.density = s->density,
		.language = s->language,
		.show_typing = s->show_typing,
		.show_read = s->show_read,
		.show_presence = s->show_presence,
		.message_sound = s->message_sound,
		.online_change_sound = s->online_change_sound,
		.embedded_youtube = s->embedded_youtube,
		.highlight_code = s->highlight_code,
		.suggestions = s->suggestions,
		.enter_sends = s->enter_sends,
		.emoji_skin = s->emoji_skin,
	};
}

static void encode_settings_changed(struct buffer *out, const struct change_row *row)
{
	const struct settings_view view = settings_view_of(&row->settings);
	struct settings_changed_event event = {
		.user_id = -row->stream_id,
		.seq = row->seq,
		.settings = &view,
	};
	settings_changed_encode(out, &event);
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
	[CHANGE_MESSAGE_EDITED] = encode_message_edited,
	[CHANGE_MESSAGE_DELETED] = encode_message_deleted,
	[CHANGE_MESSAGE_REACTED] = encode_message_reacted,
	[CHANGE_MESSAGE_PINNED] = encode_message_pinned,
	[CHANGE_ROOM_CHANGED] = encode_room_changed,
	[CHANGE_GROUP_CHANGED] = encode_group_changed,
	[CHANGE_ROOM_DELETED] = encode_room_deleted,
	[CHANGE_MEMBER_CHANGED] = encode_member_changed,
	[CHANGE_SETTINGS_CHANGED] = encode_settings_changed,
	[CHANGE_DRAFT_CHANGED] = encode_draft_changed,
	[CHANGE_MEMBER_SUSPENDED] = encode_member_suspended,
	[CHANGE_MEMBER_RESUMED] = encode_member_resumed,
};

void change_encode(struct buffer *out, const struct change_row *row)
{
	size_t count = sizeof(encoders) / sizeof(encoders[0]);
	bool known = row->kind >= 0 && (size_t)row->kind < count && encoders[row->kind];
	(known ? encoders[row->kind] : encode_place)(out, row);
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
		.number = row->kind == CHANGE_MESSAGE ? row->message.number : 0,
		.subject_id = row->subject_id,
		.json = buffer_slice(&json),
	};
	bus_publish(chat()->bus, &envelope);
	buffer_clear(&json);
}

struct change *change_add(struct write *w, int64_t stream_id, int kind, int64_t actor_id,
			  int64_t subject_id)
{
	struct change *change = write_change(w, stream_id, kind, actor_id, subject_id);
	change->at_ms = clock_wall_ms();
	return change;
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
		.message = {
			.room_id = change->stream_id,
			.seq = change->seq,
			.number = change->number,
			.id = change->message_id,
			.sender_id = change->actor_id,
			.time_ms = change->at_ms,
			.client_id = change->client_id,
			.content = change->content,
		},
	};
}

/* ---- what was committed, as the archive has it ---- */

struct announcement {
	struct arena *arena;
	struct change change; /* without its texts */
};

static struct announcement *announcement_new(const struct change *change)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct announcement *a = arena_take(arena, sizeof(*a));
	*a = (struct announcement){ arena, *change };
	a->change.client_id = a->change.content = (struct slice){ NULL, 0 };
	return a;
}

/* What is not published now is found by the streams' own head checks. */
static void announcement_read(void *owner, enum error e, void *rows, size_t count)
{
	struct announcement *a = owner;
	if (!e && count == 1)
		change_publish(rows, a->change.epoch);
	arena_free(a->arena);
}

static void announcement_read_message(void *owner, enum error e, void *rows, size_t count)
{
	struct announcement *a = owner;
	struct change_row row = change_row_of(&a->change);
	if (!e && count == 1) {
		row.message = *(const struct message_row *)rows;
		change_publish(&row, a->change.epoch);
	}
	arena_free(a->arena);
}

/* The message that a change is about, 0 if it is about none. */
static int64_t message_seq(const struct change *change)
{
	switch (change->kind) {
	case CHANGE_MESSAGE:
		return change->seq;
	case CHANGE_MESSAGE_EDITED:
	case CHANGE_MESSAGE_DELETED:
	case CHANGE_MESSAGE_REACTED:
	case CHANGE_MESSAGE_PINNED:
		return change->subject_id;
	}
	return 0;
}

/* Kinds of which the event says no more than who, what, where and when. */
static const bool complete[] = {
	[CHANGE_MEMBER_LEFT] = true,     [CHANGE_ROOM_ADDED] = true,   [CHANGE_ROOM_REMOVED] = true,
	[CHANGE_SESSION_REVOKED] = true, [CHANGE_ROOM_DELETED] = true,
};

static void announce(const struct change *change)
{
	size_t kinds = sizeof(complete) / sizeof(complete[0]);
	if ((size_t)change->kind < kinds && complete[change->kind]) {
		struct change_row row = change_row_of(change);
		change_publish(&row, change->epoch);
		return;
	}
	struct announcement *a = announcement_new(change);
	struct read read = { a->arena, announcement_read, a };
	int64_t message = message_seq(change);
	if (message == 0) {
		streams_changes(chat()->archive, read, change->stream_id, change->seq - 1, 1);
		return;
	}
	/* A sixth of the work, for what there is most of. */
	read.done = announcement_read_message;
	messages_at(chat()->archive, read, change->stream_id, message);
}

void change_announce(const struct write *w)
{
	for (size_t i = 0; i < w->change_count; i++)
		announce(&w->changes[i]);
}
