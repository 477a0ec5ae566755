#pragma once

#include <limits.h>
#include <stdbool.h>

#include "base/config.h"
#include "failure.h"
#include "privilege.h"

/* The folder of the private databases (0700): mariadb/, redis/, their logs, `sockets` (a folder, or
 * a link to one with a shorter path), `lock` and the stamp VERSION. In use exactly while somebody
 * holds the lock: the supervisor, or a database that outlives it for a moment. */
struct data_directory {
	char path[PATH_MAX];
	char sockets[128]; /* where the Unix sockets are; at most SOCKET_FOLDER_MAX bytes */
	int lock;          /* -1: not taken */
};

/* Sets data_dir of `c` when it is empty: ~/.local/share/confab, as root /var/lib/confab. */
bool data_directory_choose(struct config *c, struct failure *failure);
/* Makes the folder when missing and gives it to the user that we will run as. */
bool data_directory_create(const char *path, const struct privilege *p, struct failure *failure);
/* As that user: takes the lock (waits up to 2 s for databases of a killed supervisor), checks the
 * layout and the free space, makes the sockets' folder. */
bool data_directory_take(struct data_directory *d, const char *path, struct failure *failure);
/* True if somebody else holds the lock; then `sockets` is where theirs are. */
bool data_directory_in_use(struct data_directory *d, const char *path);
void data_directory_release(struct data_directory *d);
/* A path in it. */
void data_directory_path(const struct data_directory *d, const char *name, char path[PATH_MAX]);
/* The stamp: `word number[.number]` lines, e.g. "mariadb 10.11". 0 when there is no such line.
 * Versions as major × 1000 + minor. */
int data_directory_stamp(const struct data_directory *d, const char *word);
/* Writes the stamp anew. */
bool data_directory_set_stamp(const struct data_directory *d, int mariadb, struct failure *failure);
