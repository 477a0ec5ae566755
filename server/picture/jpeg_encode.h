#pragma once

#include "base/buffer.h"
#include "picture/square.h"

/* Appends a baseline JPEG of quality 80 with nothing but the pixels in it. */
void jpeg_encode(const struct square *s, struct buffer *out);
