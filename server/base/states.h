#pragma once

/* Numbered words that are stored, configured or sent: ROLE_GUEST, CHANGE_MESSAGE, … One list:
 * states.def. */
enum state {
#define STATE(group, name, number, word) group##_##name = (number),
#include "base/states.def"
#undef STATE
};

/* The word of a number in a group ("ROLE", 2 → "guest"); NULL if there is none. */
const char *state_word(const char *group, int number);
/* The number of a word in a group; -1 if there is none. */
int state_number(const char *group, const char *word);
