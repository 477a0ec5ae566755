#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

/* Reads one JSON object strictly: valid UTF-8, no NUL (also not as \u0000), no lone surrogates, no
 * duplicate keys, depth at most 16, nothing behind it, at most `limit_bytes`. Around cJSON, which
 * cuts at NUL, ignores case and keeps duplicates. */
struct document;

/* What was wrong, for people: "roomId: must be a whole number from 1 to 9007199254740991". */
struct decode_problem {
	enum error error;
	char text[200];
};

/* NULL and `problem` if it is not such an object. The document borrows nothing; free it with
 * document_free. */
struct document *document_read(struct slice json, size_t limit_bytes,
			       struct decode_problem *problem);
void document_free(struct document *d);
/* The text of a string member of the top object; {NULL, 0} if absent or no string. Lives as long as
 * the document. */
struct slice document_text(const struct document *d, const char *key);
/* A whole number member of the top object within ±(2^53 − 1); false if absent, null or not one. */
bool document_int(const struct document *d, const char *key, int64_t *out);

struct input_table; /* generated */

/* Fills the input struct that `table` describes; texts and lists are copied into the arena. False:
 * `problem` names the first wrong field. */
bool document_decode(const struct document *d, const struct input_table *table, struct arena *arena,
		     void *input, struct decode_problem *problem);
