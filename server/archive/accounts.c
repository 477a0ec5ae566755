/* People. */
#include "archive/accounts.h"

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

static const struct shape account_shape = {
	sizeof(struct account_row),
	ACCOUNT_COLUMN_COUNT,
	{ ACCOUNT_SHAPE(0) },
};

#define ACCOUNTS "SELECT " ACCOUNT_COLUMNS("u") " FROM user u "

void accounts_by_name(struct archive *a, struct read read, struct slice name)
{
	/* user_name */
	struct reading *r = reading_new(read, ACCOUNTS "WHERE u.name = ?", &account_shape);
	reading_text(r, name);
	reading_start(a, r);
}

void accounts_by_email(struct archive *a, struct read read, struct slice email)
{
	/* user_email */
	struct reading *r = reading_new(read, ACCOUNTS "WHERE u.email = ?", &account_shape);
	reading_text(r, email);
	reading_start(a, r);
}

void accounts_by_id(struct archive *a, struct read read, int64_t user_id)
{
	/* user_pk */
	struct reading *r = reading_new(read, ACCOUNTS "WHERE u.id = ?", &account_shape);
	reading_int(r, user_id);
	reading_start(a, r);
}

void accounts_visible(struct archive *a, struct read read, int64_t viewer_id, const int64_t *ids,
		      size_t count)
{
	/* user_pk; see VISIBLE */
	struct reading *r = reading_new(
		read, ACCOUNTS "WHERE u.id IN (:ids) AND " VISIBLE("u") " ORDER BY u.id",
		&account_shape);
	reading_ids(r, ids, count);
	reading_viewer(r, viewer_id);
	reading_start(a, r);
}

void accounts_page(struct archive *a, struct read read, int64_t after, int state)
{
	/* user_pk from `after` */
	struct reading *r = reading_new(read,
					ACCOUNTS
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
