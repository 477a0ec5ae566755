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
