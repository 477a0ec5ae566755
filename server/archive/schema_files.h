#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/migrate.h"
#include "base/buffer.h"

/* The migrations of this build: NNNN_what.sql in one directory, read whole. */

struct schema_file {
	int version;
	char name[128];
	char checksum[17]; /* of its bytes: 64-bit FNV-1a, in hex */
	struct buffer text;
};

struct schema_files {
	struct schema_file *files; /* by version, 1, 2, 3 … without a hole */
	size_t count;
};

/* False with a problem: no directory, an unreadable file, a version that is missing or there twice.
 */
bool schema_files_read(const char *directory, struct schema_files *out,
		       struct migrate_problem *problem);
void schema_files_clear(struct schema_files *f);
/* The directory of config, or the one that belongs to the running program. False if there is none.
 */
bool schema_directory(const char *configured, char *out, size_t capacity,
		      struct migrate_problem *problem);
