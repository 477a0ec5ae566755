/* How far members have read. */
#include "archive/positions.h"

#include "archive/reader.h"

#define POSITION_AT(member) offsetof(struct read_position_row, member)

/* Of `m`, between two places in the room. message_mention_pk (two ranges) */
#define MENTIONS                                                                                  \
	"(SELECT COUNT(DISTINCT t.seq) FROM message_mention t WHERE t.user_id IN (m.user_id, 0) " \
	"AND t.room_id = m.room_id AND t.seq > "

void positions_of(struct archive *a, struct read read, const struct read_position *position)
{
	static const struct shape shape = {
		sizeof(struct read_position_row),
		7,
		{
			{ COLUMN_INT64, POSITION_AT(number) },
			{ COLUMN_INT64, POSITION_AT(last_seq) },
			{ COLUMN_INT64, POSITION_AT(read_seq) },
			{ COLUMN_INT64, POSITION_AT(read_number) },
			{ COLUMN_INT64, POSITION_AT(wanted_mentions) },
			{ COLUMN_INT64, POSITION_AT(current_mentions) },
			{ COLUMN_BOOL, POSITION_AT(show_read) },
		},
	};
	/* room_member_pk, user_pk; message_pk, backwards, one row */
	struct reading *r =
		reading_new(read,
			    "SELECT COALESCE(last.number, 0), COALESCE(last.seq, 0), m.read_seq, "
			    "m.read_number, " MENTIONS "? AND t.seq <= ?), " MENTIONS
			    "m.read_seq AND t.seq <= ?), u.show_read "
			    "FROM room_member m JOIN user u ON u.id = m.user_id LEFT JOIN "
			    "(SELECT number, seq FROM message WHERE room_id = ? AND seq <= ? "
			    "ORDER BY seq DESC LIMIT 1) AS last ON TRUE "
			    "WHERE m.room_id = ? AND m.user_id = ? AND NOT m.suspended",
			    &shape);
	reading_int(r, position->seq);
	reading_int(r, position->counted_seq);
	reading_int(r, position->counted_seq);
	reading_int(r, position->room_id);
	reading_int(r, position->seq);
	reading_int(r, position->room_id);
	reading_int(r, position->user_id);
	reading_start(a, r);
}

void positions_of_others(struct archive *a, struct read read, int64_t room_id, int64_t viewer_id,
			 int64_t after)
{
	static const struct shape shape = {
		sizeof(struct reader_row),
		2,
		{
			{ COLUMN_INT64, offsetof(struct reader_row, user_id) },
			{ COLUMN_INT64, offsetof(struct reader_row, read_seq) },
		},
	};
	/* room_member_pk from `after`, in its order, and for the viewer; user_pk */
	struct reading *r = reading_new(
		read,
		"SELECT m.user_id, GREATEST(m.read_seq, m.seen_seq) FROM room_member m "
		"JOIN user u ON u.id = m.user_id AND u.show_read "
		"JOIN user me ON me.id = ? AND me.show_read "
		"JOIN room_member own ON own.room_id = m.room_id AND own.user_id = me.id AND NOT "
		"own.suspended "
		"WHERE m.room_id = ? AND m.user_id > ? AND m.user_id <> me.id AND NOT m.suspended "
		"ORDER BY m.user_id LIMIT ?",
		&shape);
	reading_int(r, viewer_id);
	reading_int(r, room_id);
	reading_int(r, after);
	reading_int(r, READERS_PAGE);
	reading_start(a, r);
}
