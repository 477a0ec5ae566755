/* Rooms, groups and memberships. */
#include "archive/rooms.h"

#include "archive/reader.h"

static const struct shape room_shape = {
	sizeof(struct room_row),
	12,
	{
		{ COLUMN_INT64, offsetof(struct room_row, room_id) },
		{ COLUMN_TEXT, offsetof(struct room_row, name) },
		{ COLUMN_INT64, offsetof(struct room_row, group_id) },
		{ COLUMN_TEXT, offsetof(struct room_row, group_name) },
		{ COLUMN_INT64, offsetof(struct room_row, group_creator_id) },
		{ COLUMN_INT64, offsetof(struct room_row, creator_id) },
		{ COLUMN_BOOL, offsetof(struct room_row, is_main) },
		{ COLUMN_BOOL, offsetof(struct room_row, is_open) },
		{ COLUMN_BOOL, offsetof(struct room_row, is_visible) },
		{ COLUMN_BOOL, offsetof(struct room_row, is_read_only) },
		{ COLUMN_BOOL, offsetof(struct room_row, p2p) },
		{ COLUMN_INT64, offsetof(struct room_row, member_count) },
	}
};

/* room_member_pk counts, room_group_pk names. */
#define ROOM_COLUMNS                                                                       \
	"SELECT r.id, r.name, r.group_id, g.name, g.creator_id, r.creator_id, r.is_main, " \
	"r.is_open, r.is_visible, r.is_read_only, r.p2p, "                                 \
	"(SELECT COUNT(*) FROM room_member m WHERE m.room_id = r.id) "                     \
	"FROM room r LEFT JOIN room_group g ON g.id = r.group_id "

void rooms_by_ids(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	/* room_pk */
	struct reading *r = reading_new(
		read, ROOM_COLUMNS "WHERE r.id IN (:ids) AND NOT r.disabled ORDER BY r.id",
		&room_shape);
	reading_ids(r, ids, count);
	reading_start(a, r);
}

void rooms_listed(struct archive *a, struct read read, int64_t user_id, int64_t after)
{
	static const struct shape shape = {
		sizeof(struct listed_room_row),
		5,
		{
			{ COLUMN_INT64, offsetof(struct listed_room_row, room_id) },
			{ COLUMN_TEXT, offsetof(struct listed_room_row, name) },
			{ COLUMN_INT64, offsetof(struct listed_room_row, group_id) },
			{ COLUMN_INT64, offsetof(struct listed_room_row, member_count) },
			{ COLUMN_BOOL, offsetof(struct listed_room_row, joined) },
		}
	};
	/* room_pk from `after`; room_group_main and room_member_pk for the main room's membership
	 */
	struct reading *r = reading_new(
		read,
		"SELECT r.id, r.name, r.group_id, (SELECT COUNT(*) FROM room_member c WHERE "
		"c.room_id = r.id), "
		"EXISTS (SELECT 1 FROM room_member j WHERE j.room_id = r.id AND j.user_id = ?) "
		"FROM room r WHERE r.id > ? AND r.is_visible AND NOT r.disabled AND EXISTS ("
		"SELECT 1 FROM room main JOIN room_member m ON m.room_id = main.id AND m.user_id = "
		"? "
		"WHERE main.group_id = r.group_id AND main.is_main AND NOT main.disabled) "
		"ORDER BY r.id LIMIT 100",
		&shape);
	reading_int(r, user_id);
	reading_int(r, after);
	reading_int(r, user_id);
	reading_start(a, r);
}

void rooms_joinable(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	/* room_pk; room_group_main and room_member_pk for the main room's membership */
	struct reading *r = reading_new(
		read,
		ROOM_COLUMNS
		"WHERE r.id = ? AND r.is_open AND NOT r.disabled AND (r.is_main OR EXISTS ("
		"SELECT 1 FROM room main JOIN room_member m ON m.room_id = main.id AND m.user_id = "
		"? "
		"WHERE main.group_id = r.group_id AND main.is_main AND NOT main.disabled))",
		&room_shape);
	reading_int(r, room_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

void members_of_user(struct archive *a, struct read read, int64_t user_id)
{
	static const struct shape shape = {
		sizeof(struct member_row),
		8,
		{
			{ COLUMN_INT64, offsetof(struct member_row, room_id) },
			{ COLUMN_INT64, offsetof(struct member_row, user_id) },
			{ COLUMN_INT, offsetof(struct member_row, notify) },
			{ COLUMN_INT, offsetof(struct member_row, volume) },
			{ COLUMN_INT64, offsetof(struct member_row, read_seq) },
			{ COLUMN_INT64, offsetof(struct member_row, read_number) },
			{ COLUMN_INT64, offsetof(struct member_row, hidden_number) },
			{ COLUMN_INT64, offsetof(struct member_row, mentions) },
		}
	};
	/* room_member_user, then room_pk; message_mention_pk (two ranges of it) */
	struct reading *r = reading_new(
		read,
		"SELECT m.room_id, m.user_id, m.notify, m.volume, m.read_seq, m.read_number, "
		"m.hidden_number, (SELECT COUNT(*) FROM message_mention t WHERE t.user_id IN (?, "
		"0) AND t.room_id = m.room_id AND t.seq > m.read_seq) "
		"FROM room_member m JOIN room r ON r.id = m.room_id "
		"WHERE m.user_id = ? AND NOT r.disabled ORDER BY m.room_id",
		&shape);
	reading_int(r, user_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

void members_of_rooms(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	static const struct shape shape = {
		sizeof(struct room_member_row),
		2,
		{
			{ COLUMN_INT64, offsetof(struct room_member_row, room_id) },
			{ COLUMN_INT64, offsetof(struct room_member_row, user_id) },
		}
	};
	/* room_member_pk, in its order */
	struct reading *r =
		reading_new(read,
			    "SELECT room_id, user_id FROM room_member WHERE room_id IN (:ids) "
			    "ORDER BY room_id, user_id",
			    &shape);
	reading_ids(r, ids, count);
	reading_start(a, r);
}
