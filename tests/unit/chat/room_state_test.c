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

TEST(suspended_members_are_out_and_resumed_ones_in)
{
	struct room_state *state = room_state_add(&row);
	room_state_apply(state, CHANGE_MEMBER_JOINED, 7);
	room_state_apply(state, CHANGE_MEMBER_SUSPENDED, 7);
	CHECK(!member_in_room(12, 7));
	room_state_apply(state, CHANGE_MEMBER_SUSPENDED, 7);
	room_state_apply(state, CHANGE_MEMBER_RESUMED, 7);
	CHECK(member_in_room(12, 7));
	CHECK_INT(state->member_count, 1);
	room_state_remove(state);
}

TEST(a_main_room_tells_the_rooms_of_its_group)
{
	struct room_row main_row = { .room_id = 1, .group_id = 3, .is_main = true };
	struct room_row other = { .room_id = 14, .name = { "far", 3 }, .group_id = 4 };
	struct room_state *sub = room_state_add(&row);
	struct room_state *far = room_state_add(&other);
	main_row.group_name = SLICE("new");
	main_row.group_creator_id = 9;
	struct room_state *main_room = room_state_add(&main_row);
	CHECK_TEXT(sub->group_name, "new");
	CHECK_INT(sub->group_creator_id, 9);
	CHECK_TEXT(sub->name, "dev");
	CHECK_INT(far->group_creator_id, 0);
	main_row.group_creator_id = 10;
	room_state_update(main_room, &main_row);
	CHECK_INT(sub->group_creator_id, 10);
	CHECK_INT(main_room->group_creator_id, 10);
	room_state_remove(sub);
	room_state_remove(far);
	room_state_remove(main_room);
}

TEST(a_direct_room_has_its_pair)
{
	struct room_row direct = { .room_id = 12, .low_id = 3, .high_id = 8 };
	struct room_state *state = room_state_add(&direct);
	CHECK_INT(state->pair_count, 2);
	CHECK(state->pair[0] == 3 && state->pair[1] == 8);
	direct.high_id = 3;
	room_state_update(state, &direct);
	CHECK_INT(state->pair_count, 1);
	room_state_update(state, &row);
	CHECK_INT(state->pair_count, 0);
	room_state_remove(state);
}
