#pragma once

#include "base/config.h"

/* The environment of a child: ours without what was meant for us alone (CONFAB_…, systemd's), plus
 * the exact settings. */
struct environment;

/* `c` may be NULL: no settings. The caller frees it. */
struct environment *environment_new(const struct config *c);
void environment_free(struct environment *e);
/* Adds NAME=value; replaces one of that name. */
void environment_set(struct environment *e, const char *name, const char *value);
void environment_set_int(struct environment *e, const char *name, int value);
/* For exec; valid until the next change. */
char *const *environment_entries(const struct environment *e);
