/* What happens to messages after and beside their insert: replies, mentions, edits, deletion,
 * reactions and pins; with MariaDB's arrays and without. */
#include <stdio.h>

#include "archive/message_statements.h"
#include "archive/messages.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

enum { ROOM = 5, ANN = 7, BO = 9 };

static void add_members(struct fixture *f, int first, int last)
{
	char sql[200];
	snprintf(sql, sizeof(sql),
		 "INSERT INTO room_member (room_id, user_id, joined_ms) SELECT %d, seq, 0 FROM "
		 "seq_%d_to_%d",
		 (int)ROOM, first, last);
	fixture_sql(f, sql);
}

static enum error finish(struct fixture *f, struct attempt *a)
{
	enum error e = attempt_run(f, a);
	attempt_free(a);
	return e;
}

/* Sends message `id` (its seq if nothing else happened in the room) at `at_ms`. */
static void send(struct fixture *f, int64_t id, int64_t at_ms, struct message_extras extras)
{
	char client_id[24];
	snprintf(client_id, sizeof(client_id), "c%lld", (long long)id);
	struct attempt *a = attempt_new(NULL);
	attempt_message(a, ROOM, ANN, id, client_id)->at_ms = at_ms;
	extras.room_id = ROOM;
	write_message_extras(&a->write, a->arena, &extras);
	CHECK_INT(finish(f, a), ERROR_OK);
}

static void send_reply(struct fixture *f, int64_t id, int64_t root_seq, int64_t at_ms)
{
	send(f, id, at_ms,
	     (struct message_extras){ .parent_id = root_seq, .parent_seq = root_seq });
}

static struct attempt *changing(int kind, int64_t seq)
{
	struct attempt *a = attempt_new(NULL);
	write_change(&a->write, ROOM, kind, ANN, seq);
	return a;
}

static enum error edit(struct fixture *f, int64_t seq, const char *text, const char *tags)
{
	struct attempt *a = changing(CHANGE_MESSAGE_EDITED, seq);
	const struct message_edit e = {
		.room_id = ROOM,
		.seq = seq,
		.at_ms = 9000,
		.content = slice_of(text),
		.mentions.tags = slice_of(tags),
	};
	write_message_edit(&a->write, a->arena, &e);
	return finish(f, a);
}

/* The message with this id into `row`, whose texts live in `a`. */
static const struct target_row *target(struct fixture *f, struct answer *a, int64_t id)
{
	messages_target(f->archive, answer_read(a), id, ANN, SLICE("👍"));
	answer_wait(f, a);
	CHECK_INT(a->error, ERROR_OK);
	return a->count ? a->rows : NULL;
}

static enum error erase(struct fixture *f, int64_t id)
{
	struct answer a;
	const struct message_row message = target(f, &a, id)->message;
	struct attempt *w = changing(CHANGE_MESSAGE_DELETED, message.seq);
	write_message_delete(&w->write, w->arena, &message, 9500);
	enum error e = finish(f, w);
	answer_clear(&a);
	return e;
}

static enum error react(struct fixture *f, int64_t seq, int64_t user_id, const char *emoji, bool on)
{
	static int64_t now = 20000;
	struct attempt *a = changing(CHANGE_MESSAGE_REACTED, seq);
	const struct new_reaction reaction = { .room_id = ROOM,
					       .seq = seq,
					       .user_id = user_id,
					       .at_ms = now++,
					       .emoji = slice_of(emoji),
					       .on = on };
	write_reaction(&a->write, a->arena, &reaction);
	return finish(f, a);
}

static enum error pin(struct fixture *f, int64_t seq, bool on)
{
	static int64_t now = 30000;
	struct attempt *a = changing(CHANGE_MESSAGE_PINNED, seq);
	write_pin(&a->write, a->arena, &(struct new_pin){ ROOM, seq, ANN, now++, on });
	return finish(f, a);
}

static void check_thread(struct fixture *f, int64_t id, int64_t replies, int64_t last_reply_ms)
{
	struct answer a;
	const struct target_row *row = target(f, &a, id);
	CHECK_INT(row->message.replies, replies);
	CHECK_INT(row->message.last_reply_ms, last_reply_ms);
	answer_clear(&a);
	char sql[200];
	snprintf(sql, sizeof(sql),
		 "SELECT COALESCE(MAX(last_reply_ms), 0) FROM thread WHERE room_id = %d AND "
		 "root_seq = %lld",
		 (int)ROOM, (long long)id);
	CHECK_INT(fixture_number(f, sql), last_reply_ms);
}

