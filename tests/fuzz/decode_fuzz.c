/* Any bytes as a request: the reader takes or refuses them, and every action's and route's table
 * decodes what was taken. What must hold: a refusal says why; what was taken stays taken with
 * spaces around it and not with anything behind it; texts come back the same through our own
 * writer; and a decoded struct is within the bounds of its table. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"
#include "protocol/actions.gen.h"
#include "protocol/decode.h"
#include "protocol/fields.h"
#include "protocol/json.h"

enum { DOCUMENT_MAX = 65536, ARENA_MAX = 262144 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_fields(const struct input_table *table, const char *input);

static void check_problem(const struct decode_problem *p)
{
	ASSERT(p->error == ERROR_MALFORMED || p->error == ERROR_INVALID ||
	       p->error == ERROR_TOO_LARGE);
	ASSERT(p->text[0] != '\0' && memchr(p->text, '\0', sizeof(p->text)) != NULL);
	ASSERT(text_is_utf8(slice_of(p->text)));
}

static bool is_taken(struct slice json)
{
	struct decode_problem problem;
	struct document *d = document_read(json, DOCUMENT_MAX + 16, &problem);

	if (!d)
		check_problem(&problem);
	document_free(d);
	return d != NULL;
}

static void check_surroundings(struct slice json)
{
	struct buffer b = { 0 };

	buffer_append_text(&b, " \n");
	buffer_append_slice(&b, json);
	buffer_append_text(&b, "\t\r");
	ASSERT(is_taken(buffer_slice(&b)));
	buffer_append_text(&b, "}");
	ASSERT(!is_taken(buffer_slice(&b)));
	buffer_clear(&b);
}

/* A text written by us is read as the same text. */
static void check_text_returns(struct slice text)
{
	struct decode_problem problem;
	struct buffer b = { 0 };

	buffer_append_text(&b, "{\"t\":");
	json_text(&b, text);
	buffer_append_byte(&b, '}');
	struct document *d = document_read(buffer_slice(&b), 8 * DOCUMENT_MAX, &problem);
	ASSERT(d != NULL);
	ASSERT(slice_equal(document_text(d, "t"), text));
	document_free(d);
	buffer_clear(&b);
}

static void check_text(const struct input_field *f, struct slice text)
{
	const size_t measure = f->type == FIELD_BYTES ? text.size : text_length(text);

	ASSERT(text.data != NULL && text_is_utf8(text) && !memchr(text.data, '\0', text.size));
	ASSERT(measure >= (size_t)f->min && measure <= (size_t)f->max);
	ASSERT(f->type == FIELD_BYTES || text.size <= f->bytes_max);
	ASSERT(!f->plain || !text_has_control(text));
	check_text_returns(text);
}

static void check_list(const struct input_field *f, const char *entries, size_t count)
{
	ASSERT(count <= (size_t)f->max);
	for (size_t i = 0; i < count; i++)
		check_fields(f->of, entries + i * f->of->size);
}

static void check_ids(const struct input_field *f, const int64_t *ids, size_t count)
{
	ASSERT(count <= (size_t)f->max);
	for (size_t i = 0; i < count; i++)
		ASSERT(ids[i] >= 1 && ids[i] <= INT64_C(9007199254740991));
}

/* What stands at the field's place, whichever type it has. */
union stored {
	int64_t number;
	int word;
	bool flag;
	struct slice text;
	const void *pointer;
};

static union stored stored_at(const struct input_field *f, const char *input)
{
	static const size_t sizes[] = {
		[FIELD_ID] = sizeof(int64_t),         [FIELD_INT] = sizeof(int64_t),
		[FIELD_BOOL] = sizeof(bool),          [FIELD_TEXT] = sizeof(struct slice),
		[FIELD_BYTES] = sizeof(struct slice), [FIELD_WORD] = sizeof(int),
		[FIELD_IDS] = sizeof(void *),         [FIELD_LIST] = sizeof(void *),
		[FIELD_OBJECT] = sizeof(void *),
	};
	union stored stored;

	memset(&stored, 0, sizeof(stored));
	memcpy(&stored, input + f->offset, sizes[f->type]);
	return stored;
}

static bool is_absent(const struct input_field *f, const char *input)
{
	bool has = true;

	if (f->presence != FIELD_OPTIONAL)
		return false;
	if (f->type == FIELD_OBJECT)
		return stored_at(f, input).pointer == NULL;
	memcpy(&has, input + f->has_offset, sizeof(has));
	return !has;
}

static void check_field(const struct input_field *f, const char *input)
{
	const union stored stored = stored_at(f, input);
	size_t count = 0;

	if (f->count_offset > 0)
		memcpy(&count, input + f->count_offset, sizeof(count));
	switch (f->type) {
	case FIELD_ID:
	case FIELD_INT:
		ASSERT(stored.number >= f->min && stored.number <= f->max);
		return;
	case FIELD_BOOL:
		return;
	case FIELD_WORD:
		ASSERT(stored.word >= 0 && stored.word < f->max);
		return;
	case FIELD_TEXT:
	case FIELD_BYTES:
		check_text(f, stored.text);
		return;
	case FIELD_IDS:
		check_ids(f, stored.pointer, count);
		return;
	case FIELD_LIST:
		check_list(f, stored.pointer, count);
		return;
	case FIELD_OBJECT:
		check_fields(f->of, stored.pointer);
		return;
	}
}

static void check_fields(const struct input_table *table, const char *input)
{
	for (size_t i = 0; i < table->count; i++) {
		if (!is_absent(&table->fields[i], input))
			check_field(&table->fields[i], input);
	}
}

static void check_decode(const struct document *d, const struct input_table *table)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char *input = arena_take(arena, table->size);
	struct decode_problem problem;

	if (document_decode(d, table, arena, input, &problem))
		check_fields(table, input);
	else
		check_problem(&problem);
	arena_free(arena);
}

static void check_document(const struct document *d)
{
	int64_t number;

	if (document_text(d, "action").data) {
		check_text_returns(document_text(d, "action"));
		(void)action_find(document_text(d, "action"));
	}
	if (document_int(d, "cbId", &number))
		ASSERT(number >= -INT64_C(9007199254740991) && number <= INT64_C(9007199254740991));
	for (int i = 0; i < ACTION_COUNT; i++)
		check_decode(d, action_rows[i].input);
	for (int i = 0; i < ROUTE_COUNT; i++)
		check_decode(d, route_rows[i].input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice json = { (const char *)data, size };
	struct decode_problem problem;
	struct document *d = document_read(json, DOCUMENT_MAX, &problem);

	(void)action_find(json);
	(void)route_find(json);
	if (!d) {
		check_problem(&problem);
		return 0;
	}
	check_surroundings(json);
	check_document(d);
	document_free(d);
	return 0;
}
