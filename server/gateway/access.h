#pragma once

#include <stdint.h>

#include "base/error.h"
#include "protocol/actions.gen.h"

/* May somebody with this role (user_id 0: nobody signed in) ask what needs `access`? */
MUST_USE enum error access_refusal(enum access access, int64_t user_id, int role);
