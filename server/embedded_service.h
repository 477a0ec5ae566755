#pragma once

#include <stdbool.h>

#include "data_directory.h"
#include "failure.h"

/* What embedded.c must know of a database to run it. */

enum { SERVICE_ARGUMENTS_MAX = 64 };

struct service_command {
	const char *file;
	char *arguments[SERVICE_ARGUMENTS_MAX]; /* taken with memory_text; NULL-terminated */
	int count;
};

struct service_kind {
	const char *name;   /* "mariadb" */
	const char *socket; /* name in the sockets' folder */
	const char *log;    /* name in the data directory */
	const char
		*probe; /* written to the socket to see whether it answers; "": it speaks first */
	int start_limit_ms; /* crash recovery included */
	int stop_limit_ms;
	/* Checks that it is installed, makes its folder and settings. */
	bool (*prepare)(const struct data_directory *d, struct failure *failure);
	/* Fills in how it is started. */
	void (*command)(const struct data_directory *d, struct service_command *command);
	/* After its first start: what must be brought up to date; may be NULL. */
	bool (*started)(const struct data_directory *d, struct failure *failure);
};

extern const struct service_kind embedded_mariadb;
extern const struct service_kind embedded_redis;

/* Adds an argument made as printf does. */
void service_argument(struct service_command *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void service_command_clear(struct service_command *c);
/* The last line of a log that has one of "ERROR", "rror" in it, or the last line; "" when there is
 * none. */
void service_last_line(const char *path, char *line, int size);
