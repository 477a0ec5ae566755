/* The schema as text: every table's definition, by name, without what differs from server to
 * server. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "archive/schema_connection.h"
#include "base/buffer.h"
#include "base/memory.h"

enum { TABLES_MAX = 1000 };

static char **read_tables(MYSQL *m, size_t *count)
{
	char **names = memory_zero(TABLES_MAX, sizeof(*names));
	*count = 0;
	if (mysql_query(m, "SELECT table_name FROM information_schema.tables WHERE table_schema = "
			   "DATABASE() "
			   "ORDER BY BINARY table_name") != 0)
		return names;
	MYSQL_RES *result = mysql_store_result(m);
	MYSQL_ROW row;
	while (result && *count < TABLES_MAX && (row = mysql_fetch_row(result)))
		names[(*count)++] = memory_text(row[0]);
	mysql_free_result(result);
	return names;
}

/* Leaves ` AUTO_INCREMENT=<number>` out. */
static void append_definition(struct buffer *out, const char *text)
{
	const char *counter = strstr(text, " AUTO_INCREMENT=");
	if (!counter) {
		buffer_append_text(out, text);
		return;
	}
	buffer_append(out, text, (size_t)(counter - text));
	counter += strlen(" AUTO_INCREMENT=");
	buffer_append_text(out, counter + strspn(counter, "0123456789"));
}

static bool append_table(MYSQL *m, const char *name, struct buffer *out,
			 struct migrate_problem *problem)
{
	char sql[256];
	snprintf(sql, sizeof(sql), "SHOW CREATE TABLE `%s`", name);
	if (mysql_query(m, sql) != 0)
		return schema_fail(m, problem, "reading the schema");
	MYSQL_RES *result = mysql_store_result(m);
	MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
	if (row) {
		append_definition(out, row[1]);
		buffer_append_text(out, ";\n\n");
	}
	mysql_free_result(result);
	return row != NULL || schema_fail(m, problem, "reading the schema");
}

static bool append_tables(MYSQL *m, struct buffer *out, struct migrate_problem *problem)
{
	size_t count;
	char **names = read_tables(m, &count);
	bool good = count > 0 || schema_fail(m, problem, "reading the schema");
	for (size_t i = 0; i < count; i++) {
		good = good && append_table(m, names[i], out, problem);
		memory_free(names[i]);
	}
	memory_free(names);
	return good;
}

static bool write_text(const char *path, const struct buffer *text, struct migrate_problem *problem)
{
	FILE *file = fopen(path, "wbe");
	bool good = file && fwrite(text->data, 1, text->size, file) == text->size;
	if (file && fclose(file) != 0)
		good = false;
	if (!good)
		snprintf(problem->text, sizeof(problem->text), "cannot write %.300s: %s", path,
			 strerror(errno));
	return good;
}

bool migrate_dump(const struct config *config, const char *path, struct migrate_problem *problem)
{
	struct database_url url;
	struct buffer text = { 0 };
	if (!database_url_read(config->mysql_url, &url)) {
		snprintf(problem->text, sizeof(problem->text), "mysql_url is not a MySQL URL");
		return false;
	}
	MYSQL *m = schema_connect(&url, false, problem);
	if (!m)
		return false;
	buffer_append_text(&text, "-- What all migrations together make (migrate_dump); a test "
				  "compares. Do not edit.\n\n");
	bool good = append_tables(m, &text, problem) && write_text(path, &text, problem);
	buffer_clear(&text);
	mysql_close(m);
	return good;
}
