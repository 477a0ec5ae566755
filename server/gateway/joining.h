#pragma once

#include "gateway/session.h"

/* Rooms that an open session gets, or loses, while it is open. */

/* The session gets the room's events as soon as this worker serves the room and knows that the
 * person is in it; roomLive tells. Nothing if it gets them already. */
void joining_room(struct session *s, int64_t room_id);
/* The same, and calls `told` once: when the session gets them, when it will not, or when that takes
 * longer than two seconds (or archive_timeout_ms); from within if it gets them already. The session
 * may be gone. */
void joining_tell(struct session *s, int64_t room_id, void (*told)(void *owner), void *owner);
/* Changes of the person's rooms may have been missed: their sessions get exactly the rooms that the
 * archive says. */
void joining_person(struct gateway *g, int64_t user_id);
/* Nobody is let in any more: gateway_close, after the sessions. */
void joining_close(struct gateway *g);
