#pragma once

#include <stddef.h>

#include "base/slice.h"

/* A hash table from bytes (copied) to a pointer that is never NULL (borrowed). Hashed with a
 * per-process secret (SipHash), as keys come from outside. Same rules for iterating as
 * base/table.h. */
struct dictionary;

struct dictionary *dictionary_new(void);
void dictionary_free(struct dictionary *d);
void *dictionary_get(const struct dictionary *d, struct slice key);
void *dictionary_put(struct dictionary *d, struct slice key, void *value);
void *dictionary_remove(struct dictionary *d, struct slice key);
size_t dictionary_size(const struct dictionary *d);
void *dictionary_next(const struct dictionary *d, size_t *position, struct slice *key);
