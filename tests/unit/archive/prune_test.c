/* Pruning on a real server: what is old goes, what is young stays, and a stream stays dense above
 * its floor. */
#include <stdio.h>

#include "archive/messages.h"
#include "archive/prune.h"
#include "archive/streams.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

enum { BEFORE_MS = 1000, STREAMS = 3 };

/* Runs one chunk; how many rows it removed. */
static size_t prune_once(struct fixture *f, enum prune_part part)
{
	struct answer answer;
	prune_chunk(f->archive, answer_read(&answer), part, BEFORE_MS);
	answer_wait(f, &answer);
	CHECK_INT(answer.error, ERROR_OK);
	size_t removed = answer.count;
	answer_clear(&answer);
	return removed;
}

/* Runs chunks until nothing is left; how many rows they removed. `chunks`: may be NULL. */
static size_t prune_all(struct fixture *f, enum prune_part part, int *chunks)
{
	size_t removed = 0;
	size_t more;
	int count = 0;
	while ((more = prune_once(f, part)) > 0) {
		removed += more;
		count++;
	}
	if (chunks)
		*chunks = count;
	return removed;
}

static void check_number(const struct fixture *f, const char *sql, int64_t expected)
{
	int64_t number = fixture_number(f, sql);
	if (number != expected)
		printf("\t%s\n", sql);
	CHECK_INT(number, expected);
}

/* How many streams are not dense above their floor. */
static int64_t holes(const struct fixture *f)
{
	return fixture_number(f,
			      "SELECT COUNT(*) FROM stream_head h WHERE h.seq - h.oldest_change <> "
			      "(SELECT COUNT(*) FROM message m WHERE m.room_id = h.stream_id "
			      "AND m.seq > h.oldest_change AND m.seq <= h.seq) + "
			      "(SELECT COUNT(*) FROM change_log c WHERE c.stream_id = h.stream_id "
			      "AND c.seq > h.oldest_change AND c.seq <= h.seq)");
}

/* A stream of `count` seqs: each third is a message, each at its seq in ms; heads as the writer
 * makes them. */
static void fill_stream(const struct fixture *f, int64_t stream_id, int count)
{
	char sql[1200];
	snprintf(sql, sizeof(sql),
		 "INSERT INTO stream_head (stream_id, seq, messages, epoch) VALUES (%lld, %d, %d, "
		 "1) "
		 "ON DUPLICATE KEY UPDATE seq = VALUES(seq), messages = VALUES(messages);"
		 "INSERT INTO message (room_id, seq, number, id, sender_id, time_ms, client_id, "
		 "content) SELECT %lld, seq, seq DIV 3, seq, 7, seq, seq, 'text' FROM seq_1_to_%d "
		 "WHERE seq %% 3 = 0;"
		 "INSERT INTO change_log (stream_id, seq, kind, subject_id, actor_id, at_ms) "
		 "SELECT %lld, seq, %d, 7, 7, seq FROM seq_1_to_%d WHERE seq %% 3 <> 0",
		 (long long)stream_id, count, count / 3, (long long)stream_id, count,
		 (long long)stream_id, CHANGE_MEMBER_JOINED, count);
	fixture_sql(f, sql);
}

TEST(old_client_ids_go_in_chunks)
{
	struct fixture f;
	int chunks;
	fixture_open(&f, "sent", "");
	fixture_sql(&f, "INSERT INTO sent_message (room_id, sender_id, client_id, seq, at_ms) "
			"SELECT 1 + seq % 5, 7, seq, seq, IF(seq <= 2500, seq % 1000, 1000 + seq) "
			"FROM seq_1_to_2600");
	CHECK_INT(prune_once(&f, PRUNE_SENT_MESSAGES), 1000);
	check_number(&f, "SELECT COUNT(*) FROM sent_message", 1600);
	CHECK_INT(prune_all(&f, PRUNE_SENT_MESSAGES, &chunks), 1500);
	CHECK_INT(chunks, 2);
	check_number(&f, "SELECT COUNT(*) FROM sent_message", 100);
	check_number(&f, "SELECT MIN(at_ms) FROM sent_message", 3501);
	fixture_close(&f);
}

