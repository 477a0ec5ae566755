#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* Every option, from config.def: a `const char *` for texts, int64_t for numbers, bool, int for
 * choices. */
struct config {
#define CONFIG_TEXT(field, fallback, maximum, help) const char *field;
#define CONFIG_INT(field, fallback, minimum, maximum, unit, help) int64_t field;
#define CONFIG_BOOL(field, fallback, help) bool field;
#define CONFIG_CHOICE(field, fallback, group, help) int field;
#include "base/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
#undef CONFIG_CHOICE
};

/* Items of an option that is a list. */
enum { CONFIG_LIST_MAX = 64 };

/* Where a wrong value was found and why; printed as one line by the caller, which then exits
 * with 78. */
struct config_problem {
	char text[512];
};

/* All defaults. The caller clears it with config_clear. */
void config_init(struct config *c);
void config_clear(struct config *c);
/* Reads `key = value` lines (# comments, blank lines; values may be "quoted"). False: `problem`
 * names file, line, key, value and what is allowed. An unknown key is a problem. */
bool config_read_file(struct config *c, const char *path, struct config_problem *problem);
/* Takes CONFAB_<KEY> variables from the environment. A CONFAB_ variable that is no key is a
 * problem, but for CONFAB_INTERNAL_… (between our own processes), CONFAB_BUILD_DIR and
 * CONFAB_CONFIG (for scripts and main). */
bool config_read_environment(struct config *c, char *const *environment,
			     struct config_problem *problem);
/* Sets one option by its key ('-' is as good as '_'); `source` ("--port", "CONFAB_PORT", "file:3")
 * goes into the problem's text. */
bool config_set(struct config *c, const char *key, const char *value, const char *source,
		struct config_problem *problem);
/* True if `key` is an option; `takes_value` is false for switches (booleans). */
bool config_known(const char *key, bool *takes_value);
/* Checks that hold between options (URLs parse, sizes fit together). */
bool config_check(const struct config *c, struct config_problem *problem);
/* Every option as a commented file that config_read_file takes; passwords in URLs and tokens are
 * shown as ***** unless `secrets`. */
void config_write(const struct config *c, bool secrets, struct buffer *out);
/* The same as CONFAB_… variables in `environment` (KEY=value, NUL-separated), to hand the exact
 * settings to a worker. */
void config_write_environment(const struct config *c, struct buffer *out);
