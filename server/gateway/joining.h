#pragma once

#include "gateway/session.h"

/* Rooms that an open session gets, or loses, while it is open. */

/* The session gets the room's events as soon as this worker serves the room and knows that the
 * person is in it; roomLive tells. Nothing if it gets them already. */
void joining_room(struct session *s, int64_t room_id);
/* Changes of the person's rooms may have been missed: their sessions get exactly the rooms that the
 * archive says. */
void joining_person(struct gateway *g, int64_t user_id);
