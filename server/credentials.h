#pragma once

#include <stdbool.h>

#include "base/config.h"
#include "failure.h"

/* What workers speak TLS with: the certificate and key of `tls_certificate`, or those of the local
 * authority (`lan`), and the keys of session tickets. The supervisor reads them once for all, as
 * the user that it has become, so that no worker ever has half of a renewed pair. One instance a
 * process.
 */

/* True if `c` asks for TLS. */
bool credentials_wanted(const struct config *c);
/* The certificate is of the local authority. */
bool credentials_local(const struct config *c);
/* Reads (and, for `lan`, makes) them; what was loaded before stays when that fails. */
bool credentials_load(const struct config *c, struct failure *failure);
/* Reads and checks the files of `tls_certificate` and `tls_key` and keeps nothing. */
bool credentials_check(const struct config *c, struct failure *failure);
/* A descriptor from which a worker can read them, which the caller closes; -1: no TLS. */
int credentials_descriptor(void);
/* The local authority's SHA-256 fingerprint; "" without one. */
const char *credentials_fingerprint(void);
/* True if addresses of this machine have changed, or the certificate's end is near, for longer than
 * a moment: then they are to be loaded again. To be called every few seconds. */
bool credentials_old(void);
void credentials_clear(void);
