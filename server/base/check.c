/* The way out of a bug: one line, then abort. Nothing here allocates, locks or touches stdio, as
 * the heap may be the very thing that is broken. */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void check_failed(const char *condition, const char *file, int line)
{
	char text[512];
	int size = snprintf(text, sizeof(text),
			    "<2>error check failed where=%s:%d condition=\"%s\"\n", file, line,
			    condition);
	if (size > 0) {
		size_t limit = (size_t)size < sizeof(text) ? (size_t)size : sizeof(text) - 1;
		ssize_t written = write(STDERR_FILENO, text, limit);
		(void)written;
	}
	abort();
}
