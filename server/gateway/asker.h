#pragma once

#include "archive/accounts.h"
#include "gateway/context.h"

/* Who sends an HTTP request: the account behind its cookie. */

/* `account` is valid during the call; NULL: nobody who is signed in, or an error. */
typedef void asker_known(void *owner, enum error e, const struct session_row *account);

/* Calls `known` once: at once when there is no cookie, else later. A drain waits for it. */
void asker_find(struct gateway *g, const struct exchange *x, asker_known *known, void *owner);
