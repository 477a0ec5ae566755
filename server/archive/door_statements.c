/* Writes about invitations and one-time links. */
#include "archive/statements.h"

#include "base/check.h"

static void must_match(struct statement *s, enum error on_nothing)
{
	s->must_match = true;
	s->on_nothing = on_nothing;
}

/* Rooms of an invitation, eight a statement and then one by one: two texts for any number. */
static size_t add_rooms(struct write *w, struct arena *arena,
			const struct new_invitation *invitation, size_t first)
{
	bool eight = invitation->room_count - first >= 8;
	size_t count = eight ? 8 : 1;
	struct statement *s = write_statement(
		w, arena,
		eight ? "INSERT INTO invitation_room (invitation_id, room_id) VALUES (?, ?), "
			"(?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?)"
		      : "INSERT INTO invitation_room (invitation_id, room_id) VALUES (?, ?)");
	for (size_t i = first; i < first + count; i++) {
		statement_int(s, invitation->invitation_id);
		statement_int(s, invitation->room_ids[i]);
	}
	return count;
}

void write_invitation(struct write *w, struct arena *arena, const struct new_invitation *invitation)
{
	ASSERT(invitation->room_count <= 32);
	/* invitation_creator counts */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO invitation (id, token_hash, creator_id, created_ms, expires_ms, "
		"max_uses, guest) SELECT ?, ?, NULLIF(?, 0), ?, ?, ?, ? FROM (SELECT COUNT(*) AS "
		"made FROM invitation WHERE creator_id = ? AND NOT revoked AND expires_ms > ? AND "
		"(max_uses = 0 OR uses < max_uses)) AS own WHERE own.made < ?");
	statement_int(s, invitation->invitation_id);
	statement_bytes(s, invitation->token_hash);
	statement_int(s, invitation->creator_id);
	statement_int(s, invitation->now_ms);
	statement_int(s, invitation->expires_ms);
	statement_int(s, invitation->max_uses);
	statement_int(s, invitation->guest);
	statement_int(s, invitation->creator_id);
	statement_int(s, invitation->now_ms);
	statement_int(s, invitation->invitations_max);
	must_match(s, ERROR_LIMIT_REACHED);
	for (size_t i = 0; i < invitation->room_count;)
		i += add_rooms(w, arena, invitation, i);
}

void write_invitation_use(struct write *w, struct arena *arena, int64_t invitation_id,
			  int64_t now_ms)
{
	/* invitation_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE invitation SET uses = uses + 1 WHERE id = ? AND NOT revoked "
		"AND expires_ms > ? AND (max_uses = 0 OR uses < max_uses)");
	statement_int(s, invitation_id);
	statement_int(s, now_ms);
	must_match(s, ERROR_LINK_INVALID);
}

void write_invitation_revoke(struct write *w, struct arena *arena, int64_t invitation_id,
			     int64_t creator_id)
{
	/* invitation_pk */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE invitation SET revoked = TRUE WHERE id = ? AND NOT revoked "
				"AND (? = 0 OR creator_id = ?)");
	statement_int(s, invitation_id);
	statement_int(s, creator_id);
	statement_int(s, creator_id);
}

void write_links_end(struct write *w, struct arena *arena, int kind, int64_t user_id)
{
	/* link_user */
	struct statement *s = write_statement(w, arena,
					      "DELETE FROM link WHERE kind = ? AND user_id = ?");
	statement_int(s, kind);
	statement_int(s, user_id);
}

void write_link(struct write *w, struct arena *arena, const struct new_link *link)
{
	write_links_end(w, arena, link->kind, link->user_id);
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO link (token_hash, kind, user_id, created_ms, expires_ms) "
		"VALUES (?, ?, ?, ?, ?)");
	statement_bytes(s, link->token_hash);
	statement_int(s, link->kind);
	statement_int(s, link->user_id);
	statement_int(s, link->now_ms);
	statement_int(s, link->expires_ms);
}

void write_link_use(struct write *w, struct arena *arena, struct slice token_hash, int64_t now_ms)
{
	/* link_pk */
	struct statement *s = write_statement(
		w, arena,
		"DELETE FROM link WHERE token_hash = ? AND (expires_ms = 0 OR expires_ms > ?)");
	statement_bytes(s, token_hash);
	statement_int(s, now_ms);
	must_match(s, ERROR_LINK_INVALID);
}
