#pragma once

#include <stdbool.h>

#include "base/config.h"
#include "failure.h"

/* The command line: words (a command and what it is about) and options, of which most are those of
 * config.def. */

enum {
	OPTIONS_WORDS_MAX = 8,
	OPTIONS_EXTRA_MAX = 8,
};

/* An option of one command only; config.def has the ones of all. */
struct option_kind {
	const char *name;  /* without the dashes; NULL ends a list */
	const char *value; /* what it takes, for the help; NULL: it is a switch */
	const char *help;
};

struct options {
	struct config config;
	int argument_count; /* as main got them; read again at a reload */
	char *const *arguments;
	const char *words[OPTIONS_WORDS_MAX + 1]; /* NULL-terminated */
	int word_count;
	const struct option_kind *kinds; /* of the command */
	const char *extra_names[OPTIONS_EXTRA_MAX];
	const char *extra_values[OPTIONS_EXTRA_MAX];
	int extra_count;
	bool demo; /* what is served is made up */
};

/* The words alone, to find the command by. What they are depends on which options take a value;
 * `kinds` are those of all commands. */
bool options_words(struct options *o, const struct option_kind *kinds, struct failure *failure);
/* Everything: the file (--config, CONFAB_CONFIG, or /etc/confab/confab.conf for an installed
 * program), then the environment, then the options, then the checks between them. */
bool options_read(struct options *o, struct failure *failure);
/* Its value, "" for a switch that was given, NULL when it was not. */
const char *options_extra(const struct options *o, const char *name);
