/* Every decoded struct against the bounds of the schema, and back into JSON. */
#include "fuzz/decoded.h"

#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "protocol/json.h"

enum { ARENA_MAX = 1 << 23, DOCUMENT_MAX = 1 << 23, ID_NAME_BYTES_MAX = 16 };

static const int64_t largest = INT64_C(9007199254740991);

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
		[FIELD_IDS] = sizeof(void *),         [FIELD_ID_MAP] = sizeof(void *),
		[FIELD_LIST] = sizeof(void *),        [FIELD_OBJECT] = sizeof(void *),
	};
	union stored stored;

	memset(&stored, 0, sizeof(stored));
	memcpy(&stored, input + f->offset, sizes[f->type]);
	return stored;
}

static size_t count_at(const struct input_field *f, const char *input)
{
	size_t count;

	memcpy(&count, input + f->count_offset, sizeof(count));
	return count;
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

/* ---- bounds ---- */

static void check_fields(const struct input_table *table, const char *input);

static void check_number(const struct input_field *f, const char *input)
{
	int64_t number = stored_at(f, input).number;

	ASSERT(number >= f->min && number <= f->max);
}

static void check_bool(const struct input_field *f, const char *input)
{
	unsigned char byte;

	memcpy(&byte, input + f->offset, 1);
	ASSERT(byte <= 1);
}

static void check_text(const struct input_field *f, const char *input)
{
	struct slice text = stored_at(f, input).text;
	const size_t measure = f->type == FIELD_BYTES ? text.size : text_length(text);

	ASSERT(text.data != NULL && text_is_utf8(text) && !memchr(text.data, '\0', text.size));
	ASSERT(measure >= (size_t)f->min && measure <= (size_t)f->max);
	ASSERT(f->type == FIELD_BYTES || text.size <= f->bytes_max);
	ASSERT(!f->plain || !text_has_control(text));
	ASSERT(!f->plain || f->min == 0 || text_is_seen(text));
	ASSERT(!f->trim || text_trim(text).size == text.size);
}

static void check_word(const struct input_field *f, const char *input)
{
	int word = stored_at(f, input).word;

	ASSERT(word >= 0 && word < f->max);
}

static void check_ids(const struct input_field *f, const char *input)
{
	const int64_t *ids = stored_at(f, input).pointer;
	size_t count = count_at(f, input);

	ASSERT(count <= (size_t)f->max);
	for (size_t i = 0; i < count; i++)
		ASSERT(ids[i] >= 1 && ids[i] <= largest);
}

/* Each name is there once. */
static void check_id_map(const struct input_field *f, const char *input)
{
	const struct id_entry *entries = stored_at(f, input).pointer;
	size_t count = count_at(f, input);

	ASSERT(count <= (size_t)f->max);
	for (size_t i = 0; i < count; i++) {
		struct slice name = entries[i].name;
		ASSERT(name.size >= 1 && name.size <= ID_NAME_BYTES_MAX && text_is_utf8(name));
		ASSERT(entries[i].value >= f->min && entries[i].value <= largest);
		for (size_t j = 0; j < i; j++)
			ASSERT(!slice_equal(entries[j].name, name));
	}
}

static void check_list(const struct input_field *f, const char *input)
{
	const char *entries = stored_at(f, input).pointer;
	size_t count = count_at(f, input);

	ASSERT(count <= (size_t)f->max);
	for (size_t i = 0; i < count; i++)
		check_fields(f->of, entries + i * f->of->size);
}

static void check_object(const struct input_field *f, const char *input)
{
	check_fields(f->of, stored_at(f, input).pointer);
}

static void (*const checks[])(const struct input_field *f, const char *input) = {
	[FIELD_ID] = check_number,     [FIELD_INT] = check_number, [FIELD_BOOL] = check_bool,
	[FIELD_TEXT] = check_text,     [FIELD_BYTES] = check_text, [FIELD_WORD] = check_word,
	[FIELD_IDS] = check_ids,       [FIELD_LIST] = check_list,  [FIELD_OBJECT] = check_object,
	[FIELD_ID_MAP] = check_id_map,
};

static void check_fields(const struct input_table *table, const char *input)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct input_field *f = &table->fields[i];
		if (!is_absent(f, input))
			checks[f->type](f, input);
	}
}

