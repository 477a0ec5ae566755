/* Every field type: absent, null, of the wrong type, under, at and over its bounds. */
#include "protocol/decode.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "protocol/actions.gen.h"
#include "protocol/fields.h"
#include "protocol/inputs.gen.h"
#include "unit/harness.h"

enum { LIMIT = 65536 };

struct inner {
	int64_t number;
	bool has_word;
	int word;
};

struct sample {
	int64_t id;
	bool has_number;
	int64_t number;
	bool flag;
	struct slice text;
	bool has_label;
	struct slice label;
	struct slice bytes;
	int word;
	const int64_t *ids;
	size_t ids_count;
	bool has_list;
	const struct inner *list;
	size_t list_count;
	const struct inner *object;
	struct slice greeting;
};

static const char *const words[] = { "red", "green", "blue" };

static const struct input_field inner_fields[] = {
	{ .name = "number",
	  .type = FIELD_INT,
	  .offset = offsetof(struct inner, number),
	  .min = 0,
	  .max = 9 },
	{ .name = "word",
	  .type = FIELD_WORD,
	  .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct inner, word),
	  .has_offset = offsetof(struct inner, has_word),
	  .words = words,
	  .max = 3 },
};
static const struct input_table inner_table = { inner_fields, 2, sizeof(struct inner) };

#define AT(member) .offset = offsetof(struct sample, member)
#define HAS(member) .presence = FIELD_OPTIONAL, .has_offset = offsetof(struct sample, has_##member)
#define COUNT(member) .count_offset = offsetof(struct sample, member##_count)

static const struct input_field sample_fields[] = {
	{ .name = "id",
	  .type = FIELD_ID,
	  .presence = FIELD_DEFAULT,
	  AT(id),
	  .min = 1,
	  .max = 100,
	  .default_int = 42 },
	{ .name = "number", .type = FIELD_INT, AT(number), HAS(number), .min = -5, .max = 5 },
	{ .name = "flag",
	  .type = FIELD_BOOL,
	  .presence = FIELD_DEFAULT,
	  AT(flag),
	  .default_int = 1 },
	{ .name = "text", .type = FIELD_TEXT, AT(text), .min = 1, .max = 4, .bytes_max = 8 },
	{ .name = "label",
	  .type = FIELD_TEXT,
	  AT(label),
	  HAS(label),
	  .min = 2,
	  .max = 5,
	  .bytes_max = 20,
	  .trim = true,
	  .plain = true },
	{ .name = "bytes",
	  .type = FIELD_BYTES,
	  .presence = FIELD_DEFAULT,
	  AT(bytes),
	  .min = 2,
	  .max = 4,
	  .default_text = "dd" },
	{ .name = "word",
	  .type = FIELD_WORD,
	  .presence = FIELD_DEFAULT,
	  AT(word),
	  .words = words,
	  .max = 3,
	  .default_int = 2 },
	{ .name = "ids",
	  .type = FIELD_IDS,
	  .presence = FIELD_DEFAULT,
	  AT(ids),
	  COUNT(ids),
	  .max = 3 },
	{ .name = "list",
	  .type = FIELD_LIST,
	  AT(list),
	  HAS(list),
	  COUNT(list),
	  .max = 2,
	  .of = &inner_table },
	{ .name = "object",
	  .type = FIELD_OBJECT,
	  .presence = FIELD_OPTIONAL,
	  AT(object),
	  .of = &inner_table },
	{ .name = "greeting",
	  .type = FIELD_TEXT,
	  .presence = FIELD_DEFAULT,
	  AT(greeting),
	  .min = 0,
	  .max = 9,
	  .bytes_max = 9,
	  .default_text = "hello" },
};
static const struct input_table sample_table = { sample_fields,
						 sizeof(sample_fields) / sizeof(sample_fields[0]),
						 sizeof(struct sample) };

/* The decoded sample; its texts live in `arena`. */
static bool decode(const char *json, struct arena *arena, struct sample *sample,
		   struct decode_problem *problem)
{
	struct document *d = document_read(slice_of(json), LIMIT, problem);

	if (!d)
		return false;
	memset(sample, 0xa5, sizeof(*sample));
	const bool decoded = document_decode(d, &sample_table, arena, sample, problem);
	document_free(d);
	return decoded;
}

