#include "base/dictionary.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit/harness.h"

static char values[5000];

static struct slice numbered(char text[16], int n)
{
	return (struct slice){ text, (size_t)snprintf(text, 16, "key-%d", n) };
}

TEST(dictionary_empty)
{
	struct dictionary *d = dictionary_new();
	size_t position = 0;
	CHECK(!dictionary_get(d, SLICE("")));
	CHECK(!dictionary_remove(d, SLICE("a")));
	CHECK(!dictionary_next(d, &position, NULL));
	CHECK(!dictionary_next(d, &position, NULL));
	CHECK_INT(dictionary_size(d), 0);
	dictionary_free(d);
	dictionary_free(NULL);
}

TEST(dictionary_puts_replaces_and_removes)
{
	struct dictionary *d = dictionary_new();
	CHECK(!dictionary_put(d, SLICE("a"), &values[0]));
	CHECK(dictionary_put(d, SLICE("a"), &values[1]) == &values[0]);
	CHECK(dictionary_get(d, SLICE("a")) == &values[1]);
	CHECK_INT(dictionary_size(d), 1);
	CHECK(dictionary_remove(d, SLICE("a")) == &values[1]);
	CHECK(!dictionary_get(d, SLICE("a")));
	CHECK_INT(dictionary_size(d), 0);
	dictionary_free(d);
}

TEST(dictionary_keys_are_bytes)
{
	struct dictionary *d = dictionary_new();
	dictionary_put(d, SLICE(""), &values[0]);
	dictionary_put(d, SLICE("a"), &values[1]);
	dictionary_put(d, SLICE("a\0b"), &values[2]);
	dictionary_put(d, SLICE("A"), &values[3]);
	CHECK_INT(dictionary_size(d), 4);
	CHECK(dictionary_get(d, SLICE("")) == &values[0]);
	CHECK(dictionary_get(d, (struct slice){ NULL, 0 }) == &values[0]);
	CHECK(dictionary_get(d, SLICE("a\0b")) == &values[2]);
	CHECK(!dictionary_get(d, SLICE("a\0c")));
	dictionary_free(d);
}

TEST(dictionary_copies_the_key)
{
	struct dictionary *d = dictionary_new();
	char key[] = "mine";
	dictionary_put(d, slice_of(key), &values[0]);
	key[0] = 'X';
	CHECK(dictionary_get(d, SLICE("mine")));
	CHECK(!dictionary_get(d, slice_of(key)));
	dictionary_free(d);
}

TEST(dictionary_agrees_with_a_model)
{
	enum { KEYS = 1000, STEPS = 50000 };
	static char *model[KEYS];
	struct dictionary *d = dictionary_new();
	unsigned seed = 11;
	for (int step = 0; step < STEPS; step++) {
		char text[16];
		int n = rand_r(&seed) % KEYS;
		struct slice key = numbered(text, n);
		char *value = rand_r(&seed) % 2 ? &values[rand_r(&seed) % 5000] : NULL;
		CHECK((value ? dictionary_put(d, key, value) : dictionary_remove(d, key)) ==
		      model[n]);
		model[n] = value;
	}
	size_t size = 0;
	for (int n = 0; n < KEYS; n++) {
		char text[16];
		CHECK(dictionary_get(d, numbered(text, n)) == model[n]);
		size += model[n] != NULL;
	}
	CHECK_INT(dictionary_size(d), size);
	dictionary_free(d);
}

TEST(dictionary_next_while_removing)
{
	enum { COUNT = 1000 };
	bool met[COUNT] = { false };
	struct dictionary *d = dictionary_new();
	for (int n = 0; n < COUNT; n++) {
		char text[16];
		dictionary_put(d, numbered(text, n), &values[n]);
	}
	size_t position = 0;
	struct slice key;
	char *value;
	int count = 0;
	while ((value = dictionary_next(d, &position, &key))) {
		char text[16];
		CHECK(slice_equal(key, numbered(text, (int)(value - values))));
		CHECK(!met[value - values]);
		met[value - values] = true;
		if (count++ % 3 != 0)
			CHECK(dictionary_remove(d, numbered(text, (int)(value - values))) == value);
	}
	CHECK_INT(count, COUNT);
	CHECK_INT(dictionary_size(d), 334);
	dictionary_free(d);
}
