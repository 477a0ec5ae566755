#pragma once

#include "archive/accounts.h"
#include "archive/streams.h"
#include "protocol/outputs.gen.h"
#include "protocol/request.h"

/* A person as others see them. */
struct user_view user_view_of(const struct account_row *account);
/* Puts the person into a change that is about them. */
void change_row_set_person(struct change_row *row, const struct account_row *account);
