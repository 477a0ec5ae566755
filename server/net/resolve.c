/* Host names to addresses, on the thread pool. IPv4 comes first: these are servers of ours, and
 * "localhost" often listens on 127.0.0.1 alone. */
#include <uv.h>

#include "base/memory.h"
#include "net/loop.h"

struct resolution {
	uv_getaddrinfo_t request;
	struct loop *loop;
	void (*on_address)(void *owner, const char *address);
	void *owner;
};

static const struct addrinfo *first_of_family(const struct addrinfo *list, int family)
{
	while (list && list->ai_family != family)
		list = list->ai_next;
	return list;
}

static const char *best_address(const struct addrinfo *list, char *out, size_t size)
{
	const struct addrinfo *four = first_of_family(list, AF_INET);
	const struct addrinfo *six = first_of_family(list, AF_INET6);

	if (four &&
	    uv_ip4_name((const struct sockaddr_in *)(const void *)four->ai_addr, out, size) == 0)
		return out;
	if (six &&
	    uv_ip6_name((const struct sockaddr_in6 *)(const void *)six->ai_addr, out, size) == 0)
		return out;
	return NULL;
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *list)
{
	struct resolution *r = (struct resolution *)request;
	char address[INET6_ADDRSTRLEN];

	r->on_address(r->owner, status == 0 ? best_address(list, address, sizeof address) : NULL);
	uv_freeaddrinfo(list);
	memory_free(r);
}

static void on_refused(void *owner)
{
	struct resolution *r = owner;

	r->on_address(r->owner, NULL);
	memory_free(r);
}

void resolve_host(struct loop *l, const char *host,
		  void (*on_address)(void *owner, const char *address), void *owner)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC };
	struct resolution *r = memory_zero(1, sizeof *r);

	r->loop = l;
	r->on_address = on_address;
	r->owner = owner;
	/* Refused at once for names libuv cannot encode (too long, bad IDN); the answer still comes
	 * later. */
	if (uv_getaddrinfo(loop_native(l), &r->request, on_resolved, host, NULL, &hints) != 0)
		loop_later(l, on_refused, r);
}
