#pragma once

#include <stdbool.h>

#include "base/config.h"

/* What `run` ends with: where to go, how to begin, how to stop. */

/* The address people use: public_url, else this machine's on its network (`lan`), else
 * http(s)://<localhost or bind>:<port>. */
void card_address(const struct config *c, struct buffer *out);
/* True unless standard output is the journal, which must not get the link. */
bool card_wanted(void);
/* On standard output: the address, then links, then the rest. `fingerprint` is the local
 * authority's, "" without one. */
void card_begin(const struct config *c, const char *fingerprint);
/* A way in, and what it does. */
void card_link(const char *label, const char *url, const char *about);
/* The same for a phone's camera. */
void card_code(const char *url);
void card_end(const struct config *c);
