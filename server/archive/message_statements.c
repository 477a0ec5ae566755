/* Writes about messages. All of them run behind the lock of the room's head, one after the other
 * whatever the worker, so that what they count and join is exact. */
#include "archive/message_statements.h"

#include "base/check.h"

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

static void id_and_seq(struct statement *s, int64_t room_id, int64_t seq)
{
	statement_int(s, room_id);
	statement_int(s, seq);
}

/* A statement whose only values are a room and a seq. */
static void write_about(struct write *w, struct arena *arena, const char *sql,
			const struct message_row *message)
{
	id_and_seq(write_statement(w, arena, sql), message->room_id, message->seq);
}

/* ---- mentions ---- */

/* Of a message with this seq, or of a new one: a change of the write. */
struct mentioning {
	int64_t room_id;
	int64_t seq; /* 0: of `change` */
	size_t change;
	const struct new_mentions *mentions;
};

static void mentioning_seq(struct statement *s, const struct mentioning *m)
{
	if (m->seq)
		statement_int(s, m->seq);
	else
		statement_seq(s, m->change);
}

enum { IDS_AT_ONCE = 12 };

/* The last one again where fewer are left. */
static void mention_some(struct write *w, struct arena *arena, const struct mentioning *m,
			 size_t first)
{
	/* room_member_pk */
	struct statement *s = write_statement(w, arena,
					      "INSERT INTO message_mention (user_id, room_id, seq) "
					      "SELECT user_id, room_id, ? FROM room_member WHERE "
					      "room_id = ? AND NOT suspended AND user_id IN "
					      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	mentioning_seq(s, m);
	statement_int(s, m->room_id);
	for (size_t i = first; i < first + IDS_AT_ONCE; i++) {
		size_t last = m->mentions->user_count - 1;
		statement_int(s, m->mentions->user_ids[i < last ? i : last]);
	}
}

static void write_mentions(struct write *w, struct arena *arena, const struct mentioning *m)
{
	for (size_t i = 0; i < m->mentions->user_count; i += IDS_AT_ONCE)
		mention_some(w, arena, m, i);
	if (!m->mentions->everybody)
		return;
	struct statement *s = write_statement(
		w, arena, "INSERT INTO message_mention (user_id, room_id, seq) VALUES (0, ?, ?)");
	statement_int(s, m->room_id);
	mentioning_seq(s, m);
}

/* ---- a new message ---- */

static void write_reply(struct write *w, struct arena *arena, const struct message_extras *extras)
{
	int64_t at_ms = w->changes[extras->change].at_ms;
	struct statement *s = write_statement(
		w, arena, "INSERT INTO thread_reply (room_id, root_seq, seq) VALUES (?, ?, ?)");
	id_and_seq(s, extras->room_id, extras->parent_seq);
	statement_seq(s, extras->change);
	/* message_pk */
	s = write_statement(w, arena,
			    "UPDATE message SET replies = replies + 1, last_reply_ms = "
			    "GREATEST(last_reply_ms, ?) WHERE room_id = ? AND seq = ?");
	statement_int(s, at_ms);
	id_and_seq(s, extras->room_id, extras->parent_seq);
	must_match(s, ERROR_NOT_FOUND);
	/* thread_pk */
	s = write_statement(
		w, arena,
		"INSERT INTO thread (room_id, root_seq, last_reply_ms) VALUES (?, ?, "
		"?) ON DUPLICATE KEY UPDATE last_reply_ms = GREATEST(last_reply_ms, ?)");
	id_and_seq(s, extras->room_id, extras->parent_seq);
	statement_int(s, at_ms);
	statement_int(s, at_ms);
}

void write_message_extras(struct write *w, struct arena *arena, const struct message_extras *extras)
{
	if (!extras->parent_id && !extras->quoted_id && !extras->mentions.tags.data)
		return;
	/* message_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE message SET parent_id = ?, parent_seq = ?, "
					      "quoted_id = ?, tags = ? "
					      "WHERE room_id = ? AND seq = ?");
	statement_int(s, extras->parent_id);
	statement_int(s, extras->parent_seq);
	statement_int(s, extras->quoted_id);
	text_or_null(s, extras->mentions.tags);
	statement_int(s, extras->room_id);
	statement_seq(s, extras->change);
	if (extras->parent_id)
		write_reply(w, arena, extras);
	write_mentions(w, arena,
		       &(struct mentioning){ .room_id = extras->room_id,
					     .change = extras->change,
					     .mentions = &extras->mentions });
}

/* ---- editing ---- */

/* Bytes are compared: to characters, blanks at the end make no difference. */
static void write_version(struct write *w, struct arena *arena, const struct message_edit *edit)
{
	/* message_pk, message_history_pk */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO message_history (room_id, seq, version, until_ms, content, tags) "
		"SELECT m.room_id, m.seq, COALESCE(h.version, 0) + 1, ?, m.content, m.tags "
		"FROM message m LEFT JOIN (SELECT MAX(version) AS version FROM message_history "
		"WHERE room_id = ? AND seq = ?) AS h ON TRUE "
		"WHERE m.room_id = ? AND m.seq = ? AND m.deleted = FALSE AND "
		"(CAST(m.content AS BINARY) <> ? OR COALESCE(m.tags, '') <> ?)");
	statement_int(s, edit->at_ms);
	id_and_seq(s, edit->room_id, edit->seq);
	id_and_seq(s, edit->room_id, edit->seq);
	statement_bytes(s, edit->content);
	statement_text(s, edit->mentions.tags.data ? edit->mentions.tags : SLICE(""));
}

void write_message_edit(struct write *w, struct arena *arena, const struct message_edit *edit)
{
	write_version(w, arena, edit);
	/* message_pk */
	struct statement *s = write_statement(w, arena,
					      "UPDATE message SET content = ?, tags = ?, edited_ms "
					      "= ? WHERE room_id = ? AND seq = ? "
					      "AND deleted = FALSE");
	statement_text(s, edit->content);
	text_or_null(s, edit->mentions.tags);
	statement_int(s, edit->at_ms);
	id_and_seq(s, edit->room_id, edit->seq);
	must_match(s, ERROR_NOT_FOUND);
	/* message_mention_message */
	s = write_statement(w, arena, "DELETE FROM message_mention WHERE room_id = ? AND seq = ?");
	id_and_seq(s, edit->room_id, edit->seq);
	write_mentions(w, arena,
		       &(struct mentioning){ .room_id = edit->room_id,
					     .seq = edit->seq,
					     .mentions = &edit->mentions });
}

/* ---- deleting ---- */

/* The thread's newest reply is looked for only if it was this one. */
static void write_reply_gone(struct write *w, struct arena *arena, const struct message_row *reply)
{
	/* thread_pk; thread_reply_pk, message_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE thread SET last_reply_ms = COALESCE((SELECT MAX(m.time_ms) FROM "
		"thread_reply t STRAIGHT_JOIN message m ON m.room_id = t.room_id AND m.seq = t.seq "
		"WHERE t.room_id = ? AND t.root_seq = ? AND m.deleted = FALSE), 0) "
		"WHERE room_id = ? AND root_seq = ? AND last_reply_ms <= ?");
	id_and_seq(s, reply->room_id, reply->parent_seq);
	id_and_seq(s, reply->room_id, reply->parent_seq);
	statement_int(s, reply->time_ms);
	/* message_pk, thread_pk */
	s = write_statement(w, arena,
			    "UPDATE message SET replies = replies - 1, last_reply_ms = "
			    "COALESCE((SELECT t.last_reply_ms FROM thread t WHERE t.room_id = ? "
			    "AND t.root_seq = ?), 0) WHERE room_id = ? AND seq = ?");
	id_and_seq(s, reply->room_id, reply->parent_seq);
	id_and_seq(s, reply->room_id, reply->parent_seq);
	/* thread_pk */
	s = write_statement(
		w, arena,
		"DELETE FROM thread WHERE room_id = ? AND root_seq = ? AND last_reply_ms = 0");
	id_and_seq(s, reply->room_id, reply->parent_seq);
}

void write_message_delete(struct write *w, struct arena *arena, const struct message_row *message,
			  int64_t at_ms)
{
	/* message_pk */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE message SET content = '', tags = NULL, reactions = NULL, "
				"pinned = FALSE, deleted = TRUE, edited_ms = ? "
				"WHERE room_id = ? AND seq = ? AND deleted = FALSE");
	statement_int(s, at_ms);
	id_and_seq(s, message->room_id, message->seq);
	must_match(s, ERROR_CONFLICT);
	/* message_history_pk, message_reaction_pk, pinned_message_pk, message_mention_message */
	write_about(w, arena, "DELETE FROM message_history WHERE room_id = ? AND seq = ?", message);
	write_about(w, arena, "DELETE FROM message_reaction WHERE room_id = ? AND seq = ?",
		    message);
	write_about(w, arena, "DELETE FROM pinned_message WHERE room_id = ? AND seq = ?", message);
	write_about(w, arena, "DELETE FROM message_mention WHERE room_id = ? AND seq = ?", message);
	if (message->parent_id)
		write_reply_gone(w, arena, message);
}

