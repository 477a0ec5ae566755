#pragma once

#include "archive/archive.h"
#include "archive/rooms.h"
#include "archive/settings.h"

/* Heads of streams and what happened after a position. Room ids are streams; a person's private
 * stream is minus its id. */

struct head_row {
	int64_t stream_id;
	int64_t seq;
	int64_t messages;
	int64_t oldest_change; /* change_log holds everything after this seq */
	int64_t epoch;
};

/* Rows: struct head_row, in the order of `ids`; a stream without a head yet has seq 0 and the
 * installation's epoch. At most 1,000 ids. */
void streams_heads(struct archive *a, struct read read, const int64_t *ids, size_t count);

/* A message as it is now. */
struct message_row {
	int64_t room_id;
	int64_t seq;
	int64_t number;
	int64_t id;
	int64_t sender_id;
	int64_t time_ms;
	int64_t edited_ms;
	struct slice client_id;
	struct slice content;   /* empty when deleted */
	struct slice tags;      /* JSON object; {NULL, 0}: none */
	struct slice reactions; /* JSON array; {NULL, 0}: none */
	int64_t replies;
	int64_t last_reply_ms;
	int64_t parent_id; /* 0: a root */
	int64_t parent_seq;
	int64_t quoted_id; /* 0: none */
	bool deleted;
	bool pinned;
	/* Of a reply: the root's. */
	int64_t root_replies;
	int64_t root_last_reply_ms;
};

/* What a change is about, as it is now; what does not belong to its kind is zero. */
struct change_row {
	int64_t stream_id;
	int64_t seq;
	int kind; /* CHANGE_… */
	int64_t actor_id;
	int64_t subject_id;
	int64_t at_ms;
	struct message_row message; /* CHANGE_MESSAGE and CHANGE_MESSAGE_… */
	/* kinds about a person */
	struct slice user_name;
	struct slice display_name;
	struct slice image;
	struct slice status_emoji; /* both {NULL, 0} when none or over */
	struct slice status_text;
	int sex;
	int role;
	bool bot;
	/* CHANGE_ROOM_CHANGED, CHANGE_GROUP_CHANGED, CHANGE_MEMBER_SUSPENDED and _RESUMED: the
	 * stream's room */
	struct room_row room;
	/* CHANGE_READ_MOVED, CHANGE_MEMBER_CHANGED: the person's own row in the room */
	int64_t read_seq;
	int64_t read_number;
	int64_t messages; /* of the room's head */
	int64_t room_seq; /* the head: what `messages` and `mentions` were counted up to */
	int64_t mentions; /* unread ones */
	int notify;
	int volume;
	int64_t hidden_number; /* hidden while `messages` is not above it; -1: not */
	/* CHANGE_DRAFT_CHANGED (actor_id: the thread's root id or 0); empty: gone */
	struct slice draft;
	/* CHANGE_SETTINGS_CHANGED */
	struct settings_row settings;
};

/* Rows: struct change_row in order of seq, those with after < seq, dense, at most `limit` (≤ 500).
 */
void streams_changes(struct archive *a, struct read read, int64_t stream_id, int64_t after,
		     int64_t limit);
