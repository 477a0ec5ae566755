/* Result rows of a prepared statement, copied column by column into row structs. Numbers are bound
 * to one scratch row; texts are bound with no room, which makes libmariadb say their length, and
 * then fetched into the arena. */
#include "archive/rows.h"

#include <string.h>

#include "base/check.h"
#include "base/slice.h"

struct scratch {
	MYSQL_BIND binds[SHAPE_COLUMNS_MAX];
	int64_t numbers[SHAPE_COLUMNS_MAX];
	unsigned long lengths[SHAPE_COLUMNS_MAX];
	my_bool nulls[SHAPE_COLUMNS_MAX];
	my_bool cut[SHAPE_COLUMNS_MAX];
};

static void bind_columns(struct scratch *s, const struct shape *shape)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < shape->column_count; i++) {
		bool text = shape->columns[i].kind == COLUMN_TEXT;
		s->binds[i].buffer_type = text ? MYSQL_TYPE_BLOB : MYSQL_TYPE_LONGLONG;
		s->binds[i].buffer = &s->numbers[i];
		s->binds[i].buffer_length = text ? 0 : sizeof(s->numbers[i]);
		s->binds[i].length = &s->lengths[i];
		s->binds[i].is_null = &s->nulls[i];
		s->binds[i].error = &s->cut[i];
	}
}

static enum error take_text(MYSQL_STMT *statement, unsigned int index, size_t size,
			    struct arena *arena, struct slice *out)
{
	char *text = arena_try(arena, size + 1);
	if (!text)
		return ERROR_TOO_LARGE;
	MYSQL_BIND bind = { .buffer_type = MYSQL_TYPE_BLOB, .buffer = text, .buffer_length = size };
	if (size > 0 && mysql_stmt_fetch_column(statement, &bind, index, 0) != 0)
		return ERROR_INTERNAL;
	text[size] = '\0';
	*out = (struct slice){ text, size };
	return ERROR_OK;
}

static void put_number(const struct column *column, char *row, int64_t number)
{
	void *field = row + column->offset;
	switch (column->kind) {
	case COLUMN_INT64:
		*(int64_t *)field = number;
		return;
	case COLUMN_INT:
		*(int *)field = (int)number;
		return;
	case COLUMN_BOOL:
		*(bool *)field = number != 0;
		return;
	case COLUMN_TEXT:
		return;
	}
}

static enum error take_row(MYSQL_STMT *statement, const struct shape *shape, struct scratch *s,
			   struct arena *arena, char *row)
{
	for (unsigned int i = 0; i < shape->column_count; i++) {
		const struct column *column = &shape->columns[i];
		if (s->nulls[i])
			continue;
		if (column->kind != COLUMN_TEXT) {
			put_number(column, row, s->numbers[i]);
			continue;
		}
		enum error e = take_text(statement, i, s->lengths[i], arena,
					 (struct slice *)(void *)(row + column->offset));
		if (e)
			return e;
	}
	return ERROR_OK;
}

enum error rows_take(MYSQL_STMT *statement, const struct shape *shape, struct arena *arena,
		     struct rows *out)
{
	size_t count = (size_t)mysql_stmt_num_rows(statement);
	struct scratch s;
	*out = (struct rows){ NULL, 0 };
	ASSERT(mysql_stmt_field_count(statement) == shape->column_count);
	if (count == 0)
		return ERROR_OK;
	char *rows = count < SIZE_MAX / 4096 ? arena_try(arena, count * shape->row_size) : NULL;
	if (!rows)
		return ERROR_TOO_LARGE;
	bind_columns(&s, shape);
	if (mysql_stmt_bind_result(statement, s.binds))
		return ERROR_INTERNAL;
	for (size_t i = 0; i < count; i++) {
		int fetched = mysql_stmt_fetch(statement);
		if (fetched != 0 && fetched != MYSQL_DATA_TRUNCATED)
			return ERROR_INTERNAL;
		enum error e = take_row(statement, shape, &s, arena, rows + i * shape->row_size);
		if (e)
			return e;
	}
	*out = (struct rows){ rows, count };
	return ERROR_OK;
}