static void replies_are_counted_at_their_root(struct fixture *f)
{
	struct answer a;
	send(f, 1, 1001, (struct message_extras){ 0 });
	send(f, 2, 1002, (struct message_extras){ .quoted_id = 1 });
	CHECK_INT(target(f, &a, 2)->message.quoted_id, 1);
	answer_clear(&a);
	check_thread(f, 1, 0, 0);
	send_reply(f, 3, 1, 2000);
	send_reply(f, 4, 1, 1500);
	send_reply(f, 5, 1, 3000);
	check_thread(f, 1, 3, 3000);
	const struct target_row *row = target(f, &a, 4);
	CHECK_INT(row->message.parent_id, 1);
	CHECK_INT(row->message.parent_seq, 1);
	CHECK_INT(row->message.root_replies, 3);
	CHECK_INT(row->message.root_last_reply_ms, 3000);
	answer_clear(&a);

	/* the newest goes, then one that is not, then the last */
	CHECK_INT(erase(f, 5), ERROR_OK);
	check_thread(f, 1, 2, 2000);
	CHECK_INT(erase(f, 4), ERROR_OK);
	check_thread(f, 1, 1, 2000);
	CHECK_INT(erase(f, 4), ERROR_CONFLICT);
	check_thread(f, 1, 1, 2000);
	CHECK_INT(erase(f, 3), ERROR_OK);
	check_thread(f, 1, 0, 0);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM thread"), 0);
	/* tombstones stay in their thread */
	struct message_page page = { ROOM, ANN, 1, INT64_MAX, 10, 0 };
	messages_page(f->archive, answer_read(&a), &page);
	answer_wait(f, &a);
	CHECK_INT(a.count, 3);
	CHECK(((const struct message_row *)a.rows)[2].deleted);
	answer_clear(&a);
}

static void a_deleted_root_keeps_its_thread(struct fixture *f)
{
	struct answer a;
	send(f, 1, 1001, (struct message_extras){ 0 });
	send_reply(f, 2, 1, 2000);
	CHECK_INT(erase(f, 1), ERROR_OK);
	check_thread(f, 1, 1, 2000);
	send_reply(f, 4, 1, 3000); /* seq 3 was the deletion */
	check_thread(f, 1, 2, 3000);
	messages_threads(f->archive, answer_read(&a),
			 &(struct threads_page){ ROOM, ANN, INT64_MAX, 10 });
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	CHECK(((const struct message_row *)a.rows)->deleted);
	answer_clear(&a);
}

static void threads_and_their_replies_come_in_pages(struct fixture *f)
{
	struct answer a;
	for (int64_t id = 1; id <= 4; id++)
		send(f, id, 1000 + id, (struct message_extras){ 0 });
	for (int64_t id = 5; id <= 12; id++)
		send_reply(f, id, 1 + id % 4, 2000 + id);
	messages_threads(f->archive, answer_read(&a),
			 &(struct threads_page){ ROOM, ANN, INT64_MAX, 3 });
	answer_wait(f, &a);
	const struct message_row *m = a.rows;
	CHECK_INT(a.count, 3);
	CHECK_INT(m[0].id, 1);
	CHECK_INT(m[0].last_reply_ms, 2012);
	CHECK_INT(m[2].id, 3);
	answer_clear(&a);
	messages_threads(f->archive, answer_read(&a), &(struct threads_page){ ROOM, ANN, 2010, 3 });
	answer_wait(f, &a);
	CHECK_INT(a.count, 1);
	CHECK_INT(((const struct message_row *)a.rows)->id, 2);
	answer_clear(&a);
	struct message_page page = { ROOM, ANN, 1, 12, 1, 2 };
	messages_page(f->archive, answer_read(&a), &page);
	answer_wait(f, &a);
	m = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_INT(m[0].id, 12);
	CHECK_INT(m[1].id, 8);
	CHECK_INT(m[1].root_replies, 2);
	answer_clear(&a);
}

