/* Nearly valid requests, built from the tables that are made from the schema: the fuzzer's bytes
 * are choices (which action, which value of a field, which of them is spoiled, and how). While
 * building we know what must come of it: a sound one decodes to exactly the values that were
 * chosen, of a spoiled one the first spoiled field is named. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/text.h"
#include "fuzz/decoded.h"
#include "protocol/actions.gen.h"
#include "protocol/json.h"

enum {
	DOCUMENT_MAX = 1 << 22,
	ARENA_MAX = 1 << 22,
	/* Of 256: how often a field is spoiled. */
	SPOILED_FROM = 244,
	COUNT_MAX = 600,
	TEXT_MAX = 4096,
	ID_NAME_BYTES_MAX = 16,
};

static const int64_t largest = INT64_C(9007199254740991);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct building {
	const uint8_t *choices;
	size_t left;
	struct buffer json;
	/* The same as decoded_write would write it. */
	struct buffer expected;
	/* The field of the request in which the first mistake is; NULL: there is none. */
	const char *spoiled;
	const char *top;
};

static unsigned take(struct building *b)
{
	if (b->left == 0)
		return 0;
	b->left--;
	return *b->choices++;
}

static unsigned take_below(struct building *b, unsigned bound)
{
	return take(b) % bound;
}

static bool take_spoiled(struct building *b)
{
	bool spoiled = take(b) >= SPOILED_FROM;

	if (spoiled && !b->spoiled)
		b->spoiled = b->top;
	return spoiled;
}

static void spoil(struct building *b)
{
	if (!b->spoiled)
		b->spoiled = b->top;
}

static void write_space(struct building *b)
{
	static const char *const spaces[] = { "", "", "", " ", "\n", "\t \r" };

	buffer_append_text(&b->json, spaces[take_below(b, 6)]);
}

static void write_both(struct building *b, const char *text)
{
	buffer_append_text(&b->json, text);
	buffer_append_text(&b->expected, text);
}

static void build_object(struct building *b, const struct input_table *table);

/* ---- wrong types ---- */

/* None of them is a value of any field; null is for fields that must be there. */
static void write_wrong(struct building *b, enum field_type type)
{
	static const char *const wrong[] = {
		"1.5",    "-9007199254740992",  "9007199254740992",
		"1e400",  "\"\\u0007\\u202e\"", "[[]]",
		"[null]", "[{\"a\":1}, true]",  "\"1\"",
	};
	static const char *const numbers[] = { "\"1\"", "1.5", "true", "[]", "1e16", "{\"a\":1}" };

	if (type == FIELD_ID || type == FIELD_INT)
		buffer_append_text(&b->json, numbers[take_below(b, 6)]);
	else if (type == FIELD_TEXT || type == FIELD_BYTES)
		buffer_append_text(&b->json, take(b) & 1 ? "12" : "[\"a\"]");
	else if (type == FIELD_WORD)
		buffer_append_text(&b->json, take(b) & 1 ? "\"no such word\"" : "0");
	else if (type == FIELD_ID_MAP)
		buffer_append_text(&b->json, take(b) & 1 ? "[]" : "{\"\": 1}");
	else
		buffer_append_text(&b->json, wrong[take_below(b, 9)]);
}

/* ---- values ---- */

static void write_number(struct building *b, int64_t number)
{
	/* Every way to write a whole number. */
	static const char *const forms[] = { "", "", "", ".0", "e0", "E+0" };

	json_int(&b->json, number);
	buffer_append_text(&b->json, forms[take_below(b, 6)]);
	json_int(&b->expected, number);
}

static int64_t choose_number(struct building *b, int64_t min, int64_t max)
{
	const int64_t edges[] = { min, max, min + 1, max - 1, 0, 1 };
	unsigned at = take_below(b, 12);
	int64_t number = at < 6 ? edges[at] : min + (int64_t)(take(b) << 8 | take(b));

	return number < min ? min : number > max ? max : number;
}

static void build_number(struct building *b, const struct input_field *f)
{
	if (!take_spoiled(b))
		write_number(b, choose_number(b, f->min, f->max));
	else if (f->min > -largest && take(b) & 1)
		json_int(&b->json, f->min - 1);
	else if (f->max < largest && take(b) & 1)
		json_int(&b->json, f->max + 1);
	else
		write_wrong(b, f->type);
}

static void build_bool(struct building *b, const struct input_field *f)
{
	if (take_spoiled(b))
		write_wrong(b, f->type);
	else
		write_both(b, take(b) & 1 ? "true" : "false");
}

static void build_word(struct building *b, const struct input_field *f)
{
	const char *word = f->words[take_below(b, (unsigned)f->max)];

	if (take_spoiled(b)) {
		write_wrong(b, f->type);
		return;
	}
	json_text(&b->json, slice_of(word));
	json_text(&b->expected, slice_of(word));
}