/* After its client id was forgotten, the same message is a new one; before, it is not. */
TEST(a_repeat_is_known_until_it_was_pruned)
{
	struct fixture f;
	fixture_open(&f, "repeated", "");
	const bool repeated[] = { false, true, false };
	for (int i = 0; i < 3; i++) {
		struct attempt *a = attempt_new(NULL);
		struct change *c = write_change(&a->write, 1, CHANGE_MESSAGE, 7, 0);
		c->message_id = 100 + i;
		c->client_id = SLICE("mine");
		c->content = SLICE("text");
		c->at_ms = BEFORE_MS - 1;
		CHECK_INT(attempt_run(&f, a), ERROR_OK);
		CHECK_INT(c->repeated, repeated[i]);
		attempt_free(a);
		if (i == 1)
			CHECK_INT(prune_all(&f, PRUNE_SENT_MESSAGES, NULL), 1);
	}
	check_number(&f, "SELECT COUNT(*) FROM message", 2);
	fixture_close(&f);
}

static void check_head(struct fixture *f, int64_t stream_id, int64_t seq, int64_t floor)
{
	struct answer answer;
	streams_heads(f->archive, answer_read(&answer), &stream_id, 1);
	answer_wait(f, &answer);
	const struct head_row *head = answer.rows;
	CHECK_INT(answer.count, 1);
	CHECK_INT(head->seq, seq);
	CHECK_INT(head->oldest_change, floor);
	answer_clear(&answer);
}

/* Changes after a position: how many come, and whether they follow it without a hole. */
static size_t changes_after(struct fixture *f, int64_t stream_id, int64_t after, bool *follows)
{
	struct answer answer;
	streams_changes(f->archive, answer_read(&answer), stream_id, after, 500);
	answer_wait(f, &answer);
	const struct change_row *changes = answer.rows;
	size_t count = answer.count;
	CHECK_INT(answer.error, ERROR_OK);
	*follows = count > 0 && changes[0].seq == after + 1;
	answer_clear(&answer);
	return count;
}

TEST(old_changes_go_and_leave_a_floor)
{
	struct fixture f;
	bool follows;
	fixture_open(&f, "floor", "");
	fill_stream(&f, 1, 1300);
	fill_stream(&f, 2, 300);   /* all of it is old */
	fill_stream(&f, -7, 1000); /* 999 is a message: 998 is its last old change */
	CHECK_INT(holes(&f), 0);
	CHECK_INT(prune_all(&f, PRUNE_CHANGES, NULL), 666 + 200 + 666);
	check_number(&f, "SELECT COUNT(*) FROM change_log WHERE at_ms < 1000", 0);
	check_number(&f, "SELECT COUNT(*) FROM change_log", 201 + 0 + 1);
	check_number(&f, "SELECT COUNT(*) FROM message", 433 + 100 + 333);
	check_head(&f, 1, 1300, 998);
	check_head(&f, 2, 300, 299);
	check_head(&f, -7, 1000, 998);
	CHECK_INT(holes(&f), 0);

	CHECK_INT(changes_after(&f, 1, 998, &follows), 302);
	CHECK(follows);
	CHECK_INT(changes_after(&f, 2, 299, &follows), 1);
	CHECK(follows);
	changes_after(&f, 1, 996, &follows);
	CHECK(!follows);

	/* messages below the floor are read as before */
	struct answer answer;
	fixture_sql(&f, "INSERT INTO room_member (room_id, user_id, joined_ms) VALUES (1, 7, 0)");
	const struct message_page page = {
		.room_id = 1, .reader_id = 7, .pivot = 400, .older = 100
	};
	messages_page(f.archive, answer_read(&answer), &page);
	answer_wait(&f, &answer);
	CHECK_INT(answer.count, 100);
	CHECK_INT(((const struct message_row *)answer.rows)[0].seq, 399);
	answer_clear(&answer);
	fixture_close(&f);
}

/* The floor is there before the first row is gone, wherever the pruning is cut off. */
TEST(after_each_chunk_there_is_no_hole_above_the_floor)
{
	struct fixture f;
	int chunks = 0;
	fixture_open(&f, "chunks", "");
	for (int64_t stream_id = 1; stream_id <= 4; stream_id++)
		fill_stream(&f, stream_id, 3600);
	fixture_sql(&f, "UPDATE change_log SET at_ms = seq DIV 4");
	while (prune_once(&f, PRUNE_CHANGES) > 0) {
		CHECK_INT(holes(&f), 0);
		chunks++;
	}
	CHECK_INT(chunks, 3); /* 2,400 rows a stream, 1,000 each */
	check_number(&f, "SELECT COUNT(*) FROM change_log", 0);
	fixture_close(&f);
}

