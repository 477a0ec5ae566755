#pragma once

/* How long a link works with which somebody sets a new password: a day. */
enum { RESET_LIFE_MS = 24 * 60 * 60 * 1000 };
