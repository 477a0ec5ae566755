/* The life of a TCP connection: adopted into libwebsockets as a raw socket, read into whoever has
 * it (http, then socket), written at the end of the turn, finished politely (shut down, read until
 * the peer closes, so that the last answer is not lost to a reset) or killed. libwebsockets' own
 * buffer stays empty: what the kernel does not take waits in `output`.
 *
 * One that begins with a TLS record has TLS between itself and the kernel, if there is a
 * certificate; then at most SEALED_BYTES of `output` at a time are turned into records, and the
 * next when those have left. */
#include "net/connection.h"

#include <libwebsockets.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "net/frame_private.h"
#include "net/http.h"
#include "net/peer.h"
#include "net/proxy.h"
#include "net/socket_private.h"
#include "net/tls.h"
#include "net/web_private.h"
#include "net/wire.h"

enum {
	PIECES_MAX = 64,
	LINGER_MS = 2000,
	TICK_MS = 500,
	/* Of a connection's output in one piece of records. */
	SEALED_BYTES = 65536,
};

void connection_adopt(struct web *w, int fd, const struct address *address, struct peer *peer)
{
	struct connection *c = memory_zero(1, sizeof *c);
	lws_adopt_desc_t info = {
		.vh = w->vhost, .type = LWS_ADOPT_SOCKET, .fd.sockfd = fd, .opaque = c
	};

	c->web = w;
	c->fd = fd;
	c->address = *address;
	c->peer = peer;
	address_write(address, c->client);
	c->http = http_new(c);
	w->connections++;
	metric_add(METRIC_CONNECTIONS, 1);
	metric_add(METRIC_ACCEPTED, 1);
	c->adopting = true;
	c->wsi = lws_adopt_descriptor_vhost_via_info(&info);
	c->adopting = false;
	if (c->wsi)
		return;
	/* lws has closed the descriptor. */
	log_warn("net", "connection not adopted", "fd=%d", fd);
	connection_gone(c);
}

static void mark_dirty(struct connection *c)
{
	if (!link_used(&c->dirty))
		link_add_last(&c->web->dirty, &c->dirty);
}

/* From now on somebody who does not read is not waited for. */
static void limit_writing(struct connection *c)
{
	if (c->http)
		connection_set_deadline(c, c->web->config->http_write_ms);
}

void connection_send(struct connection *c, struct frame *f)
{
	if (c->dead || c->finishing)
		return;
	/* TLS' own records are in the way. */
	if (c->blocked && !c->answering)
		limit_writing(c);
	c->answering = true;
	output_add(&c->output, f);
	mark_dirty(c);
}

void connection_block(struct connection *c)
{
	if (c->blocked || c->dead)
		return;
	c->blocked = true;
	lws_callback_on_writable(c->wsi);
	if (c->answering || c->finishing)
		limit_writing(c);
}

/* What the kernel does not take of it is not waited for. */
static void say_end(struct connection *c)
{
	struct slice records;

	tls_end(c->tls);
	records = tls_output(c->tls);
	if (records.size)
		(void)wire_send(c, records.data, records.size);
}

static void linger(struct connection *c)
{
	if (c->lingering)
		return;
	c->lingering = true;
	connection_pause(c, false);
	if (c->tls)
		say_end(c);
	if (shutdown(c->fd, SHUT_WR) != 0)
		connection_kill(c);
	else
		connection_set_deadline(c, LINGER_MS);
}

static void written_all(struct connection *c)
{
	bool answered = c->answering;

	c->answering = false;
	if (c->finishing)
		linger(c);
	else if (c->http && answered)
		http_written(c->http);
}

