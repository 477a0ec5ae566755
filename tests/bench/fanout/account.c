/* Signing up over HTTP, one after the other: nothing here is measured. */
#include "account.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 16384, WAIT_S = 15 };

_Noreturn static void fail(const char *what, const char *detail)
{
	fprintf(stderr, "fanout_bench: %s: %s\n", what, detail);
	exit(1);
}

static int connect_to(const struct options *o)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)o->port) };
	const struct timeval wait = { .tv_sec = WAIT_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || inet_pton(AF_INET, o->host, &address.sin_addr) != 1)
		fail("not an IPv4 address", o->host);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
		fail("nobody listens at", o->host);
	return fd;
}

/* The answer up to the end of the connection. */
static void exchange(const struct options *o, const char *request, size_t size, char *answer)
{
	int fd = connect_to(o);
	size_t have = 0;
	ssize_t n = send(fd, request, size, MSG_NOSIGNAL);

	while (n > 0 && have < ANSWER_MAX - 1) {
		n = recv(fd, answer + have, ANSWER_MAX - 1 - have, 0);
		have += n > 0 ? (size_t)n : 0;
	}
	answer[have] = '\0';
	close(fd);
}

static void read_cookie(const char *answer, char *cookie)
{
	const char *at = strcasestr(answer, "\r\nset-cookie:");
	size_t size;

	if (!at)
		fail("signed up, but there is no cookie", answer);
	at += strlen("\r\nset-cookie:");
	at += strspn(at, " ");
	size = strcspn(at, ";\r\n");
	if (size == 0 || size >= COOKIE_MAX)
		fail("not a cookie", at);
	memcpy(cookie, at, size);
	cookie[size] = '\0';
}

void account_register(const struct options *o, int number, char *cookie)
{
	char answer[ANSWER_MAX];
	char request[1024];
	char body[256];
	int body_size;
	int size;

	body_size = snprintf(body, sizeof body,
			     "{\"username\":\"b%08x%03d\",\"password\":\"a-long-pass-for-%ld\"}",
			     (unsigned)time(NULL) ^ ((unsigned)getpid() << 16), number,
			     (long)getpid());
	size = snprintf(request, sizeof request,
			"POST /api/register HTTP/1.1\r\nHost: %s:%d\r\nOrigin: http://%s:%d\r\n"
			"Content-Type: application/json\r\nContent-Length: %d\r\nConnection: "
			"close\r\n\r\n%s",
			o->host, o->port, o->host, o->port, body_size, body);
	exchange(o, request, (size_t)size, answer);
	if (strncmp(answer, "HTTP/1.1 2", 10) != 0)
		fail("the server does not sign up anybody (registration = open?)", answer);
	read_cookie(answer, cookie);
}
