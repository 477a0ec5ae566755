#pragma once

#include <stddef.h>

#include "net/address.h"

enum {
	INTERFACES_MAX = 32,
	INTERFACES_NAME_SIZE = 254,
};

/* Addresses at which others on the network find this machine, the one of the way out first; without
 * loopback and link-local IPv6, which no browser can be sent to. Returns how many. */
size_t interfaces_addresses(struct address out[INTERFACES_MAX]);
/* The own host name; "" if it has none that can stand in an address. */
void interfaces_name(char out[INTERFACES_NAME_SIZE]);
