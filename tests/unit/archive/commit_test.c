/* COMMITs whose answer does not come: what was committed is acknowledged once, what was not is
 * committed once; with messages (known by client id) and without (known by the writer's mark). */
#include <stdio.h>

#include "archive/statements.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/archive/proxy.h"
#include "unit/harness.h"

static char path[108];

static void open_behind_proxy(struct fixture *f, const char *database, const char *options,
			      int64_t timeout_ms)
{
	struct config config;
	struct config_problem wrong;
	char url[512];
	server_database(database, "", &config);
	snprintf(path, sizeof(path), "%s/proxy", harness_directory());
	proxy_start(path, server_socket());
	snprintf(url, sizeof(url), "mysql://root@localhost/%s?socket=%s%s", database, path,
		 options);
	CHECK(config_set(&config, "mysql_url", url, "test", &wrong));
	config.archive_timeout_ms = timeout_ms;
	fixture_open_config(f, database, config);
}

static void close_behind_proxy(struct fixture *f)
{
	fixture_close(f);
	proxy_stop();
}

enum { MANY = 20 };

/* Twenty messages at once, the answer to their COMMIT cut off. */
static void check_messages(enum proxy_mode mode, int commits, const char *options)
{
	struct fixture f;
	struct attempt *a[MANY];
	char client_id[16];
	int ended = 0;
	open_behind_proxy(&f, "cut", options, 20000);
	proxy_set(mode, commits);
	for (int i = 0; i < MANY; i++) {
		snprintf(client_id, sizeof(client_id), "c%d", i);
		a[i] = attempt_new(&ended);
		attempt_message(a[i], 1 + i % 2, 7, 100 + i, client_id);
		attempt_start(&f, a[i]);
	}
	CHECK(fixture_turn(&f, &ended, MANY, 20000));
	CHECK(proxy_hits() > 0);
	for (int i = 0; i < MANY; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		CHECK(!a[i]->write.changes[0].repeated);
		CHECK_INT(a[i]->write.changes[0].message_id, 100 + i);
		CHECK_INT(a[i]->write.changes[0].seq, 1 + i / 2);
		CHECK_INT(a[i]->write.changes[0].number, 1 + i / 2);
		CHECK_INT(a[i]->order, i + 1);
		attempt_free(a[i]);
	}
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), MANY);
	CHECK_INT(fixture_holes(&f), 0);
	close_behind_proxy(&f);
}

TEST(messages_whose_commit_was_carried_out)
{
	check_messages(PROXY_CUT_AFTER, 1, "");
	check_messages(PROXY_CUT_AFTER, 3, "&dialect=mysql");
}

TEST(messages_whose_commit_was_not)
{
	check_messages(PROXY_CUT_BEFORE, 1, "");
	check_messages(PROXY_CUT_BEFORE, 3, "");
}

/* Nothing here could be repeated without harm: a counter, an insertion, a change of a private
 * stream, and a message beside it. */
static void check_others(enum proxy_mode mode, int commits)
{
	struct fixture f;
	struct attempt *a[3];
	int ended = 0;
	open_behind_proxy(&f, "others", "", 20000);
	fixture_sql(&f, "INSERT INTO invitation (id, token_hash, created_ms, expires_ms) VALUES "
			"(5, 'x', 1, 100)");
	proxy_set(mode, commits);
	for (int i = 0; i < 3; i++)
		a[i] = attempt_new(&ended);
	write_invitation_use(&a[0]->write, a[0]->arena, 5, 50);
	write_change(&a[1]->write, -7, CHANGE_ROOM_ADDED, 7, 1);
	write_link(&a[1]->write, a[1]->arena,
		   &(struct new_link){ LINK_RESET, 7, SLICE("hash"), 1, 2 });
	attempt_message(a[2], 1, 7, 100, "c");
	for (int i = 0; i < 3; i++)
		attempt_start(&f, a[i]);
	CHECK(fixture_turn(&f, &ended, 3, 20000));
	CHECK(proxy_hits() > 0);
	for (int i = 0; i < 3; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		CHECK_INT(a[i]->order, i + 1);
	}
	CHECK_INT(a[1]->write.changes[0].seq, 1);
	CHECK_INT(a[2]->write.changes[0].seq, 1);
	CHECK(!a[2]->write.changes[0].repeated);
	CHECK_INT(fixture_number(&f, "SELECT uses FROM invitation WHERE id = 5"), 1);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM link"), 1);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM change_log"), 1);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 1);
	CHECK_INT(fixture_holes(&f), 0);
	for (int i = 0; i < 3; i++)
		attempt_free(a[i]);
	close_behind_proxy(&f);
}

TEST(writes_without_a_message)
{
	check_others(PROXY_CUT_AFTER, 1);
	check_others(PROXY_CUT_BEFORE, 1);
	check_others(PROXY_CUT_BEFORE, 3);
	check_others(PROXY_CUT_AFTER, 3);
}

TEST(old_marks_are_removed)
{
	struct fixture f;
	struct config config;
	server_database("marks", "", &config);
	server_sql("marks",
		   "INSERT INTO writer_mark (writer_id, batch, at_ms) VALUES ('old', 5, 1000), "
		   "('new', 5, UNIX_TIMESTAMP() * 1000)");
	fixture_open_config(&f, "marks", config);
	for (int i = 0; i < 500 && fixture_number(&f, "SELECT COUNT(*) FROM writer_mark") > 1; i++)
		fixture_pause(&f, 20);
	CHECK_INT(
		fixture_number(&f, "SELECT COUNT(*) FROM writer_mark WHERE writer_id LIKE 'new%'"),
		1);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM writer_mark"), 1);
	fixture_close(&f);
}

/* The deadline comes first: said to have failed, although it was committed; sent again, it is
 * known. */
TEST(a_commit_that_hangs)
{
	struct fixture f;
	open_behind_proxy(&f, "hangs", "", 500);
	proxy_set(PROXY_HOLD, 1);
	struct attempt *a = attempt_new(NULL);
	attempt_message(a, 1, 7, 100, "c");
	int64_t started_ms = loop_now_ms(f.loop);
	CHECK_INT(attempt_run(&f, a), ERROR_TIMEOUT);
	CHECK(loop_now_ms(f.loop) - started_ms < 2000);
	/* On a busy machine the next one may take too long as well. */
	enum error e = ERROR_TIMEOUT;
	for (int i = 0; i < 20 && e == ERROR_TIMEOUT; i++) {
		attempt_free(a);
		a = attempt_new(NULL);
		attempt_message(a, 1, 7, 200 + i, "c");
		e = attempt_run(&f, a);
	}
	CHECK_INT(e, ERROR_OK);
	CHECK(a->write.changes[0].repeated);
	CHECK_INT(a->write.changes[0].message_id, 100);
	CHECK_INT(a->write.changes[0].seq, 1);
	attempt_free(a);
	CHECK_INT(fixture_number(&f, "SELECT COUNT(*) FROM message"), 1);
	CHECK_INT(fixture_holes(&f), 0);
	close_behind_proxy(&f);
}
