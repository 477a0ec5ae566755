#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/address.h"
#include "net/frame.h"
#include "net/link.h"
#include "net/output.h"

struct http;
struct lws;
struct peer;
struct socket;
struct tls;
struct web;

/* One TCP connection of a client, first HTTP, perhaps a WebSocket later. It is freed when
 * libwebsockets says that it is closed; nothing else frees it, so it stays valid within every
 * callback that it causes. */
struct connection {
	/* What fan-out looks at comes first. */
	struct output output;
	int fd;
	/* The kernel takes no more; libwebsockets calls when it does. */
	bool blocked;
	/* Will be gone on the next turn: nothing is written or read any more. */
	bool dead;
	/* What is queued is the last that leaves. */
	bool finishing;
	/* Our side is shut down, what still comes is thrown away. */
	bool lingering;
	bool adopting;
	bool paused;
	/* Its first bytes have said which scheme it speaks. */
	bool begun;
	/* What waits or waited to be written is more than TLS' own: its handshake has no answer's
	 * time. */
	bool answering;
	/* NULL: plain. */
	struct tls *tls;
	struct lws *wsi;
	struct web *web;
	struct socket *socket;
	struct http *http;
	struct peer *peer;
	/* Links into web's rings: written at the end of the turn, with a deadline, to be killed. */
	struct link dirty;
	struct link timed;
	struct link doomed;
	int64_t deadline_ms;
	/* The direct peer, and the client behind a trusted proxy (else the same). */
	struct address address;
	char client[ADDRESS_TEXT_SIZE];
};

/* Takes an accepted descriptor; it is closed if that fails. */
void connection_adopt(struct web *w, int fd, const struct address *address, struct peer *peer);
/* Queues a frame (an own reference is taken); it leaves at the end of this turn, with what else is
 * queued, in one write. */
void connection_send(struct connection *c, struct frame *f);
/* Writes what is queued as far as the kernel takes it. */
void connection_flush(struct connection *c);
/* Asks to be called when the kernel takes bytes again; what is queued goes then. */
void connection_block(struct connection *c);
/* After what is queued our side is shut down, and the connection ends when the peer closes, or
 * after a short while. */
void connection_finish(struct connection *c);
/* Ends it without more ado on the next turn. */
void connection_kill(struct connection *c);
/* The connection is looked at by its owner (http, socket) in `delay_ms`; 0: no deadline. One at a
 * time. */
void connection_set_deadline(struct connection *c, int64_t delay_ms);
/* Stops or resumes reading. */
void connection_pause(struct connection *c, bool paused);

/* From web's callbacks. */
void connection_read(struct connection *c, char *bytes, size_t size);
void connection_writable(struct connection *c);
void connection_gone(struct connection *c);
void connection_expired(struct connection *c);
