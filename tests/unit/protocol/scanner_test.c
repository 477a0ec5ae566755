/* What the scanner takes and what it refuses, and that it says where. */
#include "protocol/scanner.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "unit/harness.h"

struct scanner_case {
	struct slice json;
	const char *problem; /* NULL: accepted */
};

/* A slice as a constant. */
#define BYTES(literal)                         \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}

static const struct scanner_case accepted[] = {
	{ BYTES("{}"), NULL },
	{ BYTES(" \t\r\n{ \t\r\n} \t\r\n"), NULL },
	{ BYTES("{\"a\":1}"), NULL },
	{ BYTES("{\"a\" : 1 , \"b\" : [ 1 , 2 ] }"), NULL },
	{ BYTES("{\"\":\"\"}"), NULL },
	{ BYTES("{\"a\":[]}"), NULL },
	{ BYTES("{\"a\":[{},[],null,true,false,\"x\",-1.5e+10]}"), NULL },
	{ BYTES("{\"a\":0}"), NULL },
	{ BYTES("{\"a\":-0}"), NULL },
	{ BYTES("{\"a\":-0.0}"), NULL },
	{ BYTES("{\"a\":10.25}"), NULL },
	{ BYTES("{\"a\":1e5}"), NULL },
	{ BYTES("{\"a\":1E-5}"), NULL },
	{ BYTES("{\"a\":1E+5}"), NULL },
	{ BYTES("{\"a\":1e999}"), NULL },
	{ BYTES("{\"a\":9007199254740993}"), NULL },
	{ BYTES("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}"), NULL },
	{ BYTES("{\"a\":\"\\u0041\\u00e9\\u20AC\"}"), NULL },
	{ BYTES("{\"a\":\"\\ud83d\\ude00\"}"), NULL },
	{ BYTES("{\"a\":\"\\uD83D\\uDE00\"}"), NULL },
	{ BYTES("{\"a\":\"\\ud800\\udc00\\udbff\\udfff\\ud7ff\\ue000\"}"), NULL },
	{ BYTES("{\"a\":\"\\u0001\\u001f\\uffff\"}"), NULL },
	{ BYTES("{\"a\":\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \x7f\"}"), NULL },
	{ BYTES("{\"a\":\"{[\\\"]}\"}"), NULL },
	{ BYTES("{\"\\u0061\":1}"), NULL },
};