/* Characters of 1 to 4 bytes; the surrogates of the last as escapes too. */
static const struct {
	struct slice bytes;
	const char *escaped;
} characters[] = {
	{ { "a", 1 }, "\\u0061" },
	{ { "\"", 1 }, "\\\"" },
	{ { "\\", 1 }, "\\\\" },
	{ { "\xc3\xa9", 2 }, "\\u00e9" },
	{ { "\xe6\xbc\xa2", 3 }, "\\u6f22" },
	{ { "\xf0\x9f\x98\x80", 4 }, "\\ud83d\\uDE00" },
};

static size_t choose_length(struct building *b, const struct input_field *f)
{
	size_t max = (size_t)f->max < TEXT_MAX ? (size_t)f->max : TEXT_MAX;
	const size_t edges[] = { (size_t)f->min, (size_t)f->min + 1, max, max - 1 };
	unsigned at = take_below(b, 8);
	size_t length = at < 4 ? edges[at] : (size_t)f->min + take_below(b, 16);

	return length > max ? max : length;
}

/* `length` times one character; true if the field may be that long. */
static bool write_characters(struct building *b, const struct input_field *f, size_t length)
{
	unsigned which = take_below(b, 6);
	struct slice bytes = characters[which].bytes;
	bool escaped = bytes.data[0] == '"' || bytes.data[0] == '\\' || take(b) & 1;
	struct buffer text = { 0 };

	for (size_t i = 0; i < length; i++) {
		buffer_append_slice(&text, bytes);
		if (escaped)
			buffer_append_text(&b->json, characters[which].escaped);
		else
			buffer_append_slice(&b->json, bytes);
	}
	size_t most = f->type == FIELD_BYTES ? (size_t)f->max : f->bytes_max;
	bool fits = text.size <= most && (f->type != FIELD_BYTES || text.size >= (size_t)f->min);
	struct slice whole = { text.data ? text.data : "", text.size };
	json_text(&b->expected, whole);
	buffer_clear(&text);
	return fits;
}

static void build_text(struct building *b, const struct input_field *f)
{
	static const char *const around[] = { "", " ", "\\t\\n", "\\u3000" };

	if (take_spoiled(b)) {
		if (f->min > 0 && take(b) & 1)
			buffer_append_text(&b->json, f->trim ? "\" \\u00a0\"" : "\"\"");
		else if (f->plain && take(b) & 1)
			buffer_append_text(&b->json, "\"a\\u202eb\"");
		else
			write_wrong(b, f->type);
		return;
	}
	const char *space = f->trim ? around[take_below(b, 4)] : "";
	buffer_append_byte(&b->json, '"');
	buffer_append_text(&b->json, space);
	if (!write_characters(b, f, choose_length(b, f)))
		spoil(b);
	buffer_append_text(&b->json, space);
	buffer_append_byte(&b->json, '"');
}

/* ---- several values ---- */

/* One more than there may be if that is no great number: the field is spoiled then. */
static size_t choose_count(struct building *b, const struct input_field *f)
{
	const size_t edges[] = { 0, 1, 2, (size_t)f->max, (size_t)f->max + 1 };
	unsigned at = take_below(b, 64);
	size_t count = at < 5 ? edges[at] : at % 4;

	if (count > COUNT_MAX)
		count = 3;
	if (count > (size_t)f->max)
		spoil(b);
	return count;
}

static void build_ids(struct building *b, const struct input_field *f)
{
	size_t count = choose_count(b, f);

	write_both(b, "[");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			write_both(b, ",");
		if (take_spoiled(b))
			buffer_append_text(&b->json, take(b) & 1 ? "0" : "null");
		else
			write_number(b, choose_number(b, 1, largest));
	}
	write_both(b, "]");
}

static void build_id_map(struct building *b, const struct input_field *f)
{
	size_t count = choose_count(b, f);

	write_both(b, "{");
	for (size_t i = 0; i < count; i++) {
		bool spoiled = take_spoiled(b);
		if (i > 0)
			write_both(b, ",");
		buffer_format(&b->json, "\"%zu%s\":", i, spoiled ? "0123456789abcdef" : "");
		buffer_format(&b->expected, "\"%zu\":", i);
		write_number(b, choose_number(b, f->min, largest));
	}
	write_both(b, "}");
}

static void build_list(struct building *b, const struct input_field *f)
{
	size_t count = choose_count(b, f);

	write_both(b, "[");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			write_both(b, ",");
		if (take_spoiled(b))
			buffer_append_text(&b->json, "[]");
		else
			build_object(b, f->of);
	}
	write_both(b, "]");
}

static void build_inner(struct building *b, const struct input_field *f)
{
	if (take_spoiled(b))
		write_wrong(b, f->type);
	else
		build_object(b, f->of);
}

