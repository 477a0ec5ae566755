/* The server side of the fixture: an application on web.h with a small language of commands. */
#include "unit/net/fixture.h"
#include "unit/net/tunnel.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/static.h"
#include "net/web.h"
#include "net/web_private.h"

struct server {
	struct fixture *fixture;
	pthread_t thread;
	int listening;
	int stop;
	struct loop *loop;
	struct web *web;
	struct watch *stopped;
	struct audience *everybody;
	struct audience *others;
	struct static_files *files;
	struct socket *last;
	const struct socket *marked[AUDIENCE_EXCEPT_MAX];
	size_t marked_count;
};

struct late {
	struct timer *timer;
	struct exchange *exchange;
	struct fixture *fixture;
};

static void on_late(void *owner)
{
	struct late *late = owner;

	exchange_reply(late->exchange, 200, "text/plain", SLICE("late"));
	late->fixture->late_answered++;
	timer_free(late->timer);
	memory_free(late);
}

static void answer_late(struct server *server, struct exchange *x)
{
	struct late *late = memory_zero(1, sizeof *late);

	late->exchange = x;
	late->fixture = server->fixture;
	late->timer = timer_new(server->loop, on_late, late);
	timer_start(late->timer, server->fixture->late_ms, 0);
	server->fixture->late_begun++;
}

static const char *const method_names[] = {
	[METHOD_OTHER] = "OTHER", [METHOD_GET] = "GET",         [METHOD_HEAD] = "HEAD",
	[METHOD_POST] = "POST",   [METHOD_OPTIONS] = "OPTIONS",
};

static void answer_text(struct exchange *x, struct buffer *text)
{
	exchange_reply(x, 200, "text/plain", buffer_slice(text));
	buffer_clear(text);
}

static void answer_peer(struct exchange *x)
{
	struct buffer text = { 0 };

	buffer_format(&text, "%s %s loopback=%d origin=%d", exchange_address(x),
		      exchange_secure(x) ? "https" : "http", exchange_from_loopback(x),
		      exchange_same_origin(x));
	answer_text(x, &text);
}

static void answer_query(struct exchange *x)
{
	struct slice a = exchange_parameter(x, "a");
	struct slice cookie = exchange_cookie(x, "confab");
	struct buffer text = { 0 };

	buffer_format(&text, "a=%.*s cookie=%.*s", (int)a.size, a.data ? a.data : "-",
		      (int)cookie.size, cookie.data ? cookie.data : "-");
	answer_text(x, &text);
}

static void answer_echo(struct exchange *x)
{
	struct slice path = exchange_path(x);
	struct slice query = exchange_query(x);
	struct slice body = exchange_body(x);
	struct buffer text = { 0 };

	buffer_format(&text, "%s %.*s %.*s ", method_names[exchange_method(x)], (int)path.size,
		      path.data, (int)query.size, query.data ? query.data : "");
	buffer_append_slice(&text, body);
	answer_text(x, &text);
}

static void on_request(void *owner, struct exchange *x)
{
	struct server *server = owner;
	struct slice path = exchange_path(x);

	if (slice_equal(path, SLICE("/late")))
		answer_late(server, x);
	else if (slice_equal(path, SLICE("/peer")))
		answer_peer(x);
	else if (slice_equal(path, SLICE("/query")))
		answer_query(x);
	else if (slice_equal(path, SLICE("/missing")))
		exchange_reply(x, 404, NULL, (struct slice){ 0 });
	else if (!server->files || !static_serve(server->files, x))
		answer_echo(x);
}

static void on_large_end(void *owner)
{
	struct fixture *f = owner;

	f->large_ended++;
}

static void on_large_late(void *owner)
{
	struct late *late = owner;

	exchange_take_body(late->exchange);
	timer_free(late->timer);
	memory_free(late);
}

static bool on_handshake(void *owner, const char *address)
{
	struct fixture *f = ((struct server *)owner)->fixture;

	ASSERT(strcmp(address, "127.0.0.1") == 0);
	return ++f->shaken <= f->handshakes;
}

static void on_large_body(void *owner, struct exchange *x)
{
	struct server *server = owner;
	struct late *late;

	ASSERT(exchange_body_size(x) > (size_t)server->fixture->config.body_bytes_max);
	exchange_at_end(x, on_large_end, server->fixture);
	if (slice_equal(exchange_path(x), SLICE("/large"))) {
		exchange_take_body(x);
	} else if (slice_equal(exchange_path(x), SLICE("/large-late"))) {
		late = memory_zero(1, sizeof *late);
		late->exchange = x;
		late->timer = timer_new(server->loop, on_large_late, late);
		timer_start(late->timer, 100, 0);
		server->fixture->late_begun++;
	} else {
		exchange_reply(x, 403, "text/plain", SLICE("no"));
	}
}

