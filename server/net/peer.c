/* How many connections each client address has. Entries exist only while there are some. */
#include "net/peer.h"

#include <stdint.h>

#include "base/memory.h"
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
	struct slice key = slice_of(address);
	struct peer *p = dictionary_get(w->peers, key);

	if (!p)
		p = add_peer(w, key);
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
