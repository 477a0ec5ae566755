#pragma once

#include "gateway/context.h"

/* The regular removal of old rows: every prune_interval_ms, by one worker of the installation. */
struct pruning;

struct pruning *pruning_open(struct gateway *g);
void pruning_close(struct pruning *p);
