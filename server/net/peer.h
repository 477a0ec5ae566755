#pragma once

struct peer;
struct web;

/* Counts a connection of the address (of IPv6: of its network of /64); NULL if it has
 * sockets_per_address_max of them already. */
struct peer *peer_take(struct web *w, const char *address);
/* NULL is fine. */
void peer_release(struct web *w, struct peer *p);
