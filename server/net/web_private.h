#pragma once

#include "base/buffer.h"
#include "base/dictionary.h"
#include "net/address.h"
#include "net/hosts.h"
#include "net/link.h"
#include "net/web.h"

struct burst;
struct connection;
struct lws_context;
struct lws_vhost;
struct tls_context;

enum { PROXIES_MAX = CONFIG_LIST_MAX };

/* What the files behind web.h share. One for a process. */
struct web {
	struct loop *loop;
	const struct config *config;
	struct web_events events;
	void *owner;
	struct lws_context *context;
	struct lws_vhost *vhost;
	/* NULL: no certificate. */
	struct tls_context *tls;

	/* accept.c */
	struct watch *listening;
	struct timer *accept_pause;
	int listening_fd;
	bool full;
	/* When a lack of descriptors was last told of; 0: never. */
	int64_t exhausted_ms;
	size_t connections_max;
	size_t connections;
	/* peer.c: clients by address. */
	struct dictionary *peers;

	struct hosts *hosts;
	struct network proxies[PROXIES_MAX];
	size_t proxy_count;

	/* socket.c: every open WebSocket. */
	struct socket **sockets;
	size_t socket_count;
	size_t socket_capacity;

	/* connection.c */
	struct link dirty;
	struct link timed;
	struct link doomed;
	struct timer *tick;
	bool doom_planned;
	/* Write in lws' WRITEABLE callback only; see wire.h. */
	bool textbook;
	/* wire.c: joins pieces for lws_write. */
	struct buffer joined;

	/* audience.c */
	struct link dirty_audiences;
	struct buffer batch;
	/* NULL: not needed yet, or there is none. */
	struct burst *burst;
	bool burst_tried;

	/* No new connections: answers say "Connection: close". */
	bool stopping;
};

/* A connection ended: there may be room for another one. */
void accept_resume(struct web *w);
void accept_close(struct web *w);
