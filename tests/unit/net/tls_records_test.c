/* Records by hand, which no client's library makes: one connection's must not touch another's. */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/certificate.h"
#include "net/tls.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"
#include "unit/net/tunnel.h"

enum {
	SECRET_SIZE = 32,
	KEY_SIZE = 16,
	NONCE_SIZE = 12,
	TAG_SIZE = 16,
	HEADER_SIZE = 5,
	RECORD_APPLICATION = 23,
	RECORD_HANDSHAKE = 22,
	KEY_UPDATE = 24,
	BODY_SIZE = 16 << 20,
};

/* A client in memory and the server's side of it. */
struct pair {
	struct tls *server;
	SSL *client;
	BIO *in;
	BIO *out;
	unsigned char secret[SECRET_SIZE]; /* of what the client sends */
};

static struct tls_context *open_server(void)
{
	const struct certificate_names names = { .host = "fixture" };
	struct tls_material m = { 0 };
	struct buffer authority = { 0 };
	struct buffer authority_key = { 0 };
	struct buffer certificate = { 0 };
	struct buffer key = { 0 };
	char problem[256];
	struct tls_context *context;

	log_open(LOG_ERROR, "test");
	certificate_make_authority(&names, &authority, &authority_key);
	CHECK(certificate_make(buffer_slice(&authority), buffer_slice(&authority_key), &names,
			       &certificate, &key));
	m.chain = buffer_slice(&certificate);
	m.key = buffer_slice(&key);
	tickets_open(&m.tickets, 60000, clock_monotonic_ms());
	context = tls_open(&m, problem, sizeof problem);
	CHECK(context != NULL);
	buffer_clear(&authority);
	buffer_clear(&authority_key);
	buffer_clear(&certificate);
	buffer_clear(&key);
	return context;
}

/* "CLIENT_TRAFFIC_SECRET_0 <random> <secret>", both in hex. */
static void on_secret(const SSL *ssl, const char *line)
{
	struct pair *p = SSL_get_app_data(ssl);
	const char *hex = strrchr(line, ' ') + 1;
	long size = 0;

	if (strncmp(line, "CLIENT_TRAFFIC_SECRET_0 ", 24) != 0)
		return;
	unsigned char *secret = OPENSSL_hexstr2buf(hex, &size);
	CHECK_INT(size, SECRET_SIZE);
	memcpy(p->secret, secret, SECRET_SIZE);
	OPENSSL_free(secret);
}

static void feed(const struct pair *p)
{
	char *bytes;
	long size = BIO_get_mem_data(p->out, &bytes);
	struct slice plain;

	tls_feed(p->server, (struct slice){ bytes, (size_t)size });
	CHECK_INT(tls_next(p->server, &plain), TLS_MORE);
	(void)BIO_reset(p->out);
	struct slice answer = tls_output(p->server);
	if (answer.size)
		CHECK_INT(BIO_write(p->in, answer.data, (int)answer.size), answer.size);
	tls_sent(p->server, answer.size);
}

static void connect_pair(struct pair *p, struct tls_context *server)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	CHECK(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1);
	CHECK(SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") == 1);
	SSL_CTX_set_keylog_callback(context, on_secret);
	*p = (struct pair){ .server = tls_new(server),
			    .client = SSL_new(context),
			    .in = BIO_new(BIO_s_mem()),
			    .out = BIO_new(BIO_s_mem()) };
	SSL_CTX_free(context);
	SSL_set_app_data(p->client, p);
	SSL_set_bio(p->client, p->in, p->out);
	for (int i = 0; i < 3 && SSL_connect(p->client) != 1; i++)
		feed(p);
	feed(p);
	CHECK(SSL_is_init_finished(p->client) && tls_established(p->server));
}

static void clear_pair(struct pair *p)
{
	SSL_free(p->client);
	tls_free(p->server);
}

