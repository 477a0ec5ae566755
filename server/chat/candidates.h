#pragma once

#include <stdbool.h>

#include "archive/members.h"
#include "protocol/request.h"

/* People named by a request who are to come into a room: each once, without the one who asks and
 * those who are in it already. Somebody who cannot come refuses the request with all that speaks
 * against it, before anything is changed. */
struct candidates {
	struct request *r;
	const int64_t *named; /* of the request */
	size_t named_count;
	int64_t room_id; /* 0: not made yet */
	int64_t main_id; /* who is no guest must be in this room; 0: anybody may come */
	bool direct;     /* a direct room: service accounts may come, of guests' only acquaintances
			  */
	void (*next)(void *owner); /* with `ids` */
	void *owner;

	int64_t *ids; /* ascending */
	size_t count;
};

/* Calls `next`, from within if nobody is named, or ends the request. Lives in its arena. */
void candidates_admit(struct candidates *c);
