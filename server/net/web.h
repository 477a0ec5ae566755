#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "net/exchange.h"
#include "net/loop.h"
#include "net/socket.h"
#include "net/tls_material.h"

/* HTTP/1.1 and WebSocket for clients (libwebsockets on our loop); connections come from the
 * supervisor's listening socket. */
struct web;

struct web_events {
	/* A complete request whose body is within body_bytes_max, or was let in. Anything malformed
	 * was answered by net itself. Hosts outside allowed_hosts were answered with 421 before. */
	void (*on_request)(void *owner, struct exchange *x);
	/* May the WebSocket be opened? Called with the handshake's headers before the 101 (`x` is
	 * valid during the call only and is not replied to). Return 0 to go on, else the HTTP
	 * status to refuse with. */
	int (*on_upgrade)(void *owner, struct exchange *x);
	/* The 101 was sent. `x` is the handshake, valid during the call. */
	void (*on_open)(void *owner, struct socket *s, struct exchange *x);
	/* A whole text message, valid UTF-8, not longer than frame_bytes_max, valid during the
	 * call. (Binary messages are closed with 1003 by net.) */
	void (*on_message)(void *owner, struct socket *s, struct slice text);
	/* The connection is gone; exactly once for each on_open; `s` is dead when it returns. */
	void (*on_close)(void *owner, struct socket *s);
	/* A ping or pong came: the peer is alive. It may close the socket. May be NULL. */
	void (*on_alive)(void *owner, struct socket *s);
	/* A head announces a body beyond body_bytes_max (exchange_body_size): may it come? Answered
	 * with exchange_take_body, now or later, after which on_request follows; or with
	 * exchange_reply, which ends the connection. NULL: such a body is refused with 413. */
	void (*on_large_body)(void *owner, struct exchange *x);
	/* Somebody begins a TLS handshake; not called for trusted_proxies. False: the connection is
	 * closed before anything is computed for it. `address` is the peer's. NULL: all may. */
	bool (*on_handshake)(void *owner, const char *address);
};

/* `config` is borrowed for the life of the web. Only `path` "/ws" may be upgraded. */
struct web *web_open(struct loop *l, const struct config *config, struct web_events events,
		     void *owner);
/* From now on connections that begin with TLS are spoken to in TLS; before web_listen. False:
 * `problem` (at least 256 bytes) says why the certificate or key will not do. */
bool web_secure(struct web *w, const struct tls_material *m, char *problem, size_t size);
/* Takes connections from a listening, non-blocking socket that stays the caller's (at most 8 a
 * turn; EMFILE pauses for 100 ms). */
void web_listen(struct web *w, int listening_fd);
/* Stops taking connections; those that are open go on. */
void web_stop_listening(struct web *w);
/* Calls `each` for every open socket; it may close them. */
void web_each_socket(struct web *w, void (*each)(void *owner, struct socket *s), void *owner);
/* Open connections, HTTP and WebSocket. */
size_t web_connections(const struct web *w);
/* Closes everything at once and frees; on_close is called for each open socket. While the loop is
 * not running: it turns it itself, until libwebsockets and libuv have let go. */
void web_close(struct web *w);
