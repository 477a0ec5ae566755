/* Reading a document: limits, duplicate keys, exact keys, and what the top object's members give.
 */
#include "protocol/decode.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "protocol/scanner.h"
#include "unit/harness.h"

enum { LIMIT = 65536 };

static struct document *read_text(const char *json)
{
	struct decode_problem problem;

	return document_read(slice_of(json), LIMIT, &problem);
}

static enum error error_of(struct slice json, size_t limit)
{
	struct decode_problem problem = { 0 };
	struct document *d = document_read(json, limit, &problem);

	document_free(d);
	CHECK((d == NULL) == (problem.error != ERROR_OK));
	return problem.error;
}

TEST(size_limit)
{
	CHECK_INT(error_of(SLICE("{\"a\":1}"), 7), ERROR_OK);
	CHECK_INT(error_of(SLICE("{\"a\":1}"), 6), ERROR_TOO_LARGE);
	CHECK_INT(error_of(SLICE("not json"), 6), ERROR_TOO_LARGE);
	CHECK_INT(error_of(SLICE("not json"), 8), ERROR_MALFORMED);
}

TEST(duplicate_keys)
{
	static const char *const refused[] = {
		"{\"a\":1,\"a\":1}",
		"{\"a\":1,\"b\":2,\"a\":3}",
		"{\"a\":1,\"\\u0061\":2}",
		"{\"\":1,\"\":2}",
		"{\"o\":{\"x\":1,\"x\":2}}",
		"{\"l\":[{},[{\"x\":1,\"x\":null}]]}",
		"{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,"
		"\"k\":1,\"l\":1,\"m\":1,"
		"\"a\":1}",
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_INT(error_of(slice_of(refused[i]), LIMIT), ERROR_MALFORMED);
	CHECK_INT(error_of(SLICE("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"), LIMIT), ERROR_OK);
	CHECK_INT(error_of(SLICE("{\"a\":1,\"A\":1}"), LIMIT), ERROR_OK);
}

/* As many members as a document may have; with `twice`, the last name is the first again. */
static void write_members(struct buffer *b, bool twice)
{
	buffer_append_byte(b, '{');
	for (int i = 0; i < SCANNER_VALUES_MAX - 1; i++)
		buffer_format(b, "%s\"%d\":0", i > 0 ? "," : "",
			      twice && i == SCANNER_VALUES_MAX - 2 ? 0 : i);
	buffer_append_byte(b, '}');
}

/* Comparing each with each would take 200 million comparisons. */
TEST(many_members_are_not_quadratic)
{
	struct buffer b = { 0 };
	const int64_t began_us = clock_monotonic_us();

	write_members(&b, false);
	CHECK_INT(error_of(buffer_slice(&b), 1000000), ERROR_OK);
	buffer_reset(&b);
	write_members(&b, true);
	CHECK_INT(error_of(buffer_slice(&b), 1000000), ERROR_MALFORMED);
	buffer_clear(&b);
	CHECK(clock_monotonic_us() - began_us < 2000000);
}

TEST(texts_of_the_top_object)
{
	struct document *d = read_text(
		"{\"action\":\"printMessage\",\"e\":\"\",\"n\":1,\"u\":\"\\u00e9\\ud83d\\ude00\"}");

	CHECK(d != NULL);
	CHECK_SLICE(document_text(d, "action"), "printMessage");
	CHECK_SLICE(document_text(d, "u"), "\xc3\xa9\xf0\x9f\x98\x80");
	CHECK(document_text(d, "e").data != NULL);
	CHECK_INT(document_text(d, "e").size, 0);
	CHECK(document_text(d, "Action").data == NULL);
	CHECK(document_text(d, "n").data == NULL);
	CHECK(document_text(d, "absent").data == NULL);
	document_free(d);
}

struct whole_case {
	const char *json;
	bool whole;
	int64_t value;
};

static const struct whole_case wholes[] = {
	{ "{\"n\":0}", true, 0 },
	{ "{\"n\":-0}", true, 0 },
	{ "{\"n\":14}", true, 14 },
	{ "{\"n\":1.0}", true, 1 },
	{ "{\"n\":1e3}", true, 1000 },
	{ "{\"n\":9007199254740991}", true, INT64_C(9007199254740991) },
	{ "{\"n\":-9007199254740991}", true, INT64_C(-9007199254740991) },
	{ "{\"n\":9007199254740992}", false, 0 },
	{ "{\"n\":9007199254740993}", false, 0 },
	{ "{\"n\":-9007199254740992}", false, 0 },
	{ "{\"n\":1e300}", false, 0 },
	{ "{\"n\":1e999}", false, 0 },
	{ "{\"n\":-1e999}", false, 0 },
	{ "{\"n\":0.5}", false, 0 },
	{ "{\"n\":1e-400}", true, 0 },
	{ "{\"n\":null}", false, 0 },
	{ "{\"n\":\"1\"}", false, 0 },
	{ "{\"n\":true}", false, 0 },
	{ "{\"N\":1}", false, 0 },
};

TEST(whole_numbers_of_the_top_object)
{
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++) {
		struct document *d = read_text(wholes[i].json);
		int64_t value = -7;
		CHECK(d != NULL);
		CHECK_INT(document_int(d, "n", &value), wholes[i].whole);
		CHECK_INT(value, wholes[i].whole ? wholes[i].value : -7);
		document_free(d);
	}
}

TEST(free_of_null)
{
	document_free(NULL);
}
