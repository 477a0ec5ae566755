/* TLS 1.2 and 1.3 over memory: libwebsockets keeps the connections as plain raw sockets, so
 * writing, waiting, deadlines and closing are the same for both schemes, and one port can tell them
 * apart by the first byte.
 *
 * OpenSSL reads from the bytes that were just received and writes into the connection's output: it
 * never waits for a socket, so no call has to be repeated. Session tickets are stateless, their
 * keys shared by all workers (tls_tickets.c). */
#include "net/tls.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"

enum {
	RECORD_BYTES_MAX = 16384,
	/* A client that answers nothing but makes us answer. */
	OUTPUT_BYTES_MAX = 1 << 20,
	SPARE_BYTES_MAX = 1 << 17,
	/* Of new keys: each costs its sender 27 bytes, and us 20 us. Nobody changes them for less
	   data than that. */
	KEY_UPDATES_MAX = 32,
	KEY_UPDATE_BYTES = 65536,
	ERROR_SIZE = 160,
};

/* Forward secrecy and authenticated encryption only; AES by default, ChaCha20 for clients that put
 * it first as they have no AES in hardware. */
static const char ciphers_12[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
				 "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
				 "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
static const char ciphers_13[] =
	"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
static const char groups[] = "X25519:P-256:P-384";
static const unsigned char http_1_1[] = "\x08http/1.1";

struct tls_context {
	SSL_CTX *ssl;
	BIO_METHOD *method;
	struct tls_tickets tickets;
	/* Of the connection at hand: writing for another one may have OpenSSL read, too, if its
	   peer has begun a KeyUpdate and not ended it. */
	struct slice input;
	const struct tls *fed;
	/* The memory of an output that is empty again. */
	struct buffer spare;
	char plain[RECORD_BYTES_MAX];
};

struct tls {
	struct tls_context *context;
	SSL *ssl;
	struct buffer output;
	uint64_t received;
	uint64_t key_updates;
	bool established;
	bool over;
};

/* ---- bytes for and from OpenSSL ---- */

static int on_read(BIO *bio, char *out, size_t size, size_t *taken)
{
	struct tls *t = BIO_get_data(bio);
	struct slice *input = &t->context->input;

	BIO_clear_retry_flags(bio);
	*taken = size < input->size ? size : input->size;
	if (t->context->fed != t)
		*taken = 0;
	if (*taken == 0) {
		BIO_set_retry_read(bio);
		return 0;
	}
	memcpy(out, input->data, *taken);
	input->data += *taken;
	input->size -= *taken;
	return 1;
}

static int on_write(BIO *bio, const char *bytes, size_t size, size_t *taken)
{
	struct tls *t = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	buffer_append(&t->output, bytes, size);
	*taken = size;
	return 1;
}

static long on_control(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *new_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "confab");

	ASSERT(method != NULL);
	BIO_meth_set_read_ex(method, on_read);
	BIO_meth_set_write_ex(method, on_write);
	BIO_meth_set_ctrl(method, on_control);
	return method;
}

/* ---- the context ---- */

/* The reason of the oldest error that OpenSSL kept; the others are dropped. */
static const char *take_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_get_error());

	ERR_clear_error();
	return reason ? reason : "unknown";
}

/* RFC 7301: who offers protocols and not ours is told so. The parameters are OpenSSL's. */
/* NOLINTNEXTLINE(readability-function-size) */
static int on_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_size,
		       const unsigned char *offered, unsigned int size, void *owner)
{
	unsigned char *chosen = NULL;

	(void)ssl;
	(void)owner;
	if (SSL_select_next_proto(&chosen, out_size, http_1_1, sizeof http_1_1 - 1, offered,
				  size) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static bool use_ticket_key(const struct ticket_key *key, const unsigned char *iv,
			   EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int encrypt)
{
	char digest[] = "SHA256";
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)(uintptr_t)key->mac,
						  sizeof key->mac),
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};

	return EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, key->cipher, iv, encrypt) == 1 &&
	       EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

/* 1: go on; 2: and give the client a new ticket; 0: a ticket that is not known any more. The
 * parameters are OpenSSL's. */
/* NOLINTNEXTLINE(readability-function-size) */
static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
		     EVP_MAC_CTX *mac, int encrypt)
{
	struct tls_context *context = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	const struct ticket_key *key = &context->tickets.current;

	tickets_turn(&context->tickets, clock_monotonic_ms());
	if (encrypt) {
		memcpy(name, key->name, TICKET_NAME_SIZE);
		if (RAND_bytes(iv, EVP_MAX_IV_LENGTH) != 1)
			return -1;
	} else {
		key = tickets_find(&context->tickets, name);
	}
	if (!key)
		return 0;
	if (!use_ticket_key(key, iv, cipher, mac, encrypt))
		return -1;
	return key == &context->tickets.current ? 1 : 2;
}

