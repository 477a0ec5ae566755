/* One thread, poll over all pairs. */
#include "unit/archive/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PAIRS_MAX = 64, BYTES = 65536 };

struct pair {
	int client;
	int server;
	bool dropping; /* what the server says is not passed on; closed with its next bytes */
	bool holding;
};

static struct {
	pthread_t thread;
	char server[108];
	int listening;
	atomic_bool stop;
	atomic_int mode;
	atomic_int left;
	atomic_int hits;
	struct pair pairs[PAIRS_MAX];
	int count;
	char bytes[BYTES];
} proxy;

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	return address;
}

static void accept_pair(void)
{
	struct sockaddr_un address = address_of(proxy.server);
	int client = accept(proxy.listening, NULL, NULL);
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client < 0 || proxy.count == PAIRS_MAX ||
	    connect(server, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		close(client);
		close(server);
		return;
	}
	proxy.pairs[proxy.count++] = (struct pair){ .client = client, .server = server };
}

static void close_pair(struct pair *p)
{
	close(p->client);
	close(p->server);
	*p = proxy.pairs[--proxy.count];
}

static bool pass(int to, size_t size)
{
	for (size_t sent = 0; sent < size;) {
		ssize_t n = send(to, proxy.bytes + sent, size - sent, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	return true;
}

/* What to do with these bytes of a client. */
static enum proxy_mode mode_for(size_t size)
{
	if (atomic_load(&proxy.left) <= 0 || !memmem(proxy.bytes, size,
						     "\x03"
						     "COMMIT",
						     7))
		return PROXY_PASS;
	atomic_fetch_sub(&proxy.left, 1);
	atomic_fetch_add(&proxy.hits, 1);
	return (enum proxy_mode)atomic_load(&proxy.mode);
}

/* False: the pair is to be closed. */
static bool from_client(struct pair *p)
{
	ssize_t size = recv(p->client, proxy.bytes, BYTES, 0);
	if (size <= 0)
		return false;
	enum proxy_mode mode = mode_for((size_t)size);
	p->dropping = mode == PROXY_CUT_AFTER;
	p->holding |= mode == PROXY_HOLD;
	return mode != PROXY_CUT_BEFORE && pass(p->server, (size_t)size);
}

static bool from_server(struct pair *p)
{
	ssize_t size = recv(p->server, proxy.bytes, BYTES, 0);
	if (size <= 0 || p->dropping)
		return false;
	return p->holding || pass(p->client, (size_t)size);
}

static void serve(struct pollfd *polled, int count)
{
	/* Backwards, as closing moves the last pair. */
	for (int i = count - 1; i >= 0; i--) {
		struct pair *p = &proxy.pairs[i];
		bool open = true;
		if (polled[1 + i * 2].revents)
			open = from_client(p);
		if (open && polled[2 + i * 2].revents)
			open = from_server(p);
		if (!open)
			close_pair(p);
	}
}

static void *run(void *unused)
{
	struct pollfd polled[1 + PAIRS_MAX * 2];
	(void)unused;
	while (!atomic_load(&proxy.stop)) {
		int count = proxy.count;
		polled[0] = (struct pollfd){ .fd = proxy.listening, .events = POLLIN };
		for (int i = 0; i < count; i++) {
			polled[1 + i * 2] = (struct pollfd){ .fd = proxy.pairs[i].client,
							     .events = POLLIN };
			polled[2 + i * 2] = (struct pollfd){ .fd = proxy.pairs[i].server,
							     .events = POLLIN };
		}
		if (poll(polled, (nfds_t)count * 2 + 1, 20) <= 0)
			continue;
		serve(polled, count);
		if (polled[0].revents)
			accept_pair();
	}
	return NULL;
}

static void start(const char *server, const struct sockaddr *address, socklen_t size)
{
	memset(&proxy, 0, sizeof(proxy));
	snprintf(proxy.server, sizeof(proxy.server), "%s", server);
	proxy.listening = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(proxy.listening, address, size) != 0 || listen(proxy.listening, 16) != 0 ||
	    pthread_create(&proxy.thread, NULL, run, NULL) != 0) {
		perror("proxy");
		exit(2);
	}
}

void proxy_start(const char *path, const char *server)
{
	struct sockaddr_un address = address_of(path);
	unlink(path);
	start(server, (const struct sockaddr *)&address, sizeof(address));
}

int proxy_start_tcp(const char *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	start(server, (const struct sockaddr *)&address, size);
	getsockname(proxy.listening, (struct sockaddr *)&address, &size);
	return ntohs(address.sin_port);
}

void proxy_set(enum proxy_mode mode, int commits)
{
	atomic_store(&proxy.mode, (int)mode);
	atomic_store(&proxy.hits, 0);
	atomic_store(&proxy.left, commits);
}

int proxy_hits(void)
{
	return atomic_load(&proxy.hits);
}

void proxy_stop(void)
{
	atomic_store(&proxy.stop, true);
	pthread_join(proxy.thread, NULL);
	while (proxy.count > 0)
		close_pair(&proxy.pairs[0]);
	close(proxy.listening);
}
