#pragma once

#include <stdbool.h>

/* Where the archive is, decoded from mysql_url: mysql://user:password@host:port/database, or with
 * ?socket=/path a Unix socket. ?dialect=mysql makes no use of what only MariaDB has (for proxies
 * that hide what is behind them, and for tests). */
struct database_url {
	char user[129];
	char password[257];
	char host[256];
	int port;
	char database[65];
	char socket[108]; /* "": TCP */
	bool plain_mysql;
};

/* False if `text` is no such URL. */
bool database_url_read(const char *text, struct database_url *out);
