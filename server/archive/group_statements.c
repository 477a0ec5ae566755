/* Writes about groups. The checks are updates that change nothing: they lock the group's row and
 * match only if the condition holds. */
#include "archive/room_statements.h"

static void must_match(struct statement *s, enum error on_nothing)
{
	s->must_match = true;
	s->on_nothing = on_nothing;
}

void write_group(struct write *w, struct arena *arena, const struct new_group *group)
{
	/* room_group_creator counts */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room_group (id, name, creator_id) SELECT ?, ?, ? FROM "
		"(SELECT COUNT(*) AS made FROM room_group WHERE creator_id = ? AND NOT disabled) "
		"AS own WHERE own.made < ?");
	statement_int(s, group->group_id);
	statement_text(s, group->name);
	statement_int(s, group->creator_id);
	statement_int(s, group->creator_id);
	statement_int(s, group->groups_max);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_group_lock(struct write *w, struct arena *arena, int64_t group_id)
{
	/* room_group_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_group SET disabled = disabled WHERE id = ? AND NOT disabled");
	statement_int(s, group_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_group_has_place(struct write *w, struct arena *arena, int64_t group_id,
			   int64_t rooms_max)
{
	/* room_group_pk, room_group_main */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_group SET disabled = disabled WHERE id = ? AND (SELECT COUNT(*) "
		"FROM room r WHERE r.group_id = ? AND NOT r.disabled) < ?");
	statement_int(s, group_id);
	statement_int(s, group_id);
	statement_int(s, rooms_max);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_group_room_name(struct write *w, struct arena *arena, const struct room_row *room)
{
	/* room_group_pk, room_group_main */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_group SET disabled = disabled WHERE id = ? AND NOT EXISTS (SELECT 1 "
		"FROM room r WHERE r.group_id = ? AND r.id <> ? AND r.is_visible AND NOT "
		"r.disabled AND r.name COLLATE utf8mb4_unicode_ci = ?)");
	statement_int(s, room->group_id);
	statement_int(s, room->group_id);
	statement_int(s, room->room_id);
	statement_text(s, room->name);
	must_match(s, ERROR_NAME_TAKEN);
}

void write_group_name_free(struct write *w, struct arena *arena, int64_t group_id,
			   struct slice name)
{
	/* room_group_pk, room_visible */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_group SET disabled = disabled WHERE id = ? AND NOT EXISTS (SELECT 1 "
		"FROM room r WHERE r.is_visible = TRUE AND r.is_main AND r.group_id <> ? AND NOT "
		"r.disabled AND r.name COLLATE utf8mb4_unicode_ci = ?)");
	statement_int(s, group_id);
	statement_int(s, group_id);
	statement_text(s, name);
	must_match(s, ERROR_NAME_TAKEN);
}

void write_group_save(struct write *w, struct arena *arena, int64_t group_id, struct slice name,
		      int64_t creator_id)
{
	/* room_group_pk */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE room_group SET name = COALESCE(?, name), creator_id = "
				"COALESCE(NULLIF(?, 0), creator_id) WHERE id = ? AND NOT disabled");
	if (name.data)
		statement_text(s, name);
	else
		statement_null(s);
	statement_int(s, creator_id);
	statement_int(s, group_id);
	must_match(s, ERROR_NOT_FOUND);
}

void write_group_creator_gone(struct write *w, struct arena *arena, int64_t group_id,
			      int64_t user_id)
{
	/* room_group_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_group SET creator_id = NULL WHERE id = ? AND creator_id = ?");
	statement_int(s, group_id);
	statement_int(s, user_id);
}

void write_group_disable(struct write *w, struct arena *arena, int64_t group_id)
{
	/* room_group_pk, room_group_main */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE room_group SET disabled = TRUE WHERE id = ? AND NOT EXISTS "
				"(SELECT 1 FROM room r WHERE r.group_id = ? AND r.is_main = FALSE "
				"AND NOT r.disabled)");
	statement_int(s, group_id);
	statement_int(s, group_id);
	must_match(s, ERROR_CONFLICT);
}
