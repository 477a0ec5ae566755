#pragma once

#include <stddef.h>

#include "base/slice.h"

/* Memory that lives and dies together: a request's. Nothing in it is freed alone. */
struct arena;

/* An empty arena that arena_try keeps below `limit_bytes`. The caller frees it. */
struct arena *arena_new(size_t limit_bytes);
/* Frees everything taken from it; NULL is fine. */
void arena_free(struct arena *a);
/* Zeroed, aligned for any type; never NULL (fixed sizes only: the limit does not apply). */
void *arena_take(struct arena *a, size_t size_bytes);
/* The same for sizes that come from outside: NULL once the limit is passed (answer
 * ERROR_TOO_LARGE). */
void *arena_try(struct arena *a, size_t size_bytes);
/* A copy of `s` with a NUL behind it (not counted in size); {NULL, 0} once the limit is passed. */
struct slice arena_copy(struct arena *a, struct slice s);
/* The bytes taken so far. */
size_t arena_size(const struct arena *a);