static int on_upgrade(void *owner, struct exchange *x)
{
	(void)owner;
	return exchange_parameter(x, "deny").data ? 403 : 0;
}

static void on_open(void *owner, struct socket *s, struct exchange *x)
{
	struct server *server = owner;

	if (exchange_parameter(x, "hello").data)
		socket_send_text(s, SLICE("hello"));
	if (exchange_parameter(x, "join").data)
		audience_add(server->everybody, s);
	server->last = s;
	server->fixture->opened++;
}

static void on_close(void *owner, struct socket *s)
{
	struct server *server = owner;

	if (server->last == s)
		server->last = NULL;
	server->fixture->closed++;
}

static void on_alive(void *owner, struct socket *s)
{
	struct server *server = owner;

	(void)s;
	server->fixture->alive++;
}

/* ---- commands: a word, a space, the rest ---- */

static void command_echo(struct server *server, struct socket *s, struct slice rest)
{
	(void)server;
	socket_send_text(s, rest);
}

static void command_join(struct server *server, struct socket *s, struct slice rest)
{
	(void)rest;
	audience_add(server->everybody, s);
}

static void command_join_others(struct server *server, struct socket *s, struct slice rest)
{
	(void)rest;
	audience_add(server->others, s);
}

static void command_leave(struct server *server, struct socket *s, struct slice rest)
{
	(void)rest;
	audience_remove(server->everybody, s);
}

static void say(struct audience *a, struct slice text, const struct socket *except)
{
	struct frame *f = frame_new(text);

	audience_send_except(a, f, except);
	frame_unref(f);
}

static void command_say(struct server *server, struct socket *s, struct slice rest)
{
	(void)s;
	say(server->everybody, rest, NULL);
}

static void command_say_others(struct server *server, struct socket *s, struct slice rest)
{
	(void)s;
	say(server->others, rest, NULL);
}

static void command_except(struct server *server, struct socket *s, struct slice rest)
{
	say(server->everybody, rest, s);
}

static void command_mark(struct server *server, struct socket *s, struct slice rest)
{
	(void)rest;
	ASSERT(server->marked_count < AUDIENCE_EXCEPT_MAX);
	server->marked[server->marked_count++] = s;
}

/* To everybody but those that are marked. */
static void command_but(struct server *server, struct socket *s, struct slice rest)
{
	struct frame *f = frame_new(rest);

	(void)s;
	audience_send_but(server->everybody, f, server->marked, server->marked_count);
	frame_unref(f);
}

/* Numbered messages of 200 bytes to everybody. */
static void command_flood(struct server *server, struct socket *s, struct slice rest)
{
	int64_t count = 0;
	char text[201];

	(void)s;
	ASSERT(text_to_int(rest, 1, 1000000, &count));
	for (int64_t i = 0; i < count; i++) {
		snprintf(text, sizeof text, "%-200lld", (long long)i);
		say(server->everybody, (struct slice){ text, 200 }, NULL);
	}
}

/* Everything at once, where order matters: frames to all, to one, with exceptions, joining and
 * leaving in the middle. */
static void command_mixed(struct server *server, struct socket *s, struct slice rest)
{
	(void)rest;
	say(server->everybody, SLICE("before"), NULL);
	audience_add(server->everybody, s);
	say(server->everybody, SLICE("1"), NULL);
	socket_send_text(s, SLICE("2"));
	say(server->everybody, SLICE("3"), NULL);
	say(server->everybody, SLICE("not you"), s);
	socket_send_text(s, SLICE("4"));
	say(server->everybody, SLICE("5"), NULL);
	audience_remove(server->everybody, s);
	say(server->everybody, SLICE("after"), NULL);
	socket_send_text(s, SLICE("6"));
}

static void command_close(struct server *server, struct socket *s, struct slice rest)
{
	int64_t code = 0;
	char reason[128];

	(void)server;
	ASSERT(rest.size >= 4 && text_to_int((struct slice){ rest.data, 4 }, 1000, 4999, &code));
	snprintf(reason, sizeof reason, "%.*s", rest.size > 5 ? (int)rest.size - 5 : 0,
		 rest.data + 5);
	socket_send_text(s, SLICE("last words"));
	socket_close(s, (int)code, reason);
	socket_close(s, 1000, "twice is fine");
	socket_send_text(s, SLICE("never seen"));
}

