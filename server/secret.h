#pragma once

#include <stdbool.h>

/* Passwords typed by the operator. */

enum { SECRET_MAX = 1024 }; /* bytes */

/* From the terminal, twice and without echo; else the first line of standard input. False after it
 * said what was wrong. */
bool secret_ask(const char *prompt, char secret[SECRET_MAX + 1]);
void secret_wipe(char secret[SECRET_MAX + 1]);