static void configure(struct tls_context *context)
{
	SSL_CTX *ssl = context->ssl;

	SSL_CTX_set_app_data(ssl, context);
	ASSERT(SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION) == 1);
	ASSERT(SSL_CTX_set_max_proto_version(ssl, TLS1_3_VERSION) == 1);
	ASSERT(SSL_CTX_set_cipher_list(ssl, ciphers_12) == 1);
	ASSERT(SSL_CTX_set_ciphersuites(ssl, ciphers_13) == 1);
	ASSERT(SSL_CTX_set1_groups_list(ssl, groups) == 1);
	SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
					 SSL_OP_CIPHER_SERVER_PREFERENCE |
					 SSL_OP_PRIORITIZE_CHACHA);
	/* 34 KB of an idle connection. */
	SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	ASSERT(SSL_CTX_set_session_id_context(ssl, http_1_1, sizeof http_1_1 - 1) == 1);
	SSL_CTX_set_timeout(ssl, (long)(context->tickets.period_ms / 1000));
	SSL_CTX_set_alpn_select_cb(ssl, on_protocol, NULL);
	ASSERT(SSL_CTX_set_tlsext_ticket_key_evp_cb(ssl, on_ticket) == 1);
}

static bool use_chain(SSL_CTX *ssl, struct slice pem)
{
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
	X509 *own = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL);
	bool good = own && SSL_CTX_use_certificate(ssl, own) == 1;
	X509 *above;

	X509_free(own);
	while (good && (above = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		good = SSL_CTX_add0_chain_cert(ssl, above) == 1;
		if (!good)
			X509_free(above);
	}
	BIO_free(bio);
	/* The end of the file is an error to the reader. */
	if (good)
		ERR_clear_error();
	return good;
}

static bool use_key(SSL_CTX *ssl, struct slice pem)
{
	char nothing[] = "";
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
	/* A passphrase cannot be asked for; with one that is given none is. */
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, nothing);
	bool good = key && SSL_CTX_use_PrivateKey(ssl, key) == 1;

	EVP_PKEY_free(key);
	BIO_free(bio);
	return good;
}

static const char *load(SSL_CTX *ssl, const struct tls_material *m)
{
	if (m->chain.size > INT32_MAX || !use_chain(ssl, m->chain))
		return "tls_certificate: not a certificate in PEM form that can be used";
	if (m->key.size > INT32_MAX || !use_key(ssl, m->key))
		return "tls_key: not the certificate's key in PEM form, without a passphrase";
	if (SSL_CTX_check_private_key(ssl) != 1)
		return "tls_key: not the key of the certificate";
	return NULL;
}

struct tls_context *tls_open(const struct tls_material *m, char *problem, size_t size)
{
	struct tls_context *context = memory_zero(1, sizeof *context);
	const char *wrong;

	context->ssl = SSL_CTX_new(TLS_server_method());
	ASSERT(context->ssl != NULL);
	context->method = new_method();
	context->tickets = m->tickets;
	configure(context);
	ERR_clear_error();
	wrong = load(context->ssl, m);
	if (!wrong)
		return context;
	snprintf(problem, size, "%s (%s)", wrong, take_reason());
	tls_close(context);
	return NULL;
}

void tls_close(struct tls_context *context)
{
	if (!context)
		return;
	SSL_CTX_free(context->ssl);
	BIO_meth_free(context->method);
	buffer_clear(&context->spare);
	explicit_bzero(context, sizeof *context);
	memory_free(context);
}

/* ---- connections ---- */

static bool has_too_many_keys(const struct tls *t)
{
	return t->key_updates > KEY_UPDATES_MAX + t->received / KEY_UPDATE_BYTES;
}

/* Of every message of the protocol itself; what follows one too many is not read. The parameters
 * are OpenSSL's. */
/* NOLINTNEXTLINE(readability-function-size) */
static void on_message(int written, int version, int type, const void *bytes, size_t size, SSL *ssl,
		       void *owner)
{
	struct tls *t = owner;

	(void)version;
	(void)ssl;
	if (written || type != SSL3_RT_HANDSHAKE || size == 0 ||
	    *(const unsigned char *)bytes != SSL3_MT_KEY_UPDATE)
		return;
	t->key_updates++;
	if (has_too_many_keys(t) && t->context->fed == t)
		t->context->input.size = 0;
}

