/* The event loop: turns, hooks at both ends of a turn, postponed steps, signals.
 * One turn is: wait and run the I/O callbacks, turn start (later steps, start hooks), timers, turn
 * end (end hooks, then the flushes of streams), wait again. The loop owns its steps and signals;
 * hooks stay for its whole life. */
#include "net/loop.h"

#include <signal.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"
#include "net/loop_private.h"

struct loop_signal {
	uv_signal_t handle;
	struct loop_signal *next;
	void (*on_signal)(void *owner, int number);
	void *owner;
};

static void on_turn_end(uv_prepare_t *handle);
static void on_turn_start(uv_check_t *handle);

struct loop *loop_new(void)
{
	struct loop *l = memory_zero(1, sizeof *l);

	/* Read by libuv when the pool is first used; an operator may set another size. */
	setenv("UV_THREADPOOL_SIZE", "8", 0);
	/* libuv writes to streams without MSG_NOSIGNAL. */
	signal(SIGPIPE, SIG_IGN);
	ASSERT(uv_loop_init(&l->uv) == 0);
	uv_prepare_init(&l->uv, &l->prepare);
	uv_check_init(&l->uv, &l->check);
	uv_idle_init(&l->uv, &l->awake);
	uv_prepare_start(&l->prepare, on_turn_end);
	uv_check_start(&l->check, on_turn_start);
	uv_unref((uv_handle_t *)&l->prepare);
	uv_unref((uv_handle_t *)&l->check);
	l->later_last = &l->later_first;
	link_init(&l->flushes);
	return l;
}

static void free_signals(struct loop *l)
{
	while (l->signals) {
		struct loop_signal *s = l->signals;
		l->signals = s->next;
		memory_free(s);
	}
}

static void close_handle(uv_handle_t *handle, void *unused)
{
	(void)unused;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void run_later(struct loop *l)
{
	struct loop_step *step = l->later_first;

	l->later_first = NULL;
	l->later_last = &l->later_first;
	uv_idle_stop(&l->awake);
	while (step) {
		struct loop_step *next = step->next;
		step->run(step->owner);
		memory_free(step);
		step = next;
	}
}

void loop_free(struct loop *l)
{
	while (l->later_first)
		run_later(l);
	uv_walk(&l->uv, close_handle, NULL);
	while (uv_run(&l->uv, UV_RUN_DEFAULT) != 0)
		;
	ASSERT(uv_loop_close(&l->uv) == 0);
	free_signals(l);
	memory_free(l->read_buffer);
	memory_free(l);
}

static void run_hooks(const struct loop_hook *hooks, int count)
{
	for (int i = 0; i < count; i++)
		hooks[i].run(hooks[i].owner);
}

static void run_turn_end(struct loop *l)
{
	run_hooks(l->turn_end, l->turn_end_count);
	while (!link_empty(&l->flushes)) {
		struct loop_flush *f = LINK_OWNER(l->flushes.next, struct loop_flush, link);
		loop_flush_remove(f);
		f->run(f);
	}
}

void loop_run(struct loop *l)
{
	l->woke_at_ms = 0;
	uv_run(&l->uv, UV_RUN_DEFAULT);
	/* A stopped loop ends after its I/O: what that produced still has to leave. */
	run_turn_end(l);
}

void loop_stop(struct loop *l)
{
	uv_stop(&l->uv);
}

int64_t loop_now_ms(const struct loop *l)
{
	return (int64_t)uv_now(&l->uv);
}

/* From the wake-up (the loop's clock, as the turn's start hooks saw it) to now, just before the
 * next wait. */
static void measure_turn(struct loop *l)
{
	int64_t busy_ms = (int64_t)(uv_hrtime() / 1000000) - l->woke_at_ms;

	if (l->woke_at_ms != 0 && busy_ms > l->longest_turn_ms)
		l->longest_turn_ms = busy_ms;
}

int64_t loop_longest_turn_ms(struct loop *l)
{
	int64_t longest_ms = l->longest_turn_ms;

	l->longest_turn_ms = 0;
	return longest_ms;
}

static void on_turn_end(uv_prepare_t *handle)
{
	struct loop *l = (struct loop *)handle->loop;

	run_turn_end(l);
	measure_turn(l);
}

static void on_turn_start(uv_check_t *handle)
{
	struct loop *l = (struct loop *)handle->loop;

	l->woke_at_ms = loop_now_ms(l);
	if (l->later_first)
		run_later(l);
	run_hooks(l->turn_start, l->turn_start_count);
}

void loop_at_turn_end(struct loop *l, void (*hook)(void *owner), void *owner)
{
	ASSERT(l->turn_end_count < LOOP_HOOKS_MAX);
	l->turn_end[l->turn_end_count++] = (struct loop_hook){ hook, owner };
}

void loop_at_turn_start(struct loop *l, void (*hook)(void *owner), void *owner)
{
	ASSERT(l->turn_start_count < LOOP_HOOKS_MAX);
	l->turn_start[l->turn_start_count++] = (struct loop_hook){ hook, owner };
}

static void forget_hook(struct loop_hook *hooks, int *count, const void *owner)
{
	int kept = 0;

	for (int i = 0; i < *count; i++)
		if (hooks[i].owner != owner)
			hooks[kept++] = hooks[i];
	*count = kept;
}

void loop_forget_hooks(struct loop *l, const void *owner)
{
	forget_hook(l->turn_end, &l->turn_end_count, owner);
	forget_hook(l->turn_start, &l->turn_start_count, owner);
}

/* The idle handle does nothing: while it is active, the loop does not wait. */
static void on_awake(uv_idle_t *handle)
{
	(void)handle;
}

void loop_later(struct loop *l, void (*step)(void *owner), void *owner)
{
	struct loop_step *s = memory_take(sizeof *s);

	*s = (struct loop_step){ NULL, step, owner };
	*l->later_last = s;
	l->later_last = &s->next;
	uv_idle_start(&l->awake, on_awake);
}

static void on_signal(uv_signal_t *handle, int number)
{
	struct loop_signal *s = (struct loop_signal *)handle;

	s->on_signal(s->owner, number);
}

void loop_on_signal(struct loop *l, int number, void (*on_signal_)(void *owner, int number),
		    void *owner)
{
	struct loop_signal *s = memory_zero(1, sizeof *s);

	s->on_signal = on_signal_;
	s->owner = owner;
	s->next = l->signals;
	l->signals = s;
	uv_signal_init(&l->uv, &s->handle);
	uv_signal_start(&s->handle, on_signal, number);
	/* Waiting for a signal alone does not keep the loop turning. */
	uv_unref((uv_handle_t *)&s->handle);
}

void *loop_native(struct loop *l)
{
	return &l->uv;
}

void loop_flush_add(struct loop *l, struct loop_flush *f)
{
	if (!link_used(&f->link))
		link_add_last(&l->flushes, &f->link);
}

void loop_flush_remove(struct loop_flush *f)
{
	link_remove(&f->link);
}

char *loop_read_buffer(struct loop *l)
{
	if (!l->read_buffer)
		l->read_buffer = memory_take(LOOP_READ_BYTES);
	return l->read_buffer;
}