/* ---- reactions ---- */

static void write_reaction_on(struct write *w, struct arena *arena,
			      const struct new_reaction *reaction)
{
	/* message_reaction_pk */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO message_reaction (room_id, seq, emoji, user_id, at_ms) "
		"SELECT ?, ?, ?, ?, ? FROM (SELECT COUNT(DISTINCT emoji) AS kinds, "
		"COALESCE(SUM(emoji = ?), 0) AS same FROM message_reaction "
		"WHERE room_id = ? AND seq = ?) AS k WHERE k.same > 0 OR k.kinds < ? "
		"ON DUPLICATE KEY UPDATE at_ms = message_reaction.at_ms");
	id_and_seq(s, reaction->room_id, reaction->seq);
	statement_text(s, reaction->emoji);
	statement_int(s, reaction->user_id);
	statement_int(s, reaction->at_ms);
	statement_text(s, reaction->emoji);
	id_and_seq(s, reaction->room_id, reaction->seq);
	statement_int(s, REACTION_KINDS_MAX);
	must_match(s, ERROR_LIMIT_REACHED);
}

static void write_reaction_off(struct write *w, struct arena *arena,
			       const struct new_reaction *reaction)
{
	/* message_reaction_pk */
	struct statement *s = write_statement(w, arena,
					      "DELETE FROM message_reaction WHERE room_id = ? AND "
					      "seq = ? AND emoji = ? AND user_id = ?");
	id_and_seq(s, reaction->room_id, reaction->seq);
	statement_text(s, reaction->emoji);
	statement_int(s, reaction->user_id);
}

