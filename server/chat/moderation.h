#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "chat/room_state.h"
#include "protocol/request.h"

/* Who may do what in a room. Nothing else decides it. */

/* True for those who keep order in a room: its creator, its group's creator and administrators,
 * whether members or not. Nobody in a direct room, and no guest. */
bool room_moderated_by(const struct room_state *room, const struct request *r);
/* The same of a room as the archive has it, for a room that this worker may not serve. */
bool room_row_moderated_by(const struct room_row *room, const struct request *r);
/* The same of a person who may not be the one who asks. */
bool room_row_moderator(const struct room_row *room, int64_t user_id, int role);
/* Those who lead the group of a room: the group's creator and administrators. */
bool group_row_moderator(const struct room_row *room, int64_t user_id, int role);
/* ERROR_NOT_MEMBER for those who are not in it (`room` NULL: not served, so nobody here is), and
 * ERROR_FORBIDDEN in a read-only room for all but its moderators. */
enum error room_may_write(const struct room_state *room, const struct request *r);
