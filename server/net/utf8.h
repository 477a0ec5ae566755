#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Checks UTF-8 (RFC 3629) that arrives in pieces. {0} is the beginning. */
struct utf8 {
	uint8_t needed;
	uint8_t lowest;
	uint8_t highest;
};

/* False as soon as the bytes cannot be the beginning of valid UTF-8. */
bool utf8_feed(struct utf8 *u, const void *bytes, size_t size);
/* True if what was fed ends with a whole character. */
static inline bool utf8_whole(const struct utf8 *u)
{
	return u->needed == 0;
}
