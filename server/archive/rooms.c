/* Rooms and groups as they are read, and who is in them. */
#include "archive/rooms.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

#define ROOM_AT(base, member) ((base) + offsetof(struct room_row, member))

#define ROOM_SHAPE(base)                                                                           \
	{ COLUMN_INT64, ROOM_AT(base, room_id) }, { COLUMN_TEXT, ROOM_AT(base, name) },            \
		{ COLUMN_INT64, ROOM_AT(base, group_id) },                                         \
		{ COLUMN_TEXT, ROOM_AT(base, group_name) },                                        \
		{ COLUMN_INT64, ROOM_AT(base, group_creator_id) },                                 \
		{ COLUMN_INT64, ROOM_AT(base, creator_id) },                                       \
		{ COLUMN_BOOL, ROOM_AT(base, is_main) }, { COLUMN_BOOL, ROOM_AT(base, is_open) },  \
		{ COLUMN_BOOL, ROOM_AT(base, is_visible) },                                        \
		{ COLUMN_BOOL, ROOM_AT(base, is_read_only) }, { COLUMN_BOOL, ROOM_AT(base, p2p) }, \
		{ COLUMN_INT64, ROOM_AT(base, low_id) },                                           \
	{                                                                                          \
		COLUMN_INT64, ROOM_AT(base, high_id)                                               \
	}

enum { ROOM_COLUMN_COUNT = 13 };

#define ROOM_COLUMNS                                                                           \
	"r.id, r.name, r.group_id, g.name, g.creator_id, r.creator_id, r.is_main, r.is_open, " \
	"r.is_visible, r.is_read_only, r.p2p, d.low_id, d.high_id"

/* room_group_pk, direct_room_room */
#define ROOM_TABLES                                                 \
	" FROM room r LEFT JOIN room_group g ON g.id = r.group_id " \
	"LEFT JOIN direct_room d ON d.room_id = r.id "

static const struct shape room_shape = {
	sizeof(struct room_row),
	ROOM_COLUMN_COUNT,
	{ ROOM_SHAPE(0) },
};

void rooms_by_ids(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	/* room_pk */
	struct reading *r = reading_new(read,
					"SELECT " ROOM_COLUMNS ROOM_TABLES
					"WHERE r.id IN (:ids) AND NOT r.disabled ORDER BY r.id",
					&room_shape);
	reading_ids(r, ids, count);
	reading_start(a, r);
}

void rooms_mains(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	/* room_pk, then room_group_main */
	struct reading *r = reading_new(read,
					"SELECT DISTINCT " ROOM_COLUMNS ROOM_TABLES
					"JOIN room s ON s.group_id = r.group_id AND s.id IN (:ids) "
					"WHERE r.is_main = TRUE AND NOT r.disabled ORDER BY r.id",
					&room_shape);
	reading_ids(r, ids, count);
	reading_start(a, r);
}

/* ---- as somebody stands to it ---- */

#define SIGHT_AT(member) offsetof(struct room_sight_row, member)

static const struct shape sight_shape = { sizeof(struct room_sight_row),
					  ROOM_COLUMN_COUNT + 5,
					  {
						  ROOM_SHAPE(SIGHT_AT(room)),
						  { COLUMN_INT64, SIGHT_AT(main_id) },
						  { COLUMN_INT, SIGHT_AT(role) },
						  { COLUMN_BOOL, SIGHT_AT(active) },
						  { COLUMN_BOOL, SIGHT_AT(is_member) },
						  { COLUMN_BOOL, SIGHT_AT(in_group) },
					  } };

/* room_group_main for the main room, user_pk, room_member_pk for both memberships. Values: the
 * active state, the person's id three times. */
#define SIGHT                                                                                 \
	"SELECT " ROOM_COLUMNS ", main.id, u.role, u.state = ?, own.user_id IS NOT NULL, "    \
	"grouped.user_id IS NOT NULL" ROOM_TABLES                                             \
	"LEFT JOIN room main ON main.group_id = r.group_id AND main.is_main = TRUE "          \
	"LEFT JOIN user u ON u.id = ? "                                                       \
	"LEFT JOIN room_member own ON own.room_id = r.id AND own.user_id = ? AND NOT "        \
	"own.suspended "                                                                      \
	"LEFT JOIN room_member grouped ON grouped.room_id = main.id AND grouped.user_id = ? " \
	"AND NOT grouped.suspended "

static void see(struct archive *a, struct read read, const char *sql, const int64_t ids[2])
{
	struct reading *r = reading_new(read, sql, &sight_shape);
	reading_int(r, ACCOUNT_ACTIVE);
	for (int i = 0; i < 3; i++)
		reading_int(r, ids[0]);
	reading_int(r, ids[1]);
	reading_start(a, r);
}

void rooms_seen(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	/* room_pk */
	see(a, read, SIGHT "WHERE r.id = ? AND NOT r.disabled",
	    (const int64_t[]){ user_id, room_id });
}

void groups_seen(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	/* room_group_main */
	see(a, read, SIGHT "WHERE r.group_id = ? AND r.is_main = TRUE AND NOT r.disabled",
	    (const int64_t[]){ user_id, group_id });
}

void rooms_direct(struct archive *a, struct read read, int64_t user_id, int64_t other_id)
{
	static const struct shape shape = {
		sizeof(struct direct_row),
		2,
		{
			{ COLUMN_INT64, offsetof(struct direct_row, room_id) },
			{ COLUMN_INT64, offsetof(struct direct_row, hidden_number) },
		}
	};
	/* direct_room_pk, room_member_pk */
	struct reading *r = reading_new(
		read,
		"SELECT d.room_id, m.hidden_number FROM direct_room d JOIN room_member m "
		"ON m.room_id = d.room_id AND m.user_id = ? WHERE d.low_id = ? AND d.high_id = ?",
		&shape);
	reading_int(r, user_id);
	reading_int(r, user_id < other_id ? user_id : other_id);
	reading_int(r, user_id < other_id ? other_id : user_id);
	reading_start(a, r);
}

