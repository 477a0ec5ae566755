/* Making an authority and what it vouches for. What cannot go wrong but for lack of memory is
 * asserted. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "net/certificate_private.h"

enum {
	SERIAL_BYTES = 16,
	DAY_S = 24 * 60 * 60,
	/* Clocks of phones and laptops are not exact. */
	BACKDATED_DAYS = 1,
	COMMON_NAME_MAX = 64,
	NETWORK_BITS = 64,
};

/* Where anybody's network may be; `bits` as masks, as OpenSSL wants them. */
static const char *const private_names[] = {
	"DNS:localhost",
	"DNS:local",
	"IP:127.0.0.0/255.0.0.0",
	"IP:10.0.0.0/255.0.0.0",
	"IP:172.16.0.0/255.240.0.0",
	"IP:192.168.0.0/255.255.0.0",
	"IP:169.254.0.0/255.255.0.0",
	"IP:100.64.0.0/255.192.0.0",
	"IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	"IP:fc00::/fe00::",
	"IP:fe80::/ffc0::",
};

static void add_extension(X509 *certificate, X509V3_CTX *context, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, context, kind, value);

	ASSERT(extension != NULL);
	ASSERT(X509_add_ext(certificate, extension, -1) == 1);
	X509_EXTENSION_free(extension);
}

static void set_serial(X509 *certificate)
{
	unsigned char bytes[SERIAL_BYTES];
	BIGNUM *number;

	ASSERT(RAND_bytes(bytes, sizeof bytes) == 1);
	/* Positive, and of full length. */
	bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40);
	number = BN_bin2bn(bytes, sizeof bytes, NULL);
	ASSERT(number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)));
	BN_free(number);
}

static void set_subject(X509 *certificate, const char *prefix, const char *host)
{
	char name[COMMON_NAME_MAX + 1];
	X509_NAME *subject = X509_get_subject_name(certificate);

	snprintf(name, sizeof name, "%s%s", prefix, host);
	ASSERT(X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
					  (const unsigned char *)"Confab", -1, -1, 0) == 1);
	ASSERT(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name,
					  -1, -1, 0) == 1);
}

static X509 *begin(EVP_PKEY *key, int days)
{
	X509 *certificate = X509_new();

	ASSERT(key && certificate);
	ASSERT(X509_set_version(certificate, X509_VERSION_3) == 1);
	set_serial(certificate);
	ASSERT(X509_gmtime_adj(X509_getm_notBefore(certificate), -BACKDATED_DAYS * (long)DAY_S));
	ASSERT(X509_gmtime_adj(X509_getm_notAfter(certificate), days * (long)DAY_S));
	ASSERT(X509_set_pubkey(certificate, key) == 1);
	return certificate;
}

static void write_certificate(X509 *certificate, struct buffer *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long size;

	ASSERT(bio && PEM_write_bio_X509(bio, certificate) == 1);
	size = BIO_get_mem_data(bio, &text);
	buffer_append(out, text, (size_t)size);
	BIO_free(bio);
}

static void write_key(EVP_PKEY *key, struct buffer *out)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *text;
	long size;

	ASSERT(bio && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1);
	size = BIO_get_mem_data(bio, &text);
	buffer_append(out, text, (size_t)size);
	BIO_free(bio);
}

