#pragma once

#include <stdbool.h>

#include "base/config.h"

/* What `run` ends with: where to go, how to begin, how to stop. */

/* The address people use: public_url, or http://<localhost or bind>:<port>. */
void card_address(const struct config *c, struct buffer *out);
/* True unless standard output is the journal, which must not get the link. */
bool card_wanted(void);
/* On standard output: the address, then links, then the rest. */
void card_begin(const struct config *c);
/* A way in, and what it does. */
void card_link(const char *label, const char *url, const char *about);
void card_end(const struct config *c);