/* RFC 8446 §7.3: a key or nonce of the client's secret. */
static void derive(const struct pair *p, const char *label, unsigned char *out, size_t size)
{
	EVP_KDF *kind = EVP_KDF_fetch(NULL, "TLS13-KDF", NULL);
	EVP_KDF_CTX *kdf = EVP_KDF_CTX_new(kind);
	int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)p->secret,
						  SECRET_SIZE),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PREFIX, (char[]){ "tls13 " }, 6),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_LABEL, (void *)(uintptr_t)label,
						  strlen(label)),
		OSSL_PARAM_construct_end(),
	};

	CHECK(EVP_KDF_derive(kdf, out, size, parameters) == 1);
	EVP_KDF_CTX_free(kdf);
	EVP_KDF_free(kind);
}

/* The client's first record behind its handshake: the head of a KeyUpdate without its one byte. */
static void send_half_a_key_update(struct pair *p)
{
	static const unsigned char inside[] = { KEY_UPDATE, 0, 0, 1, RECORD_HANDSHAKE };
	unsigned char record[HEADER_SIZE + sizeof inside + TAG_SIZE] = { RECORD_APPLICATION, 3, 3,
									 0,
									 sizeof inside + TAG_SIZE };
	unsigned char key[KEY_SIZE];
	unsigned char nonce[NONCE_SIZE];
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	int size;

	derive(p, "key", key, sizeof key);
	derive(p, "iv", nonce, sizeof nonce);
	CHECK(EVP_EncryptInit_ex(cipher, EVP_aes_128_gcm(), NULL, key, nonce) == 1);
	CHECK(EVP_EncryptUpdate(cipher, NULL, &size, record, HEADER_SIZE) == 1);
	CHECK(EVP_EncryptUpdate(cipher, record + HEADER_SIZE, &size, inside, sizeof inside) == 1);
	CHECK(EVP_EncryptFinal_ex(cipher, record + HEADER_SIZE + size, &size) == 1);
	CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE,
				  record + sizeof record - TAG_SIZE) == 1);
	EVP_CIPHER_CTX_free(cipher);
	CHECK_INT(BIO_write(p->out, record, sizeof record), sizeof record);
	feed(p);
}

/* What is sent to one in the middle of a handshake has OpenSSL read; there is nothing of its own.
 */
TEST(one_in_the_middle_of_a_key_update_reads_nobody_elses_records)
{
	struct tls_context *context = open_server();
	struct pair hostile;
	struct pair victim;
	struct slice plain;
	char *bytes;

	connect_pair(&hostile, context);
	connect_pair(&victim, context);
	send_half_a_key_update(&hostile);
	CHECK_INT(SSL_write(victim.client, "hello", 5), 5);
	long size = BIO_get_mem_data(victim.out, &bytes);
	tls_feed(victim.server, (struct slice){ bytes, (size_t)size });
	(void)tls_seal(hostile.server, SLICE("while the other one is read"));
	CHECK_INT(tls_next(victim.server, &plain), TLS_BYTES);
	CHECK_SLICE(plain, "hello");
	clear_pair(&hostile);
	clear_pair(&victim);
	tls_close(context);
}

/* Others that use OpenSSL in this thread would take it for theirs. */
TEST(an_end_in_the_middle_of_a_key_update_leaves_no_error)
{
	struct tls_context *context = open_server();
	struct pair p;

	connect_pair(&p, context);
	send_half_a_key_update(&p);
	tls_end(p.server);
	CHECK_INT(ERR_peek_error(), 0);
	clear_pair(&p);
	tls_close(context);
}

/* As many as asked for, with `bytes` of data behind each; what became of the last. */
static enum tls_event update_keys(struct pair *p, int count, int bytes)
{
	static const char data[16384];
	enum tls_event event = TLS_MORE;
	struct slice plain;
	char *records;

	for (int i = 0; i < count && event != TLS_FAILED; i++) {
		CHECK(SSL_key_update(p->client, SSL_KEY_UPDATE_REQUESTED) == 1);
		CHECK(SSL_do_handshake(p->client) == 1);
		if (bytes)
			CHECK_INT(SSL_write(p->client, data, bytes), bytes);
		long size = BIO_get_mem_data(p->out, &records);
		tls_feed(p->server, (struct slice){ records, (size_t)size });
		do {
			event = tls_next(p->server, &plain);
		} while (event == TLS_BYTES);
		(void)BIO_reset(p->out);
		tls_sent(p->server, tls_output(p->server).size);
	}
	return event;
}

