#pragma once

#include "gateway/context.h"

/* Bodies beyond body_bytes_max come to the routes that take pictures alone, from people who are
 * signed in, few at a time: until that is known nothing of them is read. */

/* For web's on_large_body. */
void uploads_asked(struct gateway *g, struct exchange *x);
