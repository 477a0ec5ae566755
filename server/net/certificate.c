/* Reading certificates, and whether one still serves. */
#include "net/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "net/certificate_private.h"

enum { DAY_S = 24 * 60 * 60 };

X509 *certificate_read(struct slice pem)
{
	BIO *bio = pem.size && pem.size < INT32_MAX ? BIO_new_mem_buf(pem.data, (int)pem.size)
						    : NULL;
	X509 *certificate = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;

	BIO_free(bio);
	ERR_clear_error();
	return certificate;
}

int64_t certificate_end_ms(struct slice certificate)
{
	X509 *read = certificate_read(certificate);
	struct tm end = { 0 };
	int64_t end_ms = 0;

	if (read && ASN1_TIME_to_tm(X509_get0_notAfter(read), &end) == 1)
		end_ms = (int64_t)timegm(&end) * 1000;
	X509_free(read);
	return end_ms;
}

bool certificate_der(struct slice certificate, struct buffer *der)
{
	X509 *read = certificate_read(certificate);
	unsigned char *bytes = NULL;
	int size = read ? i2d_X509(read, &bytes) : 0;

	if (size > 0)
		buffer_append(der, bytes, (size_t)size);
	OPENSSL_free(bytes);
	X509_free(read);
	return size > 0;
}

bool certificate_fingerprint(struct slice certificate, char out[CERTIFICATE_FINGERPRINT_SIZE])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	X509 *read = certificate_read(certificate);
	bool done = read && X509_digest(read, EVP_sha256(), digest, &size) == 1;

	X509_free(read);
	for (unsigned int i = 0; done && i < size; i++)
		snprintf(out + (size_t)3 * i, 4, "%02X%s", digest[i], i + 1 < size ? ":" : "");
	return done;
}

/* ---- names ---- */

static bool may_vouch(const X509 *authority, GENERAL_NAME *name)
{
	NAME_CONSTRAINTS *allowed =
		authority ? X509_get_ext_d2i(authority, NID_name_constraints, NULL, NULL) : NULL;
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
	X509 *candidate = X509_new();
	bool may = names && candidate && sk_GENERAL_NAME_push(names, name) > 0 &&
		   X509_add1_ext_i2d(candidate, NID_subject_alt_name, names, 0, 0) == 1;

	/* Only what it has taken apart is looked at; that it is no whole certificate does not
	 * matter. */
	(void)X509_check_purpose(candidate, -1, 0);
	may = may && (!allowed || NAME_CONSTRAINTS_check(candidate, allowed) == X509_V_OK);
	X509_free(candidate);
	sk_GENERAL_NAME_free(names);
	NAME_CONSTRAINTS_free(allowed);
	return may;
}

/* `kind` is GEN_DNS or GEN_IPADD. */
static void add_name(const X509 *authority, int kind, const char *text, struct buffer *out)
{
	GENERAL_NAME *name = a2i_GENERAL_NAME(NULL, NULL, NULL, kind, text, 0);

	if (name && may_vouch(authority, name))
		buffer_format(out, "%s%s:%s", out->size ? "," : "", kind == GEN_DNS ? "DNS" : "IP",
			      text);
	GENERAL_NAME_free(name);
	ERR_clear_error();
}

/* Letters, digits, '-' and '.': what stands in a certificate, and nothing that OpenSSL's notation
 * of it would take for something else. */
static bool is_host(const char *host)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

	return *host && *host != '-' && *host != '.' && strspn(host, allowed) == strlen(host) &&
	       strlen(host) <= 200;
}

static void add_host(const struct certificate_names *names, const X509 *authority,
		     struct buffer *out)
{
	char local[256];

	if (!is_host(names->host) || strcmp(names->host, "localhost") == 0)
		return;
	add_name(authority, GEN_DNS, names->host, out);
	snprintf(local, sizeof local, "%s.local", names->host);
	if (!strchr(names->host, '.'))
		add_name(authority, GEN_DNS, local, out);
}

void certificate_write_names(const struct certificate_names *names, const X509 *authority,
			     struct buffer *out)
{
	add_name(authority, GEN_DNS, "localhost", out);
	add_host(names, authority, out);
	add_name(authority, GEN_IPADD, "127.0.0.1", out);
	add_name(authority, GEN_IPADD, "::1", out);
	for (size_t i = 0; i < names->address_count; i++) {
		char text[ADDRESS_TEXT_SIZE];

		address_write(&names->addresses[i], text);
		if (!address_is_loopback(&names->addresses[i]))
			add_name(authority, GEN_IPADD, text, out);
	}
	buffer_append_byte(out, '\0');
}

/* ---- does it still serve? ---- */

static bool lives(const X509 *certificate)
{
	time_t soon = (time_t)(clock_wall_ms() / 1000) + (time_t)CERTIFICATE_RENEWAL_DAYS * DAY_S;
	time_t now = (time_t)(clock_wall_ms() / 1000);

	return X509_cmp_time(X509_get0_notAfter(certificate), &soon) > 0 &&
	       X509_cmp_time(X509_get0_notBefore(certificate), &now) < 0;
}

static bool is_of(X509 *certificate, X509 *authority)
{
	EVP_PKEY *key = X509_get0_pubkey(authority);

	return key && X509_verify(certificate, key) == 1;
}

static bool covers(X509 *certificate, const char *name)
{
	const char *value = strchr(name, ':') + 1;

	if (strncmp(name, "IP:", 3) == 0)
		return X509_check_ip_asc(certificate, value, 0) == 1;
	return X509_check_host(certificate, value, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) ==
	       1;
}

static bool covers_all(X509 *certificate, const X509 *authority,
		       const struct certificate_names *names)
{
	struct buffer wanted = { 0 };
	bool all = true;

	certificate_write_names(names, authority, &wanted);
	for (char *name = wanted.data; name && all;) {
		char *comma = strchr(name, ',');

		if (comma)
			*comma = '\0';
		all = covers(certificate, name);
		name = comma ? comma + 1 : NULL;
	}
	buffer_clear(&wanted);
	return all;
}

bool certificate_serves(struct slice certificate, struct slice authority,
			const struct certificate_names *names)
{
	X509 *own = certificate_read(certificate);
	X509 *above = certificate_read(authority);
	bool serves = own && above && lives(own) && is_of(own, above) &&
		      covers_all(own, above, names);

	X509_free(own);
	X509_free(above);
	ERR_clear_error();
	return serves;
}
