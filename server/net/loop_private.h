#pragma once

#include <uv.h>

#include "net/link.h"
#include "net/loop.h"

/* What the files of net/ share of the loop. */

enum { LOOP_HOOKS_MAX = 16 };

struct loop_hook {
	void (*run)(void *owner);
	void *owner;
};

struct loop_step {
	struct loop_step *next;
	void (*run)(void *owner);
	void *owner;
};

struct loop_signal;

/* Something that wants to write once at the end of this turn, after all hooks. Embedded in its
 * owner. */
struct loop_flush {
	struct link link;
	void (*run)(struct loop_flush *f);
};

struct loop {
	uv_loop_t uv;
	uv_prepare_t prepare;
	uv_check_t check;
	uv_idle_t awake;
	struct loop_hook turn_end[LOOP_HOOKS_MAX];
	struct loop_hook turn_start[LOOP_HOOKS_MAX];
	int turn_end_count;
	int turn_start_count;
	struct loop_step *later_first;
	struct loop_step **later_last;
	struct link flushes;
	struct loop_signal *signals;
	char *read_buffer;
	int64_t woke_at_ms;
	int64_t longest_turn_ms;
};

enum { LOOP_READ_BYTES = 65536 };

/* Puts `f` into the list of this turn's flushes (fine when it is there already). */
void loop_flush_add(struct loop *l, struct loop_flush *f);
/* Takes it out (fine when it is not in). */
void loop_flush_remove(struct loop_flush *f);
/* 64 KiB shared by all reads of the loop; valid until the next read. */
char *loop_read_buffer(struct loop *l);
