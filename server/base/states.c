/* The rows of states.def, searched one after another: groups are short, and nothing on a hot path
 * asks. */
#include "base/states.h"

#include <stddef.h>
#include <string.h>

struct row {
	const char *group;
	const char *word;
	int number;
};

static const struct row rows[] = {
#define STATE(group, name, number, word) { #group, word, number },
#include "base/states.def"
#undef STATE
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

const char *state_word(const char *group, int number)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].number == number && strcmp(rows[i].group, group) == 0)
			return rows[i].word;
	}
	return NULL;
}

int state_number(const char *group, const char *word)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strcmp(rows[i].group, group) == 0 && strcmp(rows[i].word, word) == 0)
			return rows[i].number;
	}
	return -1;
}
