#pragma once

#include "net/exchange.h"

/* The session cookie: `__Host-confab` (Secure) where the client's connection is TLS, `confab` on
 * plain HTTP; HttpOnly, SameSite=Lax. */

/* The token that came with the request; {NULL, 0} if none. */
struct slice cookie_token(const struct exchange *x);
/* Sets it on the answer; an empty token ends it. */
void cookie_set(struct exchange *x, struct slice token);
