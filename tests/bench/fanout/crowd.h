#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account.h"
#include "options.h"

/* Many WebSocket clients on one epoll, raw sockets, one thread. */

enum client_state {
	CLIENT_IDLE,
	CLIENT_UPGRADING, /* the request is sent */
	CLIENT_OPENING,   /* 101 is here, the first frame is not */
	CLIENT_OPEN,
	CLIENT_CLOSED,
};

struct client {
	int fd;
	int index;
	enum client_state state;
	char *partial; /* the beginning of a frame that is not here in full */
	size_t partial_size;
	char *out; /* frames that are not sent yet */
	size_t out_size;
	size_t out_capacity;
	int64_t received; /* messages, for the measurement */
};

struct crowd {
	struct client *clients;
	int count;
	int epoll;
	int opened; /* clients that are or were open */
	int under_way;
	int closed; /* clients that the server closed: none may be */
	struct sockaddr_in address;
	struct sockaddr_in publisher_address;
	int publishers_from; /* clients from here on only send; none, if it is `count` */
	const struct options *options;
	char (*cookies)[COOKIE_MAX];
	char *buffer;
	/* A text frame of an open client; pings are answered before. */
	void (*on_text)(void *owner, struct client *c, const char *text, size_t size);
	void *owner;
};

/* Signs up the accounts, if the server has any; no socket yet. */
void crowd_init(struct crowd *crowd, const struct options *o, int count);
/* Opens clients [from, to), 128 handshakes at a time, until each is open; exits if they are not
 * within `open_limit_s`. */
void crowd_open(struct crowd *crowd, int from, int to);
/* Closes clients [from, to). */
void crowd_close(struct crowd *crowd, int from, int to);
/* Waits for events, `wait_ms` at most, and handles them; then sends what is queued. */
void crowd_turn(struct crowd *crowd, int wait_ms);
/* Queues a masked text frame; it leaves at the end of the turn. */
void client_send(struct client *c, const char *text, size_t size);
/* Queues message number `index` of this client. */
void client_send_message(struct client *c, const struct options *o, int64_t index);
/* Sends what is queued; the rest goes next time. */
void client_flush(struct client *c);
void crowd_clear(struct crowd *crowd);
