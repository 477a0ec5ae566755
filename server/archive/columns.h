#pragma once

/* Columns that several statements read, and the rows of their shapes: the same order in both. Each
 * macro takes the alias of the table, or where the struct lies in the row. */

#define MESSAGE_COLUMNS(m, root)                                                                  \
	m ".room_id, " m ".seq, " m ".number, " m ".id, " m ".sender_id, " m ".time_ms, " m       \
	  ".edited_ms, " m ".client_id, " m ".content, " m ".tags, " m ".reactions, " m           \
	  ".replies, " m ".last_reply_ms, " m ".parent_id, " m ".parent_seq, " m ".quoted_id, " m \
	  ".deleted, " m ".pinned, " root ".replies, " root ".last_reply_ms"

#define MESSAGE_AT(base, member) ((base) + offsetof(struct message_row, member))

#define MESSAGE_SHAPE(base)                                                                   \
	{ COLUMN_INT64, MESSAGE_AT(base, room_id) }, { COLUMN_INT64, MESSAGE_AT(base, seq) }, \
		{ COLUMN_INT64, MESSAGE_AT(base, number) },                                   \
		{ COLUMN_INT64, MESSAGE_AT(base, id) },                                       \
		{ COLUMN_INT64, MESSAGE_AT(base, sender_id) },                                \
		{ COLUMN_INT64, MESSAGE_AT(base, time_ms) },                                  \
		{ COLUMN_INT64, MESSAGE_AT(base, edited_ms) },                                \
		{ COLUMN_TEXT, MESSAGE_AT(base, client_id) },                                 \
		{ COLUMN_TEXT, MESSAGE_AT(base, content) },                                   \
		{ COLUMN_TEXT, MESSAGE_AT(base, tags) },                                      \
		{ COLUMN_TEXT, MESSAGE_AT(base, reactions) },                                 \
		{ COLUMN_INT64, MESSAGE_AT(base, replies) },                                  \
		{ COLUMN_INT64, MESSAGE_AT(base, last_reply_ms) },                            \
		{ COLUMN_INT64, MESSAGE_AT(base, parent_id) },                                \
		{ COLUMN_INT64, MESSAGE_AT(base, parent_seq) },                               \
		{ COLUMN_INT64, MESSAGE_AT(base, quoted_id) },                                \
		{ COLUMN_BOOL, MESSAGE_AT(base, deleted) },                                   \
		{ COLUMN_BOOL, MESSAGE_AT(base, pinned) },                                    \
		{ COLUMN_INT64, MESSAGE_AT(base, root_replies) },                             \
	{                                                                                     \
		COLUMN_INT64, MESSAGE_AT(base, root_last_reply_ms)                            \
	}

enum { MESSAGE_COLUMN_COUNT = 20 };

/* Of a reply `m`: message_pk. */
#define MESSAGE_ROOT_JOIN(m, root)                                                             \
	"LEFT JOIN message " root " ON " root ".room_id = " m ".room_id AND " root ".seq = " m \
	".parent_seq AND " m ".parent_seq > 0 "

/* status_emoji and status_text, NULL when over. */
#define STATUS_COLUMNS(u)                                                        \
	"CASE WHEN " STATUS_OVER(u) " THEN NULL ELSE " u                         \
				    ".status_emoji END, CASE WHEN " STATUS_OVER( \
					    u) " THEN NULL ELSE " u ".status_text END"

#define STATUS_OVER(u)                            \
	u ".status_until_ms BETWEEN 1 AND ROUND(" \
	  "UNIX_TIMESTAMP(NOW(3)) * 1000)"

/* `s` is joined by a LEFT JOIN: without a row, the defaults. */
#define SETTINGS_COLUMNS(s, u)                                                                   \
	"COALESCE(" s ".theme, 0), COALESCE(" s ".density, 0), COALESCE(" s ".language, ''), " u \
	".show_typing, " u ".show_read, " u ".show_presence, COALESCE(" s                        \
	".message_sound, 1), COALESCE(" s ".online_change_sound, 0), COALESCE(" s                \
	".embedded_youtube, 0), COALESCE(" s ".highlight_code, 1), COALESCE(" s                  \
	".suggestions, 1), COALESCE(" s ".enter_sends, 1), COALESCE(" s ".emoji_skin, 0)"

#define SETTINGS_AT(base, member) ((base) + offsetof(struct settings_row, member))

