/* The table behind error.h: one row of errors.def each, and ERROR_OK first. */
#include "base/error.h"

#include <stddef.h>

#include "base/check.h"

struct row {
	const char *code;
	const char *text;
	int status;
	bool retryable;
};

static const struct row rows[] = {
	[ERROR_OK] = { "ok", "", 200, false },
#define ERROR(name, code, status, retryable, text) \
	[ERROR_##name] = { code, text, status, retryable },
#include "base/errors.def"
#undef ERROR
};

static const struct row *row_of(enum error e)
{
	ASSERT((size_t)e < ERROR_COUNT);
	return &rows[e];
}

const char *error_code(enum error e)
{
	return row_of(e)->code;
}

int error_http_status(enum error e)
{
	return row_of(e)->status;
}

bool error_retryable(enum error e)
{
	return row_of(e)->retryable;
}

const char *error_text(enum error e)
{
	return row_of(e)->text;
}
