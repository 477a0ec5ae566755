#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* Valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
bool text_is_utf8(struct slice s);
/* Code points in valid UTF-8. */
size_t text_length(struct slice s);
/* Without white space (ASCII and U+00A0, U+2000–200A, U+3000 …) at both ends. */
struct slice text_trim(struct slice s);
/* True if it has a control character (C0, DEL, C1), a bidirectional override (U+202A–202E,
 * U+2066–2069) or U+FEFF. */
bool text_has_control(struct slice s);
/* False if it has only what draws nothing: white space, controls, joiners, selectors, fillers. */
bool text_is_seen(struct slice s);
/* ASCII case only. */
bool text_equal_ignoring_case(struct slice a, struct slice b);
/* Lower-case hex of `size` bytes and a NUL: `out` holds 2 × size + 1. */
void text_hex(char *out, const void *bytes, size_t size);
/* base64url without padding (RFC 4648 §5) and a NUL; `out` holds (size × 4 + 2) / 3 + 1. */
void text_base64url(char *out, const void *bytes, size_t size);
/* A whole decimal integer in [minimum, maximum], no sign but '-', no spaces. */
bool text_to_int(struct slice s, int64_t minimum, int64_t maximum, int64_t *out);
