/* Writes about rooms, and about the whole installation. */
#include "archive/room_statements.h"

#include "archive/drafts.h"
#include "archive/statements.h"

static void must_match(struct statement *s, enum error on_nothing)
{
	s->must_match = true;
	s->on_nothing = on_nothing;
}

static void text_or_null(struct statement *s, struct slice text)
{
	if (text.data)
		statement_text(s, text);
	else
		statement_null(s);
}

static void int_or_null(struct statement *s, int value)
{
	if (value < 0)
		statement_null(s);
	else
		statement_int(s, value);
}

void write_room(struct write *w, struct arena *arena, const struct room_row *room)
{
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room (id, name, group_id, creator_id, is_main, is_open, is_visible, "
		"is_read_only, p2p) VALUES (?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?, ?, ?)");
	statement_int(s, room->room_id);
	text_or_null(s, room->name);
	statement_int(s, room->group_id);
	statement_int(s, room->creator_id);
	statement_int(s, room->is_main);
	statement_int(s, room->is_open);
	statement_int(s, room->is_visible);
	statement_int(s, room->is_read_only);
	statement_int(s, room->p2p);
	/* A change of this write may have made it already. stream_head_pk, installation_pk */
	s = write_statement(
		w, arena,
		"INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) "
		"SELECT ?, 0, 0, 0, epoch FROM installation WHERE id = 1 "
		"ON DUPLICATE KEY UPDATE stream_id = stream_head.stream_id");
	statement_int(s, room->room_id);
}

void write_room_direct(struct write *w, struct arena *arena, const struct room_row *room)
{
	struct statement *s = write_statement(
		w, arena, "INSERT INTO direct_room (low_id, high_id, room_id) VALUES (?, ?, ?)");
	statement_int(s, room->low_id);
	statement_int(s, room->high_id);
	statement_int(s, room->room_id);
	s->on_duplicate = ERROR_CONFLICT;
}

void write_room_save(struct write *w, struct arena *arena, const struct room_changes *changes)
{
	/* room_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room SET name = COALESCE(?, name), group_id = COALESCE(NULLIF(?, 0), "
		"group_id), creator_id = COALESCE(NULLIF(?, 0), creator_id), is_open = COALESCE(?, "
		"is_open), is_visible = COALESCE(?, is_visible), is_read_only = COALESCE(?, "
		"is_read_only), p2p = COALESCE(?, p2p) WHERE id = ? AND NOT disabled");
	text_or_null(s, changes->name);
	statement_int(s, changes->group_id);
	statement_int(s, changes->creator_id);
	int_or_null(s, changes->is_open);
	int_or_null(s, changes->is_visible);
	int_or_null(s, changes->is_read_only);
	int_or_null(s, changes->p2p);
	statement_int(s, changes->room_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_room_creator_gone(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	/* room_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE room SET creator_id = NULL WHERE id = ? AND creator_id = ?");
	statement_int(s, room_id);
	statement_int(s, user_id);
}

void write_room_not_led(struct write *w, struct arena *arena, const struct place_row *known)
{
	/* room_pk, room_group_pk. Whoever hands over raises the (main) room's head. */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room SET disabled = disabled WHERE id = ? "
		"AND (? OR creator_id IS NULL OR creator_id <> ?) "
		"AND (? OR NOT is_main OR NOT EXISTS (SELECT 1 FROM room_group g WHERE g.id = "
		"room.group_id AND g.creator_id = ?))");
	statement_int(s, known->room_id);
	statement_int(s, known->is_creator);
	statement_int(s, known->user_id);
	statement_int(s, known->is_group_creator);
	statement_int(s, known->user_id);
	must_match(s, ERROR_CONFLICT);
}

void write_room_disable(struct write *w, struct arena *arena, int64_t room_id)
{
	/* room_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE room SET disabled = TRUE WHERE id = ?");
	statement_int(s, room_id);
	/* room_member_pk */
	s = write_statement(w, arena, "DELETE FROM room_member WHERE room_id = ?");
	statement_int(s, room_id);
	write_drafts_remove_all(w, arena, room_id);
}

void write_epoch_raise(struct write *w, struct arena *arena, int64_t known_epoch)
{
	/* installation_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE installation SET epoch = epoch + 1 WHERE id = 1 AND epoch = ?");
	statement_int(s, known_epoch);
	must_match(s, ERROR_CONFLICT);
}
