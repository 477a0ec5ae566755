/* Handing over. */
#include "chat/room_heir.h"

#include "archive/members.h"
#include "archive/room_statements.h"
#include "base/states.h"
#include "chat/chat.h"

static void heir_found(void *owner, enum error e, void *rows, size_t count)
{
	struct heir *h = owner;
	const struct candidate_row *row = rows;
	if (e) {
		request_fail(h->r, e);
		return;
	}
	bool fit = count > 0 && row->in_room && row->state == ACCOUNT_ACTIVE && !row->bot &&
		   row->role != ROLE_GUEST;
	if (fit)
		h->next(h->owner);
	else
		request_fail_text(h->r, ERROR_INVALID, "%s: must be a member, and no guest",
				  h->field);
}

void heir_check(struct heir *h)
{
	if (!h->user_id) {
		h->next(h->owner);
		return;
	}
	const struct candidacy candidacy = {
		.asker_id = h->r->user_id, .room_id = h->room_id, .ids = &h->user_id, .count = 1
	};
	struct read read = { h->r->arena, heir_found, h };
	members_candidates(chat()->archive, read, &candidacy);
}

void heir_write(const struct heir *h, struct write *w)
{
	const struct member_changes none = { h->room_id, h->user_id, -1, -1, false };
	if (h->user_id)
		write_member_save(w, h->r->arena, &none);
}