TEST(many_streams_are_pruned_in_chunks)
{
	struct fixture f;
	fixture_open(&f, "streams", "");
	fixture_sql(&f,
		    "INSERT INTO stream_head (stream_id, seq, messages, epoch) "
		    "SELECT 0 - CAST(seq AS SIGNED), 2, 0, 1 FROM seq_1_to_600;"
		    "INSERT INTO change_log (stream_id, seq, kind, subject_id, actor_id, at_ms) "
		    "SELECT 0 - CAST(s.seq AS SIGNED), c.seq, 5, 7, 7, c.seq * 600 "
		    "FROM seq_1_to_600 s JOIN seq_1_to_2 c");
	CHECK_INT(prune_once(&f, PRUNE_CHANGES), 500);
	CHECK_INT(holes(&f), 0);
	CHECK_INT(prune_all(&f, PRUNE_CHANGES, NULL), 100);
	check_number(&f,
		     "SELECT COUNT(*) FROM stream_head WHERE stream_id < 0 AND oldest_change = 1",
		     600);
	CHECK_INT(holes(&f), 0);
	fixture_close(&f);
}

/* Clocks differ: a change may be younger than a later one. It stays, below the floor, until it is
 * old itself. */
TEST(a_young_change_between_old_ones_stays)
{
	struct fixture f;
	fixture_open(&f, "clocks", "");
	fixture_sql(&f,
		    "UPDATE stream_head SET seq = 4 WHERE stream_id = 1;"
		    "INSERT INTO change_log (stream_id, seq, kind, subject_id, actor_id, at_ms) "
		    "VALUES (1, 1, 2, 7, 7, 10), (1, 2, 2, 7, 7, 5000), (1, 3, 2, 7, 7, 20), "
		    "(1, 4, 2, 7, 7, 6000)");
	CHECK_INT(prune_all(&f, PRUNE_CHANGES, NULL), 2);
	check_number(&f, "SELECT SUM(seq) FROM change_log", 2 + 4);
	check_head(&f, 1, 4, 3);
	CHECK_INT(holes(&f), 0);
	/* and a floor never goes back */
	fixture_sql(&f, "UPDATE change_log SET at_ms = 30 WHERE seq = 2");
	CHECK_INT(prune_all(&f, PRUNE_CHANGES, NULL), 1);
	check_head(&f, 1, 4, 3);
	fixture_close(&f);
}

/* Writing goes on while the same stream is pruned. */
TEST(a_stream_is_written_while_it_is_pruned)
{
	struct fixture f;
	struct answer answer;
	int ended = 0;
	struct attempt *a[50];
	fixture_open(&f, "busy", "");
	fill_stream(&f, 1, 900);
	prune_chunk(f.archive, answer_read(&answer), PRUNE_CHANGES, BEFORE_MS);
	for (int i = 0; i < 50; i++) {
		a[i] = attempt_new(&ended);
		struct change *c = write_change(&a[i]->write, 1, CHANGE_MEMBER_JOINED, 7, 7);
		c->at_ms = BEFORE_MS + i;
		attempt_start(&f, a[i]);
	}
	CHECK(fixture_turn(&f, &ended, 50, 10000));
	answer_wait(&f, &answer);
	CHECK_INT(answer.count, 600);
	answer_clear(&answer);
	for (int i = 0; i < 50; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		attempt_free(a[i]);
	}
	prune_all(&f, PRUNE_CHANGES, NULL);
	check_head(&f, 1, 950, 899);
	CHECK_INT(holes(&f), 0);
	fixture_close(&f);
}

TEST(ended_sessions_and_links_go)
{
	struct fixture f;
	fixture_open(&f, "ended", "");
	fixture_sql(&f, "INSERT INTO session (id, token_hash, user_id, created_ms, last_seen_ms, "
			"expires_ms) SELECT seq, UNHEX(SHA2(seq, 256)), 7, 1, 1, 989 + seq "
			"FROM seq_1_to_20;"
			"INSERT INTO link (token_hash, kind, user_id, created_ms, expires_ms) "
			"VALUES (UNHEX(SHA2('a', 256)), 1, 0, 1, 0), "
			"(UNHEX(SHA2('b', 256)), 2, 7, 1, 999), "
			"(UNHEX(SHA2('c', 256)), 2, 8, 1, 1000)");
	CHECK_INT(prune_all(&f, PRUNE_SESSIONS, NULL), 10);
	check_number(&f, "SELECT MIN(expires_ms) FROM session", BEFORE_MS);
	CHECK_INT(prune_all(&f, PRUNE_LINKS, NULL), 1);
	/* the one that never ends, and the young one */
	check_number(&f, "SELECT SUM(expires_ms) FROM link", BEFORE_MS);
	check_number(&f, "SELECT COUNT(*) FROM link", 2);
	fixture_close(&f);
}

