/* Mentions. What is stored of them is one canonical JSON object, so that equal ones are equal
 * texts, and a row a person. */
#include "chat/mention.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "chat/moderation.h"

/* U+3501 … U+3600 in UTF-8. */
enum { SYMBOL_BYTES = 3 };
static const char symbol_first[] = "\xe3\x94\x81";
static const char symbol_last[] = "\xe3\x98\x80";

static bool is_symbol(struct slice name)
{
	return name.size == SYMBOL_BYTES && memcmp(name.data, symbol_first, SYMBOL_BYTES) >= 0 &&
	       memcmp(name.data, symbol_last, SYMBOL_BYTES) <= 0;
}

static bool stands_in(struct slice content, struct slice symbol)
{
	return memmem(content.data, content.size, symbol.data, symbol.size) != NULL;
}

static bool calls_all(int64_t value)
{
	return value == MENTION_EVERYBODY || value == MENTION_HERE;
}

/* The stored object has this value. */
static bool stored_has(struct slice tags, int64_t value)
{
	struct buffer b = { 0 };
	buffer_format(&b, ":%lld", (long long)value);
	bool found = false;
	for (size_t i = 0; i + b.size < tags.size && !found; i++)
		found = memcmp(tags.data + i, b.data, b.size) == 0 &&
			(tags.data[i + b.size] == ',' || tags.data[i + b.size] == '}');
	buffer_clear(&b);
	return found;
}

static bool may_call_all(const struct request *r, const struct room_state *room)
{
	return room->member_count <= EVERYBODY_MEMBERS_MAX || room_moderated_by(room, r);
}

/* NULL if nothing is wrong. */
static const char *problem_of(const struct tagged *text)
{
	for (size_t i = 0; i < text->tags_count; i++) {
		if (!is_symbol(text->tags[i].name))
			return "tags: a symbol must be one of U+3501 to U+3600";
		if (!stands_in(text->content, text->tags[i].name))
			return "tags: a symbol must stand in the content";
	}
	return NULL;
}

static bool allowed(const struct request *r, const struct room_state *room,
		    const struct tagged *text)
{
	for (size_t i = 0; i < text->tags_count; i++) {
		int64_t value = text->tags[i].value;
		if (calls_all(value) && !stored_has(text->before, value) && !may_call_all(r, room))
			return false;
	}
	return true;
}

static int compare_symbols(const void *a, const void *b)
{
	return memcmp(((const struct id_entry *)a)->name.data,
		      ((const struct id_entry *)b)->name.data, SYMBOL_BYTES);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

static void sort_tags(const struct tagged *text, struct id_entry *sorted)
{
	memcpy(sorted, text->tags, text->tags_count * sizeof(*sorted));
	if (text->tags_count > 1)
		qsort(sorted, text->tags_count, sizeof(*sorted), compare_symbols);
}

static struct slice tags_json(struct arena *arena, const struct id_entry *tags, size_t count)
{
	struct buffer json = { 0 };
	for (size_t i = 0; i < count; i++)
		buffer_format(&json, "%c\"%.*s\":%lld", i > 0 ? ',' : '{', SYMBOL_BYTES,
			      tags[i].name.data, (long long)tags[i].value);
	buffer_append_byte(&json, '}');
	char *copy = arena_take(arena, json.size);
	memcpy(copy, json.data, json.size);
	struct slice result = { copy, json.size };
	buffer_clear(&json);
	return result;
}

/* Each person once, and not whoever writes. */
static size_t people_of(const struct id_entry *tags, size_t count, int64_t author_id, int64_t *ids)
{
	size_t found = 0;
	size_t unique = 0;
	for (size_t i = 0; i < count; i++)
		if (!calls_all(tags[i].value) && tags[i].value != author_id)
			ids[found++] = tags[i].value;
	if (found > 1)
		qsort(ids, found, sizeof(*ids), compare_ids);
	for (size_t i = 0; i < found; i++)
		if (unique == 0 || ids[unique - 1] != ids[i])
			ids[unique++] = ids[i];
	return unique;
}

bool mentions_read(struct request *r, const struct room_state *room, const struct tagged *text,
		   struct new_mentions *out)
{
	*out = (struct new_mentions){ 0 };
	if (text->tags_count == 0)
		return true;
	const char *problem = problem_of(text);
	if (problem) {
		request_fail_text(r, ERROR_INVALID, "%s", problem);
		return false;
	}
	if (!allowed(r, room, text)) {
		request_fail_text(r, ERROR_FORBIDDEN,
				  "In a room of more than %d people only its moderators may call "
				  "everybody.",
				  EVERYBODY_MEMBERS_MAX);
		return false;
	}
	struct id_entry *tags = arena_take(r->arena, text->tags_count * sizeof(*tags));
	int64_t *ids = arena_take(r->arena, text->tags_count * sizeof(*ids));
	sort_tags(text, tags);
	out->tags = tags_json(r->arena, tags, text->tags_count);
	out->user_ids = ids;
	out->user_count = people_of(tags, text->tags_count, r->user_id, ids);
	for (size_t i = 0; i < text->tags_count; i++)
		out->everybody |= tags[i].value == MENTION_EVERYBODY;
	return true;
}
