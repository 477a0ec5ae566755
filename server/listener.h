#pragma once

#include "base/config.h"
#include "failure.h"

/* The one listening socket, opened before the first worker and shared by all. */

/* From `bind` and `port`, or what systemd passed. Close-on-exec, non-blocking; -1: `failure` says
 * why. */
int listener_open(const struct config *c, struct failure *failure);
