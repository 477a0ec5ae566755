/* The greeting's place among the pinned messages. */
#include "archive/greeting.h"

void write_greeting_pin(struct write *w, struct arena *arena, const struct new_greeting *greeting)
{
	/* message_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE message SET pinned = TRUE WHERE room_id = ? AND seq = ?");
	statement_int(s, greeting->room_id);
	statement_seq(s, greeting->change);
	s = write_statement(
		w, arena,
		"INSERT INTO pinned_message (room_id, seq, user_id, at_ms) VALUES (?, ?, ?, ?)");
	statement_int(s, greeting->room_id);
	statement_seq(s, greeting->change);
	statement_int(s, greeting->user_id);
	statement_int(s, greeting->at_ms);
}
