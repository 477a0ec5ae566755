/* Writes about memberships. */
#include "archive/drafts.h"
#include "archive/room_statements.h"
#include "archive/statements.h"
#include "base/check.h"
#include "base/states.h"

static void must_match(struct statement *s, enum error on_nothing)
{
	s->must_match = true;
	s->on_nothing = on_nothing;
}

static void int_or_null(struct statement *s, int value)
{
	if (value < 0)
		statement_null(s);
	else
		statement_int(s, value);
}

/* The write's own last change of a room; change_count if there is none. */
static size_t change_of_room(const struct write *w, int64_t room_id)
{
	for (size_t i = w->change_count; i > 0; i--)
		if (w->changes[i - 1].stream_id == room_id)
			return i - 1;
	return w->change_count;
}

void write_member(struct write *w, struct arena *arena, const struct new_member *member)
{
	size_t change = change_of_room(w, member->room_id);
	/* stream_head_pk, room_member_user, room_member_pk. The head holds whatever else the batch
	 * put behind this join: the write's own seq is the right position. */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room_member (room_id, user_id, read_seq, read_number, joined_ms) "
		"SELECT ?, ?, COALESCE(?, h.seq, 0), COALESCE(?, h.messages, 0), "
		"ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) "
		"FROM (SELECT COUNT(*) AS rooms FROM room_member WHERE user_id = ? AND room_id <> "
		"?) AS others "
		"LEFT JOIN stream_head h ON h.stream_id = ? WHERE others.rooms < ? "
		"AND (? = 0 OR (SELECT COUNT(*) FROM room_member m WHERE m.room_id = ?) < ?) "
		"ON DUPLICATE KEY UPDATE joined_ms = room_member.joined_ms");
	statement_int(s, member->room_id);
	statement_int(s, member->user_id);
	if (change < w->change_count) {
		statement_seq(s, change);
		statement_number(s, change);
	} else {
		statement_null(s);
		statement_null(s);
	}
	statement_int(s, member->user_id);
	statement_int(s, member->room_id);
	statement_int(s, member->room_id);
	statement_int(s, member->rooms_max);
	statement_int(s, member->members_max);
	statement_int(s, member->room_id);
	statement_int(s, member->members_max);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_room_has_place(struct write *w, struct arena *arena, const struct new_member *member)
{
	/* room_pk; room_member_pk counts */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room SET disabled = disabled WHERE id = ? AND (SELECT COUNT(*) FROM "
		"room_member m WHERE m.room_id = ? AND m.user_id <> ?) < ?");
	statement_int(s, member->room_id);
	statement_int(s, member->room_id);
	statement_int(s, member->user_id);
	statement_int(s, member->members_max);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_member_has_place(struct write *w, struct arena *arena, const struct new_member *member)
{
	/* user_pk; room_member_user counts */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE user SET state = state WHERE id = ? AND (SELECT COUNT(*) FROM room_member "
		"c WHERE c.user_id = ? AND c.room_id <> ?) < ?");
	statement_int(s, member->user_id);
	statement_int(s, member->user_id);
	statement_int(s, member->room_id);
	statement_int(s, member->rooms_max);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_member_add(struct write *w, struct arena *arena, const struct new_member *member)
{
	size_t change = change_of_room(w, member->room_id);
	ASSERT(change < w->change_count);
	/* room_pk, user_pk, room_group_main, room_member_pk; room_member_user counts */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO room_member (room_id, user_id, notify, volume, read_seq, read_number, "
		"joined_ms) "
		"SELECT r.id, u.id, ?, ?, ?, ?, ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) "
		"FROM (SELECT COUNT(*) AS rooms FROM room_member WHERE user_id = ? AND room_id <> "
		"?) AS others "
		"JOIN room r ON r.id = ? AND NOT r.disabled "
		"JOIN user u ON u.id = ? AND u.state = ? "
		"LEFT JOIN room main ON main.group_id = r.group_id AND main.is_main = TRUE "
		"LEFT JOIN room_member grouped ON grouped.room_id = main.id AND grouped.user_id = "
		"u.id "
		"WHERE others.rooms < ? AND (r.group_id IS NULL OR r.is_main OR u.role = ? OR "
		"grouped.user_id IS NOT NULL) AND (? = 0 OR (r.is_open AND u.role <> ?)) "
		"ON DUPLICATE KEY UPDATE joined_ms = room_member.joined_ms");
	statement_int(s, member->notify);
	statement_int(s, member->volume);
	statement_seq(s, change);
	statement_number(s, change);
	statement_int(s, member->user_id);
	statement_int(s, member->room_id);
	statement_int(s, member->room_id);
	statement_int(s, member->user_id);
	statement_int(s, ACCOUNT_ACTIVE);
	statement_int(s, member->rooms_max);
	statement_int(s, ROLE_GUEST);
	statement_int(s, member->by_oneself);
	statement_int(s, ROLE_GUEST);
	must_match(s, ERROR_FORBIDDEN);
}

/* room_member_pk */
static struct statement *delete_member(struct write *w, struct arena *arena, int64_t room_id,
				       int64_t user_id)
{
	struct statement *s = write_statement(
		w, arena, "DELETE FROM room_member WHERE room_id = ? AND user_id = ?");
	statement_int(s, room_id);
	statement_int(s, user_id);
	return s;
}

void write_member_remove(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	must_match(delete_member(w, arena, room_id, user_id), ERROR_NOT_MEMBER);
	write_drafts_remove(w, arena, room_id, user_id);
}

void write_member_drop(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	delete_member(w, arena, room_id, user_id);
	write_drafts_remove(w, arena, room_id, user_id);
}

void write_member_drop_last(struct write *w, struct arena *arena, const struct room_row *main_room,
			    int64_t user_id)
{
	/* room_member_pk; room_member_user and room_pk for the others. The derived table is for
	 * MySQL, which does not read a table it deletes from. */
	struct statement *s = write_statement(
		w, arena,
		"DELETE FROM room_member WHERE room_id = ? AND user_id = ? AND NOT EXISTS (SELECT "
		"1 "
		"FROM (SELECT o.room_id FROM room_member o JOIN room r ON r.id = o.room_id AND "
		"r.group_id = ? AND NOT r.is_main AND NOT r.disabled WHERE o.user_id = ? LIMIT 1) "
		"AS other)");
	statement_int(s, main_room->room_id);
	statement_int(s, user_id);
	statement_int(s, main_room->group_id);
	statement_int(s, user_id);
	must_match(s, ERROR_CONFLICT);
	write_drafts_remove(w, arena, main_room->room_id, user_id);
}

void write_member_suspend(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id,
			  bool suspended)
{
	/* room_member_pk */
	struct statement *s = write_statement(
		w, arena, "UPDATE room_member SET suspended = ? WHERE room_id = ? AND user_id = ?");
	statement_int(s, suspended);
	statement_int(s, room_id);
	statement_int(s, user_id);
}

void write_member_save(struct write *w, struct arena *arena, const struct member_changes *changes)
{
	/* room_member_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_member SET notify = COALESCE(?, notify), volume = COALESCE(?, "
		"volume), hidden_number = IF(?, -1, hidden_number) WHERE room_id = ? AND user_id = "
		"? AND NOT suspended");
	int_or_null(s, changes->notify);
	int_or_null(s, changes->volume);
	statement_int(s, changes->show);
	statement_int(s, changes->room_id);
	statement_int(s, changes->user_id);
	must_match(s, ERROR_NOT_MEMBER);
}

void write_member_hide(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	/* room_member_pk, stream_head_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE room_member SET hidden_number = (SELECT h.messages FROM stream_head h "
		"WHERE h.stream_id = ?) WHERE room_id = ? AND user_id = ? AND NOT suspended");
	statement_int(s, room_id);
	statement_int(s, room_id);
	statement_int(s, user_id);
	must_match(s, ERROR_NOT_MEMBER);
}
