/* Columns of rows, bound as arrays where the engine takes them, value by value where it does not.
 * Texts are borrowed. */
#include "archive/insert_rows.h"

#include "base/check.h"

void insert_begin(struct insert_rows *r, const struct insert *insert)
{
	ASSERT(insert->columns <= INSERT_COLUMNS_MAX);
	r->insert = insert;
	r->count = 0;
	r->sent = 0;
}

void insert_number(struct insert_rows *r, size_t column, int64_t value)
{
	r->columns[column].kind = INSERT_NUMBER;
	r->columns[column].numbers[r->count] = value;
}

static void put_text(struct insert_rows *r, size_t column, struct slice value,
		     enum insert_kind kind)
{
	struct insert_column *c = &r->columns[column];
	c->kind = kind;
	/* libmariadb only reads it. */
	c->texts[r->count] = value.data ? (char *)(uintptr_t)value.data : (char *)(uintptr_t) "";
	c->sizes[r->count] = value.size;
}

void insert_text(struct insert_rows *r, size_t column, struct slice value)
{
	put_text(r, column, value, INSERT_TEXT);
}

void insert_bytes(struct insert_rows *r, size_t column, struct slice value)
{
	put_text(r, column, value, INSERT_BYTES);
}

void insert_end_row(struct insert_rows *r)
{
	r->count++;
	ASSERT(r->count <= BATCH_CHANGES_MAX);
}

static enum enum_field_types type_of(enum insert_kind kind)
{
	if (kind == INSERT_NUMBER)
		return MYSQL_TYPE_LONGLONG;
	return kind == INSERT_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
}

static void bind_arrays(struct insert_rows *r)
{
	for (size_t i = 0; i < r->insert->columns; i++) {
		struct insert_column *c = &r->columns[i];
		bool number = c->kind == INSERT_NUMBER;
		r->binds[i] = (MYSQL_BIND){
			.buffer_type = type_of(c->kind),
			.buffer = number ? (void *)c->numbers : (void *)c->texts,
			.length = number ? NULL : c->sizes,
		};
	}
}

static void bind_rows(struct insert_rows *r, size_t first, size_t rows)
{
	MYSQL_BIND *bind = r->binds;
	for (size_t row = first; row < first + rows; row++)
		for (size_t i = 0; i < r->insert->columns; i++, bind++) {
			struct insert_column *c = &r->columns[i];
			bool number = c->kind == INSERT_NUMBER;
			*bind = (MYSQL_BIND){
				.buffer_type = type_of(c->kind),
				.buffer = number ? (void *)&c->numbers[row] : (void *)c->texts[row],
				.length = number ? NULL : &c->sizes[row],
			};
		}
}

bool insert_next(struct insert_rows *r, const struct dialect *d, struct query *q)
{
	if (r->sent == r->count)
		return false;
	buffer_reset(&r->sql);
	size_t rows = dialect_insert(d, r->insert, r->count - r->sent, &r->sql);
	if (d->arrays)
		bind_arrays(r);
	else
		bind_rows(r, r->sent, rows);
	*q = (struct query){
		.sql = r->sql.data,
		.parameters = r->binds,
		.array_size = d->arrays ? (unsigned int)rows : 0,
	};
	r->sent += rows;
	return true;
}

void insert_clear(struct insert_rows *r)
{
	buffer_clear(&r->sql);
}
