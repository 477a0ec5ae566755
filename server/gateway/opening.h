#pragma once

#include "gateway/session.h"

/* Opens a session: finds the cookie's person, its rooms, makes sure that they are served, joins
 * them and sends the first frame; at most within archive_timeout_ms. Without a valid session the
 * socket is closed with 1008. */
void opening_start(struct session *s, struct slice token);
