#pragma once

#include "archive/message_statements.h"
#include "base/arena.h"
#include "demo/content.h"

/* A text of the demo as a message has it: "@mara" becomes a symbol with a tag. */
struct demo_text {
	struct slice content;
	struct new_mentions mentions;
};

/* `people` are the ids of the accounts. Names that nobody has stay text. */
struct demo_text demo_text_of(struct arena *arena, const char *text, const int64_t people[PEOPLE]);
