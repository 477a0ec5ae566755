#pragma once

#include <stddef.h>
#include <stdint.h>

/* A hash table from int64_t to a pointer that is never NULL. Values are borrowed: the table frees
 * none. Removing while iterating with table_next is allowed for the entry just returned; adding is
 * not. */
struct table;

struct table *table_new(void);
void table_free(struct table *t);
/* NULL when there is none. */
void *table_get(const struct table *t, int64_t key);
/* Adds or replaces; returns what was there before, or NULL. */
void *table_put(struct table *t, int64_t key, void *value);
/* Returns what was there, or NULL. */
void *table_remove(struct table *t, int64_t key);
size_t table_size(const struct table *t);
/* Iterates in no order: start with *position = 0; NULL at the end. `key` may be NULL. */
void *table_next(const struct table *t, size_t *position, int64_t *key);
