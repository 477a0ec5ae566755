#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "net/address.h"
#include "net/exchange.h"
#include "net/frame.h"
#include "net/http_head.h"

struct connection;
struct http;

struct exchange {
	/* NULL once the client is gone. */
	struct http *http;
	struct arena *arena;
	struct http_head head;
	struct slice path;
	struct slice query;
	struct slice body;
	size_t body_size;
	struct buffer large; /* holds the body when it was too large for the arena */
	struct buffer headers;
	void *owner;
	void (*on_end)(void *owner);
	void *end_owner;
	bool cached;
	bool keep_alive;
	bool secure;
	/* Browsers are told to insist on https (RFC 6797). */
	bool strict;
	bool from_loopback;
	char address[ADDRESS_TEXT_SIZE];
};

/* Reads a request's head (copied). `*status` becomes 0, or the status to refuse it with; the
 * exchange is there in any case. */
struct exchange *exchange_new(struct http *h, struct slice head, int *status);
void exchange_free(struct exchange *x);
/* The request came in the clear, and there is a certificate: it is to be asked for with https. */
bool exchange_must_be_secure(const struct exchange *x);
/* A copy; its size was checked before. */
void exchange_set_body(struct exchange *x, struct slice body);
/* Takes a large body out of `input`, of which it is the beginning. */
void exchange_move_body(struct exchange *x, struct buffer *input);
/* exchange_reply with a body that is a frame already (borrowed). */
void exchange_reply_frame(struct exchange *x, int status, const char *type, struct frame *body);
