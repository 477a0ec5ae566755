#include "base/table.h"

#include <stdlib.h>

#include "unit/harness.h"

static char values[20000];

TEST(table_empty)
{
	struct table *t = table_new();
	size_t position = 0;
	CHECK(!table_get(t, 0));
	CHECK(!table_remove(t, 0));
	CHECK(!table_next(t, &position, NULL));
	CHECK_INT(table_size(t), 0);
	table_free(t);
	table_free(NULL);
}

TEST(table_puts_replaces_and_removes)
{
	struct table *t = table_new();
	CHECK(!table_put(t, 1, &values[0]));
	CHECK(table_put(t, 1, &values[1]) == &values[0]);
	CHECK(table_get(t, 1) == &values[1]);
	CHECK_INT(table_size(t), 1);
	CHECK(table_remove(t, 1) == &values[1]);
	CHECK(!table_remove(t, 1));
	CHECK(!table_get(t, 1));
	CHECK_INT(table_size(t), 0);
	table_free(t);
}

TEST(table_takes_any_key)
{
	static const int64_t keys[] = { 0, -1, 1, INT64_MIN, INT64_MAX };
	struct table *t = table_new();
	for (int i = 0; i < 5; i++)
		table_put(t, keys[i], &values[i]);
	for (int i = 0; i < 5; i++)
		CHECK(table_get(t, keys[i]) == &values[i]);
	CHECK_INT(table_size(t), 5);
	table_free(t);
}

TEST(table_refuses_null)
{
	struct table *t = table_new();
	CHECK_ABORTS(table_put(t, 1, NULL));
	table_free(t);
}

TEST(table_replaces_when_full_without_growing_wrong)
{
	struct table *t = table_new();
	for (int i = 0; i < 6; i++)
		table_put(t, i, &values[i]);
	for (int i = 0; i < 6; i++)
		CHECK(table_put(t, i, &values[i + 1]) == &values[i]);
	CHECK_INT(table_size(t), 6);
	table_free(t);
}

/* Random puts and removes against a plain array. */
TEST(table_agrees_with_a_model)
{
	enum { KEYS = 3000, STEPS = 200000 };
	static char *model[KEYS];
	struct table *t = table_new();
	size_t size = 0;
	unsigned seed = 7;
	for (int step = 0; step < STEPS; step++) {
		int key = rand_r(&seed) % KEYS;
		/* Long phases of growing and of shrinking. */
		bool put = rand_r(&seed) % 100 < (step / 20000 % 2 ? 20 : 80);
		char *value = &values[rand_r(&seed) % 20000];
		if (put) {
			size += !model[key];
			CHECK(table_put(t, (int64_t)key * 1000003, value) == model[key]);
			model[key] = value;
		} else {
			size -= model[key] != NULL;
			CHECK(table_remove(t, (int64_t)key * 1000003) == model[key]);
			model[key] = NULL;
		}
		CHECK_INT(table_size(t), size);
	}
	for (int key = 0; key < KEYS; key++)
		CHECK(table_get(t, (int64_t)key * 1000003) == model[key]);
	table_free(t);
}

TEST(table_next_meets_each_entry_once)
{
	enum { COUNT = 10000 };
	static bool met[COUNT];
	struct table *t = table_new();
	for (int i = 0; i < COUNT; i++)
		table_put(t, i, &values[i]);
	size_t position = 0;
	int64_t key;
	void *value;
	int count = 0;
	while ((value = table_next(t, &position, &key))) {
		CHECK(value == &values[key]);
		CHECK(!met[key]);
		met[key] = true;
		count++;
	}
	CHECK_INT(count, COUNT);
	table_free(t);
}

/* Removing what was just returned must neither skip nor repeat another, whatever the share that is
 * removed. */
TEST(table_next_while_removing)
{
	enum { COUNT = 5000 };
	for (int share = 1; share <= 4; share++) {
		bool met[COUNT] = { false };
		struct table *t = table_new();
		for (int i = 0; i < COUNT; i++)
			table_put(t, i * 64, &values[i]);
		size_t position = 0;
		int64_t key;
		int count = 0;
		while (table_next(t, &position, &key)) {
			CHECK(!met[key / 64]);
			met[key / 64] = true;
			if (count++ % share == 0)
				CHECK(table_remove(t, key));
		}
		CHECK_INT(count, COUNT);
		CHECK_INT(table_size(t), COUNT - (COUNT + share - 1) / share);
		table_free(t);
	}
}
