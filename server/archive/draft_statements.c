/* Writes of drafts. */
#include "archive/drafts.h"

static void place_values(struct statement *s, const struct draft *place)
{
	statement_int(s, place->user_id);
	statement_int(s, place->room_id);
	statement_int(s, place->thread_id);
}

void write_draft(struct write *w, struct arena *arena, const struct draft *draft)
{
	/* draft_pk, also for the count */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO draft (user_id, room_id, thread_id, content, at_ms) "
		"SELECT ?, ?, ?, ?, ? FROM (SELECT COUNT(*) AS drafts FROM draft WHERE user_id = ? "
		"AND NOT (room_id = ? AND thread_id = ?)) AS others WHERE others.drafts < ? "
		"ON DUPLICATE KEY UPDATE content = VALUES(content), at_ms = VALUES(at_ms)");
	place_values(s, draft);
	statement_text(s, draft->content);
	statement_int(s, draft->at_ms);
	place_values(s, draft);
	statement_int(s, DRAFTS_MAX);
	s->must_match = true;
	s->on_nothing = ERROR_LIMIT_REACHED;
}

void write_draft_end(struct write *w, struct arena *arena, const struct draft *place)
{
	/* draft_pk */
	struct statement *s = write_statement(
		w, arena, "DELETE FROM draft WHERE user_id = ? AND room_id = ? AND thread_id = ?");
	place_values(s, place);
}

void write_drafts_remove(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	/* draft_pk */
	struct statement *s =
		write_statement(w, arena, "DELETE FROM draft WHERE user_id = ? AND room_id = ?");
	statement_int(s, user_id);
	statement_int(s, room_id);
}

void write_drafts_remove_all(struct write *w, struct arena *arena, int64_t room_id)
{
	/* draft_room */
	struct statement *s = write_statement(w, arena, "DELETE FROM draft WHERE room_id = ?");
	statement_int(s, room_id);
}
