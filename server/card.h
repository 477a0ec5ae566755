#pragma once

#include <stdbool.h>

#include "base/config.h"

/* What `run` ends with: where to go, how to begin, how to stop. */

/* The address people use: public_url, or http://<localhost or bind>:<port>. */
void card_address(const struct config *c, struct buffer *out);
/* True unless standard output is the journal, which must not get the link. */
bool card_wanted(void);
/* On standard output. `setup_link` is NULL once there is an account. */
void card_print(const struct config *c, const char *setup_link);
