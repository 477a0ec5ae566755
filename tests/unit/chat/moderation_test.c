#include "chat/moderation.h"

#include "base/states.h"
#include "unit/harness.h"

enum { FOUNDER = 3, GROUP_FOUNDER = 4, MEMBER = 5, OUTSIDER = 6 };

static const struct room_row open_row = {
	.room_id = 12,
	.name = { "dev", 3 },
	.group_id = 3,
	.group_name = { "eng", 3 },
	.group_creator_id = GROUP_FOUNDER,
	.creator_id = FOUNDER,
};

static struct request by(int64_t user_id, int role)
{
	return (struct request){ .user_id = user_id, .role = role };
}

static struct room_state *room_of(const struct room_row *row)
{
	struct room_state *state = room_state_add(row);
	const struct room_member_row members[] = { { 12, FOUNDER },
						   { 12, GROUP_FOUNDER },
						   { 12, MEMBER } };
	room_state_set_members(state, members, 3);
	return state;
}

TEST(creators_and_administrators_keep_order)
{
	struct room_state *room = room_of(&open_row);
	static const struct {
		int64_t user_id;
		int role;
		bool moderates;
	} rows[] = {
		{ FOUNDER, ROLE_MEMBER, true },   { GROUP_FOUNDER, ROLE_MEMBER, true },
		{ MEMBER, ROLE_MEMBER, false },   { OUTSIDER, ROLE_ADMINISTRATOR, true },
		{ OUTSIDER, ROLE_MEMBER, false }, { FOUNDER, ROLE_GUEST, false },
		{ 0, ROLE_MEMBER, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct request r = by(rows[i].user_id, rows[i].role);
		CHECK_INT(room_moderated_by(room, &r), rows[i].moderates);
		CHECK_INT(room_row_moderated_by(&open_row, &r), rows[i].moderates);
	}
	room_state_remove(room);
}

TEST(nobody_keeps_order_in_a_direct_room)
{
	struct room_row direct = { .room_id = 12, .creator_id = FOUNDER };
	struct room_state *room = room_of(&direct);
	struct request founder = by(FOUNDER, ROLE_MEMBER);
	struct request administrator = by(OUTSIDER, ROLE_ADMINISTRATOR);
	CHECK(!room_moderated_by(room, &founder));
	CHECK(!room_moderated_by(room, &administrator));
	CHECK_INT(room_may_write(room, &founder), ERROR_OK);
	room_state_remove(room);
}

TEST(a_room_without_creators)
{
	struct room_row row = open_row;
	row.creator_id = row.group_creator_id = 0;
	struct request nobody = by(0, ROLE_MEMBER);
	CHECK(!room_row_moderated_by(&row, &nobody));
	CHECK(room_row_moderator(&row, OUTSIDER, ROLE_ADMINISTRATOR));
}

TEST(announcements_are_written_by_moderators)
{
	struct room_row row = open_row;
	row.is_read_only = true;
	struct room_state *room = room_of(&row);
	struct request founder = by(FOUNDER, ROLE_MEMBER);
	struct request member = by(MEMBER, ROLE_MEMBER);
	struct request outsider = by(OUTSIDER, ROLE_ADMINISTRATOR);
	CHECK_INT(room_may_write(room, &founder), ERROR_OK);
	CHECK_INT(room_may_write(room, &member), ERROR_FORBIDDEN);
	CHECK_INT(room_may_write(room, &outsider), ERROR_NOT_MEMBER);
	CHECK_INT(room_may_write(NULL, &founder), ERROR_NOT_MEMBER);
	row.is_read_only = false;
	room_state_update(room, &row);
	CHECK_INT(room_may_write(room, &member), ERROR_OK);
	room_state_remove(room);
}
