#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* The target of a request and what stands in its query. Pure functions. */

/* Splits at the first '?'; the query is {NULL, 0} if there is none. */
void target_split(struct slice target, struct slice *path, struct slice *query);
/* Decodes a path into `out` (room for path.size bytes) and returns its size. Runs of '/' and "."
 * segments are dropped. 0 for what is refused: no '/' at the beginning, a broken or cut percent
 * sign, %00 and other control characters, %2F, '\', ".." and what is not UTF-8. */
size_t target_decode_path(struct slice path, char *out);
/* Decodes a value of a query or form ('+' is a space) into `out` (room for text.size bytes). False
 * if it is broken or has a NUL. */
bool target_decode_value(struct slice text, char *out, size_t *size);
/* The raw value of the first parameter `name` in a query; {NULL, 0} if there is none. */
struct slice target_parameter(struct slice query, const char *name);
/* The value of the first cookie `name` in a Cookie header; {NULL, 0} if there is none. */
struct slice target_cookie(struct slice header, const char *name);
