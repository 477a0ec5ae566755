#include "base/buffer.h"

#include "unit/harness.h"

TEST(buffer_appends_of_every_kind)
{
	struct buffer b = { 0 };
	buffer_append(&b, "ab", 2);
	buffer_append(&b, NULL, 0);
	buffer_append_slice(&b, SLICE("cd"));
	buffer_append_slice(&b, (struct slice){ NULL, 0 });
	buffer_append_text(&b, "ef");
	buffer_append_byte(&b, '\0');
	buffer_append_byte(&b, '!');
	buffer_format(&b, "%s=%d", "x", 7);
	CHECK(slice_equal(buffer_slice(&b), SLICE("abcdef\0!x=7")));
	buffer_clear(&b);
	CHECK(!b.data && b.size == 0 && b.capacity == 0);
}

TEST(buffer_append_int_at_the_bounds)
{
	static const struct {
		int64_t value;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ -1, "-1" },
		{ 10, "10" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer b = { 0 };
		buffer_append_int(&b, rows[i].value);
		CHECK_SLICE(buffer_slice(&b), rows[i].text);
		buffer_clear(&b);
	}
}

TEST(buffer_grows_and_keeps_the_content)
{
	struct buffer b = { 0 };
	for (int i = 0; i < 100000; i++)
		buffer_append_byte(&b, (char)('a' + i % 26));
	CHECK_INT(b.size, 100000);
	for (int i = 0; i < 100000; i++)
		CHECK_INT(b.data[i], 'a' + i % 26);
	buffer_clear(&b);
}

TEST(buffer_format_longer_than_the_capacity)
{
	struct buffer b = { 0 };
	buffer_format(&b, "%0500d", 1);
	CHECK_INT(b.size, 500);
	CHECK_INT(b.data[0], '0');
	CHECK_INT(b.data[499], '1');
	buffer_format(&b, "%s", "");
	CHECK_INT(b.size, 500);
	buffer_clear(&b);
}

TEST(buffer_reserve_gives_room_behind_the_content)
{
	struct buffer b = { 0 };
	CHECK(buffer_reserve(&b, 0));
	buffer_append_text(&b, "ab");
	char *end = buffer_reserve(&b, 1000);
	CHECK(end == b.data + 2);
	CHECK(b.capacity >= 1002);
	memset(end, 'x', 1000);
	CHECK_INT(b.size, 2);
	buffer_clear(&b);
}

TEST(buffer_consume_drops_from_the_front)
{
	struct buffer b = { 0 };
	buffer_consume(&b, 0);
	buffer_append_text(&b, "hello");
	buffer_consume(&b, 2);
	CHECK_SLICE(buffer_slice(&b), "llo");
	buffer_consume(&b, 3);
	CHECK_INT(b.size, 0);
	CHECK_ABORTS(buffer_consume(&b, 1));
	buffer_clear(&b);
}

TEST(buffer_reset_keeps_the_memory)
{
	struct buffer b = { 0 };
	buffer_append_text(&b, "hello");
	char *data = b.data;
	buffer_reset(&b);
	CHECK_INT(b.size, 0);
	buffer_append_text(&b, "bye");
	CHECK(b.data == data);
	CHECK_SLICE(buffer_slice(&b), "bye");
	buffer_clear(&b);
}

TEST(buffer_of_an_impossible_size_aborts)
{
	struct buffer b = { 0 };
	CHECK_ABORTS(buffer_reserve(&b, SIZE_MAX));
}
