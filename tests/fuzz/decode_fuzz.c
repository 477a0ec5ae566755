/* Any bytes as a request: the reader takes or refuses them, and every action's and route's table
 * decodes what was taken. What must hold: a refusal says why; what was taken stays taken with
 * spaces around it and not with anything behind it; texts come back the same through our own
 * writer; and a decoded struct is within the bounds of its table, and the same when it is written
 * and decoded again. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/check.h"
#include "fuzz/decoded.h"
#include "protocol/actions.gen.h"
#include "protocol/decode.h"
#include "protocol/json.h"

enum { DOCUMENT_MAX = 65536, ARENA_MAX = 262144 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_taken(struct slice json)
{
	struct decode_problem problem;
	struct document *d = document_read(json, DOCUMENT_MAX + 16, &problem);

	if (!d)
		decoded_check_problem(&problem);
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

static void check_decode(const struct document *d, const struct input_table *table)
{
	struct arena *arena = arena_new(ARENA_MAX);
	char *input = arena_take(arena, table->size);
	struct decode_problem problem;

	if (document_decode(d, table, arena, input, &problem))
		decoded_check(table, input);
	else
		decoded_check_problem(&problem);
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
		decoded_check_problem(&problem);
		return 0;
	}
	check_surroundings(json);
	check_document(d);
	document_free(d);
	return 0;
}
