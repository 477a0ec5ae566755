#include "demo/text.h"

#include "unit/harness.h"

static const int64_t people[PEOPLE] = { 11, 12, 13, 14, 15, 16, 17, 18 };

TEST(names_become_mentions)
{
	struct arena *arena = arena_new(SIZE_MAX);
	const struct demo_text text = demo_text_of(arena, "@mara and @jonas!", people);
	CHECK_SLICE(text.content, "㔁 and 㔂!");
	CHECK_SLICE(text.mentions.tags, "{\"㔁\":11,\"㔂\":12}");
	CHECK_INT(text.mentions.user_count, 2);
	CHECK_INT(text.mentions.user_ids[1], 12);
	CHECK(!text.mentions.everybody);
	arena_free(arena);
}

TEST(everybody_is_one)
{
	struct arena *arena = arena_new(SIZE_MAX);
	const struct demo_text text = demo_text_of(arena, "Hello, @all", people);
	CHECK_SLICE(text.mentions.tags, "{\"㔁\":0}");
	CHECK(text.mentions.everybody);
	CHECK_INT(text.mentions.user_count, 0);
	arena_free(arena);
}

TEST(anything_else_stays_text)
{
	struct arena *arena = arena_new(SIZE_MAX);
	const struct demo_text text = demo_text_of(arena, "a@b, @nobody, @ and @Mara @", people);
	CHECK_SLICE(text.content, "a@b, @nobody, @ and @Mara @");
	CHECK(!text.mentions.tags.data);
	arena_free(arena);
}
