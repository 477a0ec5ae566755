/* Two workers change one message at once: nothing is lost, whatever the order. */
#include <stdio.h>

#include "archive/message_statements.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

enum { ROOM = 5, ANN = 7, EACH = 50 };

static void nothing(void *owner, bool up)
{
	(void)owner;
	(void)up;
}

/* Message 1 of the room, which nobody has touched. */
static void begin(struct fixture *f)
{
	static const char *const tables[] = { "message",          "sent_message",   "change_log",
					      "stream_head",      "thread",         "thread_reply",
					      "message_reaction", "message_history" };
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char sql[60];
		snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[i]);
		fixture_sql(f, sql);
	}
	struct attempt *a = attempt_new(NULL);
	attempt_message(a, ROOM, ANN, 1, "first");
	CHECK_INT(attempt_run(f, a), ERROR_OK);
	attempt_free(a);
}

/* Fifty of them to each of two archives, all under way at once. */
static void run_on_two(struct fixture *f, void (*fill)(struct attempt *a, int i))
{
	struct attempt *a[EACH * 2];
	int ended = 0;
	struct archive *first = f->archive;
	struct archive *second = archive_open(f->loop, &f->config, nothing, NULL);
	for (int i = 0; i < EACH * 2; i++) {
		a[i] = attempt_new(&ended);
		fill(a[i], i);
		f->archive = i % 2 ? second : first;
		attempt_start(f, a[i]);
	}
	CHECK(fixture_turn(f, &ended, EACH * 2, 30000));
	f->archive = first;
	for (int i = 0; i < EACH * 2; i++) {
		CHECK_INT(a[i]->error, ERROR_OK);
		attempt_free(a[i]);
	}
	archive_close(second);
	CHECK_INT(fixture_holes(f), 0);
}

/* ---- reactions ---- */

static void fill_reaction(struct attempt *a, int i)
{
	write_change(&a->write, ROOM, CHANGE_MESSAGE_REACTED, i, 1);
	const struct new_reaction reaction = { .room_id = ROOM,
					       .seq = 1,
					       .user_id = 1000 + i,
					       .at_ms = 5000 + i,
					       .emoji = i % 3 ? SLICE("👍") : SLICE("🎉"),
					       .on = true };
	write_reaction(&a->write, a->arena, &reaction);
}

/* One kind as the JSON has it: every third from the first, or the others. */
static size_t expect_kind(char *out, size_t size, bool thirds)
{
	size_t used = (size_t)snprintf(out, size, "{\"emoji\":\"%s\",\"count\":%d,\"users\":[",
				       thirds ? "🎉" : "👍", thirds ? 34 : 66);
	for (int i = 0; i < EACH * 2; i++)
		if ((i % 3 == 0) == thirds)
			used += (size_t)snprintf(out + used, size - used, "%s%d", i > 1 ? "," : "",
						 1000 + i);
	return used + (size_t)snprintf(out + used, size - used, "]}");
}

static void check_reactions(struct fixture *f)
{
	char sql[2000] = "SELECT reactions = '[";
	begin(f);
	run_on_two(f, fill_reaction);
	size_t used = strlen(sql);
	used += expect_kind(sql + used, sizeof(sql) - used, true);
	sql[used++] = ',';
	used += expect_kind(sql + used, sizeof(sql) - used, false);
	snprintf(sql + used, sizeof(sql) - used, "]' FROM message");
	CHECK_INT(fixture_number(f, sql), 1);
}

/* ---- edits ---- */

static void fill_edit(struct attempt *a, int i)
{
	write_change(&a->write, ROOM, CHANGE_MESSAGE_EDITED, ANN, 1);
	char text[16];
	snprintf(text, sizeof(text), "edit %d", i);
	const struct message_edit edited = { .room_id = ROOM,
					     .seq = 1,
					     .at_ms = 5000 + i,
					     .content = arena_copy(a->arena, slice_of(text)) };
	write_message_edit(&a->write, a->arena, &edited);
}

/* Each text was the message's once: 100 edits and the first, less what it says now. */
static void check_edits(struct fixture *f)
{
	begin(f);
	run_on_two(f, fill_edit);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_history"), 100);
	CHECK_INT(fixture_number(f, "SELECT MAX(version) FROM message_history"), 100);
	CHECK_INT(fixture_number(f, "SELECT COUNT(DISTINCT content) FROM (SELECT content FROM "
				    "message_history UNION ALL SELECT content FROM message) AS t"),
		  101);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM message_history WHERE version = 1 AND "
				    "content = 'text'"),
		  1);
}

/* ---- replies ---- */

static void fill_reply(struct attempt *a, int i)
{
	char client_id[16];
	snprintf(client_id, sizeof(client_id), "r%d", i);
	attempt_message(a, ROOM, 100 + i, 100 + i, client_id)->at_ms = 5000 + i;
	const struct message_extras extras = { .room_id = ROOM, .parent_id = 1, .parent_seq = 1 };
	write_message_extras(&a->write, a->arena, &extras);
}

static void check_replies(struct fixture *f)
{
	begin(f);
	run_on_two(f, fill_reply);
	CHECK_INT(fixture_number(f, "SELECT replies FROM message WHERE seq = 1"), 100);
	CHECK_INT(fixture_number(f, "SELECT last_reply_ms FROM message WHERE seq = 1"), 5099);
	CHECK_INT(fixture_number(f, "SELECT last_reply_ms FROM thread"), 5099);
	CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM thread_reply"), 100);
}

static void check_all(const char *options)
{
	struct fixture f;
	fixture_open(&f, "races", options);
	check_reactions(&f);
	check_edits(&f);
	check_replies(&f);
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