static void finish(X509 *certificate, EVP_PKEY *key, EVP_PKEY *signer, struct buffer *out,
		   struct buffer *key_out)
{
	ASSERT(X509_sign(certificate, signer, EVP_sha256()) > 0);
	write_certificate(certificate, out);
	write_key(key, key_out);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

/* ---- the authority ---- */

static void permit(struct buffer *constraints, const char *name)
{
	buffer_format(constraints, ",permitted;%s", name);
}

static bool is_ipv4(const struct address *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(a->bytes, mapped, sizeof mapped) == 0;
}

static void permit_address(struct buffer *constraints, struct address a)
{
	char text[ADDRESS_TEXT_SIZE];
	char name[2 * ADDRESS_TEXT_SIZE + 8];

	if (!is_ipv4(&a))
		memset(a.bytes + NETWORK_BITS / 8, 0, sizeof a.bytes - NETWORK_BITS / 8);
	address_write(&a, text);
	snprintf(name, sizeof name, "IP:%s/%s", text,
		 is_ipv4(&a) ? "255.255.255.255" : "ffff:ffff:ffff:ffff::");
	permit(constraints, name);
}

static void write_constraints(const struct certificate_names *names, struct buffer *out)
{
	struct buffer own = { 0 };
	struct certificate_names host_only = { .host = names->host };

	buffer_append_text(out, "critical");
	for (size_t i = 0; i < sizeof private_names / sizeof *private_names; i++)
		permit(out, private_names[i]);
	certificate_write_names(&host_only, NULL, &own);
	for (char *name = own.data; name;) {
		char *comma = strchr(name, ',');

		if (comma)
			*comma = '\0';
		if (strncmp(name, "DNS:", 4) == 0 && strcmp(name, "DNS:localhost") != 0)
			permit(out, name);
		name = comma ? comma + 1 : NULL;
	}
	buffer_clear(&own);
	for (size_t i = 0; i < names->address_count; i++)
		permit_address(out, names->addresses[i]);
	buffer_append_byte(out, '\0');
}

void certificate_make_authority(const struct certificate_names *names, struct buffer *certificate,
				struct buffer *key)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *made = begin(pair, CERTIFICATE_AUTHORITY_DAYS);
	struct buffer constraints = { 0 };
	X509V3_CTX context;

	set_subject(made, "Confab on ", names->host);
	ASSERT(X509_set_issuer_name(made, X509_get_subject_name(made)) == 1);
	X509V3_set_ctx(&context, made, made, NULL, NULL, 0);
	write_constraints(names, &constraints);
	add_extension(made, &context, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
	add_extension(made, &context, NID_key_usage, "critical,keyCertSign,cRLSign");
	add_extension(made, &context, NID_subject_key_identifier, "hash");
	add_extension(made, &context, NID_name_constraints, constraints.data);
	buffer_clear(&constraints);
	finish(made, pair, pair, certificate, key);
}

/* ---- the server ---- */

static EVP_PKEY *read_key(struct slice pem)
{
	char nothing[] = "";
	BIO *bio = pem.size && pem.size < INT32_MAX ? BIO_new_mem_buf(pem.data, (int)pem.size)
						    : NULL;
	EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, nothing) : NULL;

	BIO_free(bio);
	return key;
}

static void make(X509 *authority, EVP_PKEY *signer, const struct certificate_names *names,
		 struct buffer *certificate, struct buffer *key)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *made = begin(pair, CERTIFICATE_DAYS);
	struct buffer alternatives = { 0 };
	X509V3_CTX context;

	set_subject(made, "", *names->host ? names->host : "localhost");
	ASSERT(X509_set_issuer_name(made, X509_get_subject_name(authority)) == 1);
	X509V3_set_ctx(&context, authority, made, NULL, NULL, 0);
	certificate_write_names(names, authority, &alternatives);
	add_extension(made, &context, NID_basic_constraints, "critical,CA:FALSE");
	add_extension(made, &context, NID_key_usage, "critical,digitalSignature");
	add_extension(made, &context, NID_ext_key_usage, "serverAuth");
	add_extension(made, &context, NID_subject_key_identifier, "hash");
	add_extension(made, &context, NID_authority_key_identifier, "keyid");
	add_extension(made, &context, NID_subject_alt_name, alternatives.data);
	buffer_clear(&alternatives);
	finish(made, pair, signer, certificate, key);
}

bool certificate_make(struct slice authority, struct slice authority_key,
		      const struct certificate_names *names, struct buffer *certificate,
		      struct buffer *key)
{
	X509 *above = certificate_read(authority);
	EVP_PKEY *signer = read_key(authority_key);
	bool sound = above && signer && X509_check_private_key(above, signer) == 1;

	if (sound)
		make(above, signer, names, certificate, key);
	EVP_PKEY_free(signer);
	X509_free(above);
	ERR_clear_error();
	return sound;
}
