#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <mysql.h>

#include "archive/database_url.h"
#include "archive/migrate.h"
#include "base/slice.h"

/* A blocking connection for schema work, and what is done over it. All return false with a problem.
 */

/* NULL with a problem. `create`: makes the database if it is not there. The caller closes with
 * mysql_close. */
MYSQL *schema_connect(const struct database_url *url, bool create, struct migrate_problem *problem);
/* Puts the connection's error into the problem; returns false. */
bool schema_fail(MYSQL *m, struct migrate_problem *problem, const char *what);
/* One statement without a result. */
bool schema_run(MYSQL *m, struct migrate_problem *problem, const char *sql);
/* All statements of a file; the problem says which one failed. */
bool schema_run_file(MYSQL *m, const char *name, struct slice text,
		     struct migrate_problem *problem);
/* The one number that a query gives. */
bool schema_number(MYSQL *m, const char *sql, int64_t *out);
