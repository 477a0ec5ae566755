/* Opens the listening socket; all workers poll it, so a worker that restarts loses no connection
 * that waits in it. */

#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "notify.h"

enum { BACKLOG = 65535 }; /* the kernel cuts it to net.core.somaxconn */

static const char *address_of(const struct config *c);
static int open_on(const struct addrinfo *where);
static bool explain(struct failure *failure, const struct config *c, int reason);

int listener_open(const struct config *c, struct failure *failure)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	char port[16];
	int fd = notify_listening_socket();
	int e;

	if (fd >= 0) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		fcntl(fd, F_SETFL, O_NONBLOCK);
		return fd;
	}
	snprintf(port, sizeof(port), "%lld", (long long)c->port);
	e = getaddrinfo(address_of(c), port, &hints, &found);
	if (e != 0) {
		failure_set(failure, EX_CONFIG, "bind = %s is not an address of this machine: %s",
			    c->bind, gai_strerror(e));
		return -1;
	}
	fd = open_on(found);
	if (fd < 0)
		explain(failure, c, errno);
	freeaddrinfo(found);
	return fd;
}

/* A kernel without IPv6 has no "::"; what is meant there is everything. */
static const char *address_of(const struct config *c)
{
	int fd;

	if (strcmp(c->bind, "::") != 0)
		return c->bind;
	fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return "0.0.0.0";
	close(fd);
	return c->bind;
}

static int open_on(const struct addrinfo *where)
{
	const int on = 1;
	const int off = 0;
	int reason;
	int fd = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* "::" takes IPv4 as well. */
	if (where->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	reason = errno;
	close(fd);
	errno = reason;
	return -1;
}

static bool explain(struct failure *failure, const struct config *c, int reason)
{
	if (reason == EADDRINUSE)
		return failure_set(failure, EX_UNAVAILABLE,
				   "port %lld on %s is in use by another program; choose another "
				   "one with --port",
				   (long long)c->port, c->bind);
	if (reason == EACCES)
		return failure_set(
			failure, EX_NOPERM,
			"port %lld needs root (or CAP_NET_BIND_SERVICE); choose one above 1023",
			(long long)c->port);
	return failure_set(failure, EX_UNAVAILABLE, "cannot listen on %s port %lld: %s", c->bind,
			   (long long)c->port, strerror(reason));
}
