#pragma once

#include <stddef.h>

#include "protocol/request.h"

/* Requests that nobody outside made: what a service account does, by the handlers that people's
 * requests run. */

/* A request of `user_id`, a member, with an arena of its own; hand it to a handler. `ended` is
 * called once, when the handler has ended it. */
struct request *errand_new(int64_t user_id, void (*ended)(void *owner, enum error e), void *owner);
