#pragma once

#include "base/buffer.h"
#include "failure.h"

/* The local authority of `lan`: a folder `authority` (0700) in the data directory with ca.crt,
 * ca.key and server.pem (certificate and key of this server), all 0600. The authority is made once;
 * its key is read only to sign. */
struct authority {
	struct buffer certificate; /* PEM, NUL-terminated */
	struct buffer server;      /* PEM: certificate and key, NUL-terminated */
};

/* Makes what is missing and what no longer serves (addresses have changed, the end is near). The
 * caller clears it in either case. */
bool authority_take(struct authority *a, const char *data_dir, struct failure *failure);
/* False: another call of authority_take would make a new certificate. */
bool authority_serves(const struct authority *a);
void authority_clear(struct authority *a);
