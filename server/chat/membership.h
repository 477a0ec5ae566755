#pragma once

#include "archive/accounts.h"
#include "archive/write.h"

enum { ROOM_EVERYONE = 1 };

/* Adds to `w` a change and a member row for `room_id`. Publish with membership_publish. */
void membership_join(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);
/* Adds the rooms of a new account: room 1 (not for guests, and if join_everyone), and the
 * invitation's (NULL: none). */
void membership_first(struct write *w, struct arena *arena, const struct account_row *account,
		      const struct invitation_row *invitation);
/* Publishes every change of a committed write; those about a person are about `account`. */
void membership_publish(const struct write *w, const struct account_row *account);
