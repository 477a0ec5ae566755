#pragma once

#include "protocol/request.h"

/* Fills an archive in which nobody has an account with the demo's people, rooms and talk, as if
 * they had been here for a week. Answers {"filled":true}, or false if that was done before; fails
 * with ERROR_CONFLICT if there is something else, or half of it. For a process that is alone with
 * the archive. */
void demo_fill(struct request *r);
