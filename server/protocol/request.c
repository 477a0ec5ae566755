/* The one end of a request. Whoever ends it loses it: the sink frees it, so `sink` is taken away
 * first and a second end meets the assertion (as long as the memory lives; the sanitizers see the
 * rest). */
#include "protocol/request.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"
#include "base/text.h"

enum { FAIL_POINTS_MAX = 500, FAIL_BYTES_MAX = FAIL_POINTS_MAX * 4 };

static const struct request_sink *take_sink(struct request *r)
{
	const struct request_sink *sink = r->sink;

	ASSERT(sink != NULL);
	r->sink = NULL;
	return sink;
}

static void fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	ASSERT(e > ERROR_OK && e < ERROR_COUNT);
	take_sink(r)->fail(r, e, text, retry_after_ms);
}

void request_reply(struct request *r, struct slice json)
{
	take_sink(r)->reply(r, json);
}

void request_done(struct request *r)
{
	take_sink(r)->done(r);
}

void request_fail(struct request *r, enum error e)
{
	fail(r, e, error_text(e), 0);
}

static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Ends `text` after its 500th code point, and before a character of which the end is missing. */
static void cut(char *text, size_t size, bool truncated)
{
	size_t points = 0;
	size_t at = 0;

	while (at < size && (continues(text[at]) || ++points <= FAIL_POINTS_MAX))
		at++;
	if (truncated && at == size) {
		while (at > 0 && continues(text[at - 1]))
			at--;
		at -= at > 0;
	}
	text[at] = '\0';
}

void request_fail_text(struct request *r, enum error e, const char *format, ...)
{
	char text[FAIL_BYTES_MAX + 1];
	va_list arguments;

	va_start(arguments, format);
	const int length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	const bool truncated = length >= (int)sizeof(text);
	if (length > 0)
		cut(text, truncated ? sizeof(text) - 1 : (size_t)length, truncated);
	const bool usable = length > 0 && text[0] != '\0' && text_is_utf8(slice_of(text));
	fail(r, e, usable ? text : error_text(e), 0);
}

void request_fail_limited(struct request *r, int64_t retry_after_ms)
{
	fail(r, ERROR_RATE_LIMITED, error_text(ERROR_RATE_LIMITED), retry_after_ms);
}
