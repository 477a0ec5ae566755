#pragma once

#include <stdbool.h>

#include "net/exchange.h"

/* The built client, from a directory read at start: names, sizes, types, ETags; .br and .gz
 * variants made at build are chosen by Accept-Encoding. Names with a content hash (assets/…) are
 * immutable, everything else no-cache. */
struct static_files;

/* Lists `directory`; NULL if it cannot be read. */
struct static_files *static_open(const char *directory);
void static_close(struct static_files *f);
/* Answers GET and HEAD for a path it has (`/` and, for paths without a dot, the SPA's routes are
 * index.html) and returns true; else leaves `x` alone and returns false. */
bool static_serve(struct static_files *f, struct exchange *x);
