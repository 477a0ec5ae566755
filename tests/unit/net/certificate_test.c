/* Certificates: what they say, what verifies, and that the authority can vouch for nothing else. */
#include "net/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/clock.h"
#include "unit/harness.h"

enum { DAY_S = 86400 };

struct made {
	struct buffer authority;
	struct buffer authority_key;
	struct buffer certificate;
	struct buffer key;
};

static struct address parse(const char *text)
{
	struct address a;

	CHECK(address_parse(slice_of(text), &a));
	return a;
}

static void make(struct made *m, const struct certificate_names *names)
{
	*m = (struct made){ 0 };
	certificate_make_authority(names, &m->authority, &m->authority_key);
	CHECK(certificate_make(buffer_slice(&m->authority), buffer_slice(&m->authority_key), names,
			       &m->certificate, &m->key));
}

static void clear(struct made *m)
{
	buffer_clear(&m->authority);
	buffer_clear(&m->authority_key);
	buffer_clear(&m->certificate);
	buffer_clear(&m->key);
}

static X509 *read_pem(const struct buffer *pem)
{
	BIO *bio = BIO_new_mem_buf(pem->data, (int)pem->size);
	X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	BIO_free(bio);
	return certificate;
}

/* X509_V_OK, or why a client that trusts `authority` would not connect to `host` (an address if
 * `is_address`). */
static int verify_now(X509 *authority, X509 *certificate, const char *host, bool is_address)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *rules;
	int result = X509_V_OK;

	X509_STORE_add_cert(store, authority);
	X509_STORE_CTX_init(context, store, certificate, NULL);
	rules = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_SERVER);
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
	if (is_address)
		X509_VERIFY_PARAM_set1_ip_asc(rules, host);
	else
		X509_VERIFY_PARAM_set1_host(rules, host, 0);
	if (X509_verify_cert(context) != 1)
		result = X509_STORE_CTX_get_error(context);
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	return result;
}

static int verify(const struct made *m, const char *host, bool is_address)
{
	X509 *authority = read_pem(&m->authority);
	X509 *certificate = read_pem(&m->certificate);
	int result = verify_now(authority, certificate, host, is_address);

	X509_free(authority);
	X509_free(certificate);
	return result;
}

TEST(names_and_addresses_are_trusted_and_no_others)
{
	const struct address addresses[] = { parse("192.168.1.7"), parse("fd12::7"),
					     parse("198.51.100.4"), parse("2001:db8:1:2::9") };
	const struct certificate_names names = { "kitchen", addresses, 4 };
	struct made m;

	make(&m, &names);
	CHECK_INT(verify(&m, "kitchen", false), X509_V_OK);
	CHECK_INT(verify(&m, "kitchen.local", false), X509_V_OK);
	CHECK_INT(verify(&m, "localhost", false), X509_V_OK);
	CHECK_INT(verify(&m, "127.0.0.1", true), X509_V_OK);
	CHECK_INT(verify(&m, "::1", true), X509_V_OK);
	CHECK_INT(verify(&m, "192.168.1.7", true), X509_V_OK);
	CHECK_INT(verify(&m, "fd12::7", true), X509_V_OK);
	CHECK_INT(verify(&m, "198.51.100.4", true), X509_V_OK);
	CHECK_INT(verify(&m, "2001:db8:1:2::9", true), X509_V_OK);
	CHECK_INT(verify(&m, "example.org", false), X509_V_ERR_HOSTNAME_MISMATCH);
	CHECK_INT(verify(&m, "192.168.1.8", true), X509_V_ERR_IP_ADDRESS_MISMATCH);
	clear(&m);
}

/* Signs a certificate for `name` with the authority's key, whatever it may vouch for. */
static X509 *sign_freely(const struct made *m, const char *name)
{
	BIO *bio = BIO_new_mem_buf(m->authority_key.data, (int)m->authority_key.size);
	EVP_PKEY *signer = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	X509 *authority = read_pem(&m->authority);
	X509 *forged = read_pem(&m->certificate);
	int at = X509_get_ext_by_NID(forged, NID_subject_alt_name, -1);
	X509_EXTENSION *names;

	X509_EXTENSION_free(X509_delete_ext(forged, at));
	names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, name);
	X509_add_ext(forged, names, -1);
	X509_EXTENSION_free(names);
	CHECK(X509_sign(forged, signer, EVP_sha256()) > 0);
	X509_free(authority);
	EVP_PKEY_free(signer);
	BIO_free(bio);
	return forged;
}

TEST(a_stolen_key_of_the_authority_opens_no_other_house)
{
	static const struct {
		const char *name;
		const char *host;
		bool is_address;
		int result;
	} rows[] = {
		{ "DNS:bank.example", "bank.example", false, X509_V_ERR_PERMITTED_VIOLATION },
		{ "DNS:notlocal", "notlocal", false, X509_V_ERR_PERMITTED_VIOLATION },
		{ "IP:203.0.113.9", "203.0.113.9", true, X509_V_ERR_PERMITTED_VIOLATION },
		{ "IP:2001:db8:ffff::1", "2001:db8:ffff::1", true, X509_V_ERR_PERMITTED_VIOLATION },
		{ "DNS:other.local", "other.local", false, X509_V_OK },
		{ "IP:10.9.8.7", "10.9.8.7", true, X509_V_OK },
	};
	const struct certificate_names names = { .host = "kitchen" };
	struct made m;

	make(&m, &names);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		X509 *authority = read_pem(&m.authority);
		X509 *forged = sign_freely(&m, rows[i].name);

		CHECK_INT(verify_now(authority, forged, rows[i].host, rows[i].is_address),
			  rows[i].result);
		X509_free(forged);
		X509_free(authority);
	}
	clear(&m);
}

