/* Two workers change a group and its rooms at once: what one of them saw still holds when it is
 * committed. */
#include <stdio.h>

#include "archive/room_statements.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

enum { EACH = 50, GROUPS = 1000, ROOMS = 2000, MAINS = 3000, ANN = 7, BO = 8 };

static void nothing(void *owner, bool up)
{
	(void)owner;
	(void)up;
}

static enum error run(struct fixture *f, struct attempt *a)
{
	enum error e = attempt_run(f, a);
	attempt_free(a);
	return e;
}

/* ---- a room is made in a group that is being deleted ---- */

static void fill_room(struct attempt *a, int i)
{
	const struct room_row room = { .room_id = ROOMS + i, .group_id = GROUPS + i };
	write_change(&a->write, room.room_id, CHANGE_MEMBER_JOINED, ANN, ANN);
	write_group_lock(&a->write, a->arena, room.group_id);
	write_room(&a->write, a->arena, &room);
}

static void fill_end(struct attempt *a, int i)
{
	write_change(&a->write, MAINS + i, CHANGE_ROOM_DELETED, ANN, MAINS + i);
	write_group_disable(&a->write, a->arena, GROUPS + i);
}

static void begin(struct fixture *f)
{
	fixture_sql(f, "DELETE FROM room");
	fixture_sql(f, "DELETE FROM room_group");
	for (int i = 0; i < EACH; i++) {
		char sql[100];
		snprintf(sql, sizeof(sql), "INSERT INTO room_group (id, name) VALUES (%d, 'g')",
			 GROUPS + i);
		fixture_sql(f, sql);
	}
}

static void make_and_end(struct fixture *f, struct archive *other)
{
	struct attempt *made[EACH];
	struct attempt *ended[EACH];
	struct archive *own = f->archive;
	int done = 0;
	for (int i = 0; i < EACH; i++) {
		fill_room(made[i] = attempt_new(&done), i);
		fill_end(ended[i] = attempt_new(&done), i);
		attempt_start(f, made[i]);
		f->archive = other;
		attempt_start(f, ended[i]);
		f->archive = own;
	}
	CHECK(fixture_turn(f, &done, EACH * 2, 30000));
	for (int i = 0; i < EACH; i++) {
		bool first = made[i]->error == ERROR_OK && ended[i]->error == ERROR_CONFLICT;
		bool late = made[i]->error == ERROR_NOT_FOUND && ended[i]->error == ERROR_OK;
		CHECK(first || late);
		attempt_free(made[i]);
		attempt_free(ended[i]);
	}
}

static void check_groups(struct fixture *f)
{
	struct archive *other = archive_open(f->loop, &f->config, nothing, NULL);
	fixture_pause(f, 300);
	for (int round = 0; round < 4; round++) {
		begin(f);
		make_and_end(f, other);
		CHECK_INT(fixture_number(f, "SELECT COUNT(*) FROM room r JOIN room_group g ON g.id "
					    "= r.group_id WHERE g.disabled AND NOT r.disabled"),
			  0);
	}
	archive_close(other);
}

/* ---- somebody goes who was handed it meanwhile ---- */

static enum error goes(struct fixture *f, struct place_row known)
{
	struct attempt *a = attempt_new(NULL);
	write_change(&a->write, known.room_id, CHANGE_MEMBER_LEFT, known.user_id, known.user_id);
	write_room_not_led(&a->write, a->arena, &known);
	return run(f, a);
}

static void check_leaders(struct fixture *f)
{
	fixture_sql(f, "INSERT INTO room_group (id, name, creator_id) VALUES (1, 'a', 7)");
	fixture_sql(f, "INSERT INTO room (id, group_id, creator_id, is_main) VALUES (11, 1, 7, 1), "
		       "(12, 1, 8, 0), (13, 1, NULL, 0)");
	CHECK_INT(goes(f, (struct place_row){ .room_id = 11, .user_id = ANN }), ERROR_CONFLICT);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 11, .user_id = ANN, .is_creator = true }),
		  ERROR_CONFLICT);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 11,
					      .user_id = ANN,
					      .is_creator = true,
					      .is_group_creator = true }),
		  ERROR_OK);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 11, .user_id = BO }), ERROR_OK);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 12, .user_id = BO }), ERROR_CONFLICT);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 12, .user_id = ANN }), ERROR_OK);
	CHECK_INT(goes(f, (struct place_row){ .room_id = 13, .user_id = ANN }), ERROR_OK);
}

static void check_all(const char *options)
{
	struct fixture f;
	fixture_open(&f, "room_races", options);
	check_groups(&f);
	fixture_sql(&f, "DELETE FROM room");
	fixture_sql(&f, "DELETE FROM room_group");
	check_leaders(&f);
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
