#include "base/siphash.h"

#include "unit/harness.h"

/* The vectors of the reference implementation: key 00…0f, message 00…(n-1). */
TEST(siphash_vectors)
{
	static const struct {
		size_t size;
		uint64_t hash;
	} rows[] = {
		{ 0, 0x726fdb47dd0e0e31U },  { 1, 0x74f839c593dc67fdU },
		{ 7, 0xab0200f58b01d137U },  { 8, 0x93f5f5799a932462U },
		{ 15, 0xa129ca6149be45e5U }, { 16, 0x3f2acc7f57c29bdbU },
		{ 63, 0x958a324ceb064572U },
	};
	struct siphash_key key = { 0x0706050403020100U, 0x0f0e0d0c0b0a0908U };
	unsigned char bytes[64];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(siphash(key, bytes, rows[i].size) == rows[i].hash);
}

TEST(siphash_of_nothing_takes_null)
{
	struct siphash_key key = { 0x0706050403020100U, 0x0f0e0d0c0b0a0908U };
	CHECK(siphash(key, NULL, 0) == 0x726fdb47dd0e0e31U);
}

TEST(siphash_depends_on_the_key)
{
	CHECK(siphash((struct siphash_key){ 1, 0 }, "a", 1) !=
	      siphash((struct siphash_key){ 0, 1 }, "a", 1));
}