/* ---- writing ---- */

static void write_number(const struct input_field *f, const char *input, struct buffer *out)
{
	json_int(out, stored_at(f, input).number);
}

static void write_bool(const struct input_field *f, const char *input, struct buffer *out)
{
	json_bool(out, stored_at(f, input).flag);
}

static void write_text(const struct input_field *f, const char *input, struct buffer *out)
{
	json_text(out, stored_at(f, input).text);
}

static void write_word(const struct input_field *f, const char *input, struct buffer *out)
{
	json_text(out, slice_of(f->words[stored_at(f, input).word]));
}

static void write_ids(const struct input_field *f, const char *input, struct buffer *out)
{
	json_ints(out, stored_at(f, input).pointer, count_at(f, input));
}

static void write_id_map(const struct input_field *f, const char *input, struct buffer *out)
{
	const struct id_entry *entries = stored_at(f, input).pointer;
	size_t count = count_at(f, input);

	buffer_append_byte(out, '{');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		json_text(out, entries[i].name);
		buffer_append_byte(out, ':');
		json_int(out, entries[i].value);
	}
	buffer_append_byte(out, '}');
}

static void write_list(const struct input_field *f, const char *input, struct buffer *out)
{
	const char *entries = stored_at(f, input).pointer;
	size_t count = count_at(f, input);

	buffer_append_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		decoded_write(f->of, entries + i * f->of->size, out);
	}
	buffer_append_byte(out, ']');
}

static void write_object(const struct input_field *f, const char *input, struct buffer *out)
{
	decoded_write(f->of, stored_at(f, input).pointer, out);
}

static void (*const writers[])(const struct input_field *f, const char *input,
			       struct buffer *out) = {
	[FIELD_ID] = write_number,     [FIELD_INT] = write_number, [FIELD_BOOL] = write_bool,
	[FIELD_TEXT] = write_text,     [FIELD_BYTES] = write_text, [FIELD_WORD] = write_word,
	[FIELD_IDS] = write_ids,       [FIELD_LIST] = write_list,  [FIELD_OBJECT] = write_object,
	[FIELD_ID_MAP] = write_id_map,
};

void decoded_write(const struct input_table *table, const char *input, struct buffer *out)
{
	bool any = false;

	buffer_append_byte(out, '{');
	for (size_t i = 0; i < table->count; i++) {
		const struct input_field *f = &table->fields[i];
		if (is_absent(f, input))
			continue;
		if (any)
			buffer_append_byte(out, ',');
		any = true;
		json_text(out, slice_of(f->name));
		buffer_append_byte(out, ':');
		writers[f->type](f, input, out);
	}
	buffer_append_byte(out, '}');
}

/* ---- both ---- */

static void check_returns(const struct input_table *table, const char *input)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char *again = arena_take(arena, table->size);
	struct decode_problem problem;
	struct buffer first = { 0 };
	struct buffer second = { 0 };

	decoded_write(table, input, &first);
	struct document *d = document_read(buffer_slice(&first), DOCUMENT_MAX, &problem);
	ASSERT(d != NULL);
	bool decoded = document_decode(d, table, arena, again, &problem);
	ASSERT(decoded);
	decoded_write(table, again, &second);
	ASSERT(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	document_free(d);
	buffer_clear(&first);
	buffer_clear(&second);
	arena_free(arena);
}

void decoded_check(const struct input_table *table, const char *input)
{
	check_fields(table, input);
	check_returns(table, input);
}

void decoded_check_problem(const struct decode_problem *p)
{
	ASSERT(p->error == ERROR_MALFORMED || p->error == ERROR_INVALID ||
	       p->error == ERROR_TOO_LARGE);
	ASSERT(p->text[0] != '\0' && memchr(p->text, '\0', sizeof(p->text)) != NULL);
	ASSERT(text_is_utf8(slice_of(p->text)));
}
