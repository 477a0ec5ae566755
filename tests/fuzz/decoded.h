#pragma once

#include "base/buffer.h"
#include "protocol/decode.h"
#include "protocol/fields.h"

/* What holds of every input that was decoded; a failed ASSERT if it does not. */

/* It is within the bounds of its table, and written as JSON and decoded again it is the same. */
void decoded_check(const struct input_table *table, const char *input);
/* The input as a JSON object: fields in the order of the table, optional ones only if they are
 * there. */
void decoded_write(const struct input_table *table, const char *input, struct buffer *out);
/* A problem says what is wrong, in words that can be sent. */
void decoded_check_problem(const struct decode_problem *p);
