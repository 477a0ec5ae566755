/* A request ends once, and its sink hears how. */
#include "protocol/request.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "unit/harness.h"

static struct {
	int ends;
	char what[16];
	char text[3000];
	enum error error;
	int64_t retry_after_ms;
} heard;

static void on_reply(struct request *r, struct slice json)
{
	(void)r;
	heard.ends++;
	snprintf(heard.what, sizeof(heard.what), "reply");
	snprintf(heard.text, sizeof(heard.text), "%.*s", (int)json.size, json.data);
}

static void on_done(struct request *r)
{
	(void)r;
	heard.ends++;
	snprintf(heard.what, sizeof(heard.what), "done");
}

static void on_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	(void)r;
	heard.ends++;
	heard.error = e;
	heard.retry_after_ms = retry_after_ms;
	snprintf(heard.what, sizeof(heard.what), "fail");
	snprintf(heard.text, sizeof(heard.text), "%s", text);
}

static const struct request_sink sink = { .reply = on_reply, .done = on_done, .fail = on_fail };

static struct request begin(void)
{
	memset(&heard, 0, sizeof(heard));
	return (struct request){ .sink = &sink };
}

TEST(reply)
{
	struct request r = begin();

	request_reply(&r, SLICE("{\"a\":1}"));
	CHECK_INT(heard.ends, 1);
	CHECK_TEXT(heard.what, "reply");
	CHECK_TEXT(heard.text, "{\"a\":1}");
}

TEST(done)
{
	struct request r = begin();

	request_done(&r);
	CHECK_INT(heard.ends, 1);
	CHECK_TEXT(heard.what, "done");
}

TEST(fail)
{
	struct request r = begin();

	request_fail(&r, ERROR_NOT_MEMBER);
	CHECK_INT(heard.error, ERROR_NOT_MEMBER);
	CHECK_TEXT(heard.text, error_text(ERROR_NOT_MEMBER));
	CHECK_INT(heard.retry_after_ms, 0);
}

TEST(fail_limited)
{
	struct request r = begin();

	request_fail_limited(&r, 1500);
	CHECK_INT(heard.error, ERROR_RATE_LIMITED);
	CHECK_INT(heard.retry_after_ms, 1500);
}

TEST(fail_text)
{
	struct request r = begin();

	request_fail_text(&r, ERROR_INVALID, "%s: must have at most %d", "name", 16);
	CHECK_INT(heard.error, ERROR_INVALID);
	CHECK_TEXT(heard.text, "name: must have at most 16");
}

TEST(fail_text_without_text)
{
	struct request r = begin();

	request_fail_text(&r, ERROR_INVALID, "%s", "");
	CHECK_TEXT(heard.text, error_text(ERROR_INVALID));
	r = begin();
	request_fail_text(&r, ERROR_INVALID, "%s", "\xff");
	CHECK_TEXT(heard.text, error_text(ERROR_INVALID));
}

/* `count` times the character `c`. */
static void fail_with(const char *c, size_t count)
{
	static char text[20000];
	const size_t size = strlen(c);
	struct request r = begin();

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * size, c, size);
	text[count * size] = '\0';
	request_fail_text(&r, ERROR_INVALID, "%s", text);
}

TEST(fail_text_is_cut_between_characters)
{
	static const char *const characters[] = { "x", "\xc3\xa9", "\xe2\x82\xac" };

	for (size_t i = 0; i < 3; i++) {
		fail_with(characters[i], 500);
		CHECK_INT(text_length(slice_of(heard.text)), 500);
		fail_with(characters[i], 501);
		CHECK_INT(text_length(slice_of(heard.text)), 500);
		fail_with(characters[i], 4000);
		CHECK(text_is_utf8(slice_of(heard.text)));
		CHECK_INT(text_length(slice_of(heard.text)), 500);
	}
	fail_with("\xf0\x9f\x98\x80", 500);
	CHECK_INT(text_length(slice_of(heard.text)), 500);
	fail_with("\xf0\x9f\x98\x80", 4000);
	CHECK(text_is_utf8(slice_of(heard.text)));
	CHECK_INT(text_length(slice_of(heard.text)), 499);
}

TEST(second_end_aborts)
{
	struct request r = begin();

	request_done(&r);
	CHECK_ABORTS(request_done(&r));
	CHECK_ABORTS(request_reply(&r, SLICE("{}")));
	CHECK_ABORTS(request_fail(&r, ERROR_BUSY));
	CHECK_ABORTS(request_fail_text(&r, ERROR_BUSY, "again"));
}

TEST(no_error_is_no_failure)
{
	struct request r = begin();

	CHECK_ABORTS(request_fail(&r, ERROR_OK));
	CHECK_ABORTS(request_fail(&r, ERROR_COUNT));
}
