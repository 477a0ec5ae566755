/* Becoming a member of rooms, and ceasing to be one. */
#include "chat/membership.h"

#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_view.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/room_state.h"

void membership_join(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	struct change *joined = write_change(w, room_id, CHANGE_MEMBER_JOINED, user_id, user_id);
	joined->at_ms = clock_wall_ms();
	const struct new_member member = new_member_of(room_id, user_id);
	write_member(w, arena, &member);
}

void membership_first(struct write *w, struct arena *arena, const struct account_row *account,
		      const struct invitation_row *invitation)
{
	bool everyone = chat()->config->join_everyone && account->role != ROLE_GUEST;
	if (everyone)
		membership_join(w, arena, ROOM_EVERYONE, account->user_id);
	for (size_t i = 0; invitation && i < invitation->room_count; i++) {
		if (!everyone || invitation->room_ids[i] != ROOM_EVERYONE)
			membership_join(w, arena, invitation->room_ids[i], account->user_id);
	}
}

void membership_publish(const struct write *w, const struct account_row *account)
{
	for (size_t i = 0; i < w->change_count; i++) {
		struct change_row row = change_row_of(&w->changes[i]);
		change_row_set_person(&row, account);
		change_publish(&row, w->changes[i].epoch);
	}
}

void membership_guard(struct change *change)
{
	const struct room_state *room = room_state_find(change->stream_id);
	bool known = room && room_state_fresh(room) &&
		     member_in_room(change->stream_id, change->actor_id);
	change->check_member = true;
	change->known_seq = known ? room->seq : 0;
}

/* Counting costs as much as there are members: a room that this worker knows to be half empty need
 * not be. Everybody is in room 1, however many that are. */
static int64_t members_max_of(int64_t room_id)
{
	const struct room_state *room = room_state_find(room_id);
	int64_t max = chat()->config->room_members_max;
	bool has_place = room && (int64_t)room->member_count < max / 2;
	return has_place || room_id == ROOM_EVERYONE ? 0 : max;
}

struct new_member new_member_of(int64_t room_id, int64_t user_id)
{
	return (struct new_member){
		.room_id = room_id,
		.user_id = user_id,
		.notify = NOTIFY_ALL,
		.volume = VOLUME_DEFAULT,
		.rooms_max = chat()->config->rooms_per_user_max,
		.members_max = members_max_of(room_id),
	};
}

struct change *membership_add(struct write *w, struct arena *arena, const struct new_member *member,
			      int64_t actor_id)
{
	if (member->members_max)
		write_room_has_place(w, arena, member);
	struct change *joined = change_add(w, member->room_id, CHANGE_MEMBER_JOINED, actor_id,
					   member->user_id);
	write_member_add(w, arena, member);
	change_add(w, -member->user_id, CHANGE_ROOM_ADDED, actor_id, member->room_id);
	return joined;
}

void membership_enter(struct write *w, struct arena *arena, const struct new_member *member)
{
	write_member_has_place(w, arena, member);
	membership_add(w, arena, member, member->user_id);
}

void membership_drop_changes(struct write *w, struct arena *arena, const struct place_row *place,
			     int64_t actor_id)
{
	change_add(w, place->room_id, CHANGE_MEMBER_LEFT, actor_id, place->user_id);
	change_add(w, -place->user_id, CHANGE_ROOM_REMOVED, actor_id, place->room_id);
	if (place->group_id)
		write_room_not_led(w, arena, place);
	if (place->is_creator) {
		write_room_creator_gone(w, arena, place->room_id, place->user_id);
		change_add(w, place->room_id, CHANGE_ROOM_CHANGED, actor_id, place->room_id);
	}
	if (place->is_group_creator) {
		write_group_creator_gone(w, arena, place->group_id, place->user_id);
		change_add(w, place->room_id, CHANGE_GROUP_CHANGED, actor_id, place->group_id);
	}
}

void membership_drop(struct write *w, struct arena *arena, const struct place_row *place,
		     int64_t actor_id)
{
	write_member_drop(w, arena, place->room_id, place->user_id);
	membership_drop_changes(w, arena, place, actor_id);
}
