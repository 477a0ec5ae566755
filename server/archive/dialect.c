/* The engines' differences. */
#include "archive/dialect.h"

#include <string.h>

#include <errmsg.h>
#include <mysqld_error.h>

struct dialect dialect_of(MYSQL *connected, bool plain_mysql)
{
	bool mariadb = mariadb_connection(connected) && !plain_mysql;
	return (struct dialect){ .arrays = mariadb, .in_limits = mariadb };
}

/* Strict, so that nothing is cut or guessed; UTC; the isolation under which a statement sees what
 * was committed before it began, which is what makes "lock the head, then look" right. */
static const char *const settings_of_all[] = {
	"SET NAMES utf8mb4 COLLATE utf8mb4_bin",
	"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
	"SET SESSION time_zone = '+00:00'",
	"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
	"SET SESSION innodb_lock_wait_timeout = 3",
	/* MySQL joins 1,024 bytes unless told; what is cut fails in strict mode. */
	"SET SESSION group_concat_max_len = 16777216",
};

const char *dialect_setting(const struct dialect *d, bool writer, size_t index)
{
	const size_t common = sizeof(settings_of_all) / sizeof(settings_of_all[0]);
	if (index < common)
		return settings_of_all[index];
	if (index == common)
		return writer ? "SET SESSION autocommit = 0" : "SET SESSION autocommit = 1";
	if (index == common + 1 && d->in_limits)
		return "SET SESSION in_predicate_conversion_threshold = 0";
	return NULL;
}

/* Not in every version's header. */
enum {
	CODE_WSREP_NOT_READY = 1047,
	CODE_SERVER_SHUTDOWN = 1053,
	CODE_TOO_MANY_CONNECTIONS = 1040,
	CODE_COMMIT_REFUSED = 1180,
	CODE_READ_ONLY = 1290,
	CODE_READ_ONLY_MODE = 1836,
	CODE_KILLED = 1927,
	CODE_RECORD_CHANGED = 1020,
	CODE_DISK_FULL = 1021,
	CODE_TABLE_FULL = 1114,
	CODE_SERVER_TIMEOUT = 4031,
};

static const struct {
	unsigned int code;
	enum failure failure;
} failures[] = {
	{ ER_LOCK_DEADLOCK, FAILURE_RETRY },
	{ ER_LOCK_WAIT_TIMEOUT, FAILURE_RETRY },
	{ CODE_RECORD_CHANGED, FAILURE_RETRY },
	{ CODE_COMMIT_REFUSED, FAILURE_RETRY },
	{ CODE_WSREP_NOT_READY, FAILURE_LOST },
	{ CODE_SERVER_SHUTDOWN, FAILURE_LOST },
	{ CODE_TOO_MANY_CONNECTIONS, FAILURE_LOST },
	{ CODE_READ_ONLY, FAILURE_LOST },
	{ CODE_READ_ONLY_MODE, FAILURE_LOST },
	{ CODE_KILLED, FAILURE_LOST },
	{ CODE_DISK_FULL, FAILURE_LOST },
	{ CODE_TABLE_FULL, FAILURE_LOST },
	{ CODE_SERVER_TIMEOUT, FAILURE_LOST },
};

enum failure dialect_failure(unsigned int code)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		if (failures[i].code == code)
			return failures[i].failure;
	/* libmariadb's own errors: what it cannot send or read is lost. */
	return IS_MYSQL_ERROR(code) || IS_MARIADB_ERROR(code) ? FAILURE_LOST : FAILURE_STATEMENT;
}

/* Few sizes, so that few statements are prepared. */
static size_t rows_at_once(size_t rows)
{
	if (rows >= INSERT_ROWS_MAX)
		return INSERT_ROWS_MAX;
	return rows >= 8 ? 8 : 1;
}

size_t dialect_insert(const struct dialect *d, const struct insert *insert, size_t rows,
		      struct buffer *sql)
{
	size_t texts = d->arrays ? 1 : rows_at_once(rows);
	buffer_append_text(sql, insert->into);
	buffer_append_text(sql, " VALUES ");
	for (size_t i = 0; i < texts; i++) {
		buffer_append_text(sql, i > 0 ? ", " : "");
		buffer_append_text(sql, insert->row);
	}
	buffer_append_text(sql, insert->after);
	if (d->arrays && insert->returning)
		buffer_append_text(sql, insert->returning);
	buffer_append_byte(sql, '\0');
	return d->arrays ? rows : texts;
}
