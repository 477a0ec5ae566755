/* Mentions in the demo's texts. */
#include "demo/text.h"

#include <string.h>

#include "base/buffer.h"

enum {
	SYMBOL_FIRST = 0x3501, /* the symbols that stand for mentions begin here */
	TAGS_MAX = PEOPLE + 1,
};

struct tagging {
	struct buffer content;
	struct buffer tags;
	int64_t *user_ids;
	size_t count; /* of tags */
	size_t user_count;
	bool everybody;
};

static size_t word_size(const char *text)
{
	size_t size = 0;
	while (text[size] >= 'a' && text[size] <= 'z')
		size++;
	return size;
}

/* The person with this user name; PEOPLE if there is none. */
static size_t person_named(const char *name, size_t size)
{
	size_t i = 0;
	while (i < PEOPLE && (strlen(demo_people[i].name) != size ||
			      memcmp(demo_people[i].name, name, size) != 0))
		i++;
	return i;
}

static void tag(struct tagging *t, int64_t user_id)
{
	const uint32_t point = SYMBOL_FIRST + (uint32_t)t->count++;
	const char symbol[3] = {
		(char)(0xE0 | point >> 12),
		(char)(0x80 | (point >> 6 & 0x3F)),
		(char)(0x80 | (point & 0x3F)),
	};
	buffer_append(&t->content, symbol, sizeof(symbol));
	buffer_format(&t->tags, "%s\"%.3s\":%lld", t->tags.size ? "," : "{", symbol,
		      (long long)user_id);
	if (user_id == 0)
		t->everybody = true;
	else
		t->user_ids[t->user_count++] = user_id;
}

/* What follows an '@'; how much of it was a name. */
static size_t mention(struct tagging *t, const char *text, const int64_t people[PEOPLE])
{
	const size_t size = word_size(text);
	const size_t who = person_named(text, size);
	const bool all = size == 3 && memcmp(text, "all", 3) == 0;
	if ((who == PEOPLE && !all) || t->count == TAGS_MAX)
		return 0;
	tag(t, all ? 0 : people[who]);
	return size;
}

struct demo_text demo_text_of(struct arena *arena, const char *text, const int64_t people[PEOPLE])
{
	struct tagging t = { .user_ids = arena_take(arena, TAGS_MAX * sizeof(int64_t)) };
	for (const char *at = text; *at; at++) {
		const size_t named = *at == '@' ? mention(&t, at + 1, people) : 0;
		if (named == 0)
			buffer_append_byte(&t.content, *at);
		at += named;
	}
	struct demo_text out = { .content = arena_copy(arena, buffer_slice(&t.content)) };
	if (t.count > 0) {
		buffer_append_byte(&t.tags, '}');
		out.mentions = (struct new_mentions){
			.tags = arena_copy(arena, buffer_slice(&t.tags)),
			.user_ids = t.user_ids,
			.user_count = t.user_count,
			.everybody = t.everybody,
		};
	}
	buffer_clear(&t.content);
	buffer_clear(&t.tags);
	return out;
}
