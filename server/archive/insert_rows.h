#pragma once

#include "archive/batch.h"
#include "archive/connection.h"
#include "base/buffer.h"

/* Rows for one INSERT, held by column, and the statements that bring them to the server: one with
 * array binding, several without. */

enum { INSERT_COLUMNS_MAX = 8 };

enum insert_kind {
	INSERT_NUMBER,
	INSERT_TEXT,
	INSERT_BYTES,
};

struct insert_column {
	enum insert_kind kind;
	int64_t numbers[BATCH_CHANGES_MAX];
	char *texts[BATCH_CHANGES_MAX];
	unsigned long sizes[BATCH_CHANGES_MAX];
};

struct insert_rows {
	const struct insert *insert;
	size_t count; /* rows */
	size_t sent;  /* rows that statements were made for */
	struct insert_column columns[INSERT_COLUMNS_MAX];
	MYSQL_BIND binds[INSERT_ROWS_MAX * INSERT_COLUMNS_MAX];
	struct buffer sql;
};

void insert_begin(struct insert_rows *r, const struct insert *insert);
void insert_number(struct insert_rows *r, size_t column, int64_t value);
void insert_text(struct insert_rows *r, size_t column, struct slice value);
void insert_bytes(struct insert_rows *r, size_t column, struct slice value);
/* The row that was given value by value is complete. */
void insert_end_row(struct insert_rows *r);
/* The next statement; false when all rows are sent. The query borrows from `r`. */
bool insert_next(struct insert_rows *r, const struct dialect *d, struct query *q);
void insert_clear(struct insert_rows *r);
