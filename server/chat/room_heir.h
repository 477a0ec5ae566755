#pragma once

#include "archive/write.h"
#include "protocol/request.h"

/* To whom a room or a group is handed over: a member of the (main) room with an active account, no
 * guest and no service account. */
struct heir {
	struct request *r;
	int64_t room_id;
	int64_t user_id;   /* 0: it is not handed over */
	const char *field; /* what the request calls it */
	void (*next)(void *owner);
	void *owner;
};

/* Calls `next`, from within if there is nobody to check, or ends the request. */
void heir_check(struct heir *h);
/* Makes the write fail with ERROR_NOT_MEMBER if they are no member any more. */
void heir_write(const struct heir *h, struct write *w);
