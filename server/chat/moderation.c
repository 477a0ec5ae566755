/* Who keeps order in a room, and who may write there. */
#include "chat/moderation.h"

#include "base/states.h"

struct office {
	int64_t group_id;
	int64_t group_creator_id;
	int64_t creator_id;
};

/* A direct room is between its two: whoever began it is no more than the other. */
static bool moderator(struct office office, int64_t user_id, int role)
{
	if (office.group_id == 0 || role == ROLE_GUEST || user_id == 0)
		return false;
	return role == ROLE_ADMINISTRATOR || user_id == office.creator_id ||
	       user_id == office.group_creator_id;
}

bool room_moderated_by(const struct room_state *room, const struct request *r)
{
	struct office office = { room->group_id, room->group_creator_id, room->creator_id };
	return moderator(office, r->user_id, r->role);
}

bool room_row_moderated_by(const struct room_row *room, const struct request *r)
{
	return room_row_moderator(room, r->user_id, r->role);
}

bool room_row_moderator(const struct room_row *room, int64_t user_id, int role)
{
	struct office office = { room->group_id, room->group_creator_id, room->creator_id };
	return moderator(office, user_id, role);
}

bool group_row_moderator(const struct room_row *room, int64_t user_id, int role)
{
	struct office office = { room->group_id, room->group_creator_id, 0 };
	return moderator(office, user_id, role);
}

enum error room_may_write(const struct room_state *room, const struct request *r)
{
	if (!room || !member_in_room(room->room_id, r->user_id))
		return ERROR_NOT_MEMBER;
	if (room->is_read_only && !room_moderated_by(room, r))
		return ERROR_FORBIDDEN;
	return ERROR_OK;
}
