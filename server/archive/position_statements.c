/* Writes of read positions. */
#include "archive/positions.h"

static void move(struct statement *s, const struct new_read_position *p)
{
	statement_int(s, p->read_seq);
	statement_int(s, p->read_number);
	statement_int(s, p->room_id);
	statement_int(s, p->user_id);
	statement_int(s, p->read_seq);
}

void write_position_forward(struct write *w, struct arena *arena, const struct new_read_position *p)
{
	/* room_member_pk */
	move(write_statement(w, arena,
			     "UPDATE room_member SET read_seq = ?, read_number = ? "
			     "WHERE room_id = ? AND user_id = ? AND read_seq < ?"),
	     p);
}

void write_position_back(struct write *w, struct arena *arena, const struct new_read_position *p)
{
	/* room_member_pk; assignments are made from left to right */
	move(write_statement(w, arena,
			     "UPDATE room_member SET seen_seq = GREATEST(seen_seq, read_seq), "
			     "read_seq = ?, read_number = ? "
			     "WHERE room_id = ? AND user_id = ? AND read_seq > ?"),
	     p);
}
