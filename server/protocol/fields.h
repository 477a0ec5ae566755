#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* How document_decode fills a struct: one row a field, made by the generator from the schema (and
 * by hand in tests). */

enum field_type {
	FIELD_ID,     /* int64_t, min … max */
	FIELD_INT,    /* int64_t, min … max */
	FIELD_BOOL,   /* bool */
	FIELD_TEXT,   /* struct slice; min … max code points and at most bytes_max bytes */
	FIELD_BYTES,  /* struct slice; min … max bytes */
	FIELD_WORD,   /* int, the index in `words`, of which there are `max` */
	FIELD_IDS,    /* const int64_t * and the count; at most max entries */
	FIELD_ID_MAP, /* const struct id_entry * and the count; at most max entries, values from min
		       */
	FIELD_LIST,   /* const struct … * as `of` describes, and the count; at most max entries */
	FIELD_OBJECT, /* const struct … * as `of` describes */
};

/* An entry of an object whose names are free. */
struct id_entry {
	struct slice name; /* 1 … 16 bytes */
	int64_t value;
};

/* Null counts as absent for OPTIONAL and DEFAULT. */
enum field_presence { FIELD_REQUIRED, FIELD_OPTIONAL, FIELD_DEFAULT };

struct input_table;

struct input_field {
	const char *name; /* on the wire */
	enum field_type type;
	enum field_presence presence;
	size_t offset;       /* of the value in the struct */
	size_t has_offset;   /* OPTIONAL: of its bool; objects have none */
	size_t count_offset; /* IDS, ID_MAP and LIST: of its size_t */
	int64_t min;
	int64_t max;
	size_t bytes_max;
	bool trim;  /* TEXT: without white space at both ends, before anything is checked */
	bool plain; /* TEXT: no control characters */
	const char *const *words;
	const struct input_table *of;
	int64_t default_int;      /* ID, INT, BOOL, WORD */
	const char *default_text; /* TEXT, BYTES; lists default to none */
};

struct input_table {
	const struct input_field *fields;
	size_t count;
	size_t size; /* of the struct */
};
