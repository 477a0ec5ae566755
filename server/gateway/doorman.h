#pragma once

#include "gateway/context.h"

/* May this handshake become a WebSocket? 0, or the HTTP status to refuse with: 403 from another
 * site, 429 too many from one address, 503 while draining. */
int doorman_admit(struct gateway *g, struct exchange *x);
/* May this address do one more TLS handshake? It costs us about a millisecond, before anything is
 * known of who it is. */
bool doorman_secures(struct gateway *g, const char *address);
/* True if this request of the API is one too many from its address. */
bool doorman_refuses(struct gateway *g, const struct exchange *x, int64_t *retry_after_ms);
/* True unless the request says that it comes from another site's page: Origin must be ours where a
 * browser sends one. */
bool doorman_same_site(const struct exchange *x);
/* Forgets addresses that have not come for a while. */
void doorman_sweep(struct gateway *g);
void doorman_close(struct gateway *g);
