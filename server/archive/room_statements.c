/* Writes about rooms, memberships and read positions. */
#include "archive/statements.h"

#include "base/states.h"

/* The write's own last change of a room; change_count if there is none. */
static size_t change_of_room(const struct write *w, int64_t room_id)
{
	for (size_t i = w->change_count; i > 0; i--)
		if (w->changes[i - 1].stream_id == room_id)
			return i - 1;
	return w->change_count;
}

void write_member(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id,
		  int64_t rooms_max)
{
	size_t change = change_of_room(w, room_id);
	/* stream_head_pk, room_member_user. The head holds whatever else the batch put behind this
	 * join: the write's own seq is the right position. */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room_member (room_id, user_id, read_seq, read_number, joined_ms) "
		"SELECT ?, ?, COALESCE(?, h.seq, 0), COALESCE(?, h.messages, 0), "
		"ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) "
		"FROM (SELECT COUNT(*) AS rooms FROM room_member WHERE user_id = ? AND room_id <> "
		"?) AS others "
		"LEFT JOIN stream_head h ON h.stream_id = ? WHERE others.rooms < ? "
		"ON DUPLICATE KEY UPDATE joined_ms = room_member.joined_ms");
	statement_int(s, room_id);
	statement_int(s, user_id);
	if (change < w->change_count) {
		statement_seq(s, change);
		statement_number(s, change);
	} else {
		statement_null(s);
		statement_null(s);
	}
	statement_int(s, user_id);
	statement_int(s, room_id);
	statement_int(s, room_id);
	statement_int(s, rooms_max);
	s->must_match = true;
	s->on_nothing = ERROR_FORBIDDEN;
}

void write_member_remove(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	/* room_member_pk */
	struct statement *s = write_statement(
		w, arena, "DELETE FROM room_member WHERE room_id = ? AND user_id = ?");
	statement_int(s, room_id);
	statement_int(s, user_id);
	s->must_match = true;
	s->on_nothing = ERROR_NOT_MEMBER;
}

void write_read_position(struct write *w, struct arena *arena, const struct new_position *position)
{
	/* room_member_pk */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE room_member SET read_seq = ?, read_number = ? "
				"WHERE room_id = ? AND user_id = ? AND read_seq < ?");
	statement_int(s, position->read_seq);
	statement_int(s, position->read_number);
	statement_int(s, position->room_id);
	statement_int(s, position->user_id);
	statement_int(s, position->read_seq);
	s->must_match = true;
	s->on_nothing = ERROR_CONFLICT;
}

void write_room(struct write *w, struct arena *arena, const struct room_row *room)
{
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room (id, name, group_id, creator_id, is_open, is_visible) "
		"VALUES (?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?)");
	statement_int(s, room->room_id);
	if (room->name.data)
		statement_text(s, room->name);
	else
		statement_null(s);
	statement_int(s, room->group_id);
	statement_int(s, room->creator_id);
	statement_int(s, room->is_open);
	statement_int(s, room->is_visible);
	/* A change of this write may have made it already. stream_head_pk, installation_pk */
	s = write_statement(
		w, arena,
		"INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) "
		"SELECT ?, 0, 0, 0, epoch FROM installation WHERE id = 1 "
		"ON DUPLICATE KEY UPDATE stream_id = stream_head.stream_id");
	statement_int(s, room->room_id);
}

void write_epoch_raise(struct write *w, struct arena *arena, int64_t known_epoch)
{
	/* installation_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE installation SET epoch = epoch + 1 WHERE id = 1 AND epoch = ?");
	statement_int(s, known_epoch);
	s->must_match = true;
	s->on_nothing = ERROR_CONFLICT;
}