TEST(absent)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct sample s = { 0 };

	CHECK(decode("{\"text\":\"t\",\"unknown\":[{\"x\":1}]}", arena, &s, &problem));
	CHECK_INT(problem.error, ERROR_OK);
	CHECK_INT(s.id, 42);
	CHECK(!s.has_number);
	CHECK_INT(s.number, 0);
	CHECK(s.flag);
	CHECK_SLICE(s.text, "t");
	CHECK(!s.has_label && s.label.data == NULL);
	CHECK_SLICE(s.bytes, "dd");
	CHECK_INT(s.word, 2);
	CHECK(s.ids == NULL && s.ids_count == 0);
	CHECK(!s.has_list && s.list == NULL && s.list_count == 0);
	CHECK(s.object == NULL);
	CHECK_SLICE(s.greeting, "hello");
	arena_free(arena);
}

TEST(null_is_absent)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct sample s = { 0 };

	CHECK(decode("{\"text\":\"t\",\"id\":null,\"number\":null,\"flag\":null,\"label\":null,"
		     "\"bytes\":null,\"word\":null,"
		     "\"ids\":null,\"list\":null,\"object\":null,\"greeting\":null}",
		     arena, &s, &problem));
	CHECK_INT(s.id, 42);
	CHECK(!s.has_number && !s.has_label && !s.has_list && !s.object && s.flag);
	CHECK_INT(s.word, 2);
	CHECK_SLICE(s.greeting, "hello");
	arena_free(arena);
}

TEST(present)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct sample s = { 0 };

	CHECK(decode("{\"text\":\"a\\u00e9\\ud83d\\ude00\",\"id\":7,\"number\":-5,\"flag\":false,"
		     "\"label\":\" \\u3000 ab \","
		     "\"bytes\":\"\xc3\xa9\",\"word\":\"green\",\"ids\":[3,1,3],"
		     "\"list\":[{\"number\":9},{\"number\":0,\"word\":\"blue\"}],\"object\":{"
		     "\"number\":4},\"greeting\":\"\"}",
		     arena, &s, &problem));
	CHECK_INT(s.id, 7);
	CHECK(s.has_number);
	CHECK_INT(s.number, -5);
	CHECK(!s.flag);
	CHECK_SLICE(s.text, "a\xc3\xa9\xf0\x9f\x98\x80");
	CHECK(s.has_label);
	CHECK_SLICE(s.label, "ab");
	CHECK_SLICE(s.bytes, "\xc3\xa9");
	CHECK_INT(s.word, 1);
	CHECK_INT(s.ids_count, 3);
	CHECK(s.ids && s.ids[0] == 3 && s.ids[1] == 1 && s.ids[2] == 3);
	CHECK(s.has_list);
	CHECK_INT(s.list_count, 2);
	CHECK(s.list && s.list[0].number == 9 && !s.list[0].has_word);
	CHECK(s.list && s.list[1].number == 0 && s.list[1].has_word && s.list[1].word == 2);
	CHECK(s.object != NULL && s.object->number == 4);
	CHECK(s.greeting.data != NULL && s.greeting.size == 0);
	arena_free(arena);
}

TEST(empty_arrays)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct sample s = { 0 };

	CHECK(decode("{\"text\":\"t\",\"ids\":[],\"list\":[]}", arena, &s, &problem));
	CHECK_INT(s.ids_count, 0);
	CHECK(s.has_list && s.list_count == 0);
	arena_free(arena);
}

struct bound_case {
	const char *member;
	const char *problem; /* NULL: taken */
};

