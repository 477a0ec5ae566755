#pragma once

#include "archive/accounts.h"
#include "base/error.h"
#include "base/slice.h"
#include "chat/token.h"
#include "protocol/request.h"

/* What names and addresses may look like, and who may come in. */

/* 1–16 characters of A–Z a–z 0–9 _ - (the contract's user names). */
bool user_name_valid(struct slice name);
/* One '@' with something sensible on both sides, at most 190 characters, no spaces. It is not proof
 * that the address is the writer's. */
bool email_valid(struct slice email);
/* True if the address' domain is one of registration_domains. */
bool email_domain_listed(struct slice email);

/* What a registration brings to the door. */
struct door_ticket {
	bool setup;                              /* the setup link's token was right */
	const struct invitation_row *invitation; /* NULL: none that is valid */
	struct slice email;                      /* {NULL, 0}: none */
};

/* May somebody with this ticket register? `state` is the new account's: active, or pending when an
 * administrator must approve. */
MUST_USE enum error door_open(const struct door_ticket *ticket, int *state);
/* Where the person's client is reached: public_url if configured, else the address that the request
 * came to; in the arena. */
const char *link_url(struct request *r, const char *page, const char *token);
