/* Jobs wait in one ring and run in another. A job's answer is given when its program has ended and
 * its output is at its end; its memory goes in libuv's last close callback, so that `struct
 * helpers` may be gone by then. */
#include "net/helper.h"

#include <signal.h>
#include <uv.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "net/link.h"

enum { READ_SIZE = 16384, STREAMS = 3 };

struct helpers {
	struct loop *loop;
	struct helper_settings settings;
	struct link waiting;
	struct link running;
	size_t waiting_count;
	size_t running_count;
	bool starting; /* a step that starts jobs is on its way */
	bool closing;
};

struct job {
	struct link link;
	struct helpers *helpers;
	struct slice input;
	helper_done *done;
	void *owner;
	uv_process_t process;
	uv_pipe_t in;
	uv_pipe_t out;
	uv_timer_t deadline;
	uv_write_t write;
	struct buffer output;
	int handles; /* not closed yet */
	int64_t status;
	int signal;
	bool exited;
	bool at_end;   /* of its output */
	bool late;     /* killed by us */
	bool too_long; /* the same, as it wrote too much */
};

struct helpers *helpers_new(struct loop *l, const struct helper_settings *settings)
{
	struct helpers *h = memory_zero(1, sizeof(*h));
	h->loop = l;
	h->settings = *settings;
	link_init(&h->waiting);
	link_init(&h->running);
	return h;
}

static void on_closed(uv_handle_t *handle)
{
	struct job *j = handle->data;
	if (--j->handles > 0)
		return;
	buffer_clear(&j->output);
	memory_free(j);
}

static void close_handle(void *handle)
{
	uv_handle_t *h = handle;
	if (!uv_is_closing(h))
		uv_close(h, on_closed);
}

static void start_waiting(struct helpers *h);

/* The job's last act in here; its owner may do anything. */
static void answer(struct job *j, enum helper_end end)
{
	struct helpers *h = j->helpers;
	link_remove(&j->link);
	h->running_count--;
	j->done(j->owner, end, end == HELPER_OK ? buffer_slice(&j->output) : (struct slice){ 0 });
	close_handle(&j->in);
	close_handle(&j->out);
	close_handle(&j->deadline);
	close_handle(&j->process);
	if (!h->closing)
		start_waiting(h);
}

static enum helper_end end_of(const struct job *j)
{
	if (j->late)
		return HELPER_LATE;
	if (j->too_long || j->signal != 0)
		return HELPER_CRASHED;
	return j->status != 0 ? HELPER_FAILED : HELPER_OK;
}

static void answer_when_ended(struct job *j)
{
	bool killed = j->late || j->too_long;
	if (!j->exited || !(j->at_end || killed) || !link_used(&j->link))
		return;
	enum helper_end end = end_of(j);
	if (end != HELPER_OK)
		log_warn("net", "helper did not end well",
			 "path=%s status=%lld signal=%d late=%d too_long=%d",
			 j->helpers->settings.path, (long long)j->status, j->signal, j->late,
			 j->too_long);
	answer(j, end);
}

static void on_exit(uv_process_t *process, int64_t status, int signal)
{
	struct job *j = process->data;
	j->exited = true;
	j->status = status;
	j->signal = signal;
	answer_when_ended(j);
}

/* Once it has ended, its number may be another's. */
static void stop_program(struct job *j)
{
	if (!j->exited)
		(void)uv_process_kill(&j->process, SIGKILL);
}

static void on_deadline(uv_timer_t *timer)
{
	struct job *j = timer->data;
	j->late = true;
	stop_program(j);
	answer_when_ended(j);
}

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *out)
{
	struct job *j = handle->data;
	(void)wanted;
	*out = uv_buf_init(buffer_reserve(&j->output, READ_SIZE), READ_SIZE);
}

static void on_output(uv_stream_t *stream, ssize_t n, const uv_buf_t *room)
{
	struct job *j = stream->data;
	(void)room;
	if (n > 0)
		j->output.size += (size_t)n;
	if (j->output.size > j->helpers->settings.output_max) {
		j->too_long = true;
		uv_read_stop(stream);
		stop_program(j);
	}
	if (n < 0)
		j->at_end = true;
	answer_when_ended(j);
}

