/* A client's TLS in a thread of its own, so that every test of raw bytes runs over TLS as well. It
 * stops reading when the test does. */
#include "unit/net/tunnel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "net/certificate.h"

struct tunnel {
	SSL *ssl;
	int fd;   /* to the server */
	int near; /* to the test */
};

static struct buffer authority;
static struct buffer authority_key;
static struct buffer certificate;
static struct buffer key;
static struct tls_material material;
static _Atomic int running;

static void make_certificate(void)
{
	const struct certificate_names names = { .host = "fixture" };

	certificate_make_authority(&names, &authority, &authority_key);
	ASSERT(certificate_make(buffer_slice(&authority), buffer_slice(&authority_key), &names,
				&certificate, &key));
	material.chain = buffer_slice(&certificate);
	material.key = buffer_slice(&key);
	tickets_open(&material.tickets, 60000, clock_monotonic_ms());
}

void tunnel_use(struct fixture *f)
{
	if (!authority.size)
		make_certificate();
	f->tls = &material;
	f->speak_tls = true;
}

static bool write_near(const struct tunnel *t, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = send(t->near, bytes, size, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

/* What the server sent; false at its end, which the test hears as well. */
static bool pump_in(const struct tunnel *t)
{
	char bytes[16384];

	do {
		int n = SSL_read(t->ssl, bytes, sizeof bytes);
		/* A record that is no data, as a ticket. */
		if (n <= 0 && SSL_get_error(t->ssl, n) == SSL_ERROR_WANT_READ)
			return true;
		if (n <= 0) {
			shutdown(t->near, SHUT_WR);
			return false;
		}
		if (!write_near(t, bytes, (size_t)n))
			return false;
	} while (SSL_pending(t->ssl));
	return true;
}

static bool pump_out(const struct tunnel *t)
{
	char bytes[16384];
	ssize_t n = recv(t->near, bytes, sizeof bytes, 0);

	if (n > 0)
		return SSL_write(t->ssl, bytes, (int)n) == n;
	SSL_shutdown(t->ssl);
	return true;
}

static void *run(void *argument)
{
	struct tunnel *t = argument;
	struct pollfd ready[] = { { .fd = t->fd, .events = POLLIN },
				  { .fd = t->near, .events = POLLIN } };
	bool open = SSL_connect(t->ssl) == 1;

	while (open && poll(ready, 2, -1) > 0) {
		if (ready[0].revents)
			open = pump_in(t);
		if (open && ready[1].revents)
			open = pump_out(t);
		/* Half closed: the server's part is still to come. */
		if (SSL_get_shutdown(t->ssl) & SSL_SENT_SHUTDOWN)
			ready[1].fd = -1;
	}
	ERR_clear_error();
	SSL_free(t->ssl);
	close(t->fd);
	close(t->near);
	free(t);
	running--;
	return NULL;
}

int tunnel_open(int fd)
{
	struct timeval forever = { 0 };
	struct timeval patience = { 5, 0 };
	struct tunnel *t = calloc(1, sizeof *t);
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	pthread_t thread;
	int pair[2];

	ASSERT(t && context && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &forever, sizeof forever);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &forever, sizeof forever);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	*t = (struct tunnel){ SSL_new(context), fd, pair[1] };
	SSL_CTX_free(context);
	SSL_clear_mode(t->ssl, SSL_MODE_AUTO_RETRY);
	ASSERT(SSL_set_fd(t->ssl, fd) == 1);
	running++;
	ASSERT(pthread_create(&thread, NULL, run, t) == 0);
	pthread_detach(thread);
	return pair[0];
}

void tunnel_wait(void)
{
	ASSERT(fixture_wait(&running, 0));
	buffer_clear(&authority);
	buffer_clear(&authority_key);
	buffer_clear(&certificate);
	buffer_clear(&key);
}
