#pragma once

#include <stdint.h>

/* What others see of this person changed, and the archive has it: every worker tells those who
 * watch them. */
void people_changed(int64_t user_id);
