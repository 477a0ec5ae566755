#pragma once

#include <mysql.h>

#include "base/arena.h"
#include "base/error.h"

/* From result columns to row structs: a table of where each column goes. */

enum column_kind {
	COLUMN_INT64,
	COLUMN_INT,
	COLUMN_BOOL,
	COLUMN_TEXT, /* struct slice; NULL is {NULL, 0} */
};

struct column {
	enum column_kind kind;
	size_t offset;
};

enum { SHAPE_COLUMNS_MAX = 80 };

struct shape {
	size_t row_size;
	size_t column_count;
	struct column columns[SHAPE_COLUMNS_MAX];
};

struct rows {
	void *rows; /* `count` structs of the shape, in the arena */
	size_t count;
};

/* Copies the stored result of `statement` into the arena; numbers that are NULL become 0.
 * ERROR_TOO_LARGE past the arena's limit. */
MUST_USE enum error rows_take(MYSQL_STMT *statement, const struct shape *shape, struct arena *arena,
			      struct rows *out);
