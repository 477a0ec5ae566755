#pragma once

#include <stdbool.h>

#include "base/config.h"
#include "failure.h"

/* Where this program and what belongs to it lie. Opened as the user who started us, and used
 * through the descriptors afterwards: a checkout under /root is closed to the user that everything
 * runs as. */

/* Finds them and fills static_dir, migrations_dir and helpers_dir of `c` when they are empty. */
bool program_open(struct config *c, struct failure *failure);
/* After the user changed: paths that are closed to it now become /proc/self/fd/<n>. */
void program_reopen(struct config *c);
/* The directory of the program and its name in there: always the version on the disk, so that a
 * reload runs the new one. */
int program_directory(void);
const char *program_name(void);
/* The descriptors that children must keep, for the paths program_reopen made; returns how many (at
 * most PROGRAM_KEPT_MAX). */
enum { PROGRAM_KEPT_MAX = 3 };
int program_kept(int descriptors[PROGRAM_KEPT_MAX]);
