#pragma once

#include <stdbool.h>

enum {
	REDIS_PORT = 6379,
	REDIS_HOST_MAX = 1023,
	REDIS_SECRET_MAX = 1023,
	REDIS_NUMBER_MAX = 16383,
};

/* Where a Redis is and how to get in. */
struct redis_url {
	char host[REDIS_HOST_MAX + 1]; /* a name, an address, or "/path" of a Unix socket */
	int port;
	char user[REDIS_SECRET_MAX + 1];     /* "" for none */
	char password[REDIS_SECRET_MAX + 1]; /* "" for none */
	int number;                          /* of the database */
};

/* Reads redis://[[user]:password@]host[:port][/number] and
 * unix://[[user]:password@]/path[?db=number]; user and password may be percent-encoded. False for
 * anything else. */
bool redis_url_read(const char *text, struct redis_url *out);