TEST(lives_as_long_as_browsers_allow)
{
	const struct certificate_names names = { .host = "kitchen" };
	struct made m;
	int days;
	int seconds;

	make(&m, &names);
	X509 *server = read_pem(&m.certificate);
	X509 *authority = read_pem(&m.authority);
	CHECK(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(server),
			     X509_get0_notAfter(server)));
	CHECK(days <= 398 && days >= 365);
	CHECK(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(authority),
			     X509_get0_notAfter(authority)));
	CHECK(days > 3600);
	CHECK_INT(X509_get_pathlen(authority), 0);
	CHECK(X509_get_key_usage(authority) == (KU_KEY_CERT_SIGN | KU_CRL_SIGN));
	CHECK(certificate_end_ms(buffer_slice(&m.certificate)) >
	      clock_wall_ms() + 364LL * DAY_S * 1000);
	X509_free(server);
	X509_free(authority);
	clear(&m);
}

TEST(serves_until_names_change)
{
	struct address addresses[] = { parse("192.168.1.7"), parse("10.0.0.3"),
				       parse("203.0.113.77") };
	struct certificate_names names = { "kitchen", addresses, 1 };
	struct made m;
	struct made other;

	make(&m, &names);
	CHECK(certificate_serves(buffer_slice(&m.certificate), buffer_slice(&m.authority), &names));
	names.address_count = 2;
	CHECK(!certificate_serves(buffer_slice(&m.certificate), buffer_slice(&m.authority),
				  &names));
	names.address_count = 0;
	CHECK(certificate_serves(buffer_slice(&m.certificate), buffer_slice(&m.authority), &names));
	/* What the authority may not vouch for is no reason to make another one, again and again.
	 */
	addresses[0] = addresses[2];
	names.address_count = 1;
	CHECK(certificate_serves(buffer_slice(&m.certificate), buffer_slice(&m.authority), &names));
	names = (struct certificate_names){ .host = "cellar" };
	CHECK(!certificate_serves(buffer_slice(&m.certificate), buffer_slice(&m.authority),
				  &names));
	names.host = "kitchen";
	make(&other, &names);
	CHECK(!certificate_serves(buffer_slice(&m.certificate), buffer_slice(&other.authority),
				  &names));
	CHECK(!certificate_serves(SLICE("nothing"), buffer_slice(&m.authority), &names));
	clear(&other);
	clear(&m);
}

TEST(a_strange_host_name_is_left_out)
{
	static const char *const hosts[] = {
		"",         "under_score", "a,DNS:bank.example", "a\nDNS:b.local",
		"-x",       "IP:10.0.0.1", "spaced out",         "bank.example/x",
		"localhost"
	};
	struct made m;

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		const struct certificate_names names = { .host = hosts[i] };

		make(&m, &names);
		CHECK_INT(verify(&m, "localhost", false), X509_V_OK);
		CHECK_INT(verify(&m, "bank.example", false), X509_V_ERR_HOSTNAME_MISMATCH);
		CHECK_INT(verify(&m, "b.local", false), X509_V_ERR_HOSTNAME_MISMATCH);
		clear(&m);
	}
}

TEST(a_name_with_a_dot_has_no_local_one)
{
	const struct certificate_names names = { .host = "chat.example.org" };
	struct made m;

	make(&m, &names);
	CHECK_INT(verify(&m, "chat.example.org", false), X509_V_OK);
	CHECK_INT(verify(&m, "chat.example.org.local", false), X509_V_ERR_HOSTNAME_MISMATCH);
	clear(&m);
}

TEST(a_key_that_does_not_belong_makes_nothing)
{
	const struct certificate_names names = { .host = "kitchen" };
	struct buffer certificate = { 0 };
	struct buffer key = { 0 };
	struct made one;
	struct made two;

	make(&one, &names);
	make(&two, &names);
	CHECK(!certificate_make(buffer_slice(&one.authority), buffer_slice(&two.authority_key),
				&names, &certificate, &key));
	CHECK(!certificate_make(buffer_slice(&one.authority), SLICE(""), &names, &certificate,
				&key));
	CHECK(!certificate_make(SLICE("x"), buffer_slice(&one.authority_key), &names, &certificate,
				&key));
	CHECK_INT(certificate.size, 0);
	CHECK_INT(key.size, 0);
	clear(&one);
	clear(&two);
}

TEST(fingerprint_and_bytes)
{
	const struct certificate_names names = { .host = "kitchen" };
	char fingerprint[CERTIFICATE_FINGERPRINT_SIZE];
	struct buffer der = { 0 };
	unsigned char digest[32];
	char wanted[CERTIFICATE_FINGERPRINT_SIZE] = "";
	struct made m;

	make(&m, &names);
	CHECK(certificate_der(buffer_slice(&m.authority), &der));
	CHECK(certificate_fingerprint(buffer_slice(&m.authority), fingerprint));
	EVP_Digest(der.data, der.size, digest, NULL, EVP_sha256(), NULL);
	for (int i = 0; i < 32; i++)
		snprintf(wanted + 3 * i, 4, "%02X%s", digest[i], i < 31 ? ":" : "");
	CHECK_TEXT(fingerprint, wanted);
	CHECK(!certificate_fingerprint(SLICE("no certificate"), fingerprint));
	CHECK(!certificate_der(SLICE(""), &der));
	buffer_clear(&der);
	clear(&m);
}
