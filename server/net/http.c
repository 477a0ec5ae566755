/* HTTP/1.1 of one connection: head, body, answer, and again. One request is worked on at a time;
 * what follows it waits in `input`, and past a bound in the kernel. Every phase has a deadline.
 * Whatever is malformed is answered here and ends the connection, as nobody can know where the next
 * request would begin. */
#include "net/http.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/answer.h"
#include "net/connection.h"
#include "net/exchange_private.h"
#include "net/frame_private.h"
#include "net/peer.h"
#include "net/socket_private.h"
#include "net/upgrade.h"
#include "net/web_private.h"

enum {
	STATUS_PERMANENT = 308,
	STATUS_BAD = 400,
	STATUS_TIMEOUT = 408,
	STATUS_EXPECTATION = 417,
	STATUS_UPGRADE_REQUIRED = 426,
	STATUS_TOO_MANY = 429,
	STATUS_FIELDS_TOO_LARGE = 431,

	/* The slowest body that is waited for; large ones hold more. */
	BODY_BYTES_PER_S = 1024,
	LARGE_BODY_BYTES_PER_S = 16384,
	/* What is beyond is refused before anybody is asked. */
	LARGE_BODY_BYTES_MAX = 1 << 30,
	INPUT_WAITING_MAX = 65536,
	/* With more than this unwritten no further request is begun: somebody who pipelines and
	 * does not read would make us hold any number of answers. */
	OUTPUT_WAITING_MAX = 65536,
	/* Before one request; without a bound they would keep a connection for nothing. */
	EMPTY_LINES_MAX = 2,
};

enum phase {
	PHASE_HEAD,
	PHASE_BODY,
	PHASE_ASKED, /* whether a large body may come */
	PHASE_ANSWER,
	PHASE_OVER,
};

struct http {
	struct connection *connection;
	struct buffer input;
	size_t scanned;
	struct exchange *exchange;
	enum phase phase;
	int empty_lines;
	bool head_begun;
	bool running;
};

static void run(struct http *h);

struct http *http_new(struct connection *c)
{
	struct http *h = memory_zero(1, sizeof *h);

	h->connection = c;
	connection_set_deadline(c, c->web->config->http_head_ms);
	return h;
}

void http_free(struct http *h)
{
	if (h->exchange && h->phase >= PHASE_ASKED)
		h->exchange->http = NULL;
	else if (h->exchange)
		exchange_free(h->exchange);
	buffer_clear(&h->input);
	memory_free(h);
}

struct connection *http_connection(const struct http *h)
{
	return h->connection;
}

static struct web *web_of(const struct http *h)
{
	return h->connection->web;
}

static void send_frame(struct http *h, struct frame *f)
{
	connection_send(h->connection, f);
	frame_unref(f);
}

static void end(struct http *h)
{
	h->phase = PHASE_OVER;
	connection_finish(h->connection);
}

static void refuse(struct http *h, int status)
{
	bool head_only = h->exchange && h->exchange->head.method == METHOD_HEAD;

	log_debug("net", "request refused", "status=%d address=%s", status, h->connection->client);
	if (h->exchange)
		exchange_free(h->exchange);
	h->exchange = NULL;
	send_frame(h, answer_refusal(status, head_only));
	end(h);
}

/* public_url if that is what was meant; else, as one port speaks both, the same but for its scheme.
 */
static void write_https(const struct web *w, struct slice host, struct buffer *out)
{
	struct slice url = slice_of(w->config->public_url);

	if (hosts_secure(w->hosts, host)) {
		url.size -= url.data[url.size - 1] == '/';
		buffer_append_slice(out, url);
		return;
	}
	buffer_append_text(out, "https://");
	buffer_append_slice(out, host);
	if (!host_has_port(host))
		buffer_append_text(out, ":80");
}

/* Only what is asked for again by itself is led there; the rest should not have come in the clear.
 */
static void lead_to_https(struct http *h)
{
	const struct http_head *head = &h->exchange->head;
	struct slice target = head->target.data[0] == '/' ? head->target : SLICE("/");
	bool again = head->method == METHOD_GET || head->method == METHOD_HEAD;
	struct buffer headers = { 0 };
	struct answer a = { .status = again ? STATUS_PERMANENT : STATUS_UPGRADE_REQUIRED,
			    .in_the_clear = true };

	if (again) {
		buffer_append_text(&headers, "Location: ");
		write_https(web_of(h), http_head_field(head, "host"), &headers);
		buffer_append_slice(&headers, target);
		buffer_append_text(&headers, "\r\n");
	} else {
		buffer_append_text(&headers, "Upgrade: TLS/1.2, HTTP/1.1\r\n");
	}
	a.headers = buffer_slice(&headers);
	send_frame(h, answer_frame(&a));
	buffer_clear(&headers);
	exchange_free(h->exchange);
	h->exchange = NULL;
	end(h);
}

