#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * Which function runs an action or a route; `input` is the struct that the row's table describes. */

#include "protocol/actions.gen.h"
#include "protocol/request.h"

typedef void handler_function(struct request *r, const void *input);

extern handler_function *const action_handlers[ACTION_COUNT];
extern handler_function *const route_handlers[ROUTE_COUNT];
