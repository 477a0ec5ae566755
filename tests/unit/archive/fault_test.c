/* A server that is killed, suspended, or locked by somebody else. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mariadb/mysql.h>

#include "archive/streams.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

/* ---- load that sends again what failed ---- */

enum { SENDERS = 8, SENT_MAX = 20000 };

struct load {
	struct fixture *f;
	int64_t next_id;
	int acked;
	int failed;
	int surprises; /* errors that are not retryable, or a retry that got another message */
	int running;
	bool stopping;
	int64_t seqs[SENT_MAX]; /* of what was acknowledged, by client id */
};

struct load_sender {
	struct load *load;
	int64_t user_id;
	int64_t client_id;
	struct attempt *attempt;
};

static void send_message(struct load_sender *s);

static void on_sent(void *owner, enum error e, struct write *w)
{
	struct load_sender *s = owner;
	struct load *l = s->load;
	if (e == ERROR_OK) {
		l->acked++;
		l->seqs[s->client_id] = w->changes[0].seq;
		s->client_id = 0;
	} else {
		l->failed++;
		l->surprises += !error_retryable(e);
	}
	attempt_free(s->attempt);
	if (l->stopping && s->client_id == 0) {
		l->running--;
		loop_stop(l->f->loop);
		return;
	}
	send_message(s);
}

static void send_message(struct load_sender *s)
{
	struct load *l = s->load;
	char client_id[24];
	int64_t id = ++l->next_id;
	if (s->client_id == 0)
		s->client_id = id;
	if (id >= SENT_MAX - 100)
		l->stopping = true;
	snprintf(client_id, sizeof(client_id), "%lld", (long long)s->client_id);
	s->attempt = attempt_new(NULL);
	attempt_message(s->attempt, 1 + s->user_id % 3, s->user_id, id, client_id);
	s->attempt->write.done = on_sent;
	s->attempt->write.owner = s;
	archive_write(l->f->archive, &s->attempt->write);
}

/* Every acknowledged message is in the archive with the seq that was acknowledged, once. */
static void check_acked(const struct load *l)
{
	MYSQL *m = mysql_init(NULL);
	MYSQL_ROW row;
	int rows = 0;
	int right = 0;
	CHECK(mysql_real_connect(m, NULL, "root", "", l->f->database, 0, server_socket(), 0) !=
	      NULL);
	CHECK(mysql_query(m, "SELECT CAST(client_id AS UNSIGNED), seq FROM message") == 0);
	MYSQL_RES *result = mysql_store_result(m);
	for (; (row = mysql_fetch_row(result)); rows++)
		right += l->seqs[strtoll(row[0], NULL, 10)] == strtoll(row[1], NULL, 10);
	mysql_free_result(result);
	mysql_close(m);
	CHECK_INT(right, l->acked);
	CHECK_INT(rows, l->acked);
	CHECK_INT(fixture_number(l->f, "SELECT COUNT(DISTINCT sender_id, client_id) FROM message"),
		  rows);
	CHECK_INT(fixture_holes(l->f), 0);
}

TEST(killed_under_load)
{
	static struct load l;
	struct load_sender senders[SENDERS];
	struct fixture f;
	struct config config;
	memset(&l, 0, sizeof(l));
	server_database("killed", "", &config);
	config.archive_timeout_ms = 1500;
	fixture_open_config(&f, "killed", config);
	l.f = &f;
	for (int i = 0; i < SENDERS; i++, l.running++) {
		senders[i] = (struct load_sender){ .load = &l, .user_id = i + 1 };
		send_message(&senders[i]);
	}
	for (int round = 0; round < 3; round++) {
		fixture_pause(&f, 150 + 90 * round);
		int before = l.acked;
		server_kill();
		fixture_pause(&f, round == 2 ? 2000 : 30);
		server_start();
		int64_t up_ms = clock_monotonic_ms();
		while (l.acked <= before + 10 && clock_monotonic_ms() - up_ms < 10000)
			fixture_pause(&f, 20);
		CHECK(clock_monotonic_ms() - up_ms < 3000);
	}
	l.stopping = true;
	int64_t stop_ms = clock_monotonic_ms();
	while (l.running > 0 && clock_monotonic_ms() - stop_ms < 10000)
		fixture_pause(&f, 20);
	CHECK_INT(l.running, 0);
	CHECK_INT(l.surprises, 0);
	CHECK(l.acked > 300);
	CHECK(l.failed > 0);
	CHECK(f.downs >= 3);
	check_acked(&l);
	fixture_close(&f);
}

