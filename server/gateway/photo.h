#pragma once

#include "gateway/context.h"

/* Profile pictures: /photo/<token>.jpeg and /photo/thumbnail/<token>.jpeg. Whoever knows the
 * address may see it, for good: it is a secret, and another picture has another address. */

/* False if the path is none of a picture's; otherwise it answers, now or later. */
bool photo_serve(struct gateway *g, struct exchange *x);
