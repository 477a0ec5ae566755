#pragma once

#include <stdbool.h>
#include <stdint.h>

/* One list (errors.def) gives the enum, the wire codes, the HTTP statuses and the texts. ERROR_OK
 * is 0. */
enum error {
	ERROR_OK = 0,
#define ERROR(name, code, status, retryable, text) ERROR_##name,
#include "base/errors.def"
#undef ERROR
	ERROR_COUNT
};

/* Functions that can fail in an expected way are declared MUST_USE and return ERROR_OK or the
 * reason. */
#define MUST_USE __attribute__((warn_unused_result))

/* The stable code that goes over the wire, e.g. "rate_limited". */
const char *error_code(enum error e);
/* The HTTP status that carries this error; 200 for ERROR_OK. */
int error_http_status(enum error e);
/* True when the same request may succeed later unchanged. */
bool error_retryable(enum error e);
/* The default English text for people. */
const char *error_text(enum error e);
