#pragma once

#include "base/buffer.h"
#include "demo/content.h"

/* Draws somebody: a square PNG, appended to `out`. */
void portrait_draw(struct buffer *out, const struct demo_portrait *portrait);