static void mentions_are_rows_of_members(struct fixture *f)
{
	int64_t ids[60];
	for (int64_t i = 0; i < 60; i++)
		ids[i] = i + 1;
	const struct new_mentions many = { SLICE("{\"a\":1}"), ids, 60, true };
	const struct new_mentions one = { SLICE("{\"a\":9}"), ids + 8, 1, false };
	send(f, 1, 1001, (struct message_extras){ .mentions = many });
	send(f, 2, 1002, (struct message_extras){ .mentions = one });
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_mention WHERE seq = 1"), 41);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_mention WHERE user_id = 0"), 1);
	CHECK_INT(fixture_number(f, "SELECT SUM(user_id) FROM message_mention WHERE seq = 2"), 9);
	/* an edit replaces them, as often as it is made */
	for (int i = 0; i < 2; i++) {
		struct attempt *a = changing(CHANGE_MESSAGE_EDITED, 1);
		const struct message_edit e = { ROOM, 1, 9000, SLICE("x"), one };
		write_message_edit(&a->write, a->arena, &e);
		CHECK_INT(finish(f, a), ERROR_OK);
		CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_mention WHERE seq = 1 "
					    "AND user_id = 9"),
			  1);
		CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_mention WHERE seq = 1"),
			  1);
	}
	CHECK_INT(erase(f, 1), ERROR_OK);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_mention"), 1);
}

static void edits_keep_what_was(struct fixture *f)
{
	struct answer a;
	send(f, 1, 1001, (struct message_extras){ .mentions.tags = SLICE("{\"a\":9}") });
	CHECK_INT(edit(f, 1, "two", "{\"a\":9}"), ERROR_OK);
	CHECK_INT(edit(f, 1, "two", "{\"a\":9}"), ERROR_OK);
	CHECK_INT(edit(f, 1, "two ", "{\"a\":9}"), ERROR_OK);
	CHECK_INT(edit(f, 1, "two ", NULL), ERROR_OK);
	CHECK_INT(edit(f, 1, "Two ", NULL), ERROR_OK);
	messages_versions(f->archive, answer_read(&a), ROOM, 1);
	answer_wait(f, &a);
	const struct version_row *v = a.rows;
	CHECK_INT(a.count, 4);
	CHECK_SLICE(v[0].content, "text");
	CHECK_INT(v[0].until_ms, 9000);
	CHECK_SLICE(v[1].content, "two");
	CHECK_SLICE(v[2].content, "two ");
	CHECK_SLICE(v[3].content, "two ");
	for (size_t i = 0; i < 3; i++)
		CHECK_SLICE(v[i].tags, "{\"a\":9}");
	CHECK(v[3].tags.data == NULL);
	answer_clear(&a);
	const struct target_row *row = target(f, &a, 1);
	CHECK_SLICE(row->message.content, "Two ");
	CHECK_INT(row->message.edited_ms, 9000);
	CHECK(row->message.tags.data == NULL);
	CHECK_INT(row->versions, 4);
	answer_clear(&a);
	CHECK(target(f, &a, 99) == NULL);
	answer_clear(&a);
}

static void nothing_of_a_deleted_message_is_left(struct fixture *f)
{
	struct answer a;
	send(f, 1, 1001, (struct message_extras){ .mentions.tags = SLICE("{\"a\":9}") });
	CHECK_INT(edit(f, 1, "secret", "{\"a\":9}"), ERROR_OK);
	CHECK_INT(react(f, 1, BO, "👍", true), ERROR_OK);
	CHECK_INT(pin(f, 1, true), ERROR_OK);
	CHECK_INT(erase(f, 1), ERROR_OK);
	const struct message_row *m = &target(f, &a, 1)->message;
	CHECK(m->deleted && !m->pinned);
	CHECK_SLICE(m->content, "");
	CHECK(m->tags.data == NULL && m->reactions.data == NULL);
	answer_clear(&a);
	CHECK_INT(fixture_number(f, "SELECT (SELECT COUNT(*) FROM message_history) + (SELECT "
				    "COUNT(*) FROM message_reaction) + "
				    "(SELECT COUNT(*) FROM pinned_message) + (SELECT COUNT(*) FROM "
				    "message_mention)"),
		  0);
	CHECK_INT(edit(f, 1, "back", NULL), ERROR_NOT_FOUND);
	CHECK_INT(react(f, 1, BO, "👍", true), ERROR_NOT_FOUND);
	CHECK_INT(react(f, 1, BO, "👍", false), ERROR_NOT_FOUND);
	CHECK_INT(pin(f, 1, true), ERROR_NOT_FOUND);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_reaction"), 0);
	/* a retry of the first sending gets its answer */
	struct attempt *again = attempt_new(NULL);
	attempt_message(again, ROOM, ANN, 2, "c1");
	CHECK_INT(attempt_run(f, again), ERROR_OK);
	CHECK(again->write.changes[0].repeated);
	CHECK_INT(again->write.changes[0].message_id, 1);
	attempt_free(again);
}

