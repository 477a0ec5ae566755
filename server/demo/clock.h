#pragma once

#include <stdint.h>

#include "demo/content.h"

/* When things were said, counted from now. */

/* When a scene begins, by the machine's own time of day. */
int64_t demo_scene_ms(int64_t now_ms, const struct demo_step *scene);
/* How long after what was said before a text of this length is said; not the same for all. */
int64_t demo_pause_ms(const char *text, size_t index);
