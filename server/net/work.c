/* Jobs for the thread pool: what takes long and no frame waits for. */
#include <uv.h>

#include "base/check.h"
#include "base/memory.h"
#include "net/loop.h"

struct work {
	uv_work_t request;
	void (*work)(void *job);
	void (*done)(void *job);
	void *job;
};

static void on_work(uv_work_t *request)
{
	const struct work *w = (const struct work *)request;

	w->work(w->job);
}

/* Nothing cancels requests, so `status` is always 0. */
static void on_work_done(uv_work_t *request, int status)
{
	struct work *w = (struct work *)request;

	(void)status;
	w->done(w->job);
	memory_free(w);
}

void work_queue(struct loop *l, void (*work)(void *job), void (*done)(void *job), void *job)
{
	struct work *w = memory_zero(1, sizeof *w);

	w->work = work;
	w->done = done;
	w->job = job;
	ASSERT(uv_queue_work(loop_native(l), &w->request, on_work, on_work_done) == 0);
}
