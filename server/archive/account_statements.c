/* Writes about people and their sessions. What must hold over all accounts (one administrator at
 * least, one first account) is checked behind the lock of the installation's row, so that two of
 * them cannot pass at once. */
#include "archive/statements.h"

#include "base/states.h"

static void text_or_null(struct statement *s, struct slice text)
{
	if (text.data)
		statement_text(s, text);
	else
		statement_null(s);
}

static void must_match(struct statement *s, enum error on_nothing)
{
	s->must_match = true;
	s->on_nothing = on_nothing;
}

static void lock_installation(struct write *w, struct arena *arena)
{
	/* installation_pk */
	write_statement(w, arena, "UPDATE installation SET epoch = epoch WHERE id = 1");
}

static void account_exists(struct write *w, struct arena *arena, int64_t user_id)
{
	/* user_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE user SET state = state WHERE id = ?");
	statement_int(s, user_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_account(struct write *w, struct arena *arena, const struct account_row *account)
{
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO user (id, name, display_name, password_hash, image, sex, role, "
		"state, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
	statement_int(s, account->user_id);
	statement_text(s, account->name);
	statement_text(s, account->display_name);
	text_or_null(s, account->password_hash);
	text_or_null(s, account->image);
	statement_int(s, account->sex);
	statement_int(s, account->role);
	statement_int(s, account->state);
	statement_int(s, account->created_ms);
	s->on_duplicate = ERROR_NAME_TAKEN;
	if (!account->email.data)
		return;
	/* A statement of its own, so that the two duplicates can be told apart. user_pk */
	s = write_statement(w, arena, "UPDATE user SET email = ? WHERE id = ?");
	statement_text(s, account->email);
	statement_int(s, account->user_id);
	s->on_duplicate = ERROR_EMAIL_TAKEN;
}

void write_first_account(struct write *w, struct arena *arena, int64_t user_id)
{
	lock_installation(w, arena);
	/* user_pk, user_role_state; the derived table is for MySQL, which does not read a table it
	 * updates */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE user SET state = state WHERE id = ? AND NOT EXISTS (SELECT 1 FROM "
		"(SELECT id FROM user WHERE role = ? AND state = ? AND id <> ? LIMIT 1) AS other)");
	statement_int(s, user_id);
	statement_int(s, ROLE_ADMINISTRATOR);
	statement_int(s, ACCOUNT_ACTIVE);
	statement_int(s, user_id);
	must_match(s, ERROR_LINK_INVALID);
}

/* The account stays an active administrator, or another one is there. */
#define ADMINISTRATOR_LEFT                                                                     \
	"EXISTS (SELECT 1 FROM (SELECT id FROM user WHERE role = ? AND state = ? AND id <> ? " \
	"LIMIT 1) AS other)"

static void administrator_left(struct statement *s, int64_t user_id)
{
	statement_int(s, ROLE_ADMINISTRATOR);
	statement_int(s, ACCOUNT_ACTIVE);
	statement_int(s, user_id);
	must_match(s, ERROR_CONFLICT);
}

void write_account_state(struct write *w, struct arena *arena, int64_t user_id, int state)
{
	lock_installation(w, arena);
	account_exists(w, arena, user_id);
	/* user_pk; user_role_state for the others */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE user SET state = ? WHERE id = ? AND "
				"(role <> ? OR state <> ? OR ? = ? OR " ADMINISTRATOR_LEFT ")");
	statement_int(s, state);
	statement_int(s, user_id);
	statement_int(s, ROLE_ADMINISTRATOR);
	statement_int(s, ACCOUNT_ACTIVE);
	statement_int(s, state);
	statement_int(s, ACCOUNT_ACTIVE);
	administrator_left(s, user_id);
}

void write_account_role(struct write *w, struct arena *arena, int64_t user_id, int role)
{
	lock_installation(w, arena);
	account_exists(w, arena, user_id);
	/* user_pk; user_role_state for the others */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE user SET role = ? WHERE id = ? AND "
				"(role <> ? OR state <> ? OR ? = ? OR " ADMINISTRATOR_LEFT ")");
	statement_int(s, role);
	statement_int(s, user_id);
	statement_int(s, ROLE_ADMINISTRATOR);
	statement_int(s, ACCOUNT_ACTIVE);
	statement_int(s, role);
	statement_int(s, ROLE_ADMINISTRATOR);
	administrator_left(s, user_id);
}

void write_account_password(struct write *w, struct arena *arena, int64_t user_id,
			    struct slice password_hash)
{
	/* user_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE user SET password_hash = ? WHERE id = ?");
	statement_text(s, password_hash);
	statement_int(s, user_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_account_unchanged(struct write *w, struct arena *arena, const struct account_row *known,
			     enum error otherwise)
{
	/* user_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE user SET state = state WHERE id = ? AND "
					      "state = ? AND password_hash <=> ?");
	statement_int(s, known->user_id);
	statement_int(s, ACCOUNT_ACTIVE);
	text_or_null(s, known->password_hash);
	must_match(s, otherwise);
}

void write_account_display_name(struct write *w, struct arena *arena, int64_t user_id,
				struct slice display_name)
{
	/* user_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE user SET display_name = ? WHERE id = ?");
	statement_text(s, display_name);
	statement_int(s, user_id);
	must_match(s, ERROR_NOT_FOUND);
}

/* Leaves place for one more. */
static void end_oldest_sessions(struct write *w, struct arena *arena,
				const struct new_session *session)
{
	/* session_user; the derived table is for MySQL, which knows no LIMIT in an IN, and does not
	 * read a table it deletes from */
	struct statement *s = write_statement(
		w, arena,
		"DELETE FROM session WHERE user_id = ? AND id NOT IN (SELECT id FROM (SELECT id "
		"FROM session WHERE user_id = ? ORDER BY last_seen_ms DESC, id DESC LIMIT ?) AS "
		"kept)");
	statement_int(s, session->user_id);
	statement_int(s, session->user_id);
	statement_int(s, session->sessions_max - 1);
}

void write_session(struct write *w, struct arena *arena, const struct new_session *session)
{
	end_oldest_sessions(w, arena, session);
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO session (id, token_hash, user_id, created_ms, last_seen_ms, "
		"expires_ms, agent, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	statement_int(s, session->session_id);
	statement_bytes(s, session->token_hash);
	statement_int(s, session->user_id);
	statement_int(s, session->now_ms);
	statement_int(s, session->now_ms);
	statement_int(s, session->expires_ms);
	statement_text(s, session->agent);
	statement_text(s, session->address);
}

void write_session_end(struct write *w, struct arena *arena, int64_t user_id, int64_t session_id,
		       int64_t except_id)
{
	struct statement *s;
	if (session_id == 0) {
		/* session_user */
		s = write_statement(w, arena, "DELETE FROM session WHERE user_id = ? AND id <> ?");
		statement_int(s, user_id);
		statement_int(s, except_id);
		return;
	}
	/* session_pk */
	s = write_statement(w, arena, "DELETE FROM session WHERE id = ? AND user_id = ?");
	statement_int(s, session_id);
	statement_int(s, user_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_session_seen(struct write *w, struct arena *arena, int64_t session_id, int64_t now_ms,
			int64_t expires_ms)
{
	/* session_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE session SET last_seen_ms = ?, expires_ms = ? WHERE id = ?");
	statement_int(s, now_ms);
	statement_int(s, expires_ms);
	statement_int(s, session_id);
}
