/* Timers of the loop. A timer is freed in libuv's close callback, so freeing it from its own
 * callback is fine. */
#include <uv.h>

#include "base/memory.h"
#include "net/loop.h"

struct timer {
	uv_timer_t handle;
	void (*on_timer)(void *owner);
	void *owner;
};

struct timer *timer_new(struct loop *l, void (*on_timer)(void *owner), void *owner)
{
	struct timer *t = memory_zero(1, sizeof *t);

	uv_timer_init(loop_native(l), &t->handle);
	t->on_timer = on_timer;
	t->owner = owner;
	return t;
}

static void on_timer_closed(uv_handle_t *handle)
{
	memory_free(handle);
}

void timer_free(struct timer *t)
{
	if (t)
		uv_close((uv_handle_t *)&t->handle, on_timer_closed);
}

static void on_time(uv_timer_t *handle)
{
	struct timer *t = (struct timer *)handle;

	t->on_timer(t->owner);
}

static uint64_t not_negative(int64_t ms)
{
	return ms > 0 ? (uint64_t)ms : 0;
}

void timer_start(struct timer *t, int64_t delay_ms, int64_t repeat_ms)
{
	uv_timer_start(&t->handle, on_time, not_negative(delay_ms), not_negative(repeat_ms));
}

void timer_stop(struct timer *t)
{
	uv_timer_stop(&t->handle);
}

bool timer_active(const struct timer *t)
{
	return uv_is_active((const uv_handle_t *)&t->handle) != 0;
}
