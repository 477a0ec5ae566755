#pragma once

#include <stdint.h>

/* Telling the others in a room how far somebody has read: gathered for a second, so that a room
 * gets one event a second and worker, whatever is read in it. Volatile; who missed it asks
 * (getReadPositions). */

/* `user_id`, who shows it, has read up to `seq`. */
void receipts_add(int64_t room_id, int64_t user_id, int64_t seq);
/* Forgets all. */
void receipts_close(void);
