#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/config.h"
#include "failure.h"

/* The private MariaDB and Redis that run when config names none, under the data directory and on
 * Unix sockets. One instance a process; signals_open comes first. */

/* True when at least one of them is needed. */
bool embedded_needed(const struct config *c);
/* Takes the data directory (which exists and is ours), makes the databases when it is new, starts
 * them, waits until they answer, and sets mysql_url and redis_url. May have started something even
 * when it fails: call embedded_stop. */
bool embedded_start(struct config *c, struct failure *failure);
/* When somebody else runs them already: sets the URLs to theirs and returns true. */
bool embedded_join(struct config *c);
/* Keeps the address people use, for commands that print links while or after we run. */
void embedded_keep_address(const char *address);
/* Sets public_url to the address that was kept last, when config has none. After embedded_start or
 * embedded_join. */
void embedded_recall_address(struct config *c);
/* A child ended: true if it was one of these; it is started again by embedded_tend. */
bool embedded_reap(pid_t pid, int status);
/* Starts again what has died; to be called when embedded_wait_ms has passed. */
void embedded_tend(void);
/* How long embedded_tend can wait; -1: nothing to do. */
int embedded_wait_ms(void);
/* Redis, then MariaDB, each with a bounded time; releases the data directory. */
void embedded_stop(void);
