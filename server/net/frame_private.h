#pragma once

#include "net/frame.h"

/* Bytes that are sent as they are (an HTTP answer, a file), counted like a frame. `out` is where
 * the caller writes them. */
struct frame *frame_bare(size_t size, char **out);
/* A finished close frame (RFC 6455 §5.5.1); code 0 has no payload. The reason is cut to 123 bytes.
 */
struct frame *frame_close(int code, const char *reason);
/* A finished pong with the ping's payload (at most 125 bytes). */
struct frame *frame_pong(struct slice payload);
