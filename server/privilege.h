#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "failure.h"

/* Who everything runs as: as root the system user "confab" (made when missing), else the user who
 * started us. */
struct privilege {
	bool root; /* we were started as root and have to change */
	uid_t user;
	gid_t group;
};

#define PRIVILEGE_USER "confab"

bool privilege_find(struct privilege *p, struct failure *failure);
/* Becomes that user for good; files opened before stay usable. */
bool privilege_drop(const struct privilege *p, struct failure *failure);