static const struct scanner_case refused[] = {
	{ { NULL, 0 }, "at byte 0: an object is expected" },
	{ BYTES(""), "at byte 0: an object is expected" },
	{ BYTES("   "), "at byte 3: an object is expected" },
	{ BYTES("null"), "at byte 0: an object is expected" },
	{ BYTES("[]"), "at byte 0: an object is expected" },
	{ BYTES("\"a\""), "at byte 0: an object is expected" },
	{ BYTES("1"), "at byte 0: an object is expected" },
	{ BYTES("\xef\xbb\xbf{}"), "at byte 0: an object is expected" },
	{ BYTES("\0{}"), "at byte 0: an object is expected" },
	{ BYTES("{"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{a:1}"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{'a':1}"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{1:1}"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{,}"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{\"a\":1,}"), "at byte 7: a name in quotes is expected" },
	{ BYTES("{\"a\":1,,\"b\":2}"), "at byte 7: a name in quotes is expected" },
	{ BYTES("{/**/}"), "at byte 1: a name in quotes is expected" },
	{ BYTES("{\"a\""), "at byte 4: ':' is expected" },
	{ BYTES("{\"a\" 1}"), "at byte 5: ':' is expected" },
	{ BYTES("{\"a\",1}"), "at byte 4: ':' is expected" },
	{ BYTES("{\"a\":"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":tru}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":True}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":nul"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":NaN}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":Infinity}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":undefined}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":+1}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":.5}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":'b'}"), "at byte 5: a value is expected" },
	{ BYTES("{\"a\":truex}"), "at byte 9: ',' or '}' is expected" },
	{ BYTES("{\"a\":-}"), "at byte 6: a digit is missing" },
	{ BYTES("{\"a\":-a}"), "at byte 6: a digit is missing" },
	{ BYTES("{\"a\":1.}"), "at byte 7: a digit is missing" },
	{ BYTES("{\"a\":1.e5}"), "at byte 7: a digit is missing" },
	{ BYTES("{\"a\":1e}"), "at byte 7: a digit is missing" },
	{ BYTES("{\"a\":1e+}"), "at byte 8: a digit is missing" },
	{ BYTES("{\"a\":1e+-5}"), "at byte 8: a digit is missing" },
	{ BYTES("{\"a\":01}"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":-01}"), "at byte 7: ',' or '}' is expected" },
	{ BYTES("{\"a\":0x10}"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":1_000}"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":1 2}"), "at byte 7: ',' or '}' is expected" },
	{ BYTES("{\"a\":1;\"b\":2}"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":1]"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":1"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":1\0}"), "at byte 6: ',' or '}' is expected" },
	{ BYTES("{\"a\":[1 2]}"), "at byte 8: ',' or ']' is expected" },
	{ BYTES("{\"a\":[1}"), "at byte 7: ',' or ']' is expected" },
	{ BYTES("{\"a\":[1,]}"), "at byte 8: a value is expected" },
	{ BYTES("{\"a\":[,1]}"), "at byte 6: a value is expected" },
	{ BYTES("{\"a\":["), "at byte 6: a value is expected" },
	{ BYTES("{\"a\":\"b"), "at byte 7: the text does not end" },
	{ BYTES("{\"a\":\"b\\"), "at byte 8: the text does not end" },
	{ BYTES("{\"a"), "at byte 3: the text does not end" },
	{ BYTES("{\"a\":\"\n\"}"), "at byte 6: control character in a text" },
	{ BYTES("{\"a\":\"\t\"}"), "at byte 6: control character in a text" },
	{ BYTES("{\"a\":\"b\0c\"}"), "at byte 7: control character in a text" },
	{ BYTES("{\"a\x1f\":1}"), "at byte 3: control character in a text" },
	{ BYTES("{\"a\":\"\\x41\"}"), "at byte 7: unknown escape" },
	{ BYTES("{\"a\":\"\\'\"}"), "at byte 7: unknown escape" },
	{ BYTES("{\"a\":\"\\U0041\"}"), "at byte 7: unknown escape" },
	{ BYTES("{\"a\":\"\\\0\"}"), "at byte 7: unknown escape" },
	{ BYTES("{\"a\":\"\\u12\"}"), "at byte 10: \\u needs four hexadecimal digits" },
	{ BYTES("{\"a\":\"\\u12g4\"}"), "at byte 10: \\u needs four hexadecimal digits" },
	{ BYTES("{\"a\":\"\\u"), "at byte 8: \\u needs four hexadecimal digits" },
	{ BYTES("{\"a\":\"\\u0000\"}"), "at byte 12: \\u0000 is not allowed" },
	{ BYTES("{\"a\\u0000b\":1}"), "at byte 9: \\u0000 is not allowed" },
	{ BYTES("{\"a\":\"\\ud83d\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\ud83dx\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\ud83d\\n\"}"), "at byte 13: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\ud83d\\u0041\"}"), "at byte 18: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\ud83d\\ud83d\"}"), "at byte 18: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\ude00\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\udc00\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\udfff\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{\"a\":\"\\udbff\"}"), "at byte 12: half of a surrogate pair" },
	{ BYTES("{} x"), "at byte 3: something follows the object" },
	{ BYTES("{}{}"), "at byte 2: something follows the object" },
	{ BYTES("{}\0"), "at byte 2: something follows the object" },
	{ BYTES("{}\x0b"), "at byte 2: something follows the object" },
	{ BYTES("{\"a\":\"\xff\"}"), "is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xc3\"}"), "is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xc0\x80\"}"), "is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}"), "is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xf4\x90\x80\x80\"}"), "is not valid UTF-8" },
	{ BYTES("{}\xff"), "is not valid UTF-8" },
};