/* No JSON functions: the engines' differ, and emojis have nothing to escape. Each row becomes a
 * piece, that of the first person of a kind begins with the kind; so no text is put into a
 * temporary table, which MariaDB would keep on disk (ten times as slow). None left: NULL. */
static void write_reactions_json(struct write *w, struct arena *arena,
				 const struct new_reaction *reaction)
{
	/* message_pk, message_reaction_pk */
	struct statement *s = write_statement(
		w, arena,
		"UPDATE message SET reactions = (SELECT CONCAT('[', SUBSTRING(GROUP_CONCAT("
		"CASE WHEN r.place = 1 THEN CONCAT(']},{\"emoji\":\"', r.emoji, '\",\"count\":', "
		"k.people, ',\"users\":[', r.user_id) ELSE CONCAT(',', r.user_id) END "
		"ORDER BY k.first_ms, r.emoji, r.place SEPARATOR ''), 4), ']}]') FROM "
		"(SELECT emoji, MIN(at_ms) AS first_ms, COUNT(*) AS people FROM message_reaction "
		"WHERE room_id = ? AND seq = ? GROUP BY emoji) AS k STRAIGHT_JOIN "
		"(SELECT emoji, user_id, ROW_NUMBER() OVER (PARTITION BY emoji ORDER BY at_ms, "
		"user_id) AS place FROM message_reaction WHERE room_id = ? AND seq = ?) AS r "
		"ON r.emoji = k.emoji WHERE r.place <= ?) "
		"WHERE room_id = ? AND seq = ? AND deleted = FALSE");
	id_and_seq(s, reaction->room_id, reaction->seq);
	id_and_seq(s, reaction->room_id, reaction->seq);
	statement_int(s, REACTION_USERS_MAX);
	id_and_seq(s, reaction->room_id, reaction->seq);
	must_match(s, ERROR_NOT_FOUND);
}

void write_reaction(struct write *w, struct arena *arena, const struct new_reaction *reaction)
{
	if (reaction->on)
		write_reaction_on(w, arena, reaction);
	else
		write_reaction_off(w, arena, reaction);
	write_reactions_json(w, arena, reaction);
}

/* ---- pins ---- */

static void write_pin_on(struct write *w, struct arena *arena, const struct new_pin *pin)
{
	/* pinned_message_pk */
	struct statement *s = write_statement(
		w, arena,
		"INSERT INTO pinned_message (room_id, seq, user_id, at_ms) "
		"SELECT ?, ?, ?, ? FROM (SELECT COUNT(*) AS pins FROM pinned_message WHERE room_id "
		"= ? AND seq <> ?) AS others WHERE others.pins < ? "
		"ON DUPLICATE KEY UPDATE at_ms = pinned_message.at_ms");
	id_and_seq(s, pin->room_id, pin->seq);
	statement_int(s, pin->user_id);
	statement_int(s, pin->at_ms);
	id_and_seq(s, pin->room_id, pin->seq);
	statement_int(s, PINS_MAX);
	must_match(s, ERROR_LIMIT_REACHED);
}

void write_pin(struct write *w, struct arena *arena, const struct new_pin *pin)
{
	struct statement *s;
	if (pin->on) {
		write_pin_on(w, arena, pin);
	} else {
		/* pinned_message_pk */
		s = write_statement(w, arena,
				    "DELETE FROM pinned_message WHERE room_id = ? AND seq = ?");
		id_and_seq(s, pin->room_id, pin->seq);
	}
	/* message_pk */
	s = write_statement(w, arena,
			    "UPDATE message SET pinned = ? WHERE room_id = ? AND seq = ? "
			    "AND deleted = FALSE");
	statement_int(s, pin->on);
	id_and_seq(s, pin->room_id, pin->seq);
	must_match(s, ERROR_NOT_FOUND);
}
