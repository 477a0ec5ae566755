#pragma once

#include "protocol/request.h"

/* Makes a link with which `user_id` signs in once, within a day (earlier ones become void), and
 * answers {"url":…}. For the operator. ERROR_NOT_FOUND, ERROR_FORBIDDEN for service accounts, or
 * why the account may not come in. */
void sign_in_link_create(struct request *r, int64_t user_id);
