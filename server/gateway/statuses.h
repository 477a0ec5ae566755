#pragma once

#include "gateway/context.h"

/* Status lines end by themselves: every status_check_ms the sockets here that watch somebody whose
 * line is over are told. Each worker asks for its own. */
struct statuses;

struct statuses *statuses_open(struct gateway *g);
void statuses_close(struct statuses *s);