/* Each costs a worker 20 us and its sender 27 bytes. */
TEST(keys_are_not_changed_for_nothing)
{
	static const struct {
		int count;
		int bytes;
		enum tls_event end;
	} rows[] = {
		{ 32, 0, TLS_MORE },        { 33, 0, TLS_FAILED },        { 33, 1, TLS_FAILED },
		{ 200, 16384, TLS_FAILED }, { 32 + 10, 16384, TLS_MORE },
	};
	struct tls_context *context = open_server();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pair p;

		connect_pair(&p, context);
		CHECK_INT(update_keys(&p, rows[i].count, rows[i].bytes), rows[i].end);
		clear_pair(&p);
	}
	tls_close(context);
}

/* All in one piece: what is beyond is not even looked at. */
TEST(what_follows_too_many_key_updates_is_not_read)
{
	struct tls_context *context = open_server();
	struct slice plain;
	struct pair p;
	char *records;

	connect_pair(&p, context);
	for (int i = 0; i < 2000; i++)
		CHECK(SSL_key_update(p.client, SSL_KEY_UPDATE_REQUESTED) == 1 &&
		      SSL_do_handshake(p.client) == 1);
	long size = BIO_get_mem_data(p.out, &records);
	tls_feed(p.server, (struct slice){ records, (size_t)size });
	CHECK_INT(tls_next(p.server, &plain), TLS_FAILED);
	CHECK(tls_output(p.server).size < 2000);
	clear_pair(&p);
	tls_close(context);
}

/* As many as that much data allows: the kernel does not hold the answers. */
static void ask_for_key_updates(SSL *client)
{
	for (int i = 0; i < BODY_SIZE / 65536; i++)
		CHECK(SSL_key_update(client, SSL_KEY_UPDATE_REQUESTED) == 1 &&
		      SSL_do_handshake(client) == 1);
}

/* True once there is no connection but this one. */
static bool alone(int fd)
{
	const struct timespec pause = { 0, 100000000 };
	struct buffer state = { 0 };
	bool is = false;

	for (int i = 0; i < 50 && !is; i++) {
		nanosleep(&pause, NULL);
		ws_send_text(fd, "state");
		CHECK_INT(ws_read(fd, &state), WS_TEXT);
		is = slice_equal(buffer_slice(&state), SLICE("0 1 127.0.0.1"));
	}
	buffer_clear(&state);
	return is;
}

/* TLS' own records were in the way before the answer came, or before the end: both have their time
 * all the same. */
static void never_read(const char *last, size_t size)
{
	static const char head[] = "POST /late HTTP/1.1\r\nHost: localhost\r\n"
				   "Content-Length: 16777216\r\n\r\n";
	static const char body[BODY_SIZE];
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	SSL *client = SSL_new(context);
	struct fixture f;

	fixture_init(&f);
	tunnel_use(&f);
	f.speak_tls = false;
	f.config.plain_http = true;
	f.config.http_write_ms = 1000;
	f.config.body_bytes_max = BODY_SIZE;
	f.late_ms = 2500;
	f.send_bytes = 1;
	fixture_start(&f);
	int other = ws_connect(&f, "", 0);
	int fd = client_connect(&f, 1);
	CHECK(SSL_set_fd(client, fd) == 1 && SSL_connect(client) == 1);
	CHECK_INT(SSL_write(client, head, sizeof head - 1), sizeof head - 1);
	CHECK_INT(SSL_write(client, body, BODY_SIZE), BODY_SIZE);
	CHECK(fixture_wait(&f.late_begun, 1));
	ask_for_key_updates(client);
	client_send(fd, last, size);
	CHECK_INT(f.late_answered, 0);
	CHECK(fixture_wait(&f.late_answered, 1));
	CHECK(alone(other));
	SSL_free(client);
	SSL_CTX_free(context);
	close(fd);
	close(other);
	fixture_stop(&f);
}

TEST(an_answer_behind_records_that_nobody_reads_is_not_waited_for)
{
	never_read("", 0);
}

TEST(nor_is_an_end_behind_them)
{
	never_read("\x17\x03\x03\x00\x14no record of ours...", 25);
}
