/* Sessions of people. */
#include "archive/accounts.h"
#include "archive/columns.h"
#include "archive/reader.h"
#include "base/states.h"

static const struct shape session_shape = {
	sizeof(struct session_row),
	15 + SETTINGS_COLUMN_COUNT,
	{
		{ COLUMN_INT64, offsetof(struct session_row, session_id) },
		{ COLUMN_INT64, offsetof(struct session_row, user_id) },
		{ COLUMN_TEXT, offsetof(struct session_row, name) },
		{ COLUMN_TEXT, offsetof(struct session_row, display_name) },
		{ COLUMN_TEXT, offsetof(struct session_row, image) },
		{ COLUMN_INT, offsetof(struct session_row, sex) },
		{ COLUMN_INT, offsetof(struct session_row, role) },
		{ COLUMN_INT, offsetof(struct session_row, state) },
		{ COLUMN_INT64, offsetof(struct session_row, created_ms) },
		{ COLUMN_INT64, offsetof(struct session_row, last_seen_ms) },
		{ COLUMN_INT64, offsetof(struct session_row, expires_ms) },
		{ COLUMN_TEXT, offsetof(struct session_row, agent) },
		{ COLUMN_TEXT, offsetof(struct session_row, address) },
		{ COLUMN_TEXT, offsetof(struct session_row, status_emoji) },
		{ COLUMN_TEXT, offsetof(struct session_row, status_text) },
		SETTINGS_SHAPE(offsetof(struct session_row, settings)),
	}
};

/* Joined by user_pk and user_settings_pk. */
#define SESSION_COLUMNS                                                                     \
	"SELECT s.id, s.user_id, u.name, u.display_name, u.image, u.sex, u.role, u.state, " \
	"s.created_ms, s.last_seen_ms, "                                                    \
	"s.expires_ms, s.agent, s.address, " STATUS_COLUMNS("u") ", " SETTINGS_COLUMNS(     \
		"o", "u") " FROM session s JOIN user u ON u.id = s.user_id "                \
			  "LEFT JOIN user_settings o ON o.user_id = u.id "

void sessions_by_token(struct archive *a, struct read read, struct slice token_hash, int64_t now_ms)
{
	/* session_token */
	struct reading *r =
		reading_new(read, SESSION_COLUMNS "WHERE s.token_hash = ? AND s.expires_ms > ?",
			    &session_shape);
	reading_bytes(r, token_hash);
	reading_int(r, now_ms);
	reading_start(a, r);
}

void sessions_of_user(struct archive *a, struct read read, int64_t user_id, int64_t now_ms)
{
	/* session_user; ids are leased to workers and say nothing about time */
	struct reading *r = reading_new(read,
					SESSION_COLUMNS
					"WHERE s.user_id = ? AND s.expires_ms > ? "
					"ORDER BY s.created_ms DESC, s.id DESC LIMIT 200",
					&session_shape);
	reading_int(r, user_id);
	reading_int(r, now_ms);
	reading_start(a, r);
}

void sessions_alive(struct archive *a, struct read read, const int64_t *ids, size_t count,
		    int64_t now_ms)
{
	/* session_pk */
	struct reading *r = reading_new(
		read, SESSION_COLUMNS "WHERE s.id IN (:ids) AND s.expires_ms > ? AND u.state = ?",
		&session_shape);
	reading_ids(r, ids, count);
	reading_int(r, now_ms);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_start(a, r);
}