static void check_case(const struct scanner_case *c)
{
	struct decode_problem problem = { 0 };
	const bool taken = scanner_accepts(c->json, &problem);

	if (taken != (c->problem == NULL))
		printf("case %.*s: %s\n", (int)c->json.size, c->json.data, problem.text);
	CHECK(taken == (c->problem == NULL));
	if (!c->problem)
		return;
	CHECK_TEXT(problem.text, c->problem);
	CHECK_INT(problem.error, ERROR_MALFORMED);
}

TEST(accepts)
{
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++)
		check_case(&accepted[i]);
}

TEST(refuses)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		check_case(&refused[i]);
}

/* Whatever is cut off an accepted document makes it unacceptable. */
TEST(refuses_every_beginning)
{
	const struct slice json =
		SLICE("{\"a\":[1,-2.5e3,\"\\u00e9\\ud83d\\ude00\",{\"b\":null}],\"c\":true}");
	struct decode_problem problem;

	for (size_t size = 0; size < json.size; size++)
		CHECK(!scanner_accepts((struct slice){ json.data, size }, &problem));
	CHECK(scanner_accepts(json, &problem));
}

/* {"a":[[…]]} with `depth` containers in all. */
static bool accepts_depth(size_t depth, struct decode_problem *problem)
{
	struct buffer b = { 0 };

	buffer_append_text(&b, "{\"a\":");
	for (size_t i = 1; i < depth; i++)
		buffer_append_byte(&b, '[');
	for (size_t i = 1; i < depth; i++)
		buffer_append_byte(&b, ']');
	buffer_append_byte(&b, '}');
	const bool taken = scanner_accepts(buffer_slice(&b), problem);
	buffer_clear(&b);
	return taken;
}

TEST(limits_depth)
{
	struct decode_problem problem;

	CHECK(accepts_depth(SCANNER_DEPTH_MAX, &problem));
	CHECK(!accepts_depth(SCANNER_DEPTH_MAX + 1, &problem));
	CHECK_TEXT(problem.text, "at byte 21: nested too deep");
	CHECK(!accepts_depth(100000, &problem));
}

/* Siblings do not add up. */
TEST(counts_depth_of_siblings_once)
{
	struct buffer b = { 0 };
	struct decode_problem problem;

	buffer_append_text(&b, "{\"a\":[[]");
	for (int i = 0; i < 100; i++)
		buffer_append_text(&b, ",[],{\"b\":{}}");
	buffer_append_text(&b, "]}");
	CHECK(scanner_accepts(buffer_slice(&b), &problem));
	buffer_clear(&b);
}

/* {"a":[0,0,…]} with `values` values in all. */
static bool accepts_values(size_t values, struct decode_problem *problem)
{
	struct buffer b = { 0 };

	buffer_append_text(&b, "{\"a\":[0");
	for (size_t i = 3; i < values; i++)
		buffer_append_text(&b, ",0");
	buffer_append_text(&b, "]}");
	const bool taken = scanner_accepts(buffer_slice(&b), problem);
	buffer_clear(&b);
	return taken;
}

TEST(limits_values)
{
	struct decode_problem problem;

	CHECK(accepts_values(SCANNER_VALUES_MAX, &problem));
	CHECK(!accepts_values(SCANNER_VALUES_MAX + 1, &problem));
	CHECK_INT(problem.error, ERROR_TOO_LARGE);
}

static bool accepts_digits(size_t digits, struct decode_problem *problem)
{
	struct buffer b = { 0 };

	buffer_append_text(&b, "{\"a\":");
	for (size_t i = 0; i < digits; i++)
		buffer_append_byte(&b, '7');
	buffer_append_byte(&b, '}');
	const bool taken = scanner_accepts(buffer_slice(&b), problem);
	buffer_clear(&b);
	return taken;
}

TEST(limits_numbers)
{
	struct decode_problem problem;

	CHECK(accepts_digits(SCANNER_NUMBER_MAX, &problem));
	CHECK(!accepts_digits(SCANNER_NUMBER_MAX + 1, &problem));
	CHECK_INT(problem.error, ERROR_MALFORMED);
}
