#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/error.h"
#include "net/loop.h"

/* The truth: MariaDB or MySQL. One writing connection (batch writer) and two reading ones, all on
 * libmariadb's non-blocking API in our loop; they reconnect by themselves (0.1 … 2 s back-off). */
struct archive;

/* Starts connecting to mysql_url of the config (borrowed). `on_state(true)`: writer and at least
 * one reader are up; false: the writer was lost. */
struct archive *archive_open(struct loop *l, const struct config *config,
			     void (*on_state)(void *owner, bool up), void *owner);
/* Fails everything that waits with ERROR_UNAVAILABLE, closes and frees. */
void archive_close(struct archive *a);
bool archive_up(const struct archive *a);

/* How every read ends: exactly once, later (never from within the call), within archive_timeout_ms.
 * `rows` (array of `count` row structs that the function names) lives in the arena given with the
 * call, as do the texts in it. Not found is ERROR_OK with count 0. */
typedef void archive_rows(void *owner, enum error e, void *rows, size_t count);

struct read {
	struct arena *arena; /* must live until done was called */
	archive_rows *done;
	void *owner;
};
