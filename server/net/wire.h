#pragma once

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "net/connection.h"

/* The one place where bytes for clients are handed to the kernel or to libwebsockets.
 *
 * Directly: send() on the descriptor from wherever we are on the loop. libwebsockets' documentation
 * wants writes in its WRITEABLE callback only; for a raw connection with nothing in its own buffer
 * this is sound, and half the cost. The textbook way (web.textbook, or -DWIRE_TEXTBOOK=1 for all):
 * lws_write() in the callback. Records of TLS (connection.c) are bytes as others and go directly.
 */

#ifndef WIRE_TEXTBOOK
#define WIRE_TEXTBOOK 0
#endif

/* True if `c` may be written to outside of the callback. */
bool wire_is_direct(const struct connection *c);
/* Writes what the kernel takes now. Returns the bytes, 0 if it takes none, -1 if the connection is
 * lost. */
ssize_t wire_send(const struct connection *c, const void *bytes, size_t size);
ssize_t wire_send_pieces(const struct connection *c, const struct iovec *pieces, size_t count);
/* True if this error of a send says that the kernel takes none now; else the connection is lost. */
bool wire_full(int error);
/* In the WRITEABLE callback only: hands one piece of at most 64 KiB to libwebsockets, which keeps
 * what the kernel does not take. Same results. */
ssize_t wire_write(struct connection *c, const struct iovec *pieces, size_t count);
/* The first `max` bytes of the pieces as one run, valid until the next call. */
struct slice wire_join(const struct connection *c, const struct iovec *pieces, size_t count,
		       size_t max);
