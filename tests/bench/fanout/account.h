#pragma once

#include "options.h"

enum { COOKIE_MAX = 256 };

/* Signs up a new account; its session cookie ("name=value") goes into `cookie` (COOKIE_MAX bytes).
 * Prints why and exits if the server refuses. */
void account_register(const struct options *o, int number, char *cookie);
