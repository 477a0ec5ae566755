/* Writing to clients, directly or the textbook way. See wire.h for when each is right. */
#include "net/wire.h"

#include <errno.h>
#include <libwebsockets.h>
#include <sys/socket.h>

#include "net/web_private.h"

enum { WRITE_BYTES_MAX = 65536 };

bool wire_is_direct(const struct connection *c)
{
	return !WIRE_TEXTBOOK && !c->web->textbook;
}

bool wire_full(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ENOBUFS;
}

static ssize_t sent(ssize_t n)
{
	if (n >= 0)
		return n;
	return wire_full(errno) ? 0 : -1;
}

ssize_t wire_send(const struct connection *c, const void *bytes, size_t size)
{
	return sent(send(c->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL));
}

ssize_t wire_send_pieces(const struct connection *c, const struct iovec *pieces, size_t count)
{
	struct msghdr message = { .msg_iov = (struct iovec *)(uintptr_t)pieces,
				  .msg_iovlen = count };

	if (count == 1)
		return wire_send(c, pieces->iov_base, pieces->iov_len);
	return sent(sendmsg(c->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL));
}

struct slice wire_join(const struct connection *c, const struct iovec *pieces, size_t count,
		       size_t max)
{
	struct buffer *joined = &c->web->joined;

	if (count == 1)
		return (struct slice){ pieces->iov_base,
				       pieces->iov_len < max ? pieces->iov_len : max };
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
	struct slice joined = wire_join(c, pieces, count, WRITE_BYTES_MAX);

	if (lws_partial_buffered(c->wsi))
		return 0;
	if (lws_write(c->wsi, (unsigned char *)(uintptr_t)joined.data, joined.size, LWS_WRITE_RAW) <
	    0)
		return -1;
	/* With bytes in its own buffer 4.1.6 does not read, and its loop would spin on a readable
	 * descriptor. */
	if (lws_partial_buffered(c->wsi))
		connection_pause(c, true);
	return (ssize_t)joined.size;
}
