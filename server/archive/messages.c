/* Messages of a room. */
#include "archive/messages.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/check.h"
#include "base/states.h"

static const struct shape message_shape = {
	sizeof(struct message_row),
	MESSAGE_COLUMN_COUNT,
	{ MESSAGE_SHAPE(0) },
};

void messages_before(struct archive *a, struct read read, int64_t room_id, int64_t before,
		     int64_t limit)
{
	/* message_pk, backwards; message_pk for a reply's root */
	struct reading *r = reading_new(
		read,
		"SELECT " MESSAGE_COLUMNS("m", "root") " FROM message m " MESSAGE_ROOT_JOIN(
			"m", "root") "WHERE m.room_id = ? AND m.seq < ? "
				     "ORDER BY m.seq DESC LIMIT ?",
		&message_shape);
	ASSERT(limit > 0 && limit <= 100);
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