/* What came waits: for an answer, or until what was answered has left. */
static bool is_waiting(const struct http *h)
{
	return h->phase >= PHASE_ASKED ||
	       (h->phase == PHASE_HEAD && h->connection->output.bytes > OUTPUT_WAITING_MAX);
}

/* While answers cannot be written that has the deadline. */
static void set_deadline(struct http *h, int64_t delay_ms)
{
	if (!h->connection->blocked)
		connection_set_deadline(h->connection, delay_ms);
}

void http_receive(struct http *h, struct slice bytes)
{
	buffer_append_slice(&h->input, bytes);
	run(h);
}

/* An empty line before a request is tolerated (RFC 9112 §2.2). */
static void skip_empty_lines(struct http *h)
{
	while (h->empty_lines < EMPTY_LINES_MAX && h->input.size >= 2 &&
	       memcmp(h->input.data, "\r\n", 2) == 0) {
		buffer_consume(&h->input, 2);
		h->scanned = 0;
		h->empty_lines++;
	}
	if (h->input.size == 0)
		buffer_clear(&h->input);
}

static bool wait_for_head(struct http *h, size_t seen)
{
	int status = h->input.size ? http_head_doomed(buffer_slice(&h->input), seen) : 0;

	if (status)
		refuse(h, status);
	else if (h->input.size && !h->head_begun)
		set_deadline(h, web_of(h)->config->http_head_ms);
	h->head_begun = h->input.size > 0;
	return false;
}

static int check_expectation(struct http *h)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	const struct http_head *head = &h->exchange->head;
	struct slice expect = http_head_field(head, "expect");
	struct frame *f;
	char *out;

	/* Of HTTP/1.0 it is to be ignored (RFC 9110 §10.1.1). */
	if (expect.data == NULL || head->minor == 0)
		return 0;
	if (http_head_count(head, "expect") != 1 ||
	    !text_equal_ignoring_case(expect, SLICE("100-continue")))
		return STATUS_EXPECTATION;
	if (h->exchange->body_size > h->input.size) {
		f = frame_bare(sizeof go_on - 1, &out);
		memcpy(out, go_on, sizeof go_on - 1);
		send_frame(h, f);
	}
	return 0;
}

static void send_switch(struct http *h)
{
	char accept[UPGRADE_ACCEPT_SIZE];
	struct buffer headers = { 0 };
	struct answer a = { .status = 101, .keep_alive = true };

	upgrade_accept(exchange_header(h->exchange, "sec-websocket-key"), accept);
	buffer_format(&headers,
		      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n",
		      accept);
	a.headers = buffer_slice(&headers);
	send_frame(h, answer_frame(&a));
	buffer_clear(&headers);
}

static int decide_upgrade(struct http *h)
{
	struct connection *c = h->connection;
	struct web *w = web_of(h);
	struct exchange *x = h->exchange;
	int status = x->body_size ? STATUS_BAD : upgrade_check(&x->head);

	if (status == 0 && w->events.on_upgrade)
		status = w->events.on_upgrade(w->owner, x);
	if (status == 0 && !c->peer) {
		c->peer = peer_take(w, x->address);
		status = c->peer ? 0 : STATUS_TOO_MANY;
	}
	return status;
}

/* From here on the connection is a socket's; `h` is freed. */
static void upgrade(struct http *h)
{
	struct connection *c = h->connection;
	struct exchange *x = h->exchange;
	struct buffer rest = h->input;

	memcpy(c->client, x->address, sizeof c->client);
	send_switch(h);
	h->input = (struct buffer){ 0 };
	h->exchange = NULL;
	x->http = NULL;
	http_free(h);
	c->http = NULL;
	connection_set_deadline(c, 0);
	socket_open(c, x);
	exchange_free(x);
	if (rest.size)
		socket_receive(c->socket, buffer_slice(&rest));
	buffer_clear(&rest);
}

/* False if the request is none for the gateway: `*gone` when `h` is no more. */
static bool handle_upgrade(struct http *h, bool *gone)
{
	bool on_path = slice_equal(h->exchange->path, SLICE("/ws"));
	int status;

	if (!on_path && !upgrade_wanted(&h->exchange->head))
		return true;
	status = on_path ? STATUS_UPGRADE_REQUIRED : STATUS_BAD;
	if (on_path && upgrade_wanted(&h->exchange->head))
		status = decide_upgrade(h);
	if (status) {
		refuse(h, status);
		return false;
	}
	*gone = true;
	upgrade(h);
	return false;
}

static bool is_large(const struct http *h)
{
	return h->exchange->body_size > (size_t)web_of(h)->config->body_bytes_max;
}

static void wait_for_body(struct http *h)
{
	size_t size = h->exchange->body_size;
	int64_t per_s = is_large(h) ? LARGE_BODY_BYTES_PER_S : BODY_BYTES_PER_S;

	h->phase = PHASE_BODY;
	set_deadline(h, web_of(h)->config->http_body_ms + (int64_t)size * 1000 / per_s);
}

