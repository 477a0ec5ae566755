/* From bytes to a tree: the scanner decides whether it is acceptable JSON, cJSON builds the tree,
 * and the tree is searched for duplicate keys (in their decoded spelling: "a" and "\u0061" are the
 * same). Keys are compared exactly, case and all. */
#include "protocol/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "protocol/decode.h"
#include "protocol/scanner.h"

enum { PAIRWISE_MAX = 12 }; /* up to here comparing every pair is quicker than sorting */

static const double whole_max = 9007199254740991.0;

static bool has_same_key_later(const cJSON *member)
{
	for (const cJSON *other = member->next; other; other = other->next) {
		if (strcmp(member->string, other->string) == 0)
			return true;
	}
	return false;
}

static const char *duplicate_among_few(const cJSON *object)
{
	for (const cJSON *member = object->child; member; member = member->next) {
		if (has_same_key_later(member))
			return member->string;
	}
	return NULL;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *duplicate_among_many(const cJSON *object, size_t count)
{
	const char **keys = memory_zero(count, sizeof(*keys));
	const char *found = NULL;
	size_t n = 0;

	for (const cJSON *member = object->child; member; member = member->next)
		keys[n++] = member->string;
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < n && !found; i++) {
		if (strcmp(keys[i - 1], keys[i]) == 0)
			found = keys[i];
	}
	memory_free(keys);
	return found;
}

/* A key that occurs twice in one object of the tree, or NULL. As deep as the scanner allows. */
static const char *find_duplicate(const cJSON *item)
{
	const char *found = NULL;

	if (cJSON_IsObject(item)) {
		const size_t count = (size_t)cJSON_GetArraySize(item);
		found = count <= PAIRWISE_MAX ? duplicate_among_few(item)
					      : duplicate_among_many(item, count);
	}
	for (const cJSON *child = item->child; child && !found; child = child->next)
		found = find_duplicate(child);
	return found;
}

static struct document *refuse(struct decode_problem *problem, enum error error, const char *why)
{
	problem->error = error;
	snprintf(problem->text, sizeof(problem->text), "%s", why);
	return NULL;
}

static cJSON *parse(struct slice json)
{
	cJSON_Hooks hooks = { .malloc_fn = memory_take, .free_fn = memory_free };

	cJSON_InitHooks(&hooks);
	return cJSON_ParseWithLength(json.data, json.size);
}

struct document *document_read(struct slice json, size_t limit_bytes,
			       struct decode_problem *problem)
{
	*problem = (struct decode_problem){ 0 };
	if (json.size > limit_bytes)
		return refuse(problem, ERROR_TOO_LARGE, "is too large");
	if (!scanner_accepts(json, problem))
		return NULL;
	cJSON *root = parse(json);
	if (!root)
		return refuse(problem, ERROR_MALFORMED, "cannot be parsed");
	if (find_duplicate(root)) {
		cJSON_Delete(root);
		return refuse(problem, ERROR_MALFORMED, "a name occurs twice in one object");
	}
	struct document *d = memory_take(sizeof(*d));
	d->root = root;
	return d;
}

void document_free(struct document *d)
{
	if (!d)
		return;
	cJSON_Delete(d->root);
	memory_free(d);
}

struct slice document_text(const struct document *d, const char *key)
{
	return slice_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(d->root, key)));
}

bool document_int(const struct document *d, const char *key, int64_t *out)
{
	return document_whole(cJSON_GetObjectItemCaseSensitive(d->root, key), out);
}

bool document_whole(const cJSON *item, int64_t *out)
{
	if (!cJSON_IsNumber(item))
		return false;
	const double value = item->valuedouble;
	if (!(value >= -whole_max && value <= whole_max) || (double)(int64_t)value < value ||
	    (double)(int64_t)value > value)
		return false;
	*out = (int64_t)value;
	return true;
}
