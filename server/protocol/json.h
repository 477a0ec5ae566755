#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

/* Writes JSON into a buffer, for the generated encoders. Commas are the caller's, by position. */

/* A quoted string: '"', '\\' and control characters escaped, U+2028/2029 too; the text must be
 * valid UTF-8. */
void json_text(struct buffer *out, struct slice text);
void json_int(struct buffer *out, int64_t value);
void json_bool(struct buffer *out, bool value);
/* An array of numbers. */
void json_ints(struct buffer *out, const int64_t *values, size_t count);
/* A finished value as it is; it must not be empty. */
void json_raw(struct buffer *out, struct slice json);
/* Closes an object of which every member was written with a comma before it: the first comma, at
 * `start`, becomes the brace. */
void json_object_end(struct buffer *out, size_t start);
