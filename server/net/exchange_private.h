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
	struct buffer headers;
	void *owner;
	bool cached;
	bool keep_alive;
	bool secure;
	bool from_loopback;
	char address[ADDRESS_TEXT_SIZE];
};

/* Reads a request's head (copied). `*status` becomes 0, or the status to refuse it with; the
 * exchange is there in any case. */
struct exchange *exchange_new(struct http *h, struct slice head, int *status);
void exchange_free(struct exchange *x);
/* A copy; its size was checked before. */
void exchange_set_body(struct exchange *x, struct slice body);
/* exchange_reply with a body that is a frame already (borrowed). */
void exchange_reply_frame(struct exchange *x, int status, const char *type, struct frame *body);
