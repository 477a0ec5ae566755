#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* What document_read found; for this layer only. */
struct document {
	cJSON *root;
};

/* The number if it is whole and exact: within ±(2^53 − 1). NULL is fine (false). */
bool document_whole(const cJSON *item, int64_t *out);
