#include "chat/turn.h"

#include <string.h>

#include "unit/harness.h"

static char gone[32];

struct asking {
	struct turn *turn;
	const char *name;
	bool at_once; /* ends within its go */
};

static void go(void *owner, enum error e)
{
	struct asking *a = owner;
	strncat(gone, e ? "!" : a->name, sizeof(gone) - strlen(gone) - 1);
	if (a->at_once || e)
		turn_end(a->turn, ERROR_OK);
}

static struct asking *take(struct asking *a, int64_t user_id, const char *name)
{
	*a = (struct asking){ .name = name };
	turn_take(&a->turn, user_id, go, a);
	return a;
}

TEST(one_at_a_time)
{
	struct asking a[3];
	gone[0] = '\0';
	CHECK(turn_free(7));
	take(&a[0], 7, "a");
	take(&a[1], 7, "b");
	take(&a[2], 7, "c");
	CHECK_TEXT(gone, "a");
	turn_end(a[0].turn, ERROR_OK);
	CHECK_TEXT(gone, "ab");
	turn_end(a[1].turn, ERROR_NOT_FOUND);
	CHECK_TEXT(gone, "abc");
	CHECK(!turn_free(7));
	turn_end(a[2].turn, ERROR_OK);
	CHECK(turn_free(7));
}

TEST(people_do_not_wait_for_each_other)
{
	struct asking a[3];
	gone[0] = '\0';
	take(&a[0], 7, "a");
	take(&a[1], 9, "b");
	take(&a[2], 7, "c");
	CHECK_TEXT(gone, "ab");
	turn_end(a[1].turn, ERROR_OK);
	CHECK(turn_free(9) && !turn_free(7));
	turn_end(a[0].turn, ERROR_OK);
	turn_end(a[2].turn, ERROR_OK);
	CHECK_TEXT(gone, "abc");
	CHECK(turn_free(7));
}

TEST(many_that_end_at_once_need_no_stack)
{
	enum { MANY = 100000 };
	static struct asking many[MANY];
	struct asking first;
	take(&first, 7, "a");
	for (int i = 0; i < MANY; i++)
		take(&many[i], 7, "")->at_once = true;
	turn_end(first.turn, ERROR_OK);
	CHECK(turn_free(7));
	struct asking alone = { .name = "", .at_once = true };
	turn_take(&alone.turn, 7, go, &alone);
	CHECK(turn_free(7));
}

TEST(nobody_waits_for_a_dead_archive_again)
{
	struct asking a[4];
	gone[0] = '\0';
	for (int i = 0; i < 3; i++)
		take(&a[i], 7, "x");
	turn_end(a[0].turn, ERROR_TIMEOUT);
	CHECK_TEXT(gone, "x!!");
	CHECK(turn_free(7));
	take(&a[3], 7, "y");
	CHECK_TEXT(gone, "x!!y");
	turn_end(a[3].turn, ERROR_UNAVAILABLE);
	CHECK(turn_free(7));
}
