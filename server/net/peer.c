/* How many connections each client address has; networks of /64 are one. Entries exist only while
 * there are some. */
#include "net/peer.h"

#include <stdint.h>

#include "base/memory.h"
#include "net/address.h"
#include "net/web_private.h"

struct peer {
	int64_t connections;
	char address[ADDRESS_TEXT_SIZE];
};

static struct peer *add_peer(struct web *w, struct slice address)
{
	struct peer *p = memory_zero(1, sizeof *p);

	memcpy(p->address, address.data, address.size);
	dictionary_put(w->peers, address, p);
	return p;
}

struct peer *peer_take(struct web *w, const char *address)
{
	char key[ADDRESS_TEXT_SIZE];
	struct address whose = { 0 };
	struct peer *p;

	(void)address_parse(slice_of(address), &whose);
	address_reduce(&whose);
	address_write(&whose, key);
	p = dictionary_get(w->peers, slice_of(key));
	if (!p)
		p = add_peer(w, slice_of(key));
	if (p->connections >= w->config->sockets_per_address_max)
		return NULL;
	p->connections++;
	return p;
}

void peer_release(struct web *w, struct peer *p)
{
	if (!p || --p->connections > 0)
		return;
	dictionary_remove(w->peers, slice_of(p->address));
	memory_free(p);
}
