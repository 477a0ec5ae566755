#include "chat/room_state.h"

#include "base/states.h"
#include "unit/harness.h"

static const struct room_row row = {
	.room_id = 12,
	.name = { "dev", 3 },
	.group_id = 3,
	.group_name = { "eng", 3 },
};

TEST(members_in_any_order)
{
	struct room_state *state = room_state_add(&row);
	const struct room_member_row members[] = { { 12, 9 }, { 12, 3 }, { 12, 7 } };
	room_state_set_members(state, members, 3);
	CHECK_INT(state->members[0], 3);
	CHECK_INT(state->members[2], 9);
	CHECK(member_in_room(12, 3) && member_in_room(12, 7) && member_in_room(12, 9));
	CHECK(!member_in_room(12, 1) && !member_in_room(12, 8) && !member_in_room(12, 10));
	CHECK(!member_in_room(13, 3));
	room_state_remove(state);
	CHECK(!member_in_room(12, 3));
}

TEST(joining_and_leaving_twice_is_fine)
{
	struct room_state *state = room_state_add(&row);
	for (int64_t id = 100; id > 0; id--)
		room_state_apply(state, CHANGE_MEMBER_JOINED, id);
	room_state_apply(state, CHANGE_MEMBER_JOINED, 50);
	CHECK_INT(state->member_count, 100);
	for (size_t i = 0; i < 100; i++)
		CHECK_INT(state->members[i], i + 1);
	room_state_apply(state, CHANGE_MEMBER_LEFT, 50);
	room_state_apply(state, CHANGE_MEMBER_LEFT, 50);
	room_state_apply(state, CHANGE_MEMBER_LEFT, 1000);
	room_state_apply(state, CHANGE_MESSAGE, 51);
	CHECK_INT(state->member_count, 99);
	CHECK(!member_in_room(12, 50) && member_in_room(12, 51));
	room_state_remove(state);
}

TEST(two_rooms_are_two)
{
	struct room_row other = row;
	other.room_id = 13;
	struct room_state *a = room_state_add(&row);
	struct room_state *b = room_state_add(&other);
	room_state_apply(a, CHANGE_MEMBER_JOINED, 7);
	CHECK(member_in_room(12, 7) && !member_in_room(13, 7));
	room_state_remove(a);
	CHECK(room_state_find(13) == b);
	room_state_remove(b);
}
