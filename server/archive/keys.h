#pragma once

#include <stddef.h>

#include "base/buffer.h"

/* Conditions over several composite keys: `head` term OR term … `tail`. (Both engines use an index
 * for that, not for a list of row constructors.) */

enum { KEYS_MAX = 32 };

/* Appends the text for `count` keys (1 … KEYS_MAX), with a NUL; returns how many terms it has: at
 * least `count`, so that there are few texts. The caller repeats its last key for the rest. */
size_t keys_text(struct buffer *sql, const char *head, const char *term, const char *tail,
		 size_t count);
