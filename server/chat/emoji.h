#pragma once

#include <stdbool.h>

#include "base/slice.h"

enum { EMOJI_BYTES_MAX = 64, EMOJI_POINTS_MAX = 16 };

/* One emoji as people write it: a picture with its variation, skin tone and joined parts, a flag,
 * or a keycap; at most EMOJI_POINTS_MAX code points. `s` is valid UTF-8. Emojis that a later
 * Unicode adds to the blocks of pictures count as well. */
bool emoji_valid(struct slice s);
