/* A hash that puts all keys into three chains, in place of the real one: the linker takes this
 * siphash(). */
#include "base/siphash.h"

#include "base/dictionary.h"
#include "unit/harness.h"

static char values[26];

uint64_t siphash(struct siphash_key key, const void *bytes, size_t size)
{
	(void)key;
	return size > 0 ? *(const unsigned char *)bytes % 3U : 0;
}

static struct slice letter(const char *text)
{
	return (struct slice){ text, 1 };
}

static struct dictionary *alphabet(void)
{
	struct dictionary *d = dictionary_new();
	for (int i = 0; i < 26; i++) {
		char c = (char)('a' + i);
		CHECK(!dictionary_put(d, letter(&c), &values[i]));
	}
	return d;
}

TEST(dictionary_colliding_keys_stay_apart)
{
	struct dictionary *d = alphabet();
	for (int i = 0; i < 26; i++) {
		char c = (char)('a' + i);
		CHECK(dictionary_get(d, letter(&c)) == &values[i]);
		CHECK(dictionary_put(d, letter(&c), &values[25 - i]) == &values[i]);
	}
	CHECK_INT(dictionary_size(d), 26);
	dictionary_free(d);
}

/* Removes the first, the last and a middle one of a chain, and then all. */
TEST(dictionary_colliding_keys_are_removed_one_by_one)
{
	static const char order[] = "zabmnyxcdwefvghuijtklsopqr";
	struct dictionary *d = alphabet();
	for (int i = 0; i < 26; i++) {
		CHECK(dictionary_remove(d, letter(&order[i])) == &values[order[i] - 'a']);
		CHECK(!dictionary_get(d, letter(&order[i])));
		for (int j = i + 1; j < 26; j++)
			CHECK(dictionary_get(d, letter(&order[j])) == &values[order[j] - 'a']);
	}
	CHECK_INT(dictionary_size(d), 0);
	dictionary_free(d);
}

TEST(dictionary_next_over_colliding_keys)
{
	struct dictionary *d = alphabet();
	size_t position = 0;
	int count = 0;
	while (dictionary_next(d, &position, NULL))
		count++;
	CHECK_INT(count, 26);
	dictionary_free(d);
}
