#include "base/states.h"

#include "unit/harness.h"

TEST(states_words_and_numbers)
{
	CHECK_TEXT(state_word("ROLE", ROLE_GUEST), "guest");
	CHECK_INT(state_number("ROLE", "guest"), ROLE_GUEST);
	CHECK_TEXT(state_word("LOG", LOG_DEBUG), "debug");
	CHECK_INT(state_number("CHANGE", "message"), 0);
}

TEST(states_that_are_not_there)
{
	CHECK_TEXT(state_word("ROLE", 99), NULL);
	CHECK_TEXT(state_word("NO_GROUP", 0), NULL);
	CHECK_INT(state_number("ROLE", "Guest"), -1);
	CHECK_INT(state_number("ROLE", ""), -1);
	CHECK_INT(state_number("LOG", "guest"), -1);
}

TEST(states_read_back)
{
#define STATE(group, name, number, word)              \
	CHECK_INT(group##_##name, number);            \
	CHECK_TEXT(state_word(#group, number), word); \
	CHECK_INT(state_number(#group, word), number);
#include "base/states.def"
#undef STATE
}