static void check_reactions(struct fixture *f, int64_t id, const char *json)
{
	struct answer a;
	const struct target_row *row = target(f, &a, id);
	if (json)
		CHECK_SLICE(row->message.reactions, json);
	else
		CHECK(row->message.reactions.data == NULL);
	answer_clear(&a);
}

static void reactions_become_json_in_their_order(struct fixture *f)
{
	struct answer a;
	send(f, 1, 1001, (struct message_extras){ 0 });
	CHECK_INT(react(f, 1, BO, "👍🏽", true), ERROR_OK);
	CHECK_INT(react(f, 1, BO, "👍", true), ERROR_OK);
	CHECK_INT(react(f, 1, ANN, "👍", true), ERROR_OK);
	CHECK_INT(react(f, 1, 3, "1️⃣", true), ERROR_OK);
	CHECK_INT(react(f, 1, 3, "👍", true), ERROR_OK);
	CHECK_INT(react(f, 1, 3, "👍", true), ERROR_OK);
	check_reactions(f, 1,
			"[{\"emoji\":\"👍🏽\",\"count\":1,\"users\":[9]},{\"emoji\":\"👍\","
			"\"count\":3,"
			"\"users\":[9,7,3]},{\"emoji\":\"1️⃣\",\"count\":1,\"users\":[3]}]");
	CHECK(target(f, &a, 1)->reacted);
	answer_clear(&a);
	CHECK_INT(react(f, 1, BO, "👍🏽", false), ERROR_OK);
	CHECK_INT(react(f, 1, BO, "👍🏽", false), ERROR_OK);
	CHECK_INT(react(f, 1, ANN, "👍", false), ERROR_OK);
	CHECK(!target(f, &a, 1)->reacted);
	answer_clear(&a);
	check_reactions(f, 1,
			"[{\"emoji\":\"👍\",\"count\":2,\"users\":[9,3]},{\"emoji\":\"1️⃣\","
			"\"count\":1,"
			"\"users\":[3]}]");
	CHECK_INT(react(f, 1, BO, "👍", false), ERROR_OK);
	CHECK_INT(react(f, 1, 3, "👍", false), ERROR_OK);
	CHECK_INT(react(f, 1, 3, "1️⃣", false), ERROR_OK);
	check_reactions(f, 1, NULL);
}

/* U+1F600 + i. */
static void face(char out[5], int i)
{
	snprintf(out, 5, "\xf0\x9f%c%c", 0x98 + i / 64, 0x80 + i % 64);
}

static void reactions_are_bounded(struct fixture *f)
{
	struct answer a;
	char emoji[5];
	send(f, 1, 1001, (struct message_extras){ 0 });
	for (int i = 0; i < REACTION_KINDS_MAX; i++) {
		char one[200];
		face(emoji, i);
		snprintf(one, sizeof(one),
			 "INSERT INTO message_reaction (room_id, seq, emoji, user_id, at_ms) "
			 "VALUES (%d, 1, '%s', %d, %d)",
			 (int)ROOM, emoji, (int)BO, i);
		fixture_sql(f, one);
	}
	face(emoji, REACTION_KINDS_MAX);
	CHECK_INT(react(f, 1, BO, emoji, true), ERROR_LIMIT_REACHED);
	face(emoji, 5);
	CHECK_INT(react(f, 1, ANN, emoji, true), ERROR_OK);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_reaction"), 33);
	/* 3,000 people: all counted, the first 1,000 named; far over MySQL's own 1,024 bytes */
	send(f, 2, 1002, (struct message_extras){ 0 });
	int64_t seq = target(f, &a, 2)->message.seq;
	answer_clear(&a);
	char sql[300];
	snprintf(sql, sizeof(sql),
		 "INSERT INTO message_reaction (room_id, seq, emoji, user_id, at_ms) "
		 "SELECT %d, %lld, '👍', 100000 + s.seq, s.seq FROM seq_1_to_3000 s",
		 (int)ROOM, (long long)seq);
	fixture_sql(f, sql);
	CHECK_INT(react(f, seq, BO, "👍", true), ERROR_OK);
	const struct slice json = target(f, &a, 2)->message.reactions;
	static const char head[] = "[{\"emoji\":\"👍\",\"count\":3001,\"users\":[100001,";
	static const char tail[] = ",101000]}]";
	CHECK(json.size > 7000 && memcmp(json.data, head, sizeof(head) - 1) == 0);
	CHECK(memcmp(json.data + json.size - sizeof(tail) + 1, tail, sizeof(tail) - 1) == 0);
	answer_clear(&a);
}

