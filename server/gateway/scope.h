#pragma once

#include "gateway/session.h"
#include "protocol/request.h"

/* Requests of sockets and of HTTP, from their beginning to the answer on the wire. */

/* A request of an open session; in flight until it ends. */
struct request *scope_of_session(struct session *s);
/* A request that came as `x`, which it will answer. `account` is the session's row, NULL if nobody
 * is signed in (its texts are copied). */
struct request *scope_of_exchange(struct gateway *g, struct exchange *x,
				  const struct session_row *account);
/* Whose request it is (of a socket or of HTTP). */
struct gateway *scope_gateway(const struct request *r);
/* Sends growlError for something that did not become a request: with the default text, and `cb_id`
 * unless that is NULL. */
void scope_refuse(struct session *s, enum error e, int64_t retry_after_ms, const int64_t *cb_id);
/* The same for a frame that could not be read. */
void scope_refuse_text(struct session *s, enum error e, const char *text);
/* Answers an exchange that did not become a request, and frees it: {"error","message"}. */
void scope_refuse_exchange(struct exchange *x, enum error e, const char *text,
			   int64_t retry_after_ms);
/* ERROR_METHOD, with what is allowed instead (RFC 9110 §15.5.6): POST, or reading. */
void scope_refuse_method(struct exchange *x, bool post);
