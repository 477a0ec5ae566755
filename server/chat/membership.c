/* Becoming a member of rooms. */
#include "chat/membership.h"

#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_view.h"
#include "chat/change.h"
#include "chat/chat.h"

void membership_join(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id)
{
	struct change *joined = write_change(w, room_id, CHANGE_MEMBER_JOINED, user_id, user_id);
	joined->at_ms = clock_wall_ms();
	write_member(w, arena, room_id, user_id, chat()->config->rooms_per_user_max);
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
