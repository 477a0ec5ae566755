/* The batch writer on a healthy server: density, order, duplicates, refusals; with MariaDB's arrays
 * and without. */
#include <stdio.h>

#include "archive/statements.h"
#include "archive/streams.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

enum { SENDERS = 10, MESSAGES = 1000 };

static const char *const dialects[] = { "", "&dialect=mysql" };

static void add_member(struct fixture *f, int64_t room_id, int64_t user_id)
{
	char sql[200];
	snprintf(sql, sizeof(sql),
		 "INSERT INTO room_member (room_id, user_id, joined_ms) VALUES (%lld, %lld, 0)",
		 (long long)room_id, (long long)user_id);
	fixture_sql(f, sql);
}

/* Ten senders keep one message each under way, in three rooms. */
struct sender {
	struct fixture *fixture;
	int64_t user_id;
	int sent;
	int *ended;
	struct attempt *attempt;
	int64_t last_seq[4];
	bool in_order;
};

static void send_next(struct sender *s);

static void on_sent(void *owner, enum error e, struct write *w)
{
	struct sender *s = owner;
	const struct change *c = &w->changes[0];
	if (e || c->repeated || c->seq <= s->last_seq[c->stream_id])
		s->in_order = false;
	s->last_seq[c->stream_id] = c->seq;
	attempt_free(s->attempt);
	(*s->ended)++;
	if (s->sent < MESSAGES)
		send_next(s);
	else
		loop_stop(s->fixture->loop);
}

static void send_next(struct sender *s)
{
	char client_id[32];
	int64_t id = s->user_id * 100000 + s->sent++;
	snprintf(client_id, sizeof(client_id), "c%lld", (long long)id);
	s->attempt = attempt_new(NULL);
	struct change *c = attempt_message(s->attempt, 1 + id % 3, s->user_id, id, client_id);
	c->check_member = s->sent % 10 == 0;
	s->attempt->write.done = on_sent;
	s->attempt->write.owner = s;
	archive_write(s->fixture->archive, &s->attempt->write);
}

static void check_many(const char *options)
{
	struct fixture f;
	struct sender senders[SENDERS];
	int ended = 0;
	fixture_open(&f, "many", options);
	for (int i = 0; i < SENDERS; i++)
		for (int room = 1; room <= 3; room++)
			add_member(&f, room, i + 1);
	for (int i = 0; i < SENDERS; i++) {
		senders[i] = (struct sender){
			.fixture = &f, .user_id = i + 1, .ended = &ended, .in_order = true
		};
		send_next(&senders[i]);
	}
	CHECK(fixture_turn(&f, &ended, SENDERS * MESSAGES, 50000));
	for (int i = 0; i < SENDERS; i++)
		CHECK(senders[i].in_order);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), SENDERS * MESSAGES);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM sent_message"), SENDERS * MESSAGES);
	CHECK_INT(fixture_holes(&f), 0);
	/* each sender's messages of a room are in the order they were sent */
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM (SELECT id, LAG(id) OVER (PARTITION BY "
				     "room_id, sender_id ORDER BY seq) "
				     "AS before_it FROM message) AS m WHERE id <= before_it"),
		  0);
	fixture_close(&f);
}

TEST(ten_senders_are_dense_and_in_order)
{
	for (size_t i = 0; i < 2; i++)
		check_many(dialects[i]);
}

static void check_bad_rows(const char *options)
{
	struct fixture f;
	struct attempt *a[9];
	char too_long[70];
	char client_id[16];
	int ended = 0;
	memset(too_long, 'x', 65);
	too_long[65] = '\0';
	fixture_open(&f, "bad", options);
	add_member(&f, 1, 7);
	a[0] = attempt_new(NULL);
	attempt_message(a[0], 1, 7, 50, "before");
	CHECK_INT(attempt_run(&f, a[0]), ERROR_OK);
	attempt_free(a[0]);
	for (int i = 0; i < 9; i++) {
		snprintf(client_id, sizeof(client_id), "id%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 7, 100 + i, client_id);
	}
	/* 2: sent before; 3: over-long; 5: not a member; 6: not UTF-8; 7: the same as 1 */
	a[2]->write.changes[0].client_id = SLICE("before");
	a[3]->write.changes[0].client_id = slice_of(too_long);
	a[5]->write.changes[0].actor_id = 8;
	a[5]->write.changes[0].check_member = true;
	a[6]->write.changes[0].content = SLICE("\xff\xfe");
	a[7]->write.changes[0].client_id = SLICE("id1");
	for (int i = 0; i < 9; i++)
		attempt_start(&f, a[i]);
	CHECK(fixture_turn(&f, &ended, 9, 20000));
	const enum error expected[] = { ERROR_OK,        ERROR_OK, ERROR_OK,
					ERROR_TOO_LARGE, ERROR_OK, ERROR_NOT_MEMBER,
					ERROR_INVALID,   ERROR_OK, ERROR_OK };
	const int seqs[] = { 2, 3, 1, 0, 4, 0, 0, 3, 5 };
	for (int i = 0; i < 9; i++) {
		const struct change *c = &a[i]->write.changes[0];
		CHECK_INT(a[i]->error, expected[i]);
		if (a[i]->error)
			continue;
		CHECK_INT(c->seq, seqs[i]);
		CHECK_INT(c->number, seqs[i]);
		CHECK_INT(c->repeated, i == 2 || i == 7);
		CHECK_INT(c->epoch, 1);
	}
	CHECK_INT(a[2]->write.changes[0].message_id, 50);
	CHECK_INT(a[2]->write.changes[0].at_ms, 1050);
	CHECK_INT(a[7]->write.changes[0].message_id, 101);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 5);
	CHECK_INT(fixture_holes(&f), 0);
	for (int i = 0; i < 9; i++)
		attempt_free(a[i]);
	fixture_close(&f);
}

