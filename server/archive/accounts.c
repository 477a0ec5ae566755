/* People. */
#include "archive/accounts.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

static const struct shape account_shape = {
	sizeof(struct account_row),
	18,
	{
		{ COLUMN_INT64, offsetof(struct account_row, user_id) },
		{ COLUMN_TEXT, offsetof(struct account_row, name) },
		{ COLUMN_TEXT, offsetof(struct account_row, display_name) },
		{ COLUMN_TEXT, offsetof(struct account_row, email) },
		{ COLUMN_TEXT, offsetof(struct account_row, password_hash) },
		{ COLUMN_TEXT, offsetof(struct account_row, image) },
		{ COLUMN_INT, offsetof(struct account_row, sex) },
		{ COLUMN_INT, offsetof(struct account_row, role) },
		{ COLUMN_INT, offsetof(struct account_row, state) },
		{ COLUMN_INT64, offsetof(struct account_row, created_ms) },
		{ COLUMN_TEXT, offsetof(struct account_row, status_emoji) },
		{ COLUMN_TEXT, offsetof(struct account_row, status_text) },
		{ COLUMN_INT64, offsetof(struct account_row, status_until_ms) },
		{ COLUMN_INT64, offsetof(struct account_row, last_seen_ms) },
		{ COLUMN_BOOL, offsetof(struct account_row, bot) },
		{ COLUMN_BOOL, offsetof(struct account_row, show_typing) },
		{ COLUMN_BOOL, offsetof(struct account_row, show_read) },
		{ COLUMN_BOOL, offsetof(struct account_row, show_presence) },
	}
};

#define ACCOUNT_COLUMNS                                                                           \
	"SELECT u.id, u.name, u.display_name, u.email, u.password_hash, u.image, u.sex, u.role, " \
	"u.state, u.created_ms, " STATUS_COLUMNS(                                                 \
		"u") ", u.status_until_ms, u.last_seen_ms, "                                      \
		     "u.bot, u.show_typing, u.show_read, u.show_presence "                        \
		     "FROM user u "

void accounts_by_name(struct archive *a, struct read read, struct slice name)
{
	/* user_name */
	struct reading *r = reading_new(read, ACCOUNT_COLUMNS "WHERE u.name = ?", &account_shape);
	reading_text(r, name);
	reading_start(a, r);
}

void accounts_by_email(struct archive *a, struct read read, struct slice email)
{
	/* user_email */
	struct reading *r = reading_new(read, ACCOUNT_COLUMNS "WHERE u.email = ?", &account_shape);
	reading_text(r, email);
	reading_start(a, r);
}

void accounts_by_id(struct archive *a, struct read read, int64_t user_id)
{
	/* user_pk */
	struct reading *r = reading_new(read, ACCOUNT_COLUMNS "WHERE u.id = ?", &account_shape);
	reading_int(r, user_id);
	reading_start(a, r);
}

void accounts_visible(struct archive *a, struct read read, int64_t viewer_id, const int64_t *ids,
		      size_t count)
{
	/* user_pk; room_member_user for the viewer's rooms, room_member_pk for the other's place in
	 * them */
	struct reading *r = reading_new(
		read,
		ACCOUNT_COLUMNS
		"WHERE u.id IN (:ids) AND (u.id = ? OR EXISTS (SELECT 1 FROM room_member mine "
		"JOIN room r ON r.id = mine.room_id AND NOT r.disabled "
		"JOIN room_member theirs ON theirs.room_id = mine.room_id AND theirs.user_id = "
		"u.id "
		"WHERE mine.user_id = ?)) ORDER BY u.id",
		&account_shape);
	reading_ids(r, ids, count);
	reading_int(r, viewer_id);
	reading_int(r, viewer_id);
	reading_start(a, r);
}

void accounts_page(struct archive *a, struct read read, int64_t after, int state)
{
	/* user_pk from `after` */
	struct reading *r = reading_new(read,
					ACCOUNT_COLUMNS
					"WHERE u.id > ? AND NOT u.bot AND (? = -1 OR u.state = ?) "
					"ORDER BY u.id LIMIT 100",
					&account_shape);
	reading_int(r, after);
	reading_int(r, state);
	reading_int(r, state);
	reading_start(a, r);
}

static const struct shape count_shape = { sizeof(struct count_row),
					  1,
					  {
						  { COLUMN_INT64,
						    offsetof(struct count_row, count) },
					  } };

void accounts_administrators(struct archive *a, struct read read)
{
	/* user_role_state */
	struct reading *r = reading_new(
		read, "SELECT COUNT(*) FROM user WHERE role = ? AND state = ?", &count_shape);
	reading_int(r, ROLE_ADMINISTRATOR);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_start(a, r);
}