static const struct bound_case bounds[] = {
	{ "\"id\":1", NULL },
	{ "\"id\":100", NULL },
	{ "\"id\":0", "id: must be a whole number from 1 to 100" },
	{ "\"id\":101", "id: must be a whole number from 1 to 100" },
	{ "\"id\":1.5", "id: must be a whole number from 1 to 100" },
	{ "\"id\":1e999", "id: must be a whole number from 1 to 100" },
	{ "\"id\":\"1\"", "id: must be a whole number from 1 to 100" },
	{ "\"id\":true", "id: must be a whole number from 1 to 100" },
	{ "\"id\":[]", "id: must be a whole number from 1 to 100" },
	{ "\"number\":5", NULL },
	{ "\"number\":-6", "number: must be a whole number from -5 to 5" },
	{ "\"number\":6", "number: must be a whole number from -5 to 5" },
	{ "\"number\":{}", "number: must be a whole number from -5 to 5" },
	{ "\"flag\":0", "flag: must be true or false" },
	{ "\"flag\":\"true\"", "flag: must be true or false" },
	{ "\"label\":\"ab\"", NULL },
	{ "\"label\":\"abcde\"", NULL },
	{ "\"label\":\"  a  \"", "label: must have 2 to 5 characters" },
	{ "\"label\":\"abcdef\"", "label: must have 2 to 5 characters" },
	{ "\"label\":\"       \"", "label: must have 2 to 5 characters" },
	{ "\"label\":\"a\\u0007b\"", "label: must not contain control characters" },
	{ "\"label\":\"a\\u202eb\"", "label: must not contain control characters" },
	{ "\"label\":\"\\u200b\\u200b\"", "label: must have something to be seen" },
	{ "\"label\":\"\\u200b.\"", NULL },
	{ "\"label\":\"ab\\n\"", NULL },
	{ "\"label\":7", "label: must be a text" },
	{ "\"label\":[]", "label: must be a text" },
	{ "\"bytes\":\"abcd\"", NULL },
	{ "\"bytes\":\"a\"", "bytes: must have 2 to 4 bytes" },
	{ "\"bytes\":\"abcde\"", "bytes: must have 2 to 4 bytes" },
	{ "\"bytes\":\"\xc3\xa9\xc3\xa9x\"", "bytes: must have 2 to 4 bytes" },
	{ "\"bytes\":false", "bytes: must be a text" },
	{ "\"word\":\"red\"", NULL },
	{ "\"word\":\"Red\"", "word: must be one of red, green, blue" },
	{ "\"word\":\"\"", "word: must be one of red, green, blue" },
	{ "\"word\":1", "word: must be one of red, green, blue" },
	{ "\"ids\":[1,2,3]", NULL },
	{ "\"ids\":[1,2,3,4]", "ids: must be an array of at most 3 ids" },
	{ "\"ids\":{}", "ids: must be an array of at most 3 ids" },
	{ "\"ids\":\"1\"", "ids: must be an array of at most 3 ids" },
	{ "\"ids\":[1,null]", "ids[1]: must be a whole number from 1 to 9007199254740991" },
	{ "\"ids\":[0]", "ids[0]: must be a whole number from 1 to 9007199254740991" },
	{ "\"ids\":[9007199254740991]", NULL },
	{ "\"ids\":[9007199254740992]",
	  "ids[0]: must be a whole number from 1 to 9007199254740991" },
	{ "\"list\":[{\"number\":1},{\"number\":2}]", NULL },
	{ "\"list\":[{\"number\":1},{\"number\":2},{\"number\":3}]",
	  "list: must be an array of at most 2 objects" },
	{ "\"list\":{\"number\":1}", "list: must be an array of at most 2 objects" },
	{ "\"list\":[1]", "list[0]: must be an object" },
	{ "\"list\":[[]]", "list[0]: must be an object" },
	{ "\"list\":[null]", "list[0]: must be an object" },
	{ "\"list\":[{\"number\":1},{}]", "list[1].number: is missing" },
	{ "\"list\":[{\"number\":1},{\"number\":10}]",
	  "list[1].number: must be a whole number from 0 to 9" },
	{ "\"list\":[{\"number\":1,\"word\":\"x\"}]",
	  "list[0].word: must be one of red, green, blue" },
	{ "\"object\":[]", "object: must be an object" },
	{ "\"object\":{\"number\":null}", "object.number: must not be null" },
	{ "\"object\":{\"Number\":1}", "object.number: is missing" },
	{ "\"greeting\":\"1234567890\"", "greeting: must have 0 to 9 characters" },
};

static void check_bound(const struct bound_case *c)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct sample s = { 0 };
	char json[400];

	snprintf(json, sizeof(json), "{\"text\":\"t\",%s}", c->member);
	CHECK_INT(decode(json, arena, &s, &problem), c->problem == NULL);
	if (c->problem) {
		CHECK_TEXT(problem.text, c->problem);
		CHECK_INT(problem.error, ERROR_INVALID);
	}
	arena_free(arena);
}

