#include "base/memory.h"

#include "unit/harness.h"

TEST(memory_of_zero_bytes_is_a_block)
{
	void *block = memory_take(0);
	CHECK(block);
	memory_free(block);
	block = memory_zero(0, 8);
	CHECK(block);
	memory_free(block);
	block = memory_grow(memory_take(4), 0);
	CHECK(block);
	memory_free(block);
}

TEST(memory_zero_zeroes)
{
	unsigned char *block = memory_zero(100, 3);
	for (size_t i = 0; i < 300; i++)
		CHECK_INT(block[i], 0);
	memory_free(block);
}

TEST(memory_grow_keeps_the_content)
{
	char *block = memory_grow(NULL, 3);
	memcpy(block, "ab", 3);
	block = memory_grow(block, 100000);
	CHECK_TEXT(block, "ab");
	block = memory_grow(block, 3);
	CHECK_TEXT(block, "ab");
	memory_free(block);
}

TEST(memory_text_copies)
{
	const char *text = "";
	char *copy = memory_text(text);
	CHECK_TEXT(copy, "");
	CHECK(copy != text);
	memory_free(copy);
	memory_free(NULL);
}

TEST(memory_product_that_overflows_aborts)
{
	CHECK_ABORTS(memory_zero(SIZE_MAX / 2, 4));
}