struct tls *tls_new(struct tls_context *context)
{
	struct tls *t = memory_zero(1, sizeof *t);
	BIO *bio = BIO_new(context->method);

	t->context = context;
	t->ssl = SSL_new(context->ssl);
	ASSERT(t->ssl != NULL && bio != NULL);
	BIO_set_data(bio, t);
	BIO_set_init(bio, 1);
	SSL_set_bio(t->ssl, bio, bio);
	SSL_set_accept_state(t->ssl);
	SSL_set_msg_callback(t->ssl, on_message);
	SSL_set_msg_callback_arg(t->ssl, t);
	return t;
}

void tls_free(struct tls *t)
{
	if (!t)
		return;
	if (t->context->fed == t)
		t->context->fed = NULL;
	SSL_free(t->ssl);
	buffer_clear(&t->output);
	memory_free(t);
}

void tls_feed(struct tls *t, struct slice records)
{
	t->context->fed = t;
	t->context->input = records;
}

/* The memory of the last output that was sent is the next one's. */
static void borrow_spare(struct tls *t)
{
	struct buffer *spare = &t->context->spare;

	if (t->output.data || !spare->data)
		return;
	t->output = *spare;
	*spare = (struct buffer){ 0 };
}

static void return_spare(struct tls *t)
{
	if (t->output.size)
		return;
	if (!t->context->spare.data && t->output.capacity <= SPARE_BYTES_MAX) {
		t->context->spare = t->output;
		t->output = (struct buffer){ 0 };
	}
	buffer_clear(&t->output);
}

static enum tls_event fail(struct tls *t)
{
	metric_add(t->established ? METRIC_TLS_BROKEN : METRIC_TLS_REFUSED, 1);
	log_debug("net", "tls failed", "reason=\"%s\" established=%d", take_reason(),
		  t->established);
	t->over = true;
	if (t->context->fed == t)
		t->context->input.size = 0;
	return TLS_FAILED;
}

static void count_handshake(struct tls *t)
{
	t->established = true;
	metric_add(METRIC_TLS_HANDSHAKES, 1);
	if (SSL_session_reused(t->ssl))
		metric_add(METRIC_TLS_RESUMED, 1);
}

static enum tls_event read_plain(struct tls *t, struct slice *plain)
{
	size_t size = 0;
	int done;

	ERR_clear_error();
	done = SSL_read_ex(t->ssl, t->context->plain, sizeof t->context->plain, &size);
	if (!t->established && SSL_is_init_finished(t->ssl))
		count_handshake(t);
	if (t->output.size > OUTPUT_BYTES_MAX || has_too_many_keys(t))
		return fail(t);
	if (done == 1) {
		t->received += size;
		*plain = (struct slice){ t->context->plain, size };
		return TLS_BYTES;
	}
	switch (SSL_get_error(t->ssl, done)) {
	case SSL_ERROR_WANT_READ:
		return TLS_MORE;
	case SSL_ERROR_ZERO_RETURN:
		t->context->input.size = 0;
		return TLS_ENDED;
	default:
		return fail(t);
	}
}

enum tls_event tls_next(struct tls *t, struct slice *plain)
{
	enum tls_event event;

	if (t->over)
		return TLS_FAILED;
	borrow_spare(t);
	event = read_plain(t, plain);
	return_spare(t);
	return event;
}

bool tls_established(const struct tls *t)
{
	return t->established && !t->over;
}

bool tls_seal(struct tls *t, struct slice plain)
{
	size_t written = 0;

	if (!tls_established(t))
		return false;
	borrow_spare(t);
	ERR_clear_error();
	if (SSL_write_ex(t->ssl, plain.data, plain.size, &written) == 1 && written == plain.size)
		return true;
	(void)fail(t);
	return false;
}

void tls_end(struct tls *t)
{
	if (!tls_established(t))
		return;
	borrow_spare(t);
	ERR_clear_error();
	(void)SSL_shutdown(t->ssl);
	/* Nobody else in this thread shall take its failure for their own. */
	ERR_clear_error();
	t->over = true;
	return_spare(t);
}

struct slice tls_output(const struct tls *t)
{
	return buffer_slice(&t->output);
}

void tls_sent(struct tls *t, size_t size)
{
	buffer_consume(&t->output, size);
	return_spare(t);
}