TEST(bounds_of_every_type)
{
	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++)
		check_bound(&bounds[i]);
}

static const struct bound_case required[] = {
	{ "{}", "text: is missing" },
	{ "{\"Text\":\"t\"}", "text: is missing" },
	{ "{\"text\":null}", "text: must not be null" },
	{ "{\"text\":\"\"}", "text: must have 1 to 4 characters" },
	{ "{\"text\":\"abcd\"}", NULL },
	{ "{\"text\":\"abcde\"}", "text: must have 1 to 4 characters" },
	{ "{\"text\":\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"}", NULL },
	{ "{\"text\":\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80x\"}", "text: must have at most 8 bytes" },
	{ "{\"text\":\" \\n\"}", NULL },
};

TEST(required_text)
{
	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		struct arena *arena = arena_new(LIMIT);
		struct decode_problem problem;
		struct sample s = { 0 };
		CHECK_INT(decode(required[i].member, arena, &s, &problem),
			  required[i].problem == NULL);
		if (required[i].problem)
			CHECK_TEXT(problem.text, required[i].problem);
		arena_free(arena);
	}
}

/* Whatever has to be copied, the arena's limit ends it. */
TEST(arena_limit)
{
	static const char *const large[] = {
		"{\"text\":\"abcd\"}",
		"{\"text\":\"abcd\",\"ids\":[1,2,3]}",
		"{\"text\":\"abcd\",\"list\":[{\"number\":1},{\"number\":2}]}",
		"{\"text\":\"abcd\",\"object\":{\"number\":1}}",
	};

	for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++) {
		struct arena *arena = arena_new(i == 0 ? 4 : 20);
		struct decode_problem problem;
		struct sample s = { 0 };
		CHECK(!decode(large[i], arena, &s, &problem));
		CHECK_INT(problem.error, ERROR_TOO_LARGE);
		arena_free(arena);
	}
}

/* A path or a list of words longer than the problem's text is cut, not overrun. */
TEST(long_problems)
{
	static const char *const many[] = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
					    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
					    "cccccccccccccccccccccccccccccc",
					    "dddddddddddddddddddddddddddddd" };
	static const char name[] = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				   "nnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
				   "nnnnnnnnnnnnnnnnnnnnnnnnn";
	static const struct input_field field = {
		.name = name, .type = FIELD_WORD, .words = many, .max = 4
	};
	static const struct input_table table = { &field, 1, sizeof(int) };
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct buffer json = { 0 };
	int word = 0;

	buffer_format(&json, "{\"%s\":\"x\"}", name);
	struct document *d = document_read(buffer_slice(&json), LIMIT, &problem);
	CHECK(d != NULL);
	CHECK(!document_decode(d, &table, arena, &word, &problem));
	CHECK(strlen(problem.text) < sizeof(problem.text));
	CHECK(strstr(problem.text, "must be one of aaa") != NULL);
	document_free(d);
	buffer_clear(&json);
	arena_free(arena);
}

/* The generated table of an action, as the gateway uses it. */
TEST(generated_table)
{
	struct arena *arena = arena_new(LIMIT);
	struct decode_problem problem;
	struct message_send_input in;
	const struct slice json = SLICE(
		"{\"files\":[501],\"id\":-7123456789,\"timeDiff\":-41,\"action\":\"printMessage\","
		"\"content\":\"look\",\"tags\":{\"x\":9},\"parentMessage\":null,\"roomId\":12,"
		"\"clientId\":\"c1\",\"giphies\":[],\"cbId\":8}");
	struct document *d = document_read(json, LIMIT, &problem);
	const struct action_row *row = action_find(document_text(d, "action"));

	CHECK(row != NULL && row->action == ACTION_MESSAGE_SEND);
	CHECK_INT(row->input_size, sizeof(in));
	CHECK(document_decode(d, row->input, arena, &in, &problem));
	CHECK_INT(in.room_id, 12);
	CHECK_SLICE(in.client_id, "c1");
	CHECK_SLICE(in.content, "look");
	CHECK_INT(in.time_diff_ms, -41);
	CHECK(!in.has_parent_message);
	CHECK(in.files_count == 1 && in.files[0] == 501);
	document_free(d);
	arena_free(arena);
}
