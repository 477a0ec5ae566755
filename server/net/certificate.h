#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "net/address.h"

/* X.509 certificates (OpenSSL), as PEM texts in memory: a small authority of one's own, and the
 * certificate of a server that it vouches for. Keys are EC P-256. */

enum {
	/* "AB:CD:…" of SHA-256, and a NUL. */
	CERTIFICATE_FINGERPRINT_SIZE = 96,
	/* Browsers refuse a server's certificate that lives longer than 398 days. */
	CERTIFICATE_DAYS = 365,
	CERTIFICATE_RENEWAL_DAYS = 30,
	CERTIFICATE_AUTHORITY_DAYS = 3650,
};

/* What a certificate is for; `localhost` and the loopback addresses are in any case. */
struct certificate_names {
	const char *host; /* with `host`.local if it has no dot; "" for none */
	const struct address *addresses;
	size_t address_count;
};

/* Makes an authority that can vouch for these names, for names in .local and for private addresses
 * (RFC 1918, 3927, 4193, 6598), and for nothing else: name constraints say so. Of a public IPv6
 * address its network of 64 bits is meant. */
void certificate_make_authority(const struct certificate_names *names, struct buffer *certificate,
				struct buffer *key);
/* Makes the server's certificate for as many of the names as the authority may vouch for. False:
 * the authority's certificate or key cannot be read. */
bool certificate_make(struct slice authority, struct slice authority_key,
		      const struct certificate_names *names, struct buffer *certificate,
		      struct buffer *key);
/* True if `certificate` is of `authority`, has all names that one made now would have, and lives
 * for more than CERTIFICATE_RENEWAL_DAYS. */
bool certificate_serves(struct slice certificate, struct slice authority,
			const struct certificate_names *names);

/* Milliseconds since 1970 UTC at which the first certificate of a PEM text ends; 0: it has none. */
int64_t certificate_end_ms(struct slice certificate);
/* The first certificate's bytes (DER), or its fingerprint. False: it has none. */
bool certificate_der(struct slice certificate, struct buffer *der);
bool certificate_fingerprint(struct slice certificate, char out[CERTIFICATE_FINGERPRINT_SIZE]);