TEST(bad_rows_neither_fail_nor_reorder_the_others)
{
	for (size_t i = 0; i < 2; i++)
		check_bad_rows(dialects[i]);
}

TEST(client_ids_are_bytes)
{
	static const char *const ids[] = { "aB3x", "Ab3X", "aB3x ", "aB3x", "\xff\x01" };
	struct fixture f;
	struct attempt *a[5];
	int ended = 0;
	fixture_open(&f, "bytes", "");
	for (int i = 0; i < 5; i++) {
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 7, 100 + i, ids[i]);
		attempt_start(&f, a[i]);
	}
	CHECK(fixture_turn(&f, &ended, 5, 10000));
	for (int i = 0; i < 5; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		CHECK_INT(a[i]->write.changes[0].repeated, i == 3);
		attempt_free(a[i]);
	}
	/* and again, from the archive */
	a[0] = attempt_new(&ended);
	attempt_message(a[0], 1, 7, 200, "Ab3X");
	CHECK_INT(attempt_run(&f, a[0]), ERROR_OK);
	CHECK(a[0]->write.changes[0].repeated);
	CHECK_INT(a[0]->write.changes[0].message_id, 101);
	attempt_free(a[0]);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 4);
	fixture_close(&f);
}

/* What a write's change and its statements make is one piece. */
TEST(statements_come_with_the_changes)
{
	struct fixture f;
	fixture_open(&f, "pieces", "");
	struct attempt *a = attempt_new(NULL);
	struct account_row account = {
		.user_id = 1, .name = SLICE("Ada"), .display_name = SLICE("Ada"), .created_ms = 1
	};
	write_account(&a->write, a->arena, &account);
	write_change(&a->write, 1, CHANGE_MEMBER_JOINED, 1, 1);
	write_change(&a->write, -1, CHANGE_ROOM_ADDED, 1, 1);
	fixture_member(&a->write, a->arena, 1, 1, 10);
	CHECK_INT(attempt_run(&f, a), ERROR_OK);
	CHECK_INT(a->write.changes[0].seq, 1);
	CHECK_INT(a->write.changes[1].seq, 1);
	attempt_free(a);
	CHECK_INT(fixture_number(
			  &f, "SELECT read_seq FROM room_member WHERE room_id = 1 AND user_id = 1"),
		  1);

	/* the name again, in another case: nothing of it stays */
	a = attempt_new(NULL);
	account = (struct account_row){
		.user_id = 2, .name = SLICE("aDA"), .display_name = SLICE("x"), .created_ms = 1
	};
	write_change(&a->write, 1, CHANGE_MEMBER_JOINED, 2, 2);
	write_account(&a->write, a->arena, &account);
	fixture_member(&a->write, a->arena, 1, 2, 10);
	CHECK_INT(attempt_run(&f, a), ERROR_NAME_TAKEN);
	attempt_free(a);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM room_member"), 1);
	CHECK_INT(fixture_number(&f, "SELECT seq FROM stream_head WHERE stream_id = 1"), 1);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

/* In one batch: leaving, then a message that checks membership; joining, then one. */
TEST(membership_is_read_in_order)
{
	struct fixture f;
	struct attempt *a[4];
	int ended = 0;
	fixture_open(&f, "members", "");
	add_member(&f, 1, 7);
	for (int i = 0; i < 4; i++)
		a[i] = attempt_new(&ended);
	write_change(&a[0]->write, 1, CHANGE_MEMBER_LEFT, 7, 7);
	write_member_remove(&a[0]->write, a[0]->arena, 1, 7);
	attempt_message(a[1], 1, 7, 11, "a")->check_member = true;
	write_change(&a[2]->write, 1, CHANGE_MEMBER_JOINED, 7, 7);
	fixture_member(&a[2]->write, a[2]->arena, 1, 7, 10);
	attempt_message(a[3], 1, 7, 12, "b")->check_member = true;
	for (int i = 0; i < 4; i++)
		attempt_start(&f, a[i]);
	CHECK(fixture_turn(&f, &ended, 4, 10000));
	CHECK_INT(a[0]->error, ERROR_OK);
	CHECK_INT(a[1]->error, ERROR_NOT_MEMBER);
	CHECK_INT(a[2]->error, ERROR_OK);
	CHECK_INT(a[3]->error, ERROR_OK);
	CHECK_INT(a[3]->write.changes[0].seq, 3);
	for (int i = 0; i < 4; i++)
		attempt_free(a[i]);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

static enum error send_knowing(struct fixture *f, int64_t user_id, int64_t message_id,
			       int64_t known_seq)
{
	char client_id[32];
	struct attempt *a = attempt_new(NULL);
	snprintf(client_id, sizeof(client_id), "k%lld", (long long)message_id);
	struct change *c = attempt_message(a, 1, user_id, message_id, client_id);
	c->check_member = true;
	c->known_seq = known_seq;
	enum error e = attempt_run(f, a);
	attempt_free(a);
	return e;
}

/* Nobody leaves without raising the head; here somebody does, to see whether it was read. */
static void check_known(const char *options)
{
	struct fixture f;
	fixture_open(&f, "known", options);
	add_member(&f, 1, 7);
	CHECK_INT(send_knowing(&f, 7, 1, 0), ERROR_OK);
	fixture_sql(&f, "DELETE FROM room_member");
	CHECK_INT(send_knowing(&f, 7, 2, 1), ERROR_OK);
	CHECK_INT(send_knowing(&f, 7, 3, 1), ERROR_NOT_MEMBER);
	CHECK_INT(send_knowing(&f, 7, 4, 3), ERROR_NOT_MEMBER);
	CHECK_INT(send_knowing(&f, 7, 5, 0), ERROR_NOT_MEMBER);
	CHECK_INT(send_knowing(&f, 7, 6, 2), ERROR_OK);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

TEST(what_is_known_of_a_membership_counts_while_nothing_else_was_committed)
{
	for (size_t i = 0; i < 2; i++)
		check_known(dialects[i]);
}

enum { TALKERS = 40, WORDS = 3 };

/* More members than one question asks for, each with several messages; one is suspended. */
TEST(memberships_of_many_are_read_once_each)
{
	struct fixture f;
	struct attempt *a[TALKERS * WORDS];
	char client_id[16];
	int ended = 0;
	fixture_open(&f, "talkers", "");
	for (int i = 0; i < TALKERS; i++)
		add_member(&f, 1, 100 + i);
	fixture_sql(&f, "UPDATE room_member SET suspended = TRUE WHERE user_id = 117");
	for (int i = 0; i < TALKERS * WORDS; i++) {
		snprintf(client_id, sizeof(client_id), "t%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 100 + i % TALKERS, 1 + i, client_id)->check_member = true;
	}
	for (int i = 0; i < TALKERS * WORDS; i++)
		attempt_start(&f, a[i]);
	CHECK(fixture_turn(&f, &ended, TALKERS * WORDS, 20000));
	for (int i = 0; i < TALKERS * WORDS; i++) {
		CHECK_INT(a[i]->error, i % TALKERS == 17 ? ERROR_NOT_MEMBER : ERROR_OK);
		attempt_free(a[i]);
	}
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), (TALKERS - 1) * WORDS);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

TEST(ids_are_distinct)
{
	struct fixture f;
	fixture_open(&f, "ids", "");
	for (int64_t i = 1; i <= 2500; i++)
		CHECK_INT(fixture_id(&f, "message"), i);
	CHECK_INT(fixture_id(&f, "user"), 1);
	CHECK_INT(fixture_id(&f, "room"), 2);
	CHECK_INT(fixture_id(&f, "nothing"), -(int64_t)ERROR_INTERNAL);
	fixture_close(&f);
}

static void on_id(void *owner, enum error e, int64_t id)
{
	int *answers = owner;
	CHECK_INT(e, ERROR_OK);
	CHECK(id > 0);
	answers[0]++;
}

static void on_no_id(void *owner, enum error e, int64_t id)
{
	int *answers = owner;
	CHECK_INT(e, ERROR_BUSY);
	CHECK_INT(id, 0);
	answers[1]++;
}

/* As long as a lease is being fetched. */
TEST(so_many_wait_for_an_id)
{
	struct fixture f;
	int answers[2] = { 0 };
	fixture_open(&f, "waiting", "");
	f.config.archive_queue_max = 10;
	for (int i = 0; i < 13; i++)
		archive_next_id(f.archive, "message", i < 10 ? on_id : on_no_id, answers);
	CHECK_INT(answers[0], 0);
	CHECK_INT(answers[1], 3);
	fixture_pause(&f, 500);
	CHECK_INT(answers[0], 10);
	fixture_close(&f);
}

TEST(a_full_queue_refuses)
{
	struct fixture f;
	struct attempt *a[13];
	int ended = 0;
	int busy = 0;
	fixture_open(&f, "full", "");
	f.config.archive_queue_max = 10;
	for (int i = 0; i < 13; i++) {
		char client_id[16];
		snprintf(client_id, sizeof(client_id), "%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 7, i + 1, client_id);
		attempt_start(&f, a[i]);
		CHECK(!a[i]->ended);
	}
	CHECK(fixture_turn(&f, &ended, 13, 10000));
	for (int i = 0; i < 13; i++) {
		busy += a[i]->error == ERROR_BUSY;
		attempt_free(a[i]);
	}
	CHECK_INT(busy, 3);
	fixture_close(&f);
}
