/* Memberships, as those who change many of them read them. */
#include "archive/members.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

#define CANDIDATE_AT(member) offsetof(struct candidate_row, member)

void members_candidates(struct archive *a, struct read read, const struct candidacy *candidacy)
{
	static const struct shape shape = { sizeof(struct candidate_row),
					    8,
					    {
						    { COLUMN_INT64, CANDIDATE_AT(user_id) },
						    { COLUMN_INT, CANDIDATE_AT(state) },
						    { COLUMN_INT, CANDIDATE_AT(role) },
						    { COLUMN_BOOL, CANDIDATE_AT(bot) },
						    { COLUMN_BOOL, CANDIDATE_AT(in_room) },
						    { COLUMN_BOOL, CANDIDATE_AT(in_group) },
						    { COLUMN_BOOL, CANDIDATE_AT(known) },
						    { COLUMN_INT64, CANDIDATE_AT(rooms) },
					    } };
	/* user_pk; room_member_pk for the two rooms; room_member_user for those of the asker and
	 * for counting */
	struct reading *r = reading_new(
		read,
		"SELECT u.id, u.state, u.role, u.bot, "
		"EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = ? AND m.user_id = u.id), "
		"EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = ? AND m.user_id = u.id), "
		"EXISTS (SELECT 1 FROM room_member mine JOIN room_member theirs ON "
		"theirs.room_id = mine.room_id AND theirs.user_id = u.id AND NOT theirs.suspended "
		"WHERE mine.user_id = ? AND NOT mine.suspended), "
		"(SELECT COUNT(*) FROM room_member c WHERE c.user_id = u.id) "
		"FROM user u WHERE u.id IN (:ids) ORDER BY u.id",
		&shape);
	reading_int(r, candidacy->room_id);
	reading_int(r, candidacy->main_id);
	reading_int(r, candidacy->asker_id);
	reading_ids(r, candidacy->ids, candidacy->count);
	reading_start(a, r);
}

/* ---- a room's members, page by page ---- */

#define LISTED_AT(member) offsetof(struct listed_member_row, member)

void members_page(struct archive *a, struct read read, const struct member_listing *listing)
{
	static const struct shape shape = { sizeof(struct listed_member_row),
					    ACCOUNT_COLUMN_COUNT + 1,
					    {
						    ACCOUNT_SHAPE(LISTED_AT(account)),
						    { COLUMN_INT64, LISTED_AT(joined_ms) },
					    } };
	/* room_member_pk, all of the room, then user_pk: sorted by name as people sort, for which
	 * there is no index; the keyset makes each page's place exact. */
	struct reading *r = reading_new(
		read,
		"SELECT " ACCOUNT_COLUMNS(
			"u") ", m.joined_ms FROM room_member m "
			     "JOIN user u ON u.id = m.user_id "
			     "LEFT JOIN user p ON p.id = ? "
			     "WHERE m.room_id = ? AND NOT m.suspended "
			     "AND (p.id IS NULL OR u.display_name COLLATE utf8mb4_unicode_ci > "
			     "p.display_name "
			     "OR (u.display_name COLLATE utf8mb4_unicode_ci = p.display_name AND "
			     "u.id > p.id)) "
			     "AND (? = '' OR LOCATE(?, u.name) > 0 OR "
			     "LOCATE(?, u.display_name COLLATE utf8mb4_unicode_ci) > 0) "
			     "ORDER BY u.display_name COLLATE utf8mb4_unicode_ci, u.id LIMIT 100",
		&shape);
	reading_int(r, listing->after);
	reading_int(r, listing->room_id);
	for (int i = 0; i < 3; i++)
		reading_text(r, listing->search);
	reading_start(a, r);
}

void members_count(struct archive *a, struct read read, int64_t room_id)
{
	static const struct shape shape = { sizeof(struct count_row),
					    1,
					    {
						    { COLUMN_INT64,
						      offsetof(struct count_row, count) },
					    } };
	/* room_member_pk */
	struct reading *r = reading_new(
		read, "SELECT COUNT(*) FROM room_member WHERE room_id = ? AND NOT suspended",
		&shape);
	reading_int(r, room_id);
	reading_start(a, r);
}

