#include "base/check.h"

#include "unit/harness.h"

TEST(check_passes_what_is_true)
{
	int evaluated = 0;
	ASSERT(++evaluated == 1);
	CHECK_INT(evaluated, 1);
}

TEST(check_aborts_on_what_is_not)
{
	CHECK_ABORTS(ASSERT(1 + 1 == 3));
}

TEST(check_failed_takes_long_texts)
{
	char text[2000];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	CHECK_ABORTS(check_failed(text, text, 1));
}
