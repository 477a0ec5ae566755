/* Blocking connections: for the command line and before the workers are there, never in a loop. */
#include "archive/schema_connection.h"

#include <stdio.h>
#include <stdlib.h>

#include <mysqld_error.h>

enum { CONNECT_S = 10 };

bool schema_fail(MYSQL *m, struct migrate_problem *problem, const char *what)
{
	snprintf(problem->text, sizeof(problem->text), "%.100s: %.380s", what, mysql_error(m));
	return false;
}

static bool try_connect(MYSQL *m, const struct database_url *url, const char *database)
{
	return mysql_real_connect(m, url->host[0] ? url->host : NULL, url->user, url->password,
				  database, (unsigned int)url->port,
				  url->socket[0] ? url->socket : NULL,
				  CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS) != NULL;
}

static MYSQL *prepare(const struct database_url *url)
{
	const unsigned int timeout_s = CONNECT_S;
	const unsigned int tcp = MYSQL_PROTOCOL_TCP;
	MYSQL *m = mysql_init(NULL);
	mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &timeout_s);
	/* Else "localhost" would mean the library's own idea of a socket. */
	if (!url->socket[0])
		mysql_options(m, MYSQL_OPT_PROTOCOL, &tcp);
	return m;
}

static bool create_database(MYSQL *m, const char *database, struct migrate_problem *problem)
{
	char sql[256];
	char name[2 * sizeof(((struct database_url *)0)->database)];
	char *out = name;
	for (const char *c = database; *c; c++) {
		if (*c == '`')
			*out++ = '`';
		*out++ = *c;
	}
	*out = '\0';
	snprintf(sql, sizeof(sql),
		 "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
		 name);
	if (!schema_run(m, problem, sql))
		return false;
	return mysql_select_db(m, database) == 0 ||
	       schema_fail(m, problem, "choosing the database");
}

static MYSQL *connect_and_create(const struct database_url *url, struct migrate_problem *problem)
{
	MYSQL *m = prepare(url);
	bool good = try_connect(m, url, NULL) ||
		    schema_fail(m, problem, "connecting to the archive");
	if (good && create_database(m, url->database, problem))
		return m;
	mysql_close(m);
	return NULL;
}

MYSQL *schema_connect(const struct database_url *url, bool create, struct migrate_problem *problem)
{
	MYSQL *m = prepare(url);
	if (try_connect(m, url, url->database))
		return m;
	bool missing = mysql_errno(m) == ER_BAD_DB_ERROR;
	schema_fail(m, problem, "connecting to the archive");
	mysql_close(m);
	return missing && create ? connect_and_create(url, problem) : NULL;
}

bool schema_run(MYSQL *m, struct migrate_problem *problem, const char *sql)
{
	return mysql_query(m, sql) == 0 || schema_fail(m, problem, "changing the schema");
}

/* The server splits the text, as only it knows its comments and quotes. */
bool schema_run_file(MYSQL *m, const char *name, struct slice text, struct migrate_problem *problem)
{
	char what[64];
	int statement = 1;
	int status = mysql_real_query(m, text.data, text.size);
	while (status == 0) {
		mysql_free_result(mysql_store_result(m));
		status = mysql_next_result(m);
		statement++;
	}
	if (status < 0)
		return true;
	snprintf(what, sizeof(what), "%.40s, statement %d", name, statement);
	return schema_fail(m, problem, what);
}

bool schema_number(MYSQL *m, const char *sql, int64_t *out)
{
	if (mysql_query(m, sql) != 0)
		return false;
	MYSQL_RES *result = mysql_store_result(m);
	MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
	bool good = row && row[0];
	if (good)
		*out = strtoll(row[0], NULL, 10);
	mysql_free_result(result);
	return good;
}
