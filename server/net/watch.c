/* Watching a descriptor of somebody else (libmariadb's, a listening socket). The descriptor leaves
 * the kernel's interest list at watch_free at once; the memory follows in libuv's close callback.
 */
#include <uv.h>

#include "base/check.h"
#include "base/memory.h"
#include "net/loop.h"

struct watch {
	uv_poll_t handle;
	void (*on_ready)(void *owner, int events);
	void *owner;
	int events;
};

struct watch *watch_new(struct loop *l, int fd, void (*on_ready)(void *owner, int events),
			void *owner)
{
	struct watch *w = memory_zero(1, sizeof *w);

	ASSERT(uv_poll_init(loop_native(l), &w->handle, fd) == 0);
	w->on_ready = on_ready;
	w->owner = owner;
	return w;
}

static void on_poll(uv_poll_t *handle, int status, int events)
{
	struct watch *w = (struct watch *)handle;
	int ready = 0;

	if (status < 0) {
		/* libuv has stopped polling; both directions are said to be ready so that the owner
		 * meets the error. */
		ready = WATCH_ERROR | w->events;
		w->events = 0;
	}
	if (events & UV_READABLE)
		ready |= WATCH_READ;
	if (events & UV_WRITABLE)
		ready |= WATCH_WRITE;
	if (ready)
		w->on_ready(w->owner, ready);
}

void watch_set(struct watch *w, int events)
{
	int wanted = 0;

	if (events == w->events)
		return;
	w->events = events;
	if (events & WATCH_READ)
		wanted |= UV_READABLE;
	if (events & WATCH_WRITE)
		wanted |= UV_WRITABLE;
	if (wanted)
		uv_poll_start(&w->handle, wanted, on_poll);
	else
		uv_poll_stop(&w->handle);
}

static void on_watch_closed(uv_handle_t *handle)
{
	memory_free(handle);
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	uv_poll_stop(&w->handle);
	uv_close((uv_handle_t *)&w->handle, on_watch_closed);
}
