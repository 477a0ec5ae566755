#pragma once

#include "unit/net/fixture.h"

/* TLS for the fixture: a certificate for its server, and for clients a thread between their raw
 * bytes and the server's records. */

/* Before fixture_start: the server gets a certificate, and client_connect speaks TLS while
 * f->speak_tls is set (as it is after this). */
void tunnel_use(struct fixture *f);
/* Takes a connected socket; returns one whose bytes go through TLS. */
int tunnel_open(int fd);
/* After the server's end: every thread has ended. */
void tunnel_wait(void);
