/* From the tree to an input struct, as a table of fields says (fields.h). Nothing reaches the
 * struct that is not within the field's bounds; the first wrong field ends it, and is named with
 * its whole path: "streams[3].after". */
#include "protocol/decode.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "protocol/document.h"
#include "protocol/fields.h"

enum { INDEX_NONE = -1, PATH_MAX_BYTES = 100, ID_NAME_BYTES_MAX = 16 };

struct decoder {
	struct arena *arena;
	struct decode_problem *problem;
};

/* Where the decoder is: a field, or an entry of one. */
struct place {
	const struct place *outer; /* NULL at the top */
	const char *name;          /* NULL for an entry */
	int index;
};

/* One value on its way into the struct at `out`. */
struct value {
	const struct input_field *field;
	const cJSON *item;
	char *out;
	const struct place *place;
};

static const struct input_field entry_of_ids = { .min = 1, .max = INT64_C(9007199254740991) };

static bool decode_object(struct decoder *d, const struct input_table *table, const cJSON *object,
			  char *out, const struct place *place);

/* ---- problems ----------------------------------------------------------------------------- */

static size_t write_path(const struct place *place, char *path, size_t size)
{
	size_t used = place->outer ? write_path(place->outer, path, size) : 0;
	int n;

	if (place->name)
		n = snprintf(path + used, size - used, "%s%s", used > 0 ? "." : "", place->name);
	else
		n = snprintf(path + used, size - used, "[%d]", place->index);
	used += n > 0 ? (size_t)n : 0;
	return used < size ? used : size - 1;
}

/* Always false, for `return fail(…)`. */
__attribute__((format(printf, 4, 5))) static bool fail(struct decoder *d, const struct place *place,
						       enum error error, const char *format, ...)
{
	char path[PATH_MAX_BYTES] = "";
	char why[sizeof(d->problem->text) - PATH_MAX_BYTES - 1];
	va_list arguments;

	write_path(place, path, sizeof(path));
	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	d->problem->error = error;
	snprintf(d->problem->text, sizeof(d->problem->text), "%s: %s", path, why);
	return false;
}

static bool fail_memory(struct decoder *d, const struct place *place)
{
	return fail(d, place, ERROR_TOO_LARGE, "is too large");
}

static bool fail_range(struct decoder *d, const struct place *place, const struct input_field *f)
{
	return fail(d, place, ERROR_INVALID, "must be a whole number from %lld to %lld",
		    (long long)f->min, (long long)f->max);
}

/* ---- storing ------------------------------------------------------------------------------ */

static void store_bool(const struct value *v, bool value)
{
	memcpy(v->out + v->field->offset, &value, sizeof(value));
}

static void store_int(const struct value *v, int64_t value)
{
	memcpy(v->out + v->field->offset, &value, sizeof(value));
}

static void store_word(const struct value *v, int index)
{
	memcpy(v->out + v->field->offset, &index, sizeof(index));
}

static void store_slice(const struct value *v, struct slice value)
{
	memcpy(v->out + v->field->offset, &value, sizeof(value));
}

static void store_pointer(const struct value *v, const void *pointer)
{
	memcpy(v->out + v->field->offset, &pointer, sizeof(pointer));
}

static void store_count(const struct value *v, size_t count)
{
	memcpy(v->out + v->field->count_offset, &count, sizeof(count));
}

/* ---- one function a type ------------------------------------------------------------------ */

static bool whole_in_range(const cJSON *item, int64_t min, int64_t max, int64_t *out)
{
	return document_whole(item, out) && *out >= min && *out <= max;
}

static bool read_int(struct decoder *d, const struct value *v)
{
	int64_t number;

	if (!whole_in_range(v->item, v->field->min, v->field->max, &number))
		return fail_range(d, v->place, v->field);
	store_int(v, number);
	return true;
}

static bool read_bool(struct decoder *d, const struct value *v)
{
	if (!cJSON_IsBool(v->item))
		return fail(d, v->place, ERROR_INVALID, "must be true or false");
	store_bool(v, cJSON_IsTrue(v->item) != 0);
	return true;
}

static bool store_copy(struct decoder *d, const struct value *v, struct slice text)
{
	const struct slice copy = arena_copy(d->arena, text);

	if (!copy.data)
		return fail_memory(d, v->place);
	store_slice(v, copy);
	return true;
}

