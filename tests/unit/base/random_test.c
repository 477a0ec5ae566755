#include "base/random.h"

#include "unit/harness.h"

TEST(random_bytes_fills_exactly)
{
	unsigned char bytes[66] = { [0] = 0xaa, [65] = 0xaa };
	unsigned char seen[64] = { 0 };
	for (int round = 0; round < 64; round++) {
		random_bytes(bytes + 1, 64);
		for (int i = 0; i < 64; i++)
			seen[i] |= bytes[i + 1];
	}
	CHECK_INT(bytes[0], 0xaa);
	CHECK_INT(bytes[65], 0xaa);
	for (int i = 0; i < 64; i++)
		CHECK(seen[i] != 0);
	random_bytes(bytes, 0);
	CHECK_INT(bytes[0], 0xaa);
}

TEST(random_below_stays_below)
{
	int counts[3] = { 0 };
	for (int i = 0; i < 3000; i++) {
		uint64_t n = random_below(3);
		CHECK(n < 3);
		counts[n]++;
	}
	/* 1000 each with a deviation of 26: 800 is more than seven of them away. */
	for (int i = 0; i < 3; i++)
		CHECK(counts[i] > 800);
	CHECK_INT(random_below(1), 0);
	CHECK(random_below(UINT64_MAX) < UINT64_MAX);
	CHECK_ABORTS(random_below(0));
}

TEST(random_text_is_letters_and_digits)
{
	char text[1001];
	random_text(text, 1000);
	CHECK_INT(strlen(text), 1000);
	CHECK_INT(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
		  1000);
	char again[1001];
	random_text(again, 1000);
	CHECK(strcmp(text, again) != 0);
	random_text(text, 0);
	CHECK_TEXT(text, "");
	random_text(text, 1);
	CHECK_INT(strlen(text), 1);
}
