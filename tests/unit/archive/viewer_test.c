/* Who sees whom: by what the viewer is in the archive, whatever a worker believes. */
#include "archive/accounts.h"
#include "archive/positions.h"
#include "base/states.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

/* Ann and bo share room 5; nobody else is there. */
enum { ANN = 1, BO = 2, NOBODY = 77, ROOM = 5 };

static int64_t visible_to(struct fixture *f, int64_t viewer_id)
{
	struct answer a;
	const int64_t ids[] = { ANN, BO, NOBODY };
	accounts_visible(f->archive, answer_read(&a), viewer_id, ids, 3);
	answer_wait(f, &a);
	const int64_t count = a.error ? -1 : (int64_t)a.count;
	answer_clear(&a);
	return count;
}

static int64_t readers_shown_to(struct fixture *f, int64_t viewer_id)
{
	struct answer a;
	positions_of_others(f->archive, answer_read(&a), ROOM, viewer_id, 0);
	answer_wait(f, &a);
	const int64_t count = a.error ? -1 : (int64_t)a.count;
	answer_clear(&a);
	return count;
}

static void begin(struct fixture *f, const char *options)
{
	fixture_open(f, "viewers", options);
	fixture_sql(f, "INSERT INTO user (id, name, display_name, created_ms) VALUES "
		       "(1, 'ann', 'Ann', 0), (2, 'bo', 'Bo', 0)");
	fixture_sql(f, "INSERT INTO room (id, group_id) VALUES (5, 1)");
	fixture_sql(f, "INSERT INTO room_member (room_id, user_id, joined_ms) VALUES "
		       "(5, 1, 0), (5, 2, 0)");
}

static void check_all(const char *options)
{
	struct fixture f;
	begin(&f, options);
	CHECK_INT(visible_to(&f, BO), 2);
	CHECK_INT(visible_to(&f, NOBODY), 0);
	CHECK_INT(readers_shown_to(&f, BO), 1);
	CHECK_INT(readers_shown_to(&f, NOBODY), 0);
	fixture_sql(&f, "UPDATE user SET role = 2 WHERE id = 2"); /* a guest */
	CHECK_INT(visible_to(&f, BO), 2);
	fixture_sql(&f, "UPDATE room_member SET suspended = TRUE WHERE user_id = 2");
	CHECK_INT(visible_to(&f, BO), 1);
	CHECK_INT(readers_shown_to(&f, BO), 0);
	CHECK_INT(readers_shown_to(&f, ANN), 0);
	fixture_sql(&f, "UPDATE user SET role = 0 WHERE id = 2");
	CHECK_INT(visible_to(&f, BO), 2);
	fixture_sql(&f, "UPDATE user SET state = 2 WHERE id = 2"); /* disabled */
	CHECK_INT(visible_to(&f, BO), 1);
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
