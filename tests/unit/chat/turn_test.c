#include "chat/turn.h"

#include <string.h>

#include "unit/harness.h"

static char gone[32];
static struct turn *also; /* readied from within a turn */

static void go(void *owner)
{
	strncat(gone, owner, sizeof(gone) - strlen(gone) - 1);
	struct turn *inner = also;
	also = NULL;
	if (inner)
		turn_ready(inner);
}

static void take(struct turn *t, int64_t user_id, char *name)
{
	turn_take(t, user_id, go, name);
}

TEST(who_is_ready_waits_for_those_before)
{
	struct turn t[3];
	gone[0] = '\0';
	CHECK(turn_free(7));
	take(&t[0], 7, "a");
	take(&t[1], 7, "b");
	take(&t[2], 7, "c");
	CHECK(!turn_free(7));
	turn_ready(&t[1]);
	turn_ready(&t[2]);
	CHECK_TEXT(gone, "");
	turn_ready(&t[0]);
	CHECK_TEXT(gone, "abc");
	CHECK(turn_free(7));
}

TEST(people_do_not_wait_for_each_other)
{
	struct turn t[3];
	gone[0] = '\0';
	take(&t[0], 7, "a");
	take(&t[1], 9, "b");
	take(&t[2], 7, "c");
	turn_ready(&t[1]);
	CHECK_TEXT(gone, "b");
	CHECK(turn_free(9) && !turn_free(7));
	turn_ready(&t[0]);
	CHECK_TEXT(gone, "ba");
	CHECK(!turn_free(7));
	turn_ready(&t[2]);
	CHECK_TEXT(gone, "bac");
	CHECK(turn_free(7));
}

TEST(a_turn_may_ready_the_next_and_take_another)
{
	struct turn t[2];
	gone[0] = '\0';
	take(&t[0], 7, "a");
	take(&t[1], 7, "b");
	also = &t[1];
	turn_ready(&t[0]);
	CHECK_TEXT(gone, "ab");
	CHECK(turn_free(7));
	take(&t[0], 7, "c");
	turn_ready(&t[0]);
	CHECK_TEXT(gone, "abc");
}