/* ---- suspended ---- */

/* A timer of 5 ms on the loop; how long it was at most between two of its calls, without the time
 * that the machine had no processor for this thread (which is no fault of the archive's). */
struct ticks {
	int64_t last_us;
	int64_t last_waited_us;
	int64_t longest_us;
};

/* How long this thread was ready to run and did not. */
static int64_t waited_for_processor_us(void)
{
	unsigned long long ran_ns = 0;
	unsigned long long waited_ns = 0;
	FILE *file = fopen("/proc/thread-self/schedstat", "r");
	if (file && fscanf(file, "%llu %llu", &ran_ns, &waited_ns) != 2)
		waited_ns = 0;
	if (file)
		fclose(file);
	return (int64_t)(waited_ns / 1000);
}

static void on_tick(void *owner)
{
	struct ticks *t = owner;
	int64_t now_us = clock_monotonic_us();
	int64_t waited_us = waited_for_processor_us();
	int64_t turn_us = now_us - t->last_us - (waited_us - t->last_waited_us);
	if (t->last_us && turn_us > t->longest_us)
		t->longest_us = turn_us;
	t->last_us = now_us;
	t->last_waited_us = waited_us;
}

TEST(suspended_gives_a_typed_error_in_time)
{
	struct fixture f;
	struct config config;
	struct ticks ticks = { 0 };
	struct answer reads[5];
	struct attempt *a[5];
	char client_id[16];
	int ended = 0;
	const int64_t id = 1;
	server_database("suspended", "", &config);
	config.archive_timeout_ms = 1000;
	fixture_open_config(&f, "suspended", config);
	struct timer *tick = timer_new(f.loop, on_tick, &ticks);
	server_suspend();
	timer_start(tick, 1, 5);
	/* so that the loop knows the time */
	fixture_pause(&f, 20);
	int64_t started_ms = clock_monotonic_ms();
	for (int i = 0; i < 5; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 7, 100 + i, client_id);
		attempt_start(&f, a[i]);
		streams_heads(f.archive, answer_read(&reads[i]), &id, 1);
	}
	CHECK(fixture_turn(&f, &ended, 5, 5000));
	for (int i = 0; i < 5; i++) {
		answer_wait(&f, &reads[i]);
		CHECK(reads[i].error == ERROR_TIMEOUT || reads[i].error == ERROR_UNAVAILABLE);
		CHECK_INT(a[i]->error, ERROR_TIMEOUT);
		answer_clear(&reads[i]);
		attempt_free(a[i]);
	}
	int64_t took_ms = clock_monotonic_ms() - started_ms;
	CHECK(took_ms >= 900);
	CHECK(took_ms < 2000);
	CHECK(!archive_up(f.archive));
	/* while it cannot even be connected to */
	a[0] = attempt_new(NULL);
	attempt_message(a[0], 1, 7, 200, "c9");
	CHECK_INT(attempt_run(&f, a[0]), ERROR_UNAVAILABLE);
	attempt_free(a[0]);
	fixture_pause(&f, 500);
	timer_free(tick);
	server_resume();
	CHECK(ticks.longest_us < 50000);
	CHECK(fixture_turn(&f, &f.ups, 2, 8000));
	/* sent again, each is there once, whatever became of the first time */
	for (int i = 0; i < 5; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(NULL);
		attempt_message(a[i], 1, 7, 300 + i, client_id);
		CHECK_INT(attempt_run(&f, a[i]), ERROR_OK);
		attempt_free(a[i]);
	}
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 5);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

/* ---- locked by somebody else ---- */

static const char *rival_database;

static void rival_run(MYSQL *m, const char *sql)
{
	if (mysql_query(m, sql) != 0)
		fprintf(stderr, "rival: %s: %s\n", sql, mysql_error(m));
	mysql_free_result(mysql_store_result(m));
}

/* Heavier than the archive's transaction, so that the archive's is the one that is undone; heads in
 * the other order. */
static void *rival(void *unused)
{
	MYSQL *m = mysql_init(NULL);
	(void)unused;
	if (!mysql_real_connect(m, NULL, "root", "", rival_database, 0, server_socket(), 0))
		return NULL;
	rival_run(m, "START TRANSACTION");
	rival_run(m, "INSERT INTO room_member (room_id, user_id, joined_ms) SELECT seq, 5, 0 FROM "
		     "seq_50_to_550");
	rival_run(m, "UPDATE stream_head SET seq = seq WHERE stream_id = 2");
	usleep(300000);
	rival_run(m, "UPDATE stream_head SET seq = seq WHERE stream_id = 1");
	rival_run(m, "COMMIT");
	mysql_close(m);
	mysql_thread_end();
	return NULL;
}

