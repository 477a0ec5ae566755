#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "net/loop.h"

/* A worker's whole service: opens archive, bus and web and joins them with the rules of chat/. One
 * a process. */
struct gateway;

struct gateway_settings {
	const struct config *config; /* borrowed */
	int worker;                  /* number of this worker, 0 … */
	const char *static_dir;      /* of the built client; NULL or unreadable: none is served */
	struct slice tls;            /* a written tls_material; empty: no TLS */
};

struct gateway *gateway_open(struct loop *l, const struct gateway_settings *settings);
/* Takes connections from the supervisor's listening socket (the caller's). */
void gateway_listen(struct gateway *g, int listening_fd);
/* True when the archive is connected: what /ready says, and when a worker may tell its supervisor
 * that it is up. (Without the bus chat goes on, a second late: a balancer must not take every
 * worker out for it.) */
bool gateway_ready(const struct gateway *g);
/* Stops listening, says 503 on /ready, sends every socket away (1001, reason: milliseconds to wait,
 * random up to drain_ms) in batches, finishes requests, then calls `done` once; after
 * drain_limit_ms at the latest. */
void gateway_drain(struct gateway *g, void (*done)(void *owner), void *owner);
/* Looks for changes that no envelope told, at once: a sibling died and may have taken some with it.
 */
void gateway_check(struct gateway *g);
/* Closes everything at once and frees. */
void gateway_close(struct gateway *g);