static void (*const builders[])(struct building *b, const struct input_field *f) = {
	[FIELD_ID] = build_number,     [FIELD_INT] = build_number, [FIELD_BOOL] = build_bool,
	[FIELD_TEXT] = build_text,     [FIELD_BYTES] = build_text, [FIELD_WORD] = build_word,
	[FIELD_IDS] = build_ids,       [FIELD_LIST] = build_list,  [FIELD_OBJECT] = build_inner,
	[FIELD_ID_MAP] = build_id_map,
};

/* ---- fields ---- */

static void write_default_number(struct buffer *out, const struct input_field *f)
{
	json_int(out, f->default_int);
}

static void write_default_bool(struct buffer *out, const struct input_field *f)
{
	json_bool(out, f->default_int != 0);
}

static void write_default_text(struct buffer *out, const struct input_field *f)
{
	json_text(out, slice_of(f->default_text));
}

static void write_default_word(struct buffer *out, const struct input_field *f)
{
	json_text(out, slice_of(f->words[f->default_int]));
}

static void write_no_entries(struct buffer *out, const struct input_field *f)
{
	buffer_append_text(out, f->type == FIELD_ID_MAP ? "{}" : "[]");
}

static void (*const default_writers[])(struct buffer *out, const struct input_field *f) = {
	[FIELD_ID] = write_default_number,  [FIELD_INT] = write_default_number,
	[FIELD_BOOL] = write_default_bool,  [FIELD_TEXT] = write_default_text,
	[FIELD_BYTES] = write_default_text, [FIELD_WORD] = write_default_word,
	[FIELD_IDS] = write_no_entries,     [FIELD_ID_MAP] = write_no_entries,
	[FIELD_LIST] = write_no_entries,
};

static void write_name(struct buffer *out, const char *name)
{
	if (out->data[out->size - 1] != '{')
		buffer_append_byte(out, ',');
	json_text(out, slice_of(name));
	buffer_append_byte(out, ':');
}

/* Missing, or null. */
static void build_absent(struct building *b, const struct input_field *f)
{
	if (take(b) & 1) {
		write_name(&b->json, f->name);
		buffer_append_text(&b->json, "null");
	}
	if (f->presence == FIELD_REQUIRED)
		spoil(b);
	if (f->presence == FIELD_DEFAULT) {
		write_name(&b->expected, f->name);
		default_writers[f->type](&b->expected, f);
	}
}

static void build_field(struct building *b, const struct input_field *f)
{
	unsigned there = take(b);

	if (f->presence == FIELD_REQUIRED ? there >= SPOILED_FROM : there >= 128) {
		build_absent(b, f);
		return;
	}
	write_name(&b->json, f->name);
	write_name(&b->expected, f->name);
	write_space(b);
	builders[f->type](b, f);
	write_space(b);
}

static void build_object(struct building *b, const struct input_table *table)
{
	bool is_top = b->json.size == 0;

	write_both(b, "{");
	for (size_t i = 0; i < table->count; i++) {
		if (is_top)
			b->top = table->fields[i].name;
		build_field(b, &table->fields[i]);
	}
	/* Unknown ones are ignored; names differ by their case. */
	if (take_below(b, 8) == 7) {
		write_name(&b->json, is_top ? "RoomID" : "unknown");
		buffer_append_text(&b->json, "{\"deep\":[1,{}]}");
	}
	write_both(b, "}");
}

/* ---- what must come of it ---- */

static void check_refused(const struct building *b, const struct decode_problem *problem)
{
	size_t size = strlen(b->spoiled);

	decoded_check_problem(problem);
	ASSERT(strncmp(problem->text, b->spoiled, size) == 0);
	ASSERT(strchr(".[:", problem->text[size]) != NULL);
}

static void check_built(const struct building *b, const struct input_table *table)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char *input = arena_take(arena, table->size);
	struct decode_problem problem = { 0 };
	struct buffer decoded = { 0 };
	struct document *d = document_read(buffer_slice(&b->json), DOCUMENT_MAX, &problem);

	ASSERT(d != NULL);
	if (document_decode(d, table, arena, input, &problem)) {
		ASSERT(b->spoiled == NULL);
		decoded_check(table, input);
		decoded_write(table, input, &decoded);
		ASSERT(slice_equal(buffer_slice(&decoded), buffer_slice(&b->expected)));
	} else {
		ASSERT(b->spoiled != NULL);
		check_refused(b, &problem);
	}
	document_free(d);
	buffer_clear(&decoded);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct building b = { .choices = data, .left = size };
	unsigned which = take_below(&b, ACTION_COUNT + ROUTE_COUNT);
	const struct input_table *table = which < ACTION_COUNT
						  ? action_rows[which].input
						  : route_rows[which - ACTION_COUNT].input;

	build_object(&b, table);
	check_built(&b, table);
	buffer_clear(&b.json);
	buffer_clear(&b.expected);
	return 0;
}
