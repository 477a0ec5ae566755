/* One line and an exit code for everything that stops the program before it serves, or a command
 * from being done. */

#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

bool failure_set(struct failure *f, int exit_code, const char *format, ...)
{
	va_list values;

	f->exit_code = exit_code;
	va_start(values, format);
	vsnprintf(f->text, sizeof(f->text), format, values);
	va_end(values);
	return false;
}

int failure_report(const struct failure *f)
{
	fprintf(stderr, "confabd: %s\n", f->text);
	return f->exit_code;
}
