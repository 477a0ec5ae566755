#pragma once

#include <stdbool.h>

/* Why something that the operator asked for cannot be done: one line for people, and the exit code
 * (sysexits.h). */
struct failure {
	int exit_code;
	char text[512];
};

/* Fills it in and returns false, so that a step ends with `return failure_set(…)`. */
bool failure_set(struct failure *f, int exit_code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Prints "confabd: <text>" on standard error and returns the exit code. */
int failure_report(const struct failure *f);