TEST(deadlocks_are_run_again)
{
	struct fixture f;
	pthread_t thread;
	struct attempt *a[4];
	int ended = 0;
	char client_id[16];
	fixture_open(&f, "deadlock", "");
	fixture_sql(
		&f,
		"INSERT INTO stream_head (stream_id, seq, messages, epoch) VALUES (2, 0, 0, 1)");
	rival_database = "deadlock";
	CHECK(pthread_create(&thread, NULL, rival, NULL) == 0);
	fixture_pause(&f, 150);
	for (int i = 0; i < 4; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1 + i % 2, 7, 100 + i, client_id);
		attempt_start(&f, a[i]);
	}
	CHECK(fixture_turn(&f, &ended, 4, 10000));
	pthread_join(thread, NULL);
	for (int i = 0; i < 4; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		CHECK_INT(a[i]->order, i + 1);
		CHECK_INT(a[i]->write.changes[0].seq, 1 + i / 2);
		attempt_free(a[i]);
	}
	CHECK(metric_sum(METRIC_BATCH_RETRIES) > 0);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 4);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

/* A head that stays locked: its own write ends with its deadline, the others of the batch are
 * stored. */
TEST(a_locked_stream_does_not_hold_the_others_for_ever)
{
	struct fixture f;
	struct config config;
	struct attempt *a[3];
	int ended = 0;
	char client_id[16];
	server_database("locked", "", &config);
	config.archive_timeout_ms = 2000;
	fixture_open_config(&f, "locked", config);
	MYSQL *m = mysql_init(NULL);
	CHECK(mysql_real_connect(m, NULL, "root", "", "locked", 0, server_socket(), 0) != NULL);
	rival_run(m, "START TRANSACTION");
	rival_run(m, "SELECT * FROM stream_head WHERE stream_id = 1 FOR UPDATE");
	a[0] = attempt_new(&ended);
	attempt_message(a[0], 1, 7, 100, "locked");
	attempt_start(&f, a[0]);
	fixture_pause(&f, 1500);
	for (int i = 1; i < 3; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1 + i, 7, 100 + i, client_id);
		attempt_start(&f, a[i]);
	}
	CHECK(fixture_turn(&f, &ended, 3, 10000));
	CHECK_INT(a[0]->error, ERROR_TIMEOUT);
	CHECK_INT(a[1]->error, ERROR_OK);
	CHECK_INT(a[2]->error, ERROR_OK);
	rival_run(m, "ROLLBACK");
	mysql_close(m);
	for (int i = 0; i < 3; i++)
		attempt_free(a[i]);
	/* the first was never committed, and now may be */
	a[0] = attempt_new(NULL);
	attempt_message(a[0], 1, 7, 200, "locked");
	CHECK_INT(attempt_run(&f, a[0]), ERROR_OK);
	CHECK(!a[0]->write.changes[0].repeated);
	attempt_free(a[0]);
	CHECK_INT(fixture_holes(&f), 0);
	fixture_close(&f);
}

/* Everything that waits is answered, once, also when the archive is closed from within an answer.
 */
struct closing {
	struct fixture *f;
	struct answer during;
};

static void on_closing(void *owner, enum error e, struct write *w)
{
	static const int64_t id = 1;
	struct closing *c = owner;
	(void)e;
	(void)w;
	archive_close(c->f->archive);
	streams_heads(c->f->archive, answer_read(&c->during), &id, 1);
	c->f->archive = NULL;
}

TEST(closing_answers_all)
{
	struct fixture f;
	struct attempt *a[6];
	struct closing closing = { .f = &f };
	int ended = 0;
	char client_id[16];
	fixture_open(&f, "closing", "");
	for (int i = 0; i < 6; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1, 7, 100 + i, client_id);
		attempt_start(&f, a[i]);
	}
	a[2]->write.done = on_closing;
	a[2]->write.owner = &closing;
	CHECK(fixture_turn(&f, &ended, 5, 5000));
	answer_wait(&f, &closing.during);
	CHECK_INT(closing.during.error, ERROR_UNAVAILABLE);
	answer_clear(&closing.during);
	for (int i = 0; i < 6; i++) {
		CHECK(i == 2 || a[i]->error == (i < 2 ? ERROR_OK : ERROR_UNAVAILABLE));
		attempt_free(a[i]);
	}
	fixture_close(&f);
}
