#pragma once

#include <stddef.h>

#include "base/slice.h"

/* A finished unmasked WebSocket text frame (RFC 6455 §5.2), made once and sent to any number of
 * sockets. Counted references. */
struct frame;

/* Header and payload; one reference, the caller's. */
struct frame *frame_new(struct slice payload);
struct frame *frame_ref(struct frame *f);
void frame_unref(struct frame *f);
/* The whole frame, header included. */
struct slice frame_bytes(const struct frame *f);
/* The payload alone. */
struct slice frame_payload(const struct frame *f);