/* All places but three are taken by messages of long ago. */
static void pins_are_bounded_and_the_last_comes_first(struct fixture *f)
{
	struct answer a;
	char sql[200];
	for (int64_t id = 1; id <= 4; id++)
		send(f, id, 1000 + id, (struct message_extras){ 0 });
	snprintf(sql, sizeof(sql),
		 "INSERT INTO pinned_message (room_id, seq, user_id, at_ms) SELECT %d, 500 + seq, "
		 "1, seq FROM seq_1_to_%d",
		 (int)ROOM, PINS_MAX - 3);
	fixture_sql(f, sql);
	for (int64_t id = 3; id > 0; id--)
		CHECK_INT(pin(f, id, true), ERROR_OK);
	CHECK_INT(pin(f, 4, true), ERROR_LIMIT_REACHED);
	CHECK_INT(pin(f, 1, true), ERROR_OK);
	CHECK_INT(pin(f, 2, false), ERROR_OK);
	CHECK_INT(pin(f, 2, false), ERROR_OK);
	CHECK_INT(pin(f, 4, true), ERROR_OK);
	messages_pinned(f->archive, answer_read(&a), ROOM, ANN);
	answer_wait(f, &a);
	const struct message_row *m = a.rows;
	CHECK_INT(a.count, 3);
	CHECK_INT(m[0].id, 4);
	CHECK_INT(m[1].id, 1);
	CHECK_INT(m[2].id, 3);
	for (size_t i = 0; i < a.count; i++)
		CHECK(m[i].pinned);
	answer_clear(&a);
	const struct target_row *row = target(f, &a, 2);
	CHECK(!row->message.pinned);
	CHECK_INT(row->pins, PINS_MAX);
	answer_clear(&a);
}

static void ids_find_messages_of_their_room_alone(struct fixture *f)
{
	struct answer a;
	send(f, 11, 1001, (struct message_extras){ 0 });
	send(f, 12, 1002, (struct message_extras){ 0 });
	struct attempt *other = attempt_new(NULL);
	attempt_message(other, ROOM + 1, ANN, 13, "c");
	CHECK_INT(finish(f, other), ERROR_OK);
	const int64_t ids[] = { 11, 13, 12, 11, 99 };
	messages_by_ids(f->archive, answer_read(&a), &(struct message_ids){ ROOM, ANN, ids, 5 });
	answer_wait(f, &a);
	const struct message_row *m = a.rows;
	CHECK_INT(a.count, 2);
	CHECK_INT(m[0].id, 12);
	CHECK_INT(m[1].id, 11);
	answer_clear(&a);
	messages_by_ids(f->archive, answer_read(&a), &(struct message_ids){ ROOM, ANN, NULL, 0 });
	answer_wait(f, &a);
	CHECK_INT(a.error, ERROR_OK);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
}

