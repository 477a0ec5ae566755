/* The exact bytes of JSON values. */
#include "protocol/json.h"

#include "unit/harness.h"

static void check_text(struct slice text, const char *expected)
{
	struct buffer out = { 0 };

	json_text(&out, text);
	CHECK_SLICE(buffer_slice(&out), expected);
	buffer_clear(&out);
}

TEST(texts)
{
	check_text(SLICE(""), "\"\"");
	check_text((struct slice){ NULL, 0 }, "\"\"");
	check_text(SLICE("plain"), "\"plain\"");
	check_text(SLICE("\"\\/"), "\"\\\"\\\\/\"");
	check_text(SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
	check_text(SLICE("\x01\x1f\x7f"), "\"\\u0001\\u001f\x7f\"");
	check_text(SLICE("a\0b"), "\"a\\u0000b\"");
	check_text(SLICE("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
		   "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
	check_text(SLICE("a\xe2\x80\xa8z"), "\"a\\u2028z\"");
	check_text(SLICE("\xe2\x80\xa9"), "\"\\u2029\"");
	check_text(SLICE("\xe2\x80\xa7\xe2\x80\xaa"), "\"\xe2\x80\xa7\xe2\x80\xaa\"");
	check_text(SLICE("\"\"x\"\""), "\"\\\"\\\"x\\\"\\\"\"");
}

/* Bytes that only begin like a line separator, at the very end, are not read past. */
TEST(cut_separator)
{
	check_text(SLICE("\xe2"), "\"\xe2\"");
	check_text(SLICE("\xe2\x80"), "\"\xe2\x80\"");
	check_text((struct slice){ "\xe2\x80\xa8", 2 }, "\"\xe2\x80\"");
}

TEST(numbers)
{
	const int64_t values[] = { 1, -2, INT64_C(9007199254740991) };
	struct buffer out = { 0 };

	json_int(&out, 0);
	buffer_append_byte(&out, ' ');
	json_int(&out, INT64_MIN);
	buffer_append_byte(&out, ' ');
	json_ints(&out, values, 3);
	json_ints(&out, values, 1);
	json_ints(&out, NULL, 0);
	CHECK_SLICE(buffer_slice(&out), "0 -9223372036854775808 [1,-2,9007199254740991][1][]");
	buffer_clear(&out);
}

TEST(others)
{
	struct buffer out = { 0 };

	json_bool(&out, true);
	json_bool(&out, false);
	json_raw(&out, SLICE("{\"a\":[]}"));
	CHECK_SLICE(buffer_slice(&out), "truefalse{\"a\":[]}");
	buffer_clear(&out);
}

TEST(raw_is_never_empty)
{
	struct buffer out = { 0 };

	CHECK_ABORTS(json_raw(&out, SLICE("")));
	buffer_clear(&out);
}

TEST(object_end)
{
	struct buffer out = { 0 };

	json_object_end(&out, 0);
	const size_t start = out.size;
	buffer_append_text(&out, ",\"a\":1,\"b\":2");
	json_object_end(&out, start);
	CHECK_SLICE(buffer_slice(&out), "{}{\"a\":1,\"b\":2}");
	buffer_clear(&out);
}
