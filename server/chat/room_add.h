#pragma once

#include "chat/room_state.h"
#include "protocol/inputs.gen.h"
#include "protocol/request.h"

/* addRoom without a name: the direct room with somebody, made or found. */
void room_add_direct(struct request *r, const struct room_add_input *in);
