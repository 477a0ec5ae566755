#pragma once

#include <stddef.h>
#include <stdint.h>

#include "bus/bus.h"
#include "protocol/request.h"

enum { LIMIT_ADDRESS_SIZE = 64 };

/* Takes a token from each of `rows` (at most 4, copied) in turn and then calls `next`; at the first
 * empty one ends `r` with ERROR_RATE_LIMITED. */
void limits_take(struct request *r, const struct limit_row *rows, size_t count,
		 void (*next)(void *owner), void *owner);
/* "<what>:<of whom>" in the request's arena, cut to 200 bytes; capital letters of ASCII count as
 * small ones, as they do in names. */
const char *limit_key(struct request *r, const char *what, struct slice whom);
/* Whom an address stands for: itself, or of IPv6 its /64, of which one host has all addresses.
 * Written into `out`. */
struct slice limit_address(const char *address, char out[LIMIT_ADDRESS_SIZE]);
/* limit_key for the request's address. */
const char *limit_key_address(struct request *r, const char *what);
/* Bytes that an answer which is as long as it happens to be may have: so many that it fits into the
 * queue of a socket, together with the one entry that crosses the limit and what else waits there.
 */
size_t answer_bytes_max(void);
/* Bytes that a text takes in an answer, with what must be escaped. */
size_t answer_text_bytes(struct slice text);
