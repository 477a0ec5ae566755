#pragma once

#include "gateway/context.h"

/* Answers an HTTP request: /health, /ready, /metrics, the API, the client's files. */
void routes_request(struct gateway *g, struct exchange *x);
