/* People as they are looked for, and what they say of themselves. */
#include "archive/people.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

void reading_viewer(struct reading *r, int64_t viewer_id)
{
	reading_int(r, viewer_id);
	reading_int(r, viewer_id);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_int(r, ROLE_GUEST);
	reading_int(r, ACCOUNT_PENDING);
	reading_int(r, viewer_id);
}

static const struct shape account_shape = {
	sizeof(struct account_row),
	ACCOUNT_COLUMN_COUNT,
	{ ACCOUNT_SHAPE(0) },
};

void accounts_found(struct archive *a, struct read read, const struct people_search *search)
{
	/* user_pk from `after`, in its order, until the page is full; room_member_pk for the two
	 * rooms. The search itself has no index: `after` and the limit bound what it reads. */
	struct reading *r = reading_new(
		read,
		"SELECT " ACCOUNT_COLUMNS(
			"u") " FROM user u WHERE u.id > ? AND u.state = ? "
			     "AND (? = '' OR u.name LIKE ? ESCAPE '!' OR u.display_name COLLATE "
			     "utf8mb4_unicode_ci LIKE ? ESCAPE '!') "
			     "AND (? = 0 OR NOT EXISTS (SELECT 1 FROM room_member o WHERE "
			     "o.room_id = "
			     "? AND o.user_id = u.id)) "
			     "AND (? = 0 OR EXISTS (SELECT 1 FROM room_member i WHERE i.room_id = "
			     "? "
			     "AND i.user_id = u.id)) "
			     "AND " VISIBLE("u") " ORDER BY u.id LIMIT ?",
		&account_shape);
	reading_int(r, search->after);
	reading_int(r, ACCOUNT_ACTIVE);
	for (int i = 0; i < 3; i++)
		reading_text(r, search->pattern);
	reading_int(r, search->not_in_room);
	reading_int(r, search->not_in_room);
	reading_int(r, search->in_room);
	reading_int(r, search->in_room);
	reading_viewer(r, search->viewer_id);
	reading_int(r, search->limit);
	reading_start(a, r);
}

void statuses_ended(struct archive *a, struct read read, const struct ended_status_row *after)
{
	static const struct shape shape = {
		sizeof(struct ended_status_row),
		2,
		{
			{ COLUMN_INT64, offsetof(struct ended_status_row, user_id) },
			{ COLUMN_INT64, offsetof(struct ended_status_row, until_ms) },
		},
	};
	/* user_status_until */
	struct reading *r =
		reading_new(read,
			    "SELECT id, status_until_ms FROM user WHERE status_until_ms >= ? AND "
			    "(status_until_ms > ? OR id > ?) AND "
			    "status_until_ms <= ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) "
			    "ORDER BY status_until_ms, id LIMIT ?",
			    &shape);
	reading_int(r, after->until_ms);
	reading_int(r, after->until_ms);
	reading_int(r, after->user_id);
	reading_int(r, ENDED_STATUSES_MAX);
	reading_start(a, r);
}

void groups_main_room(struct archive *a, struct read read, int64_t group_id, int64_t user_id)
{
	static const struct shape shape = {
		sizeof(struct main_room_row),
		1,
		{ { COLUMN_INT64, offsetof(struct main_room_row, room_id) } },
	};
	/* room_group_main, room_member_pk */
	struct reading *r = reading_new(
		read,
		"SELECT main.id FROM room main JOIN room_member m ON m.room_id = main.id AND "
		"m.user_id = ? AND NOT m.suspended WHERE main.group_id = ? AND main.is_main AND "
		"NOT main.disabled",
		&shape);
	reading_int(r, user_id);
	reading_int(r, group_id);
	reading_start(a, r);
}

#define PROFILE_AT(member) offsetof(struct profile_row, member)

void profiles_by_id(struct archive *a, struct read read, int64_t viewer_id, int64_t user_id)
{
	static const struct shape shape = { sizeof(struct profile_row),
					    ACCOUNT_COLUMN_COUNT + 5,
					    {
						    ACCOUNT_SHAPE(PROFILE_AT(account)),
						    { COLUMN_TEXT, PROFILE_AT(given_name) },
						    { COLUMN_TEXT, PROFILE_AT(surname) },
						    { COLUMN_TEXT, PROFILE_AT(city) },
						    { COLUMN_TEXT, PROFILE_AT(contacts) },
						    { COLUMN_TEXT, PROFILE_AT(birthday) },
					    } };
	/* user_pk, user_profile_pk; see VISIBLE */
	struct reading *r =
		reading_new(read,
			    "SELECT " ACCOUNT_COLUMNS(
				    "u") ", p.given_name, p.surname, p.city, p.contacts, "
					 "p.birthday FROM user u LEFT JOIN user_profile p "
					 "ON p.user_id = u.id WHERE u.id = ? AND " VISIBLE("u"),
			    &shape);
	reading_int(r, user_id);
	reading_viewer(r, viewer_id);
	reading_start(a, r);
}
