#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <mysql.h>

#include "base/buffer.h"

/* The only file that knows which engine answers: array binding and RETURNING are MariaDB's,
 * everything else is written so that MariaDB and MySQL take it. */

struct dialect {
	bool arrays;    /* one execute binds many rows, and INSERT … RETURNING answers for each */
	bool in_limits; /* long IN lists are turned into subqueries unless told not to */
};

/* What the server at the other end is; `plain_mysql` of the URL overrides what it says of itself.
 */
struct dialect dialect_of(MYSQL *connected, bool plain_mysql);

/* Settings of each new session, one statement each; NULL ends the list. A writer has no autocommit:
 * its transactions begin by themselves. */
const char *dialect_setting(const struct dialect *d, bool writer, size_t index);

enum failure {
	FAILURE_STATEMENT, /* this statement cannot be done */
	FAILURE_RETRY, /* the transaction lost against another one: the same again may well work */
	FAILURE_LOST,  /* the connection, or the server's ability to write, is gone */
};

/* Of an error number of the server or of libmariadb. */
enum failure dialect_failure(unsigned int code);

/* An INSERT of many rows: `into` VALUES `row`, `row`, … `after`. */
struct insert {
	const char *into;
	const char *row;
	const char *after;
	const char *returning; /* with arrays only; NULL: nothing is asked */
	unsigned int columns;
};

enum { INSERT_ROWS_MAX = 64 };

/* How many of `rows` rows the next statement inserts (all with arrays), and its text, appended to
 * `sql` with a NUL. */
size_t dialect_insert(const struct dialect *d, const struct insert *insert, size_t rows,
		      struct buffer *sql);