/* Also when the program does not want to read it: its end says why. */
static void on_written(uv_write_t *write, int status)
{
	struct job *j = write->data;
	(void)status;
	close_handle(&j->in);
}

static void begin_work(struct job *j)
{
	/* libuv does not write through the pointer. */
	uv_buf_t input = { .base = (char *)(uintptr_t)j->input.data, .len = j->input.size };
	j->write.data = j;
	if (uv_write(&j->write, (uv_stream_t *)&j->in, &input, 1, on_written) != 0)
		close_handle(&j->in);
	uv_read_start((uv_stream_t *)&j->out, on_room, on_output);
	uv_timer_start(&j->deadline, on_deadline, (uint64_t)j->helpers->settings.deadline_ms, 0);
}

static int spawn(struct job *j)
{
	static char *const no_environment[] = { NULL };
	const struct helper_settings *s = &j->helpers->settings;
	uv_stdio_container_t streams[STREAMS] = {
		{ .flags = UV_CREATE_PIPE | UV_READABLE_PIPE,
		  .data.stream = (uv_stream_t *)&j->in },
		{ .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE,
		  .data.stream = (uv_stream_t *)&j->out },
		{ .flags = UV_IGNORE },
	};
	const uv_process_options_t options = {
		.exit_cb = on_exit,
		.file = s->path,
		.args = (char **)(uintptr_t)s->arguments,
		.env = (char **)(uintptr_t)no_environment,
		.stdio = streams,
		.stdio_count = STREAMS,
	};
	return uv_spawn(loop_native(j->helpers->loop), &j->process, &options);
}

static void open_handles(struct job *j)
{
	uv_loop_t *loop = loop_native(j->helpers->loop);
	uv_pipe_init(loop, &j->in, 0);
	uv_pipe_init(loop, &j->out, 0);
	uv_timer_init(loop, &j->deadline);
	j->in.data = j;
	j->out.data = j;
	j->deadline.data = j;
	j->process.data = j;
	j->handles = 4;
}

static void start(struct job *j)
{
	struct helpers *h = j->helpers;
	link_remove(&j->link);
	h->waiting_count--;
	link_add_last(&h->running, &j->link);
	h->running_count++;
	open_handles(j);
	int failed = spawn(j);
	if (failed == 0) {
		begin_work(j);
		return;
	}
	log_error("net", "helper cannot be started", "path=%s reason=%s", h->settings.path,
		  uv_strerror(failed));
	answer(j, HELPER_MISSING);
}

static void on_start(void *owner)
{
	struct helpers *h = owner;
	h->starting = false;
	while (h->running_count < h->settings.running_max && !link_empty(&h->waiting))
		start(LINK_OWNER(h->waiting.next, struct job, link));
	if (h->closing)
		memory_free(h);
}

/* On the next turn, so that nobody is answered from within their own call. */
static void start_waiting(struct helpers *h)
{
	if (h->starting || link_empty(&h->waiting))
		return;
	h->starting = true;
	loop_later(h->loop, on_start, h);
}

bool helpers_run(struct helpers *h, struct slice input, helper_done *done, void *owner)
{
	/* Those that the next turn starts count as running. */
	if (h->running_count + h->waiting_count >=
	    h->settings.running_max + h->settings.waiting_max)
		return false;
	struct job *j = memory_zero(1, sizeof(*j));
	j->helpers = h;
	j->input = input;
	j->done = done;
	j->owner = owner;
	link_add_last(&h->waiting, &j->link);
	h->waiting_count++;
	start_waiting(h);
	return true;
}

static void cancel_waiting(struct job *j)
{
	link_remove(&j->link);
	j->helpers->waiting_count--;
	j->done(j->owner, HELPER_CANCELLED, (struct slice){ 0 });
	memory_free(j);
}

void helpers_free(struct helpers *h)
{
	if (!h)
		return;
	h->closing = true;
	while (!link_empty(&h->running)) {
		struct job *j = LINK_OWNER(h->running.next, struct job, link);
		stop_program(j);
		answer(j, HELPER_CANCELLED);
	}
	while (!link_empty(&h->waiting))
		cancel_waiting(LINK_OWNER(h->waiting.next, struct job, link));
	/* The step on its way still knows it. */
	if (!h->starting)
		memory_free(h);
}
