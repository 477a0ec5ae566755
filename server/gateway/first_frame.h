#pragma once

#include "archive/accounts.h"
#include "archive/rooms.h"
#include "gateway/live.h"
#include "gateway/session.h"

/* What the first frame is made of: the person, its memberships, and the streams it has just joined.
 */
struct first_frame {
	struct session *session;
	const struct session_row *account;
	const struct member_row
		*members; /* of the rooms that are joined, in the order of `rooms` */
	struct live *const *rooms;
	size_t room_count;
	const struct live *own; /* the private stream */
};

/* Sends setWsId. */
void first_frame_send(const struct first_frame *f, struct arena *arena);
/* Sends roomLive for a room joined just now by an open session, whose person is in it as `member`
 * says. */
void first_frame_room(struct session *s, struct live *l, const struct member_row *member);
