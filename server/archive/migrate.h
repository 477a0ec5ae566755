#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"

/* Schema versions: migrations/NNNN_what.sql, up only. Blocking: for the command line and the
 * supervisor before it forks, never in a worker's loop. */

struct migrate_problem {
	char text[512];
};

/* Applies what is missing under a lock. Refuses a changed, vanished or dirty version. `applied`
 * counts. */
bool migrate_run(const struct config *config, int *applied, struct migrate_problem *problem);
/* True if the archive's schema is exactly what this build's migrations make. */
bool migrate_check(const struct config *config, struct migrate_problem *problem);
/* Writes the schema as `migrations/schema.sql` holds it (normalised: no AUTO_INCREMENT values,
 * sorted). */
bool migrate_dump(const struct config *config, const char *path, struct migrate_problem *problem);
/* Raises the installation's epoch: part of restoring a backup. */
bool migrate_raise_epoch(const struct config *config, int64_t *epoch,
			 struct migrate_problem *problem);
