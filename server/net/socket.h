#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "net/frame.h"

/* One open WebSocket connection of a client. Owned by net/web; valid from on_open until its
 * on_close returns. */
struct socket;

/* Sends after everything sent before; takes no reference of the caller's. A socket whose queue
 * passes socket_queue_bytes_max is closed with 1013, later sends to it are dropped. */
void socket_send(struct socket *s, struct frame *f);
/* Makes a frame of `payload` and sends it. */
void socket_send_text(struct socket *s, struct slice payload);
/* Sends what is queued, then a close frame (RFC 6455 §7.4), and closes; on_close follows later,
 * never from within. Twice is fine. */
void socket_close(struct socket *s, int code, const char *reason);
/* True once socket_close was called or the peer began to close. */
bool socket_closing(const struct socket *s);
/* Bytes waiting for the peer. */
size_t socket_queued(const struct socket *s);
/* What the gateway hung on it in on_open. */
void *socket_owner(const struct socket *s);
void socket_set_owner(struct socket *s, void *owner);
/* Client's address as text; behind a trusted proxy the forwarded one. */
const char *socket_address(const struct socket *s);

/* The sockets of this worker that get the same frames: flat arrays, one send() a member and flush.
 */
struct audience;
struct web;

struct audience *audience_new(struct web *w);
void audience_free(struct audience *a);
/* A socket is in an audience at most once; adding twice is a bug. The frames sent before are
 * flushed first, so that the new member gets only later ones. Sockets leave by audience_remove, and
 * by themselves when they close. */
void audience_add(struct audience *a, struct socket *s);
/* Not being in it is fine. Frames sent before are flushed first. */
void audience_remove(struct audience *a, struct socket *s);
bool audience_has(const struct audience *a, const struct socket *s);
size_t audience_size(const struct audience *a);
/* Appends to the batch, which leaves at the end of this turn (or sooner if it grows past 48 KiB).
 */
void audience_send(struct audience *a, struct frame *f);
/* The same for all but one member; `except` may be NULL or no member. */
void audience_send_except(struct audience *a, struct frame *f, const struct socket *except);

enum { AUDIENCE_EXCEPT_MAX = 8 };

/* The same for all but some (≤ AUDIENCE_EXCEPT_MAX), members or not. */
void audience_send_but(struct audience *a, struct frame *f, const struct socket *const *except,
		       size_t count);