/* One write; false when it is no use trying again now. */
static bool write_some(struct connection *c, bool callback)
{
	struct iovec pieces[PIECES_MAX];
	size_t count = output_pieces(&c->output, pieces, PIECES_MAX);
	ssize_t n = callback ? wire_write(c, pieces, count) : wire_send_pieces(c, pieces, count);
	size_t wanted = 0;

	if (n < 0) {
		connection_kill(c);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		wanted += pieces[i].iov_len;
	output_consume(&c->output, (size_t)n);
	return (size_t)n == wanted && !callback;
}

/* Records that are there already; false when it is no use going on now. */
static bool write_records(struct connection *c)
{
	struct slice records = tls_output(c->tls);
	ssize_t n;

	if (records.size == 0)
		return true;
	n = wire_send(c, records.data, records.size);
	if (n < 0) {
		connection_kill(c);
		return false;
	}
	tls_sent(c->tls, (size_t)n);
	return (size_t)n == records.size;
}

static bool seal_some(struct connection *c)
{
	struct iovec pieces[PIECES_MAX];
	size_t count = output_pieces(&c->output, pieces, PIECES_MAX);
	struct slice bytes = wire_join(c, pieces, count, SEALED_BYTES);

	if (!tls_seal(c->tls, bytes)) {
		connection_kill(c);
		return false;
	}
	output_consume(&c->output, bytes.size);
	return true;
}

static void write_sealed(struct connection *c)
{
	while (write_records(c) && c->output.count && seal_some(c))
		;
}

static void write_plain(struct connection *c, bool callback)
{
	while (c->output.count && write_some(c, callback))
		;
}

static bool has_unsent(const struct connection *c, bool callback)
{
	if (c->output.count || (c->tls && tls_output(c->tls).size))
		return true;
	return callback && lws_partial_buffered(c->wsi);
}

static void write_output(struct connection *c, bool callback)
{
	link_remove(&c->dirty);
	if (c->tls)
		write_sealed(c);
	else
		write_plain(c, callback);
	if (c->dead)
		return;
	if (has_unsent(c, callback))
		connection_block(c);
	else
		written_all(c);
}

void connection_flush(struct connection *c)
{
	if (c->dead || c->blocked)
		return;
	if (wire_is_direct(c) || c->output.count == 0)
		write_output(c, false);
	else
		connection_block(c);
}

void connection_writable(struct connection *c)
{
	c->blocked = false;
	if (c->dead)
		return;
	if (!wire_is_direct(c))
		connection_pause(c, false);
	write_output(c, !wire_is_direct(c));
}

void connection_finish(struct connection *c)
{
	if (c->finishing || c->dead)
		return;
	c->finishing = true;
	if (c->blocked && !link_used(&c->timed))
		limit_writing(c);
	mark_dirty(c);
}

static void on_doom(void *owner)
{
	struct web *w = owner;

	w->doom_planned = false;
	while (!link_empty(&w->doomed)) {
		struct connection *c = LINK_OWNER(w->doomed.next, struct connection, doomed);
		link_remove(&c->doomed);
		lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
	}
}

void connection_kill(struct connection *c)
{
	struct web *w = c->web;

	if (c->dead)
		return;
	c->dead = true;
	link_remove(&c->dirty);
	link_add_last(&w->doomed, &c->doomed);
	if (!w->doom_planned)
		loop_later(w->loop, on_doom, w);
	w->doom_planned = true;
}

void connection_set_deadline(struct connection *c, int64_t delay_ms)
{
	struct web *w = c->web;

	if (delay_ms == 0) {
		link_remove(&c->timed);
		return;
	}
	c->deadline_ms = loop_now_ms(w->loop) + delay_ms;
	if (!link_used(&c->timed))
		link_add_last(&w->timed, &c->timed);
	if (!timer_active(w->tick))
		timer_start(w->tick, TICK_MS, TICK_MS);
}

void connection_pause(struct connection *c, bool paused)
{
	if (c->paused == paused || c->dead)
		return;
	c->paused = paused;
	lws_rx_flow_control(c->wsi, !paused);
}

/* TLS where none is spoken: an alert (RFC 8446 §6, handshake_failure), so that the client says why.
 */
static void refuse_tls(struct connection *c)
{
	static const unsigned char alert[] = { 21, 3, 1, 0, 2, 2, 40 };
	char *out;
	struct frame *f = frame_bare(sizeof alert, &out);

	memcpy(out, alert, sizeof alert);
	connection_send(c, f);
	frame_unref(f);
	connection_finish(c);
}

static bool may_shake_hands(const struct connection *c)
{
	struct web *w = c->web;

	return !w->events.on_handshake || proxy_trusted(w, &c->address) ||
	       w->events.on_handshake(w->owner, c->client);
}

static void choose_scheme(struct connection *c, unsigned char first)
{
	c->begun = true;
	if (first != TLS_FIRST_BYTE)
		return;
	if (!c->web->tls)
		refuse_tls(c);
	else if (may_shake_hands(c))
		c->tls = tls_new(c->web->tls);
	else
		connection_finish(c);
}

static void hand_on(struct connection *c, struct slice bytes)
{
	if (c->socket)
		socket_receive(c->socket, bytes);
	else if (!c->finishing)
		http_receive(c->http, bytes);
}

static void read_sealed(struct connection *c, struct slice records)
{
	enum tls_event event = TLS_BYTES;
	struct slice plain;

	tls_feed(c->tls, records);
	while (event == TLS_BYTES && !c->dead) {
		event = tls_next(c->tls, &plain);
		if (event == TLS_BYTES)
			hand_on(c, plain);
	}
	if (event == TLS_ENDED || event == TLS_FAILED)
		connection_finish(c);
	if (tls_output(c->tls).size && !c->dead)
		mark_dirty(c);
}

void connection_read(struct connection *c, char *bytes, size_t size)
{
	if (c->dead || c->lingering || size == 0)
		return;
	if (!c->begun)
		choose_scheme(c, (unsigned char)bytes[0]);
	if (c->tls)
		read_sealed(c, (struct slice){ bytes, size });
	else
		hand_on(c, (struct slice){ bytes, size });
}

void connection_expired(struct connection *c)
{
	connection_set_deadline(c, 0);
	if (c->blocked || c->finishing || c->lingering || c->socket)
		connection_kill(c);
	else
		http_expired(c->http);
}

void connection_gone(struct connection *c)
{
	struct web *w = c->web;

	c->dead = true;
	link_remove(&c->dirty);
	link_remove(&c->timed);
	link_remove(&c->doomed);
	if (c->socket)
		socket_gone(c->socket);
	if (c->http)
		http_free(c->http);
	output_clear(&c->output);
	tls_free(c->tls);
	peer_release(w, c->peer);
	w->connections--;
	metric_add(METRIC_CONNECTIONS, -1);
	memory_free(c);
	accept_resume(w);
}
