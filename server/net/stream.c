/* A byte stream to a server of ours. Writes gather in `pending` and leave at the end of the turn in
 * one write(); what the kernel does not take moves to `sending` until libuv has written it. The
 * stream is freed in libuv's close callback. */
#include "net/stream.h"

#include <string.h>
#include <sys/un.h>
#include <uv.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "net/loop_private.h"

enum { STREAM_KEEPALIVE_S = 60 };

/* Outlives a stream that is closed while its name is being resolved. */
struct lookup {
	struct stream *stream;
};

struct stream {
	union {
		uv_handle_t handle;
		uv_stream_t stream;
		uv_pipe_t pipe;
		uv_tcp_t tcp;
	} uv;
	struct loop_flush flush;
	struct loop *loop;
	struct stream_events events;
	void *owner;
	uv_connect_t connecting;
	uv_write_t writing;
	struct buffer pending;
	struct buffer sending;
	struct lookup *lookup;
	int port;
	int start_error;
	bool open;
	bool lost;
	bool closed;
};

static void connect_pipe(struct stream *s, const char *path);
static void connect_tcp(struct stream *s, const char *host);
static void on_flush(struct loop_flush *flush);

struct stream *stream_connect(struct loop *l, const char *host, int port,
			      struct stream_events events, void *owner)
{
	struct stream *s = memory_zero(1, sizeof *s);

	s->loop = l;
	s->events = events;
	s->owner = owner;
	s->port = port;
	s->flush.run = on_flush;
	if (host[0] == '/')
		connect_pipe(s, host);
	else
		connect_tcp(s, host);
	return s;
}

/* Tells the owner once; the handle stays until stream_close. */
static void lose(struct stream *s, const char *reason)
{
	if (s->closed || s->lost)
		return;
	s->lost = true;
	s->open = false;
	loop_flush_remove(&s->flush);
	s->events.on_lost(s->owner, reason);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	const struct stream *s = (const struct stream *)handle;

	(void)suggested;
	*out = uv_buf_init(loop_read_buffer(s->loop), LOOP_READ_BYTES);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *bytes)
{
	struct stream *s = (struct stream *)stream;

	if (size > 0 && !s->closed && !s->lost)
		s->events.on_bytes(s->owner, (struct slice){ bytes->base, (size_t)size });
	if (size < 0) {
		uv_read_stop(stream);
		lose(s, size == UV_EOF ? "closed by the server" : uv_strerror((int)size));
	}
}

static void on_connected(uv_connect_t *request, int status)
{
	struct stream *s = (struct stream *)request->handle;

	if (s->closed)
		return;
	if (status == 0)
		status = uv_read_start(&s->uv.stream, on_alloc, on_read);
	if (status != 0) {
		lose(s, uv_strerror(status));
		return;
	}
	s->open = true;
	s->events.on_open(s->owner);
}

/* A connect that libuv refuses at once is reported by the next turn, as every other failure. */
static void on_start_failed(void *owner)
{
	struct lookup *lookup = owner;
	struct stream *s = lookup->stream;

	memory_free(lookup);
	if (!s)
		return;
	s->lookup = NULL;
	lose(s, uv_strerror(s->start_error));
}

static void fail_later(struct stream *s, int error)
{
	s->start_error = error;
	s->lookup = memory_take(sizeof *s->lookup);
	s->lookup->stream = s;
	loop_later(s->loop, on_start_failed, s->lookup);
}

static void connect_pipe(struct stream *s, const char *path)
{
	uv_pipe_init(loop_native(s->loop), &s->uv.pipe, 0);
	/* libuv would cut a longer path and connect to another one. */
	if (strlen(path) >= sizeof((struct sockaddr_un *)0)->sun_path)
		fail_later(s, UV_ENAMETOOLONG);
	else
		uv_pipe_connect(&s->connecting, &s->uv.pipe, path, on_connected);
}

static int parse_address(const char *address, int port, struct sockaddr_storage *out)
{
	if (uv_ip4_addr(address, port, (struct sockaddr_in *)out) == 0)
		return 0;
	return uv_ip6_addr(address, port, (struct sockaddr_in6 *)out);
}

static void on_address(void *owner, const char *address)
{
	struct lookup *lookup = owner;
	struct stream *s = lookup->stream;
	struct sockaddr_storage where;
	int error;

	memory_free(lookup);
	if (!s)
		return;
	s->lookup = NULL;
	if (!address) {
		lose(s, "host name not found");
		return;
	}
	error = parse_address(address, s->port, &where);
	if (error == 0)
		error = uv_tcp_connect(&s->connecting, &s->uv.tcp, (const struct sockaddr *)&where,
				       on_connected);
	if (error != 0) {
		fail_later(s, error);
		return;
	}
	uv_tcp_nodelay(&s->uv.tcp, 1);
	uv_tcp_keepalive(&s->uv.tcp, 1, STREAM_KEEPALIVE_S);
}

static void connect_tcp(struct stream *s, const char *host)
{
	uv_tcp_init(loop_native(s->loop), &s->uv.tcp);
	s->lookup = memory_take(sizeof *s->lookup);
	s->lookup->stream = s;
	resolve_host(s->loop, host, on_address, s->lookup);
}

void stream_write(struct stream *s, struct slice bytes)
{
	if (!s->open)
		return;
	buffer_append_slice(&s->pending, bytes);
	loop_flush_add(s->loop, &s->flush);
}

static void on_written(uv_write_t *request, int status)
{
	struct stream *s = (struct stream *)request->handle;

	buffer_reset(&s->sending);
	if (s->closed)
		return;
	if (status != 0) {
		lose(s, uv_strerror(status));
		return;
	}
	if (s->pending.size && s->open)
		loop_flush_add(s->loop, &s->flush);
}

/* Hands the rest to libuv; `pending` becomes `sending`, whose memory is used again for the next. */
static void write_rest(struct stream *s)
{
	struct buffer spare = s->sending;
	uv_buf_t bytes;
	int error;

	s->sending = s->pending;
	s->pending = spare;
	bytes = uv_buf_init(s->sending.data, (unsigned)s->sending.size);
	error = uv_write(&s->writing, &s->uv.stream, &bytes, 1, on_written);
	if (error != 0)
		lose(s, uv_strerror(error));
}

static void on_flush(struct loop_flush *flush)
{
	struct stream *s = LINK_OWNER(flush, struct stream, flush);
	uv_buf_t bytes = uv_buf_init(s->pending.data, (unsigned)s->pending.size);
	int written;

	if (s->sending.size || s->pending.size == 0)
		return;
	written = uv_try_write(&s->uv.stream, &bytes, 1);
	if (written < 0 && written != UV_EAGAIN) {
		lose(s, uv_strerror(written));
		return;
	}
	if (written > 0 && (size_t)written == s->pending.size) {
		buffer_reset(&s->pending);
		return;
	}
	if (written > 0)
		buffer_consume(&s->pending, (size_t)written);
	write_rest(s);
}

size_t stream_queued(const struct stream *s)
{
	return s->pending.size + uv_stream_get_write_queue_size(&s->uv.stream);
}

static void on_stream_closed(uv_handle_t *handle)
{
	struct stream *s = (struct stream *)handle;

	buffer_clear(&s->pending);
	buffer_clear(&s->sending);
	memory_free(s);
}

void stream_close(struct stream *s)
{
	if (!s || s->closed)
		return;
	s->closed = true;
	s->open = false;
	if (s->lookup)
		s->lookup->stream = NULL;
	loop_flush_remove(&s->flush);
	uv_close(&s->uv.handle, on_stream_closed);
}