#define SETTINGS_SHAPE(base)                                                                  \
	{ COLUMN_INT, SETTINGS_AT(base, theme) }, { COLUMN_INT, SETTINGS_AT(base, density) }, \
		{ COLUMN_TEXT, SETTINGS_AT(base, language) },                                 \
		{ COLUMN_BOOL, SETTINGS_AT(base, show_typing) },                              \
		{ COLUMN_BOOL, SETTINGS_AT(base, show_read) },                                \
		{ COLUMN_BOOL, SETTINGS_AT(base, show_presence) },                            \
		{ COLUMN_BOOL, SETTINGS_AT(base, message_sound) },                            \
		{ COLUMN_BOOL, SETTINGS_AT(base, online_change_sound) },                      \
		{ COLUMN_BOOL, SETTINGS_AT(base, embedded_youtube) },                         \
		{ COLUMN_BOOL, SETTINGS_AT(base, highlight_code) },                           \
		{ COLUMN_BOOL, SETTINGS_AT(base, suggestions) },                              \
		{ COLUMN_BOOL, SETTINGS_AT(base, enter_sends) },                              \
	{                                                                                     \
		COLUMN_INT64, SETTINGS_AT(base, emoji_skin)                                   \
	}

enum { SETTINGS_COLUMN_COUNT = 13 };

#define ACCOUNT_COLUMNS(u)                                                                         \
	u ".id, " u ".name, " u ".display_name, " u ".email, " u ".password_hash, " u ".image, " u \
	  ".sex, " u ".role, " u ".state, " u                                                      \
	  ".created_ms, " STATUS_COLUMNS(u) ", " u ".status_until_ms, " u ".last_seen_ms, " u      \
					    ".bot, " u ".show_typing, " u ".show_read, " u         \
					    ".show_presence"

#define ACCOUNT_AT(base, member) ((base) + offsetof(struct account_row, member))

#define ACCOUNT_SHAPE(base)                                                                      \
	{ COLUMN_INT64, ACCOUNT_AT(base, user_id) }, { COLUMN_TEXT, ACCOUNT_AT(base, name) },    \
		{ COLUMN_TEXT, ACCOUNT_AT(base, display_name) },                                 \
		{ COLUMN_TEXT, ACCOUNT_AT(base, email) },                                        \
		{ COLUMN_TEXT, ACCOUNT_AT(base, password_hash) },                                \
		{ COLUMN_TEXT, ACCOUNT_AT(base, image) }, { COLUMN_INT, ACCOUNT_AT(base, sex) }, \
		{ COLUMN_INT, ACCOUNT_AT(base, role) }, { COLUMN_INT, ACCOUNT_AT(base, state) }, \
		{ COLUMN_INT64, ACCOUNT_AT(base, created_ms) },                                  \
		{ COLUMN_TEXT, ACCOUNT_AT(base, status_emoji) },                                 \
		{ COLUMN_TEXT, ACCOUNT_AT(base, status_text) },                                  \
		{ COLUMN_INT64, ACCOUNT_AT(base, status_until_ms) },                             \
		{ COLUMN_INT64, ACCOUNT_AT(base, last_seen_ms) },                                \
		{ COLUMN_BOOL, ACCOUNT_AT(base, bot) },                                          \
		{ COLUMN_BOOL, ACCOUNT_AT(base, show_typing) },                                  \
		{ COLUMN_BOOL, ACCOUNT_AT(base, show_read) },                                    \
	{                                                                                        \
		COLUMN_BOOL, ACCOUNT_AT(base, show_presence)                                     \
	}

enum { ACCOUNT_COLUMN_COUNT = 18 };

/* True if the viewer may see `u`: themselves, service accounts, who shares a room with them, and
 * for members everybody who was let in; what the viewer is counts by the archive and not by what a
 * worker knows. Values: viewer's id twice, active, guest, pending, viewer's id. user_pk;
 * room_member_user for the viewer's rooms, room_member_pk for the other's place in them. */
#define VISIBLE(u)                                                                            \
	"(" u ".id = ? OR " u ".bot OR (EXISTS (SELECT 1 FROM user viewer WHERE viewer.id = " \
	"? AND viewer.state = ? AND viewer.role <> ?) AND " u                                 \
	".state <> ?) OR EXISTS (SELECT 1 FROM room_member "                                  \
	"mine JOIN room r ON r.id = mine.room_id AND NOT r.disabled JOIN room_member theirs " \
	"ON theirs.room_id = mine.room_id AND theirs.user_id = " u                            \
	".id WHERE mine.user_id = ? AND NOT mine.suspended))"

/* The reader is a member of the room that the column `room` holds, by the archive and not by what a
 * worker knows: a removal counts from its commit on. Value: the reader's id. room_member_pk */
#define READER_IN_ROOM(room)                                                    \
	"EXISTS (SELECT 1 FROM room_member reader WHERE reader.room_id = " room \
	" AND reader.user_id = ? AND NOT reader.suspended)"
