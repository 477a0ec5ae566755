#pragma once

#include "options.h"

/* Runs every mode against a small server in a thread of this process, one that loses and one that
 * swaps messages too. 0 if the counts are exactly what they must be. */
int self_test(const struct options *o);
