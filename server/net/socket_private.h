#pragma once

#include <stdint.h>

#include "net/connection.h"
#include "net/reader.h"
#include "net/socket.h"

struct exchange;

enum socket_state {
	SOCKET_OPEN,
	/* Our close frame is queued; the peer's is awaited. */
	SOCKET_CLOSING,
	/* Both are, or the peer is not listened to any more. */
	SOCKET_OVER,
};

/* That a socket is members[index] of an audience. */
struct membership {
	struct audience *audience;
	uint32_t index;
};

struct socket {
	struct connection *connection;
	void *owner;
	struct membership *memberships;
	uint32_t membership_count;
	uint32_t membership_capacity;
	uint32_t index;
	enum socket_state state;
	struct reader reader;
};

/* The 101 is queued: makes c->socket and tells the gateway. */
void socket_open(struct connection *c, struct exchange *x);
void socket_receive(struct socket *s, struct slice bytes);
/* The connection is gone: tells the gateway and frees. */
void socket_gone(struct socket *s);
/* Queues a frame behind what is queued; closes with 1013 when that is too much. For frames whose
 * turn it is: audience.c. */
void socket_queue(struct socket *s, struct frame *f);
/* What was queued grew: closes with 1013 if it is too much now. */
void socket_check_queue(struct socket *s);

/* audience.c: gives `s` what its audiences were sent before now. */
void audience_catch_up(struct socket *s);
/* Takes `s` out of all audiences, without giving it anything. */
void audience_leave_all(struct socket *s);
/* Sends every batch. */
void audience_flush_all(struct web *w);