static void close_each(void *owner, struct socket *s)
{
	(void)owner;
	socket_close(s, 1001, "5000");
}

static void command_close_all(struct server *server, struct socket *s, struct slice rest)
{
	(void)s;
	(void)rest;
	web_each_socket(server->web, close_each, NULL);
}

static void command_queued(struct server *server, struct socket *s, struct slice rest)
{
	char text[64];

	(void)server;
	(void)rest;
	snprintf(text, sizeof text, "%zu %zu %s", audience_size(server->everybody),
		 web_connections(server->web), socket_address(s));
	socket_send_text(s, slice_of(text));
}

static const struct {
	const char *word;
	void (*run)(struct server *server, struct socket *s, struct slice rest);
} commands[] = {
	{ "echo", command_echo },
	{ "join", command_join },
	{ "joinothers", command_join_others },
	{ "leave", command_leave },
	{ "say", command_say },
	{ "sayothers", command_say_others },
	{ "except", command_except },
	{ "mark", command_mark },
	{ "but", command_but },
	{ "flood", command_flood },
	{ "mixed", command_mixed },
	{ "close", command_close },
	{ "closeall", command_close_all },
	{ "state", command_queued },
};

static void on_message(void *owner, struct socket *s, struct slice text)
{
	const char *space = memchr(text.data, ' ', text.size);
	struct slice word = { text.data, space ? (size_t)(space - text.data) : text.size };
	struct slice rest = { text.data + text.size, 0 };

	if (space)
		rest = (struct slice){ space + 1, text.size - word.size - 1 };
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (slice_equal(word, slice_of(commands[i].word))) {
			commands[i].run(owner, s, rest);
			return;
		}
	}
	socket_send_text(s, text);
}

/* ---- the thread ---- */

static void on_stop(void *owner, int events)
{
	struct server *server = owner;

	(void)events;
	loop_stop(server->loop);
}

static void *run_server(void *argument)
{
	struct server *server = argument;
	const struct web_events events = {
		on_request,
		on_upgrade,
		on_open,
		on_message,
		on_close,
		on_alive,
		server->fixture->large_bodies ? on_large_body : NULL,
		server->fixture->handshakes ? on_handshake : NULL,
	};

	server->loop = loop_new();
	server->web = web_open(server->loop, &server->fixture->config, events, server);
	server->web->textbook = server->fixture->textbook;
	if (server->fixture->tls) {
		char problem[256];
		ASSERT(web_secure(server->web, server->fixture->tls, problem, sizeof problem));
	}
	server->everybody = audience_new(server->web);
	server->others = audience_new(server->web);
	server->stopped = watch_new(server->loop, server->stop, on_stop, server);
	watch_set(server->stopped, WATCH_READ);
	web_listen(server->web, server->listening);
	loop_run(server->loop);
	watch_free(server->stopped);
	web_close(server->web);
	audience_free(server->others);
	audience_free(server->everybody);
	loop_free(server->loop);
	return NULL;
}

static void listen_somewhere(struct fixture *f, struct server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	server->listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	ASSERT(bind(server->listening, (struct sockaddr *)&address, sizeof address) == 0);
	/* Accepted sockets inherit it. */
	if (f->send_bytes)
		setsockopt(server->listening, SOL_SOCKET, SO_SNDBUF, &f->send_bytes,
			   sizeof f->send_bytes);
	ASSERT(listen(server->listening, 1024) == 0);
	ASSERT(getsockname(server->listening, (struct sockaddr *)&address, &size) == 0);
	f->port = ntohs(address.sin_port);
}

void fixture_start(struct fixture *f)
{
	struct server *server = memory_zero(1, sizeof *server);

	server->fixture = f;
	f->server = server;
	server->stop = eventfd(0, EFD_CLOEXEC);
	listen_somewhere(f, server);
	if (f->static_dir)
		server->files = static_open(f->static_dir);
	ASSERT(pthread_create(&server->thread, NULL, run_server, server) == 0);
}

void fixture_stop(struct fixture *f)
{
	struct server *server = f->server;
	uint64_t one = 1;

	ASSERT(write(server->stop, &one, sizeof one) == sizeof one);
	pthread_join(server->thread, NULL);
	tunnel_wait();
	static_close(server->files);
	close(server->stop);
	close(server->listening);
	memory_free(server);
	config_clear(&f->config);
}