/* ---- places ---- */

#define PLACE_AT(member) offsetof(struct place_row, member)

static const struct shape place_shape = { sizeof(struct place_row),
					  6,
					  {
						  { COLUMN_INT64, PLACE_AT(room_id) },
						  { COLUMN_INT64, PLACE_AT(user_id) },
						  { COLUMN_INT64, PLACE_AT(group_id) },
						  { COLUMN_BOOL, PLACE_AT(is_main) },
						  { COLUMN_BOOL, PLACE_AT(is_creator) },
						  { COLUMN_BOOL, PLACE_AT(is_group_creator) },
					  } };

/* room_pk, room_group_pk */
#define PLACES                                                                               \
	"SELECT r.id, m.user_id, r.group_id, r.is_main, COALESCE(r.creator_id = m.user_id, " \
	"FALSE), "                                                                           \
	"COALESCE(r.is_main AND g.creator_id = m.user_id, FALSE) FROM room_member m "        \
	"JOIN room r ON r.id = m.room_id AND NOT r.disabled "                                \
	"LEFT JOIN room_group g ON g.id = r.group_id "

#define PLACES_LIMIT " LIMIT 500"

_Static_assert(PLACES_MAX == 500, "the limit above");

void places_of_group(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	/* room_member_user */
	struct reading *r = reading_new(
		read,
		PLACES
		"WHERE m.user_id = ? AND r.group_id = ? ORDER BY r.is_main, r.id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, user_id);
	reading_int(r, group_id);
	reading_start(a, r);
}

void places_open(struct archive *a, struct read read, int64_t user_id)
{
	/* room_member_user */
	struct reading *r = reading_new(
		read,
		PLACES "WHERE m.user_id = ? AND r.is_open ORDER BY r.is_main, r.id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, user_id);
	reading_start(a, r);
}

void places_suspended(struct archive *a, struct read read, int64_t user_id, bool suspended)
{
	/* room_member_user */
	struct reading *r = reading_new(
		read, PLACES "WHERE m.user_id = ? AND m.suspended = ? ORDER BY r.id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, user_id);
	reading_int(r, suspended);
	reading_start(a, r);
}

void places_unsettled(struct archive *a, struct read read, int64_t user_id, bool suspended)
{
	/* room_member_user, user_pk */
	struct reading *r = reading_new(
		read,
		PLACES
		"JOIN user u ON u.id = m.user_id AND (u.state = ?) = ? WHERE m.user_id = ? AND "
		"m.suspended = ? ORDER BY r.id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_int(r, suspended);
	reading_int(r, user_id);
	reading_int(r, suspended);
	reading_start(a, r);
}

void places_stray(struct archive *a, struct read read, int64_t room_id)
{
	/* room_member_pk, twice; room_group_main, user_pk */
	struct reading *r = reading_new(
		read,
		PLACES "JOIN user u ON u.id = m.user_id AND u.role <> ? "
		       "JOIN room main ON main.group_id = r.group_id AND main.is_main = TRUE "
		       "LEFT JOIN room_member grouped ON grouped.room_id = main.id AND "
		       "grouped.user_id = m.user_id "
		       "WHERE m.room_id = ? AND NOT r.is_main AND grouped.user_id IS NULL "
		       "ORDER BY m.user_id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, ROLE_GUEST);
	reading_int(r, room_id);
	reading_start(a, r);
}

void places_of_sub_rooms(struct archive *a, struct read read, int64_t group_id)
{
	/* room_group_main */
	struct reading *r = reading_new(
		read,
		"SELECT r.id, 0, r.group_id, r.is_main, FALSE, FALSE FROM room r "
		"WHERE r.group_id = ? AND r.is_main = FALSE AND NOT r.disabled ORDER BY "
		"r.id" PLACES_LIMIT,
		&place_shape);
	reading_int(r, group_id);
	reading_start(a, r);
}
