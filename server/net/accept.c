/* Taking connections from the shared listening socket: at most 8 a turn, so that one worker does
 * not swallow a burst while its siblings idle. A lack of descriptors pauses for 100 ms or until a
 * connection of this worker ends; a full worker leaves connections to the others until then. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/metrics.h"
#include "net/connection.h"
#include "net/peer.h"
#include "net/proxy.h"
#include "net/web_private.h"

enum {
	ACCEPTS_PER_TURN = 8,
	PAUSE_MS = 100,
	/* A worker that is out of descriptors says so once in a while, not ten times a second. */
	TELL_AGAIN_MS = 60000,
};

enum outcome {
	ACCEPT_DONE,
	ACCEPT_AGAIN,
	ACCEPT_EMPTY,
	ACCEPT_EXHAUSTED,
};

static enum outcome failed(int error)
{
	switch (error) {
	case EAGAIN:
		return ACCEPT_EMPTY;
	case EINTR:
	case ECONNABORTED:
	case EPROTO:
		return ACCEPT_AGAIN;
	default:
		return ACCEPT_EXHAUSTED;
	}
}

static void refuse(int fd, const char *client)
{
	metric_add(METRIC_REFUSED, 1);
	log_debug("net", "too many connections of one address", "address=%s", client);
	close(fd);
}

static enum outcome accept_one(struct web *w)
{
	struct sockaddr_storage from;
	socklen_t size = sizeof from;
	struct address address = { 0 };
	char client[ADDRESS_TEXT_SIZE];
	struct peer *peer = NULL;
	int fd = accept4(w->listening_fd, (struct sockaddr *)&from, &size,
			 SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return failed(errno);
	address_of_socket((const struct sockaddr *)&from, &address);
	address_write(&address, client);
	/* Clients behind a proxy are counted by their own address, once it is known. */
	if (!proxy_trusted(w, &address)) {
		peer = peer_take(w, client);
		if (!peer) {
			refuse(fd, client);
			return ACCEPT_DONE;
		}
	}
	connection_adopt(w, fd, &address, peer);
	return ACCEPT_DONE;
}

static void pause_accepting(struct web *w)
{
	const int error = errno;
	const int64_t now_ms = loop_now_ms(w->loop);

	if (!w->exhausted_ms || now_ms - w->exhausted_ms >= TELL_AGAIN_MS) {
		log_warn("net", "cannot accept", "error=%s connections=%zu", strerror(error),
			 w->connections);
		w->exhausted_ms = now_ms;
	}
	watch_set(w->listening, 0);
	timer_start(w->accept_pause, PAUSE_MS, 0);
}

static void on_ready(void *owner, int events)
{
	struct web *w = owner;

	(void)events;
	for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
		if (w->connections >= w->connections_max) {
			w->full = true;
			watch_set(w->listening, 0);
			return;
		}
		switch (accept_one(w)) {
		case ACCEPT_DONE:
		case ACCEPT_AGAIN:
			break;
		case ACCEPT_EMPTY:
			return;
		case ACCEPT_EXHAUSTED:
			pause_accepting(w);
			return;
		}
	}
}

static void on_pause_over(void *owner)
{
	struct web *w = owner;

	if (w->listening)
		watch_set(w->listening, WATCH_READ);
}

void accept_resume(struct web *w)
{
	if (!w->listening || (!w->full && !timer_active(w->accept_pause)))
		return;
	w->full = false;
	timer_stop(w->accept_pause);
	watch_set(w->listening, WATCH_READ);
}

void web_listen(struct web *w, int listening_fd)
{
	int on = 1;

	accept_close(w);
	/* Accepted sockets inherit it, which saves a call for each. */
	setsockopt(listening_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	w->listening_fd = listening_fd;
	w->stopping = false;
	w->full = false;
	w->listening = watch_new(w->loop, listening_fd, on_ready, w);
	w->accept_pause = timer_new(w->loop, on_pause_over, w);
	watch_set(w->listening, WATCH_READ);
}

void web_stop_listening(struct web *w)
{
	w->stopping = true;
	accept_close(w);
}

void accept_close(struct web *w)
{
	watch_free(w->listening);
	timer_free(w->accept_pause);
	w->listening = NULL;
	w->accept_pause = NULL;
}
