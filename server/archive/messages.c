/* Messages of a room. */
#include "archive/messages.h"

#include "archive/reader.h"
#include "base/check.h"
#include "base/states.h"

void messages_before(struct archive *a, struct read read, int64_t room_id, int64_t before,
		     int64_t limit)
{
	static const struct shape shape = {
		sizeof(struct change_row),
		11,
		{
			{ COLUMN_INT64, offsetof(struct change_row, stream_id) },
			{ COLUMN_INT64, offsetof(struct change_row, seq) },
			{ COLUMN_INT, offsetof(struct change_row, kind) },
			{ COLUMN_INT64, offsetof(struct change_row, actor_id) },
			{ COLUMN_INT64, offsetof(struct change_row, subject_id) },
			{ COLUMN_INT64, offsetof(struct change_row, at_ms) },
			{ COLUMN_INT64, offsetof(struct change_row, message_id) },
			{ COLUMN_INT64, offsetof(struct change_row, number) },
			{ COLUMN_TEXT, offsetof(struct change_row, client_id) },
			{ COLUMN_TEXT, offsetof(struct change_row, content) },
			{ COLUMN_INT64, offsetof(struct change_row, edited_ms) },
		}
	};
	/* message_pk, backwards */
	struct reading *r = reading_new(
		read,
		"SELECT room_id, seq, ?, sender_id, id, time_ms, id, number, client_id, content, "
		"edited_ms "
		"FROM message WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
		&shape);
	ASSERT(limit > 0 && limit <= 100);
	reading_int(r, CHANGE_MESSAGE);
	reading_int(r, room_id);
	reading_int(r, before > 0 ? before : INT64_MAX);
	reading_int(r, limit);
	reading_start(a, r);
}

void messages_position(struct archive *a, struct read read, const struct position *position)
{
	static const struct shape shape = {
		sizeof(struct position_row),
		3,
		{
			{ COLUMN_INT64, offsetof(struct position_row, number) },
			{ COLUMN_INT64, offsetof(struct position_row, read_seq) },
			{ COLUMN_INT64, offsetof(struct position_row, read_number) },
		}
	};
	/* room_member_pk; message_pk, backwards, one row */
	struct reading *r = reading_new(
		read,
		"SELECT COALESCE((SELECT number FROM message WHERE room_id = ? AND seq <= ? "
		"ORDER BY seq DESC LIMIT 1), 0), read_seq, read_number "
		"FROM room_member WHERE room_id = ? AND user_id = ?",
		&shape);
	reading_int(r, position->room_id);
	reading_int(r, position->seq);
	reading_int(r, position->room_id);
	reading_int(r, position->user_id);
	reading_start(a, r);
}
