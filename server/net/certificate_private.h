#pragma once

#include <openssl/x509.h>

#include "net/certificate.h"

/* The first certificate of a PEM text; NULL if there is none. The caller frees it. */
X509 *certificate_read(struct slice pem);
/* The names as OpenSSL writes them: "DNS:host,IP:10.0.0.1"; only those that `authority` may vouch
 * for (NULL: all). NUL-terminated. */
void certificate_write_names(const struct certificate_names *names, const X509 *authority,
			     struct buffer *out);
