#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* One HTTP request and its answer. It lives until exchange_reply (or exchange_file), also when the
 * client has gone meanwhile; one of them must be called exactly once (but see exchange_take_body).
 * All slices live as long as it does. */
struct exchange;

enum method {
	METHOD_OTHER,
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_OPTIONS,
};

enum method exchange_method(const struct exchange *x);
/* The decoded, normalised path: begins with '/', no "..", no NUL, without the query. */
struct slice exchange_path(const struct exchange *x);
/* The raw query without '?'. {NULL, 0} if none. */
struct slice exchange_query(const struct exchange *x);
/* The percent-decoded value of a query parameter, {NULL, 0} if absent. */
struct slice exchange_parameter(struct exchange *x, const char *name);
/* "host", "origin", "cookie", "content-type", "authorization", "accept-encoding", "if-none-match",
 * "user-agent", "sec-fetch-site", "accept-language", "range". {NULL, 0} if absent. */
struct slice exchange_header(const struct exchange *x, const char *name);
/* The value of one cookie, {NULL, 0} if absent. */
struct slice exchange_cookie(const struct exchange *x, const char *name);
struct slice exchange_body(const struct exchange *x);
/* The size of the body that the head announces. */
size_t exchange_body_size(const struct exchange *x);
/* For on_large_body: lets the body come. If the client has gone meanwhile, `x` is freed. */
void exchange_take_body(struct exchange *x);
/* Calls `on_end` when `x` is freed, however it ends. One at a time. */
void exchange_at_end(struct exchange *x, void (*on_end)(void *owner), void *owner);
/* The client's address as text; behind a trusted proxy the forwarded one. */
const char *exchange_address(const struct exchange *x);
/* The direct peer is a loopback address and no trusted proxy forwarded it. */
bool exchange_from_loopback(const struct exchange *x);
/* The client's side of the connection is TLS (own listener, or said so by a trusted proxy). */
bool exchange_secure(const struct exchange *x);
/* `scheme://host` of this request is what the Origin header says. False also when there is no
 * Origin header. */
bool exchange_same_origin(const struct exchange *x);

/* A header of the answer; call before exchange_reply. Name and value are copied; control characters
 * are a bug. */
void exchange_set_header(struct exchange *x, const char *name, const char *value);
/* Sends the answer (security headers, Content-Length and no-store are added; HEAD sends no body)
 * and frees `x`. `type` NULL: no body. */
void exchange_reply(struct exchange *x, int status, const char *type, struct slice body);
/* What the gateway hung on it. */
void *exchange_owner(const struct exchange *x);
void exchange_set_owner(struct exchange *x, void *owner);
