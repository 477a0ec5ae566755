#pragma once

#include "gateway/context.h"
#include "protocol/actions.gen.h"

/* Answers an HTTP request: /health, /ready, /metrics, the API, the client's files. */
void routes_request(struct gateway *g, struct exchange *x);
/* What speaks against a request to `row` before anything else of it is known: method, origin, type
 * of the body, draining; ERROR_OK if nothing. */
enum error routes_refusal(const struct gateway *g, const struct exchange *x,
			  const struct route_row *row);