TEST(invitations_go_with_their_rooms)
{
	struct fixture f;
	int chunks;
	fixture_open(&f, "invitations", "");
	/* 1 … 200: ended; 201: neither; 202: revoked, made long ago; 203: revoked lately */
	fixture_sql(&f, "INSERT INTO invitation (id, token_hash, created_ms, expires_ms, revoked) "
			"SELECT seq, UNHEX(SHA2(seq, 256)), IF(seq = 203, 1000, 1), "
			"IF(seq <= 200, 999, 5000), seq > 201 FROM seq_1_to_203;"
			"INSERT INTO invitation_room (invitation_id, room_id) "
			"SELECT i.seq, r.seq FROM seq_1_to_203 i JOIN seq_1_to_3 r");
	CHECK_INT(prune_all(&f, PRUNE_INVITATIONS, &chunks), 200);
	CHECK_INT(chunks, 4);
	check_number(&f, "SELECT COUNT(*) FROM invitation", 3);
	CHECK_INT(prune_all(&f, PRUNE_REVOKED_INVITATIONS, NULL), 1);
	check_number(&f, "SELECT SUM(id) FROM invitation", 201 + 203);
	check_number(&f, "SELECT COUNT(*) FROM invitation_room", 6);
	check_number(&f, "SELECT COUNT(*) FROM invitation_room WHERE invitation_id IN (201, 203)",
		     6);
	fixture_close(&f);
}

/* Both in the readers' hands at the same time, each row once. */
TEST(two_at_once)
{
	struct fixture f;
	struct answer one;
	struct answer other;
	size_t removed[PRUNE_PARTS] = { 0 };
	fixture_open(&f, "two", "");
	fixture_sql(&f, "INSERT INTO sent_message (room_id, sender_id, client_id, seq, at_ms) "
			"SELECT 1, 7, seq, seq, seq FROM seq_1_to_900");
	for (int64_t stream_id = 1; stream_id <= STREAMS; stream_id++)
		fill_stream(&f, stream_id, 1200);
	for (int i = 0; i < 20; i++) {
		enum prune_part part = i % 2 ? PRUNE_CHANGES : PRUNE_SENT_MESSAGES;
		prune_chunk(f.archive, answer_read(&one), part, BEFORE_MS);
		prune_chunk(f.archive, answer_read(&other), part, BEFORE_MS);
		answer_wait(&f, &one);
		answer_wait(&f, &other);
		CHECK_INT(one.error, ERROR_OK);
		CHECK_INT(other.error, ERROR_OK);
		removed[part] += one.count + other.count;
		answer_clear(&one);
		answer_clear(&other);
	}
	CHECK_INT(removed[PRUNE_SENT_MESSAGES], 900);
	CHECK_INT(removed[PRUNE_CHANGES], STREAMS * 666);
	check_number(&f, "SELECT COUNT(*) FROM change_log WHERE at_ms < 1000", 0);
	CHECK_INT(holes(&f), 0);
	fixture_close(&f);
}

static size_t claim(struct fixture *f, int64_t now_ms)
{
	struct answer answer;
	prune_claim(f->archive, answer_read(&answer), now_ms, 100);
	answer_wait(f, &answer);
	CHECK_INT(answer.error, ERROR_OK);
	size_t won = answer.count;
	answer_clear(&answer);
	return won;
}

TEST(one_wins_an_interval)
{
	struct fixture f;
	struct answer one;
	struct answer other;
	fixture_open(&f, "claim", "");
	prune_claim(f.archive, answer_read(&one), 5000, 100);
	prune_claim(f.archive, answer_read(&other), 5001, 100);
	answer_wait(&f, &one);
	answer_wait(&f, &other);
	CHECK_INT(one.count + other.count, 1);
	answer_clear(&one);
	answer_clear(&other);
	CHECK_INT(claim(&f, 5050), 0);
	CHECK_INT(claim(&f, 5101), 1);
	CHECK_INT(claim(&f, 5102), 0);
	/* the clock of who won last was far ahead */
	CHECK_INT(claim(&f, 4000), 1);
	CHECK_INT(claim(&f, 4001), 0);
	fixture_close(&f);
}
