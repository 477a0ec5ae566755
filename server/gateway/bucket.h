#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A token bucket of this worker alone. {0} is a full one. */
struct bucket {
	int64_t spent_milli; /* thousandths of a token */
	int64_t at_ms;
};

/* Takes a token; `per_second` tokens come back, at most `burst` are saved. False: `retry_after_ms`
 * says when one will be there. */
bool bucket_take(struct bucket *b, int64_t per_second, int64_t burst, int64_t *retry_after_ms);
/* Nothing of it is spent: it may be forgotten. */
bool bucket_untouched(const struct bucket *b, int64_t per_second);