/* ---- what may be joined ---- */

/* The person is in the main room of r's group. Value: the person's id. room_group_main,
 * room_member_pk */
#define IN_GROUP                                                                                 \
	"EXISTS (SELECT 1 FROM room main JOIN room_member m ON m.room_id = main.id AND "         \
	"m.user_id = ? AND NOT m.suspended WHERE main.group_id = r.group_id AND main.is_main = " \
	"TRUE AND NOT main.disabled)"

void rooms_listed(struct archive *a, struct read read, const struct room_listing *listing)
{
	static const struct shape shape = {
		sizeof(struct listed_room_row),
		8,
		{
			{ COLUMN_INT64, offsetof(struct listed_room_row, room_id) },
			{ COLUMN_TEXT, offsetof(struct listed_room_row, name) },
			{ COLUMN_INT64, offsetof(struct listed_room_row, group_id) },
			{ COLUMN_TEXT, offsetof(struct listed_room_row, group_name) },
			{ COLUMN_BOOL, offsetof(struct listed_room_row, is_main) },
			{ COLUMN_BOOL, offsetof(struct listed_room_row, is_read_only) },
			{ COLUMN_INT64, offsetof(struct listed_room_row, member_count) },
			{ COLUMN_BOOL, offsetof(struct listed_room_row, joined) },
		}
	};
	/* room_visible from `after`, in its order, until the page is full; room_member_pk counts
	 * and tells who is in it */
	struct reading *r = reading_new(
		read,
		"SELECT r.id, r.name, r.group_id, g.name, r.is_main, r.is_read_only, "
		"(SELECT COUNT(*) FROM room_member c WHERE c.room_id = r.id AND NOT c.suspended), "
		"EXISTS (SELECT 1 FROM room_member j WHERE j.room_id = r.id AND j.user_id = ? AND "
		"NOT j.suspended) "
		"FROM room r JOIN room_group g ON g.id = r.group_id "
		"WHERE r.is_visible = TRUE AND r.id > ? AND NOT r.disabled "
		"AND ((r.is_main AND r.is_open) OR " IN_GROUP ") "
		"AND (? = '' OR LOCATE(?, r.name COLLATE utf8mb4_unicode_ci) > 0 "
		"OR LOCATE(?, g.name COLLATE utf8mb4_unicode_ci) > 0) "
		"ORDER BY r.id LIMIT 100",
		&shape);
	reading_int(r, listing->user_id);
	reading_int(r, listing->after);
	reading_int(r, listing->user_id);
	for (int i = 0; i < 3; i++)
		reading_text(r, listing->search);
	reading_start(a, r);
}

void rooms_joinable(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	/* room_pk */
	struct reading *r = reading_new(read,
					"SELECT " ROOM_COLUMNS ROOM_TABLES
					"WHERE r.id = ? AND r.is_open AND NOT r.disabled "
					"AND (r.is_main OR " IN_GROUP ")",
					&room_shape);
	reading_int(r, room_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

/* ---- who is in them ---- */

static const struct shape member_shape = {
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

/* room_pk; message_mention_pk (two ranges of it). Value: the person's id. */
#define MEMBERS                                                                                  \
	"SELECT m.room_id, m.user_id, m.notify, m.volume, m.read_seq, m.read_number, "           \
	"m.hidden_number, (SELECT COUNT(DISTINCT t.seq) FROM message_mention t WHERE t.user_id " \
	"IN (?, 0) "                                                                             \
	"AND t.room_id = m.room_id AND t.seq > m.read_seq) "                                     \
	"FROM room_member m JOIN room r ON r.id = m.room_id "

void members_of_user(struct archive *a, struct read read, int64_t user_id)
{
	/* room_member_user */
	struct reading *r =
		reading_new(read,
			    MEMBERS "WHERE m.user_id = ? AND NOT m.suspended AND NOT r.disabled "
				    "ORDER BY m.room_id",
			    &member_shape);
	reading_int(r, user_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

void members_one(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	/* room_member_pk */
	struct reading *r = reading_new(
		read,
		MEMBERS "WHERE m.room_id = ? AND m.user_id = ? AND NOT m.suspended AND NOT "
			"r.disabled",
		&member_shape);
	reading_int(r, user_id);
	reading_int(r, room_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

static const struct shape room_member_shape = {
	sizeof(struct room_member_row),
	2,
	{
		{ COLUMN_INT64, offsetof(struct room_member_row, room_id) },
		{ COLUMN_INT64, offsetof(struct room_member_row, user_id) },
	}
};

void members_present(struct archive *a, struct read read, int64_t user_id, const int64_t *ids,
		     size_t count)
{
	/* room_member_pk */
	struct reading *r = reading_new(
		read,
		"SELECT m.room_id, m.user_id FROM room_member m WHERE m.user_id = ? AND m.room_id "
		"IN (:ids) AND NOT m.suspended ORDER BY m.room_id",
		&room_member_shape);
	reading_int(r, user_id);
	reading_ids(r, ids, count);
	reading_start(a, r);
}

void members_of_rooms(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	/* room_member_pk, in its order */
	struct reading *r =
		reading_new(read,
			    "SELECT room_id, user_id FROM room_member WHERE room_id IN (:ids) "
			    "AND NOT suspended ORDER BY room_id, user_id",
			    &room_member_shape);
	reading_ids(r, ids, count);
	reading_start(a, r);
}
