#pragma once

#include "options.h"

/* `confabd run`: opens, starts and watches everything until it is told to stop; returns the exit
 * code. `o` is read again at a SIGHUP. */
int supervisor_run(struct options *o);