/* `size` counted in `unit`. */
static bool check_size(struct decoder *d, const struct value *v, size_t size, const char *unit)
{
	const struct input_field *f = v->field;

	if (size >= (size_t)f->min && size <= (size_t)f->max)
		return true;
	return fail(d, v->place, ERROR_INVALID, "must have %lld to %lld %s", (long long)f->min,
		    (long long)f->max, unit);
}

static bool read_text(struct decoder *d, const struct value *v)
{
	const struct input_field *f = v->field;
	struct slice text = slice_of(cJSON_GetStringValue(v->item));

	if (!text.data)
		return fail(d, v->place, ERROR_INVALID, "must be a text");
	if (f->trim)
		text = text_trim(text);
	if (f->plain && text_has_control(text))
		return fail(d, v->place, ERROR_INVALID, "must not contain control characters");
	if (!check_size(d, v, text_length(text), "characters"))
		return false;
	if (f->plain && f->min > 0 && !text_is_seen(text))
		return fail(d, v->place, ERROR_INVALID, "must have something to be seen");
	if (text.size > f->bytes_max)
		return fail(d, v->place, ERROR_INVALID, "must have at most %zu bytes",
			    f->bytes_max);
	return store_copy(d, v, text);
}

static bool read_bytes(struct decoder *d, const struct value *v)
{
	const struct slice bytes = slice_of(cJSON_GetStringValue(v->item));

	if (!bytes.data)
		return fail(d, v->place, ERROR_INVALID, "must be a text");
	return check_size(d, v, bytes.size, "bytes") && store_copy(d, v, bytes);
}

static bool fail_word(struct decoder *d, const struct value *v)
{
	char words[PATH_MAX_BYTES] = "";
	size_t used = 0;

	for (int64_t i = 0; i < v->field->max && used < sizeof(words); i++) {
		const int n = snprintf(words + used, sizeof(words) - used, "%s%s",
				       i > 0 ? ", " : "", v->field->words[i]);
		used += n > 0 ? (size_t)n : 0;
	}
	return fail(d, v->place, ERROR_INVALID, "must be one of %s", words);
}

static bool read_word(struct decoder *d, const struct value *v)
{
	const char *text = cJSON_GetStringValue(v->item);

	for (int i = 0; text && i < v->field->max; i++) {
		if (strcmp(text, v->field->words[i]) == 0) {
			store_word(v, i);
			return true;
		}
	}
	return fail_word(d, v);
}

/* An array of at most `max` entries; `what` they are, for people. */
static bool check_array(struct decoder *d, const struct value *v, const char *what, size_t *count)
{
	if (cJSON_IsArray(v->item)) {
		*count = (size_t)cJSON_GetArraySize(v->item);
		if (*count <= (size_t)v->field->max)
			return true;
	}
	return fail(d, v->place, ERROR_INVALID, "must be an array of at most %lld %s",
		    (long long)v->field->max, what);
}

static bool read_ids(struct decoder *d, const struct value *v)
{
	size_t count = 0;
	struct place entry = { .outer = v->place, .index = 0 };

	if (!check_array(d, v, "ids", &count))
		return false;
	int64_t *ids = arena_try(d->arena, count * sizeof(*ids));
	if (!ids)
		return fail_memory(d, v->place);
	for (const cJSON *item = v->item->child; item; item = item->next, entry.index++) {
		if (!whole_in_range(item, entry_of_ids.min, entry_of_ids.max, &ids[entry.index]))
			return fail_range(d, &entry, &entry_of_ids);
	}
	store_pointer(v, ids);
	store_count(v, count);
	return true;
}

/* Names are unique: the document refuses repeated ones. */
static bool read_id_map(struct decoder *d, const struct value *v)
{
	const struct input_field values = { .min = v->field->min, .max = entry_of_ids.max };
	struct place entry = { .outer = v->place, .index = 0 };

	if (!cJSON_IsObject(v->item) || cJSON_GetArraySize(v->item) > v->field->max)
		return fail(d, v->place, ERROR_INVALID, "must be an object of at most %lld numbers",
			    (long long)v->field->max);
	struct id_entry *entries =
		arena_try(d->arena, ((size_t)cJSON_GetArraySize(v->item) + 1) * sizeof(*entries));
	if (!entries)
		return fail_memory(d, v->place);
	for (const cJSON *item = v->item->child; item; item = item->next, entry.index++) {
		struct id_entry *e = &entries[entry.index];
		const struct slice name = slice_of(item->string);
		if (name.size < 1 || name.size > ID_NAME_BYTES_MAX)
			return fail(d, &entry, ERROR_INVALID, "must have a name of 1 to %d bytes",
				    ID_NAME_BYTES_MAX);
		if (!whole_in_range(item, values.min, values.max, &e->value))
			return fail_range(d, &entry, &values);
		e->name = arena_copy(d->arena, name);
		if (!e->name.data)
			return fail_memory(d, &entry);
	}
	store_pointer(v, entries);
	store_count(v, (size_t)entry.index);
	return true;
}

