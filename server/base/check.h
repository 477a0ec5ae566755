#pragma once

/* A failed ASSERT is a bug of ours: it says where, and aborts; the supervisor starts a new worker.
 * It stays on in production, so `condition` must have no side effects. */
#define ASSERT(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))

_Noreturn void check_failed(const char *condition, const char *file, int line);
