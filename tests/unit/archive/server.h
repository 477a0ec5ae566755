#pragma once

#include <sys/types.h>

#include "base/config.h"

/* A private mariadbd for one test program: in a temporary directory, on a Unix socket, started at
 * the first call and stopped (and everything removed) when the program ends. */

/* Starts it if it is not running; fails the program if that is not possible. */
void server_start(void);
/* SIGKILL, and waits for it to be gone. The data stays. */
void server_kill(void);
/* SIGSTOP and SIGCONT. */
void server_suspend(void);
void server_resume(void);
const char *server_socket(void);
/* A URL of a database in it; `options` ("", "&dialect=mysql") is appended. Valid until the next
 * call. */
const char *server_url(const char *database, const char *options);
/* Runs statements as root, separated by ;. Fails the program if that is not possible. */
void server_sql(const char *database, const char *sql);
/* The number (or 0 for NULL) that a query gives. */
int64_t server_number(const char *database, const char *sql);
/* A fresh database with all migrations, and a configuration of it. The caller clears `config`. */
void server_database(const char *database, const char *options, struct config *config);
