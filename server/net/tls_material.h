#pragma once

#include <stdbool.h>

#include "base/buffer.h"
#include "net/tls_tickets.h"

/* What a worker needs to speak TLS, as the supervisor hands it over: one run of bytes. */
struct tls_material {
	struct slice chain;     /* PEM, the own certificate first */
	struct slice key;       /* PEM */
	struct slice authority; /* PEM of the local authority; empty: there is none */
	struct tls_tickets tickets;
};

void tls_material_write(const struct tls_material *m, struct buffer *out);
/* Slices point into `bytes`; false if they are not whole. */
bool tls_material_read(struct slice bytes, struct tls_material *m);