/* How many messages of the room this person gets to see, one way or another. */
static size_t seen_by(struct fixture *f, int64_t reader_id)
{
	struct answer a;
	size_t seen = 0;
	const int64_t id = 1;
	const struct message_page pages[] = { { ROOM, reader_id, 0, INT64_MAX, 10, 0 },
					      { ROOM, reader_id, 1, 0, 0, 10 } };
	for (size_t i = 0; i < 2; i++) {
		messages_page(f->archive, answer_read(&a), &pages[i]);
		answer_wait(f, &a);
		seen += a.count;
		answer_clear(&a);
	}
	messages_by_ids(f->archive, answer_read(&a),
			&(struct message_ids){ ROOM, reader_id, &id, 1 });
	answer_wait(f, &a);
	seen += a.count;
	answer_clear(&a);
	messages_pinned(f->archive, answer_read(&a), ROOM, reader_id);
	answer_wait(f, &a);
	seen += a.count;
	answer_clear(&a);
	messages_threads(f->archive, answer_read(&a),
			 &(struct threads_page){ ROOM, reader_id, INT64_MAX, 10 });
	answer_wait(f, &a);
	seen += a.count;
	answer_clear(&a);
	messages_target(f->archive, answer_read(&a), id, reader_id, SLICE("👍"));
	answer_wait(f, &a);
	seen += a.count;
	answer_clear(&a);
	return seen;
}

static void who_is_not_in_the_room_finds_nothing(struct fixture *f)
{
	send(f, 1, 1001, (struct message_extras){ 0 });
	send_reply(f, 2, 1, 2000);
	CHECK_INT(pin(f, 1, true), ERROR_OK);
	CHECK_INT(seen_by(f, ANN), 2 + 1 + 1 + 1 + 1 + 1);
	CHECK_INT(seen_by(f, 41), 0);
	fixture_sql(f, "UPDATE room_member SET suspended = TRUE WHERE user_id = 7");
	CHECK_INT(seen_by(f, ANN), 0);
	fixture_sql(f, "UPDATE room_member SET suspended = FALSE WHERE user_id = 7");
}

/* A reply is one item of a batch like any other: a retry, alone or beside it, is the first. */
static void a_reply_that_is_sent_again_counts_once(struct fixture *f)
{
	int ended = 0;
	struct attempt *a[4];
	const struct message_extras extras = { .room_id = ROOM, .parent_id = 1, .parent_seq = 1 };
	send(f, 1, 1001, (struct message_extras){ 0 });
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 4; i++) {
			a[i] = attempt_new(&ended);
			attempt_message(a[i], ROOM, ANN, 100 + round * 10 + i, "same");
			write_message_extras(&a[i]->write, a[i]->arena, &extras);
			attempt_start(f, a[i]);
		}
		CHECK(fixture_turn(f, &ended, 4 + round * 4, 10000));
		for (int i = 0; i < 4; i++) {
			CHECK_INT(a[i]->error, ERROR_OK);
			CHECK_INT(a[i]->write.changes[0].message_id, 100);
			CHECK_INT(a[i]->write.changes[0].repeated, round > 0 || i > 0);
			attempt_free(a[i]);
		}
	}
	check_thread(f, 1, 1, 1100);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM thread_reply"), 1);
}

/* ---- one database a dialect: making one takes longer than all this ---- */

static void empty(struct fixture *f)
{
	static const char *const tables[] = {
		"message",          "sent_message",    "change_log", "stream_head",
		"message_mention",  "message_history", "thread",     "thread_reply",
		"message_reaction", "pinned_message",
	};
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char sql[60];
		snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[i]);
		fixture_sql(f, sql);
	}
}

static void (*const checks[])(struct fixture *f) = {
	replies_are_counted_at_their_root,
	a_deleted_root_keeps_its_thread,
	threads_and_their_replies_come_in_pages,
	mentions_are_rows_of_members,
	edits_keep_what_was,
	nothing_of_a_deleted_message_is_left,
	reactions_become_json_in_their_order,
	reactions_are_bounded,
	pins_are_bounded_and_the_last_comes_first,
	ids_find_messages_of_their_room_alone,
	who_is_not_in_the_room_finds_nothing,
	a_reply_that_is_sent_again_counts_once,
};

static void check_all(const char *options)
{
	struct fixture f;
	fixture_open(&f, "messages", options);
	add_members(&f, 1, 40);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		empty(&f);
		checks[i](&f);
		CHECK_INT(fixture_holes(&f), 0);
	}
	fixture_close(&f);
}

TEST(mariadb)
{
	check_all("");
}

TEST(plain_mysql)
{
	check_all("&dialect=mysql");
}