static bool read_list(struct decoder *d, const struct value *v)
{
	const struct input_table *of = v->field->of;
	struct place entry = { .outer = v->place, .index = 0 };
	size_t count = 0;

	if (!check_array(d, v, "objects", &count))
		return false;
	char *entries = arena_try(d->arena, count * of->size);
	if (!entries)
		return fail_memory(d, v->place);
	for (const cJSON *item = v->item->child; item; item = item->next, entry.index++) {
		if (!decode_object(d, of, item, entries + (size_t)entry.index * of->size, &entry))
			return false;
	}
	store_pointer(v, entries);
	store_count(v, count);
	return true;
}

static bool read_object(struct decoder *d, const struct value *v)
{
	char *object = arena_try(d->arena, v->field->of->size);

	if (!object)
		return fail_memory(d, v->place);
	if (!decode_object(d, v->field->of, v->item, object, v->place))
		return false;
	store_pointer(v, object);
	return true;
}

/* ---- fields ------------------------------------------------------------------------------- */

static bool (*const readers[])(struct decoder *d, const struct value *v) = {
	[FIELD_ID] = read_int,        [FIELD_INT] = read_int,     [FIELD_BOOL] = read_bool,
	[FIELD_TEXT] = read_text,     [FIELD_BYTES] = read_bytes, [FIELD_WORD] = read_word,
	[FIELD_IDS] = read_ids,       [FIELD_LIST] = read_list,   [FIELD_OBJECT] = read_object,
	[FIELD_ID_MAP] = read_id_map,
};

/* Lists and objects default to the zeroes that are there. */
static void store_default(const struct value *v)
{
	switch (v->field->type) {
	case FIELD_ID:
	case FIELD_INT:
		store_int(v, v->field->default_int);
		return;
	case FIELD_BOOL:
		store_bool(v, v->field->default_int != 0);
		return;
	case FIELD_WORD:
		store_word(v, (int)v->field->default_int);
		return;
	case FIELD_TEXT:
	case FIELD_BYTES:
		store_slice(v, slice_of(v->field->default_text));
		return;
	case FIELD_IDS:
	case FIELD_ID_MAP:
	case FIELD_LIST:
	case FIELD_OBJECT:
		return;
	}
}

static bool read_absent(struct decoder *d, const struct value *v)
{
	if (v->field->presence == FIELD_REQUIRED)
		return fail(d, v->place, ERROR_INVALID,
			    v->item ? "must not be null" : "is missing");
	if (v->field->presence == FIELD_DEFAULT)
		store_default(v);
	return true;
}

static bool read_field(struct decoder *d, const struct value *v)
{
	const bool present = true;

	if (!v->item || cJSON_IsNull(v->item))
		return read_absent(d, v);
	if (!readers[v->field->type](d, v))
		return false;
	if (v->field->presence == FIELD_OPTIONAL && v->field->type != FIELD_OBJECT)
		memcpy(v->out + v->field->has_offset, &present, sizeof(present));
	return true;
}

static bool decode_object(struct decoder *d, const struct input_table *table, const cJSON *object,
			  char *out, const struct place *place)
{
	if (!cJSON_IsObject(object))
		return fail(d, place, ERROR_INVALID, "must be an object");
	for (size_t i = 0; i < table->count; i++) {
		const struct input_field *field = &table->fields[i];
		const struct place at = { .outer = place,
					  .name = field->name,
					  .index = INDEX_NONE };
		const struct value v = { .field = field,
					 .item = cJSON_GetObjectItemCaseSensitive(object,
										  field->name),
					 .out = out,
					 .place = &at };
		if (!read_field(d, &v))
			return false;
	}
	return true;
}

bool document_decode(const struct document *d, const struct input_table *table, struct arena *arena,
		     void *input, struct decode_problem *problem)
{
	struct decoder decoder = { .arena = arena, .problem = problem };

	*problem = (struct decode_problem){ 0 };
	memset(input, 0, table->size);
	return decode_object(&decoder, table, d->root, input, NULL);
}
