/* The kernel and libwebsockets, as far as a connection knows them: net/wire.h, and the five calls
 * of connection.c. */
#include <libwebsockets.h>

#include "base/check.h"
#include "fuzz/connection/run.h"
#include "net/connection.h"
#include "net/web_private.h"
#include "net/wire.h"

struct run *run_now;

static char nobody;

struct lws *lws_adopt_descriptor_vhost_via_info(const lws_adopt_desc_t *info)
{
	ASSERT(!run_now->connection);
	run_now->connection = info->opaque;
	return (struct lws *)(void *)&nobody;
}

int lws_callback_on_writable(struct lws *wsi)
{
	(void)wsi;
	run_now->wants_writable = true;
	return 0;
}

int lws_rx_flow_control(struct lws *wsi, int enable)
{
	(void)wsi;
	run_now->paused = !enable;
	return 0;
}

void lws_set_timeout(struct lws *wsi, enum pending_timeout reason, int secs)
{
	struct connection *c = run_now->connection;

	(void)wsi;
	(void)reason;
	ASSERT(secs == LWS_TO_KILL_SYNC && c);
	run_now->connection = NULL;
	connection_gone(c);
}

int lws_partial_buffered(struct lws *wsi)
{
	(void)wsi;
	return 0;
}

bool wire_is_direct(const struct connection *c)
{
	(void)c;
	return true;
}

bool wire_full(int error)
{
	(void)error;
	return true;
}

ssize_t wire_send(const struct connection *c, const void *bytes, size_t size)
{
	struct run *r = run_now;
	size_t room = r->taken_max ? r->taken_max - r->taken : size;

	ASSERT(c == r->connection && !c->dead);
	if (size > room)
		size = room;
	r->taken += size;
	buffer_append(&r->sent, bytes, size);
	return (ssize_t)size;
}

ssize_t wire_send_pieces(const struct connection *c, const struct iovec *pieces, size_t count)
{
	ssize_t sent = 0;

	for (size_t i = 0; i < count; i++) {
		ssize_t n = wire_send(c, pieces[i].iov_base, pieces[i].iov_len);
		sent += n;
		if ((size_t)n < pieces[i].iov_len)
			break;
	}
	return sent;
}

struct slice wire_join(const struct connection *c, const struct iovec *pieces, size_t count,
		       size_t max)
{
	struct buffer *joined = &c->web->joined;

	buffer_reset(joined);
	for (size_t i = 0; i < count && joined->size < max; i++) {
		size_t room = max - joined->size;
		buffer_append(joined, pieces[i].iov_base,
			      pieces[i].iov_len < room ? pieces[i].iov_len : room);
	}
	return buffer_slice(joined);
}

ssize_t wire_write(struct connection *c, const struct iovec *pieces, size_t count)
{
	return wire_send_pieces(c, pieces, count);
}