/* Until the gateway knows who sends it, nothing of a large body is kept. True when it may come. */
static bool ask_for_body(struct http *h)
{
	struct web *w = web_of(h);

	h->phase = PHASE_ASKED;
	/* An answer ends the connection: the body would be read as the next request. */
	h->exchange->keep_alive = false;
	set_deadline(h, 0);
	w->events.on_large_body(w->owner, h->exchange);
	return h->phase == PHASE_BODY;
}

void http_take_body(struct http *h)
{
	int status = check_expectation(h);

	if (status) {
		refuse(h, status);
		return;
	}
	h->exchange->keep_alive = http_keeps_alive(&h->exchange->head);
	if (h->exchange->body_size > h->input.size)
		buffer_reserve(&h->input, h->exchange->body_size - h->input.size);
	wait_for_body(h);
	connection_pause(h->connection, false);
	run(h);
}

static int read_body_size(struct http *h)
{
	const struct web *w = web_of(h);
	size_t largest = w->events.on_large_body ? LARGE_BODY_BYTES_MAX
						 : (size_t)w->config->body_bytes_max;

	return http_body_size(&h->exchange->head, largest, &h->exchange->body_size);
}

/* Reads a head; true when there is more to do at once. */
static bool read_head(struct http *h, bool *gone)
{
	size_t seen;
	size_t size;
	int status;

	skip_empty_lines(h);
	seen = h->scanned;
	size = http_head_size(buffer_slice(&h->input), &h->scanned);
	if (size == 0 || size > HTTP_HEAD_BYTES_MAX)
		return wait_for_head(h, seen);
	h->exchange = exchange_new(h, (struct slice){ h->input.data, size }, &status);
	buffer_consume(&h->input, size);
	h->scanned = 0;
	h->empty_lines = 0;
	h->head_begun = false;
	if (status == 0 && exchange_must_be_secure(h->exchange)) {
		lead_to_https(h);
		return false;
	}
	if (status == 0)
		status = read_body_size(h);
	if (status == 0 && is_large(h))
		return ask_for_body(h);
	if (status == 0)
		status = check_expectation(h);
	if (status) {
		refuse(h, status);
		return false;
	}
	wait_for_body(h);
	return handle_upgrade(h, gone);
}

/* Gives the request to the gateway once its body is there; true when it was answered already. */
static bool read_body(struct http *h)
{
	struct web *w = web_of(h);

	struct exchange *x = h->exchange;

	if (h->input.size < x->body_size)
		return false;
	if (is_large(h)) {
		exchange_move_body(x, &h->input);
	} else {
		exchange_set_body(
			x, (struct slice){ x->body_size ? h->input.data : "", x->body_size });
		buffer_consume(&h->input, x->body_size);
	}
	h->phase = PHASE_ANSWER;
	set_deadline(h, 0);
	w->events.on_request(w->owner, x);
	return h->phase == PHASE_HEAD;
}

/* A loop and no recursion: a client may pipeline any number of requests. */
static void run(struct http *h)
{
	bool gone = false;
	bool more = true;

	if (h->running)
		return;
	h->running = true;
	while (more && !gone && !is_waiting(h))
		more = h->phase == PHASE_HEAD ? read_head(h, &gone) : read_body(h);
	if (gone)
		return;
	h->running = false;
	if (is_waiting(h) && h->input.size > INPUT_WAITING_MAX)
		connection_pause(h->connection, true);
}

/* Goes on with what has come meanwhile; `h` may be a socket's afterwards. */
static void resume(struct http *h)
{
	if (!is_waiting(h))
		connection_pause(h->connection, false);
	run(h);
}

void http_answer(struct http *h, struct frame *head, struct frame *body, bool keep_alive)
{
	struct connection *c = h->connection;

	h->exchange = NULL;
	send_frame(h, head);
	if (body)
		connection_send(c, body);
	if (!keep_alive) {
		end(h);
		return;
	}
	h->phase = PHASE_HEAD;
	set_deadline(h, c->web->config->http_idle_ms);
	resume(h);
}

void http_written(struct http *h)
{
	const struct config *config = web_of(h)->config;

	if (h->phase == PHASE_ASKED || h->phase == PHASE_ANSWER)
		connection_set_deadline(h->connection, 0);
	if (h->phase != PHASE_HEAD)
		return;
	connection_set_deadline(h->connection,
				h->head_begun ? config->http_head_ms : config->http_idle_ms);
	resume(h);
}

void http_expired(struct http *h)
{
	bool idle = h->phase == PHASE_HEAD && h->input.size == 0;

	if (h->phase >= PHASE_ASKED)
		return;
	if (idle)
		end(h);
	else
		refuse(h, STATUS_TIMEOUT);
}
