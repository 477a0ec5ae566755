#pragma once

#include "gateway/context.h"

/* The archive is behind what was delivered: a backup was restored without raising the epoch. Raises
 * it, once, and looks at the heads again; every worker then tells its clients where the streams go
 * on. */
void epoch_raise(struct gateway *g, int64_t known_epoch);
