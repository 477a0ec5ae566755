#include "base/text.h"

#include <stdlib.h>

#include "unit/harness.h"

struct row {
	struct slice text;
	bool good;
};

TEST(text_is_utf8_table)
{
	static const struct {
		const char *text;
		size_t size;
		bool valid;
	} rows[] = {
		{ "", 0, true },
		{ "\0", 1, true },
		{ "\x7f", 1, true },
		{ "\x80", 1, false },
		{ "\xc1\xbf", 2, false }, /* overlong U+007F */
		{ "\xc2\x80", 2, true },  /* U+0080 */
		{ "\xc2", 1, false },     /* cut off */
		{ "\xc2\x41", 2, false },
		{ "\xdf\xbf", 2, true },      /* U+07FF */
		{ "\xe0\x9f\xbf", 3, false }, /* overlong U+07FF */
		{ "\xe0\xa0\x80", 3, true },  /* U+0800 */
		{ "\xed\x9f\xbf", 3, true },  /* U+D7FF */
		{ "\xed\xa0\x80", 3, false }, /* a surrogate */
		{ "\xed\xbf\xbf", 3, false },
		{ "\xee\x80\x80", 3, true }, /* U+E000 */
		{ "\xef\xbf\xbf", 3, true },
		{ "\xf0\x8f\xbf\xbf", 4, false }, /* overlong U+FFFF */
		{ "\xf0\x90\x80\x80", 4, true },  /* U+10000 */
		{ "\xf4\x8f\xbf\xbf", 4, true },  /* U+10FFFF */
		{ "\xf4\x90\x80\x80", 4, false },
		{ "\xf0\x90\x80", 3, false },
		{ "\xf8\x88\x80\x80\x80", 5, false },
		{ "\xff", 1, false },
		{ "\xfe", 1, false },
		{ "1234567\xc3\xa9", 9, true }, /* across a word */
		{ "12345678\xc3", 9, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(text_is_utf8((struct slice){ rows[i].text, rows[i].size }),
			  rows[i].valid);
	CHECK(text_is_utf8((struct slice){ NULL, 0 }));
}

TEST(text_is_utf8_at_every_offset_and_end)
{
	/* On the heap and of the exact size, so that the sanitizer sees a read past the end. */
	for (size_t before = 0; before < 20; before++) {
		for (size_t cut = 1; cut <= 4; cut++) {
			char *text = malloc(before + cut);
			memset(text, 'a', before);
			memcpy(text + before, "\xf0\x9f\x98\x80", cut);
			CHECK_INT(text_is_utf8((struct slice){ text, before + cut }), cut == 4);
			CHECK(!text_has_control((struct slice){ text, before + cut }));
			free(text);
		}
	}
}

TEST(text_length_counts_code_points)
{
	CHECK_INT(text_length(SLICE("")), 0);
	CHECK_INT(text_length(SLICE("abc")), 3);
	CHECK_INT(text_length(SLICE("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")), 3);
}

TEST(text_trim_both_ends)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ " ", "" },
		{ " \t\n\v\f\r ", "" },
		{ "a", "a" },
		{ " a b ", "a b" },
		{ "\xc2\xa0"
		  "a\xc2\xa0",
		  "a" },
		{ "\xe2\x80\x80"
		  "a\xe2\x80\x8a",
		  "a" },
		{ "\xe3\x80\x80\xe3\x80\x80", "" },
		{ "\xe2\x80\x8b", "\xe2\x80\x8b" }, /* zero width space is no white space */
		{ "\xc3\xa0", "\xc3\xa0" },         /* ends with the last byte of U+00A0 */
		{ " \xa0", "\xa0" },                /* not valid: stays */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_SLICE(text_trim(slice_of(rows[i][0])), rows[i][1]);
	CHECK_INT(text_trim((struct slice){ NULL, 0 }).size, 0);
}

