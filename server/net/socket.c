/* WebSockets of clients: receiving, sending in order, closing with exact codes.
 *
 * A close always goes the same way: the socket leaves its audiences, the close frame is queued as
 * the last frame, and the gateway hears of it when the connection is gone, from the loop and never
 * from within a call of its own. */
#include "net/socket.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "net/frame_private.h"
#include "net/socket_private.h"
#include "net/web_private.h"

enum {
	CLOSE_SLOW = 1013,
	/* What a queued frame costs besides its bytes. Without it half a million empty pongs would
	 * be within a bound of 1 MiB. */
	FRAME_COST = 64,
};

static struct web *web_of(const struct socket *s)
{
	return s->connection->web;
}

static void list_socket(struct web *w, struct socket *s)
{
	if (w->socket_count == w->socket_capacity) {
		w->socket_capacity = w->socket_capacity ? w->socket_capacity * 2 : 64;
		w->sockets = memory_grow(w->sockets, w->socket_capacity * sizeof *w->sockets);
	}
	s->index = (uint32_t)w->socket_count;
	w->sockets[w->socket_count++] = s;
}

static void unlist_socket(struct web *w, const struct socket *s)
{
	struct socket *last = w->sockets[--w->socket_count];

	w->sockets[s->index] = last;
	last->index = s->index;
}

void socket_open(struct connection *c, struct exchange *x)
{
	struct web *w = c->web;
	struct socket *s = memory_zero(1, sizeof *s);

	s->connection = c;
	c->socket = s;
	list_socket(w, s);
	metric_add(METRIC_SOCKETS, 1);
	w->events.on_open(w->owner, s, x);
}

void socket_gone(struct socket *s)
{
	struct web *w = web_of(s);

	s->state = SOCKET_OVER;
	audience_leave_all(s);
	w->events.on_close(w->owner, s);
	unlist_socket(w, s);
	metric_add(METRIC_SOCKETS, -1);
	reader_clear(&s->reader);
	memory_free(s->memberships);
	memory_free(s);
}

static void send_close(struct socket *s, int code, const char *reason)
{
	struct frame *f = frame_close(code, reason);

	connection_send(s->connection, f);
	frame_unref(f);
	connection_set_deadline(s->connection, web_of(s)->config->close_wait_ms);
}

void socket_close(struct socket *s, int code, const char *reason)
{
	if (s->state != SOCKET_OPEN)
		return;
	audience_catch_up(s);
	if (s->state != SOCKET_OPEN)
		return;
	audience_leave_all(s);
	s->state = SOCKET_CLOSING;
	send_close(s, code, reason ? reason : "");
}

/* Closes without waiting for the peer's close frame. */
static void fail(struct socket *s, int code)
{
	socket_close(s, code, "");
	s->state = SOCKET_OVER;
	connection_finish(s->connection);
}

/* The peer's close frame: echoed if it came first. */
static void peer_closed(struct socket *s, int code)
{
	if (s->state == SOCKET_OPEN) {
		audience_leave_all(s);
		send_close(s, code, "");
	}
	s->state = SOCKET_OVER;
	connection_finish(s->connection);
}

static void send_pong(struct socket *s, struct slice payload)
{
	struct frame *f = frame_pong(payload);

	connection_send(s->connection, f);
	frame_unref(f);
	socket_check_queue(s);
}

static void handle(struct socket *s, enum reader_event event, const struct reader_result *result)
{
	struct web *w = web_of(s);
	bool open;

	metric_add(METRIC_FRAMES_IN, 1);
	if (s->state == SOCKET_OPEN && (event == READER_PING || event == READER_PONG) &&
	    w->events.on_alive)
		w->events.on_alive(w->owner, s);
	/* The gateway may have closed it just now. */
	open = s->state == SOCKET_OPEN;
	if (event == READER_FAIL)
		fail(s, result->code);
	else if (event == READER_CLOSE)
		peer_closed(s, result->code);
	else if (event == READER_TEXT && open)
		w->events.on_message(w->owner, s, result->payload);
	else if (event == READER_PING && open)
		send_pong(s, result->payload);
}

void socket_receive(struct socket *s, struct slice bytes)
{
	size_t max = (size_t)web_of(s)->config->frame_bytes_max;
	struct reader_result result = { 0 };
	enum reader_event event;

	while (s->state != SOCKET_OVER && !s->connection->dead) {
		event = reader_next(&s->reader, &bytes, max, &result);
		if (event == READER_MORE)
			return;
		handle(s, event, &result);
	}
}

static bool has_too_much(const struct socket *s)
{
	const struct output *o = &s->connection->output;

	return o->bytes + (size_t)o->count * FRAME_COST >
	       (size_t)web_of(s)->config->socket_queue_bytes_max;
}

/* Too slow: what has not begun to leave is dropped, so that the close frame has a chance. Much may
 * come in one turn, so only what the kernel does not take counts. */
void socket_check_queue(struct socket *s)
{
	struct connection *c = s->connection;

	if (s->state != SOCKET_OPEN || !has_too_much(s))
		return;
	connection_flush(c);
	if (c->dead || !has_too_much(s))
		return;
	metric_add(METRIC_SLOW_CLOSED, 1);
	audience_leave_all(s);
	output_drop(&c->output);
	s->state = SOCKET_CLOSING;
	send_close(s, CLOSE_SLOW, "too slow");
}

void socket_queue(struct socket *s, struct frame *f)
{
	if (s->state != SOCKET_OPEN)
		return;
	connection_send(s->connection, f);
	socket_check_queue(s);
}

void socket_send(struct socket *s, struct frame *f)
{
	if (s->state != SOCKET_OPEN)
		return;
	audience_catch_up(s);
	socket_queue(s, f);
}

void socket_send_text(struct socket *s, struct slice payload)
{
	struct frame *f = frame_new(payload);

	socket_send(s, f);
	frame_unref(f);
}

bool socket_closing(const struct socket *s)
{
	return s->state != SOCKET_OPEN || s->connection->dead;
}

size_t socket_queued(const struct socket *s)
{
	return s->connection->output.bytes;
}

void *socket_owner(const struct socket *s)
{
	return s->owner;
}

void socket_set_owner(struct socket *s, void *owner)
{
	s->owner = owner;
}

const char *socket_address(const struct socket *s)
{
	return s->connection->client;
}
