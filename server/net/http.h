#pragma once

#include "base/slice.h"
#include "net/frame.h"

struct connection;
struct exchange;
struct http;

/* The HTTP side of a connection: request after request, one at a time, pipelined ones waiting in
 * its input. */
struct http *http_new(struct connection *c);
/* An exchange that is not replied to yet stays with the gateway, without a connection. */
void http_free(struct http *h);
void http_receive(struct http *h, struct slice bytes);
/* Everything queued was written. */
void http_written(struct http *h);
/* The deadline passed. */
void http_expired(struct http *h);

/* The exchange's answer: `head` (taken) and perhaps `body` (borrowed, NULL if none). */
void http_answer(struct http *h, struct frame *head, struct frame *body, bool keep_alive);
/* The large body that was asked about may come. */
void http_take_body(struct http *h);
struct connection *http_connection(const struct http *h);
