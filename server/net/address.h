#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/slice.h"

/* IP addresses as text and bytes; IPv4 is kept as ::ffff:a.b.c.d so that there is one form. Pure
 * functions. */

enum { ADDRESS_TEXT_SIZE = 46 };

struct address {
	uint8_t bytes[16];
};

/* An address or a network: the first `bits` bits count. */
struct network {
	struct address address;
	int bits;
};

/* A numeric address, IPv6 with or without brackets. */
bool address_parse(struct slice text, struct address *out);
/* The address of a socket; false for families that have none. */
bool address_of_socket(const struct sockaddr *from, struct address *out);
/* `out` holds ADDRESS_TEXT_SIZE bytes. */
void address_write(const struct address *a, char *out);
bool address_is_loopback(const struct address *a);
/* Whom limits count: of IPv6 its /64, of which one host has all addresses. */
void address_reduce(struct address *a);

/* "10.0.0.0/8", "::1" … */
bool network_parse(struct slice text, struct network *out);
bool network_has(const struct network *n, const struct address *a);
