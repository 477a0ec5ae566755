#pragma once

#include <stdbool.h>

#include "base/buffer.h"
#include "bus/bus.h"

/* The bytes of an envelope: version 1, little-endian fixed header, then the JSON. */
void envelope_write(struct buffer *out, const struct envelope *e);
/* False for anything that is not a version 1 envelope. `e->json` borrows from `bytes`. */
bool envelope_read(struct slice bytes, struct envelope *e);