TEST(text_is_seen_table)
{
	static const struct row rows[] = {
		{ { "", 0 }, false },
		{ { " \t", 2 }, false },
		{ { "a", 1 }, true },
		{ { "\xe2\x80\x8b", 3 }, false }, /* U+200B */
		{ { "\xe2\x80\x8b"
		    "a",
		    4 },
		  true },                                     /* and a letter */
		{ { "\xe2\x80\x8d\xe2\x81\xa0", 6 }, false }, /* U+200D U+2060 */
		{ { "\xc2\xad", 2 }, false },                 /* U+00AD */
		{ { "\xc2\xae", 2 }, true },
		{ { "\xe1\x85\x9f", 3 }, false }, /* U+115F */
		{ { "\xe1\x84\x92", 3 }, true },  /* U+1112 */
		{ { "\xe3\x85\xa4", 3 }, false }, /* U+3164 */
		{ { "\xe2\xa0\x80", 3 }, false }, /* U+2800 */
		{ { "\xe2\xa0\x81", 3 }, true },
		{ { "\xef\xb8\x8f", 3 }, false },            /* U+FE0F */
		{ { "\xe2\x9d\xa4\xef\xb8\x8f", 6 }, true }, /* a heart with it */
		{ { "\xf3\xa0\x80\x81", 4 }, false },        /* U+E0001 */
		{ { "\xf0\x9f\x98\x80", 4 }, true },
		{ { "\xcc\x81", 2 }, true }, /* an accent alone: a mark is drawn */
		{ { "\xff", 1 }, false },    /* not valid */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(text_is_seen(rows[i].text), rows[i].good);
}

TEST(text_has_control_table)
{
	static const struct row rows[] = {
		{ { "", 0 }, false },
		{ { "abc \xc3\xa9", 6 }, false },
		{ { "a\0b", 3 }, true },
		{ { "a\n", 2 }, true },
		{ { "\x1f", 1 }, true },
		{ { " ", 1 }, false },
		{ { "\x7f", 1 }, true },
		{ { "\xc2\x80", 2 }, true },
		{ { "\xc2\x9f", 2 }, true },
		{ { "\xc2\xa0", 2 }, false },
		{ { "\xe2\x80\xa9", 3 }, false }, /* U+2029 */
		{ { "\xe2\x80\xaa", 3 }, true },  /* U+202A */
		{ { "\xe2\x80\xae", 3 }, true },  /* U+202E */
		{ { "\xe2\x80\xaf", 3 }, false },
		{ { "\xe2\x81\xa5", 3 }, false },
		{ { "\xe2\x81\xa6", 3 }, true }, /* U+2066 */
		{ { "\xe2\x81\xa9", 3 }, true }, /* U+2069 */
		{ { "\xef\xbb\xbf", 3 }, true }, /* U+FEFF */
		{ { "\xf0\x9f\x98\x80\x07", 5 }, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(text_has_control(rows[i].text), rows[i].good);
}

TEST(text_equal_ignoring_case_of_ascii_only)
{
	CHECK(text_equal_ignoring_case(SLICE(""), SLICE("")));
	CHECK(text_equal_ignoring_case(SLICE("Content-Type"), SLICE("cONTENT-tYPE")));
	CHECK(!text_equal_ignoring_case(SLICE("a"), SLICE("ab")));
	CHECK(!text_equal_ignoring_case(SLICE("@"), SLICE("`")));
	CHECK(!text_equal_ignoring_case(SLICE("["), SLICE("{")));
	CHECK(!text_equal_ignoring_case(SLICE("\xc3\xa9"), SLICE("\xc3\x89")));
}

TEST(text_hex_of_bytes)
{
	char out[7];
	text_hex(out, "\x00\x9f\xff", 3);
	CHECK_TEXT(out, "009fff");
	text_hex(out, NULL, 0);
	CHECK_TEXT(out, "");
}

TEST(text_base64url_vectors)
{
	/* RFC 4648 §10 without padding, and the two letters that differ. */
	static const char *const rows[][2] = {
		{ "", "" },
		{ "f", "Zg" },
		{ "fo", "Zm8" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg" },
		{ "fooba", "Zm9vYmE" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xbf", "-_-_" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t size = strlen(rows[i][0]);
		char *out = malloc((size * 4 + 2) / 3 + 1);
		text_base64url(out, rows[i][0], size);
		CHECK_TEXT(out, rows[i][1]);
		CHECK_INT(strlen(out), (size * 4 + 2) / 3);
		free(out);
	}
}

TEST(text_to_int_at_the_bounds)
{
	int64_t n = 0;
	CHECK(text_to_int(SLICE("0"), 0, 0, &n) && n == 0);
	CHECK(text_to_int(SLICE("-0"), 0, 0, &n) && n == 0);
	CHECK(text_to_int(SLICE("007"), 0, 10, &n) && n == 7);
	CHECK(text_to_int(SLICE("-5"), -5, 5, &n) && n == -5);
	CHECK(!text_to_int(SLICE("-6"), -5, 5, &n));
	CHECK(!text_to_int(SLICE("6"), -5, 5, &n));
	CHECK(text_to_int(SLICE("9223372036854775807"), INT64_MIN, INT64_MAX, &n) &&
	      n == INT64_MAX);
	CHECK(text_to_int(SLICE("-9223372036854775808"), INT64_MIN, INT64_MAX, &n) &&
	      n == INT64_MIN);
	CHECK(!text_to_int(SLICE("9223372036854775808"), INT64_MIN, INT64_MAX, &n));
	CHECK(!text_to_int(SLICE("-9223372036854775809"), INT64_MIN, INT64_MAX, &n));
	CHECK(!text_to_int(SLICE("99999999999999999999999"), INT64_MIN, INT64_MAX, &n));
}

TEST(text_to_int_refuses_what_is_no_integer)
{
	static const char *const rows[] = { "",    "-",    "+1",  " 1", "1 ", "1.0",
					    "1e3", "0x10", "--1", "1-", "a" };
	int64_t n = 42;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(!text_to_int(slice_of(rows[i]), INT64_MIN, INT64_MAX, &n));
	CHECK(!text_to_int((struct slice){ "1\0", 2 }, INT64_MIN, INT64_MAX, &n));
	CHECK_INT(n, 42);
}
