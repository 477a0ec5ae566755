#pragma once

#include <stdint.h>

#include "dialect.h"

/* A server of the same dialects that keeps nothing, in a thread: the generator is tested against
 * it.
 */
struct echo_server {
	const struct dialect *dialect; /* that it speaks */
	int port;
	int drop_at; /* the message (from 1) that socket 0 does not get; 0: none */
	int swap_at; /* the message that socket 0 gets after the one behind it; 0: none */
};

/* Listens on a free port of the loopback, which it writes into `s`, and serves until the process
 * ends. */
void echo_server_start(struct echo_server *s);
