#pragma once

#include "protocol/request.h"

/* Makes the setup link anew (earlier ones become void) and answers {"url":…}; ERROR_CONFLICT once
 * an account exists. For the operator. */
void setup_link_create(struct request *r);
