#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The event loop of a process (libuv). One thread: everything here is called on it, except what
 * work_queue runs. */
struct loop;

struct loop *loop_new(void);
/* Closes what is left and frees; nothing may be running any more. */
void loop_free(struct loop *l);
/* Turns until loop_stop, or until nothing is left to wait for. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);
/* Milliseconds of the loop's own clock: the beginning of this turn. */
int64_t loop_now_ms(const struct loop *l);
/* Calls `hook` at the end of each turn, just before the loop waits: where batches are flushed.
 * Hooks run in the order they were added. */
void loop_at_turn_end(struct loop *l, void (*hook)(void *owner), void *owner);
/* The same at the beginning of each turn (after the wait and the callbacks of what it brought). */
void loop_at_turn_start(struct loop *l, void (*hook)(void *owner), void *owner);
/* Runs `step` once at the beginning of the next turn: for destroying what may still be on the
 * stack. */
void loop_later(struct loop *l, void (*step)(void *owner), void *owner);
/* Calls `on_signal` on the loop when the process gets `number`. */
void loop_on_signal(struct loop *l, int number, void (*on_signal)(void *owner, int number),
		    void *owner);
/* Takes away all hooks of `owner`; for owners that end before the loop. */
void loop_forget_hooks(struct loop *l, const void *owner);
/* The longest turn, the wait not counted, since this was last asked. */
int64_t loop_longest_turn_ms(struct loop *l);
/* The libuv loop, for net/ only. */
void *loop_native(struct loop *l);

struct timer;

/* A stopped timer. Freed with timer_free, which may be called from its own callback. */
struct timer *timer_new(struct loop *l, void (*on_timer)(void *owner), void *owner);
void timer_free(struct timer *t);
/* First after `delay_ms`, then every `repeat_ms` (0: once). Starting again moves it. */
void timer_start(struct timer *t, int64_t delay_ms, int64_t repeat_ms);
void timer_stop(struct timer *t);
bool timer_active(const struct timer *t);

enum {
	WATCH_READ = 1,
	WATCH_WRITE = 2,
	WATCH_ERROR = 4,
};

struct watch;

/* Watches a descriptor that stays its owner's; nothing until watch_set. */
struct watch *watch_new(struct loop *l, int fd, void (*on_ready)(void *owner, int events),
			void *owner);
/* Which of WATCH_READ | WATCH_WRITE to wait for; 0 pauses. */
void watch_set(struct watch *w, int events);
/* Must be called before the descriptor is closed. */
void watch_free(struct watch *w);

/* Runs `work` on the thread pool (8 threads) and then `done` on the loop. `done` is always called.
 */
void work_queue(struct loop *l, void (*work)(void *job), void (*done)(void *job), void *job);

/* Resolves a host name on the thread pool. `address` is a numeric text valid during the call, NULL
 * on failure. */
void resolve_host(struct loop *l, const char *host,
		  void (*on_address)(void *owner, const char *address), void *owner);
