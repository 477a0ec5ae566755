#include "chat/token.h"

#include <string.h>

#include "unit/harness.h"

TEST(tokens_differ_and_hash_to_what_was_stored)
{
	struct token a;
	struct token b;
	char hash[TOKEN_HASH_SIZE];
	token_make(&a);
	token_make(&b);
	CHECK_INT(strlen(a.text), TOKEN_TEXT_SIZE);
	CHECK(strcmp(a.text, b.text) != 0);
	token_hash(slice_of(a.text), hash);
	CHECK(memcmp(hash, a.hash, TOKEN_HASH_SIZE) == 0);
	CHECK(memcmp(a.hash, b.hash, TOKEN_HASH_SIZE) != 0);
}

TEST(the_hash_is_sha256)
{
	static const unsigned char expected[4] = { 0xba, 0x78, 0x16, 0xbf };
	char hash[TOKEN_HASH_SIZE];
	token_hash(SLICE("abc"), hash);
	CHECK(memcmp(hash, expected, sizeof(expected)) == 0);
}

TEST(secrets_are_compared_whole)
{
	CHECK(token_equal(SLICE("abc"), SLICE("abc")));
	CHECK(!token_equal(SLICE("abc"), SLICE("abd")));
	CHECK(!token_equal(SLICE("abc"), SLICE("abcd")));
	CHECK(!token_equal(SLICE(""), SLICE("a")));
}
