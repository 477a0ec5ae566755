/* Who may connect, under which name and how often: hosts, proxies, limits of addresses and
 * descriptors. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"

#define HOST "Host: localhost\r\n"
#define WS                                                                           \
	"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* The next answer's status, and its body in `text`. */
static int next_answer(int fd, struct response *r, const char *text)
{
	CHECK(client_response(fd, r, true));
	CHECK_TEXT(r->body.data, text);
	return r->status;
}

/* One request to /peer with `headers`; the text of the answer must be `text`. */
static bool peer_is(const struct fixture *f, const char *headers, const char *text)
{
	char request[1024];
	struct buffer out = { 0 };
	bool same;

	snprintf(request, sizeof request,
		 "GET /peer HTTP/1.1\r\n" HOST "Connection: close\r\n%s\r\n", headers);
	same = client_request(f, request, &out) == 200 && strstr(out.data, "\r\n\r\n") &&
	       strcmp(strstr(out.data, "\r\n\r\n") + 4, text) == 0;
	if (!same)
		printf("\t%s", out.data);
	buffer_clear(&out);
	return same;
}

TEST(forwarded_headers_of_nobody)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	CHECK(peer_is(&f, "", "127.0.0.1 http loopback=1 origin=0"));
	CHECK(peer_is(&f, "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n",
		      "127.0.0.1 http loopback=0 origin=0"));
	CHECK(peer_is(&f, "Origin: http://localhost\r\n", "127.0.0.1 http loopback=1 origin=1"));
	CHECK(peer_is(&f, "Origin: https://localhost\r\n", "127.0.0.1 http loopback=1 origin=0"));
	CHECK(peer_is(&f, "Origin: http://localhost:80\r\n", "127.0.0.1 http loopback=1 origin=0"));
	CHECK(peer_is(&f, "Origin: null\r\n", "127.0.0.1 http loopback=1 origin=0"));
	CHECK(peer_is(&f, "Origin: http://localhost\r\nOrigin: http://localhost\r\n",
		      "127.0.0.1 http loopback=1 origin=0"));
	fixture_stop(&f);
}

TEST(forwarded_headers_of_a_trusted_proxy)
{
	struct fixture f;
	struct config_problem problem;

	fixture_init(&f);
	CHECK(config_set(&f.config, "trusted_proxies", "127.0.0.0/8, 10.0.0.0/8, fd00::/8", "test",
			 &problem));
	fixture_start(&f);
	CHECK(peer_is(&f,
		      "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\nOrigin: "
		      "https://localhost\r\n",
		      "1.2.3.4 https loopback=0 origin=1"));
	/* What stands further left was written by somebody who is not trusted. */
	CHECK(peer_is(&f, "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.1.1.1\r\n",
		      "1.2.3.4 http loopback=0 origin=0"));
	CHECK(peer_is(&f, "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 2001:db8::1, fd00::1\r\n",
		      "2001:db8::1 http loopback=0 origin=0"));
	CHECK(peer_is(&f, "X-Forwarded-For: rubbish, 10.1.1.1\r\n",
		      "10.1.1.1 http loopback=0 origin=0"));
	CHECK(peer_is(&f, "X-Forwarded-Proto: https, http\r\n",
		      "127.0.0.1 http loopback=0 origin=0"));
	CHECK(peer_is(&f, "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n",
		      "127.0.0.1 http loopback=0 origin=0"));
	fixture_stop(&f);
}

TEST(allowed_hosts_replace_the_default)
{
	struct fixture f;
	struct config_problem problem;
	struct buffer out = { 0 };

	fixture_init(&f);
	CHECK(config_set(&f.config, "allowed_hosts", "chat.example.org,other.example", "test",
			 &problem));
	CHECK(config_set(&f.config, "public_url", "https://public.example:8443/x", "test",
			 &problem));
	fixture_start(&f);
	CHECK_INT(client_request(&f, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", &out), 421);
	CHECK(strstr(out.data, "{\"error\":\"bad_host\""));
	buffer_reset(&out);
	CHECK_INT(client_request(&f, "GET / HTTP/1.1\r\nHost: other.example:80\r\n\r\n", &out),
		  200);
	buffer_reset(&out);
	CHECK_INT(client_request(&f, "GET / HTTP/1.1\r\nHost: public.example\r\n\r\n", &out), 200);
	buffer_clear(&out);
	fixture_stop(&f);
}

/* Browsers complain of this header where they do not trust the page, and do not heed it. */
TEST(the_opener_is_cut_off_where_browsers_heed_that)
{
	static const struct {
		const char *lines;
		const char *policy;
	} rows[] = {
		{ "Host: localhost:8888\r\n", "same-origin" },
		{ "Host: chat.localhost\r\n", "same-origin" },
		{ "Host: 127.1.2.3\r\n", "same-origin" },
		{ "Host: [::1]:8888\r\n", "same-origin" },
		{ "Host: chat.example.org\r\n", "" },
		{ "Host: notlocalhost\r\n", "" },
		{ "Host: 192.168.1.5:8888\r\n", "" },
		{ "Host: [fd00::2]\r\n", "" },
		{ "Host: chat.example.org\r\nX-Forwarded-Proto: https\r\n", "same-origin" },
	};
	struct fixture f;
	struct config_problem problem;

	fixture_init(&f);
	CHECK(config_set(&f.config, "trusted_proxies", "127.0.0.1", "test", &problem));
	CHECK(config_set(&f.config, "allowed_hosts",
			 "localhost, chat.localhost, 127.1.2.3, [::1], chat.example.org, "
			 "notlocalhost, 192.168.1.5, [fd00::2]",
			 "test", &problem));
	fixture_start(&f);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char request[256];
		struct response r = { 0 };
		int fd = client_connect(&f, 0);

		snprintf(request, sizeof request, "GET / HTTP/1.1\r\n%s\r\n", rows[i].lines);
		client_send_text(fd, request);
		CHECK(client_response(fd, &r, true));
		CHECK_INT(r.status, 200);
		CHECK_TEXT(response_header(&r, "Cross-Origin-Opener-Policy"), rows[i].policy);
		response_clear(&r);
		close(fd);
	}
	fixture_stop(&f);
}

TEST(connections_of_one_address_are_limited)
{
	struct fixture f;
	struct buffer out = { 0 };
	int fds[4];

	fixture_init(&f);
	f.config.sockets_per_address_max = 3;
	fixture_start(&f);
	for (int i = 0; i < 3; i++)
		fds[i] = ws_connect(&f, "", 0);
	fds[3] = client_connect(&f, 0);
	CHECK(client_closed(fds[3]));
	close(fds[0]);
	CHECK(fixture_wait(&f.closed, 1));
	CHECK_INT(client_request(&f, "GET / HTTP/1.1\r\n" HOST "\r\n", &out), 200);
	for (int i = 1; i < 4; i++)
		close(fds[i]);
	buffer_clear(&out);
	fixture_stop(&f);
}

TEST(sockets_behind_a_proxy_are_counted_by_client)
{
	struct fixture f;
	struct config_problem problem;
	struct buffer out = { 0 };
	int fds[2];

	fixture_init(&f);
	f.config.sockets_per_address_max = 2;
	CHECK(config_set(&f.config, "trusted_proxies", "127.0.0.1", "test", &problem));
	fixture_start(&f);
	for (int i = 0; i < 2; i++)
		fds[i] = ws_connect(&f, "", 0);
	CHECK_INT(client_request(&f, "GET /ws HTTP/1.1\r\n" HOST WS "\r\n", &out), 429);
	buffer_reset(&out);
	CHECK_INT(client_request(&f,
				 "GET /ws HTTP/1.1\r\n" HOST WS "X-Forwarded-For: 9.9.9.9\r\n\r\n",
				 &out),
		  101);
	for (int i = 0; i < 2; i++)
		close(fds[i]);
	buffer_clear(&out);
	fixture_stop(&f);
}

/* One host has all addresses of a /64. */
TEST(an_ipv6_network_is_one_address)
{
	static const struct {
		const char *request;
		int status;
	} rows[] = {
		{ "GET /ws HTTP/1.1\r\n" HOST WS "X-Forwarded-For: 2001:db8::1\r\n\r\n", 101 },
		{ "GET /ws HTTP/1.1\r\n" HOST WS "X-Forwarded-For: 2001:db8::2\r\n\r\n", 101 },
		{ "GET /ws HTTP/1.1\r\n" HOST WS "X-Forwarded-For: 2001:db8::ff:3\r\n\r\n", 429 },
		{ "GET /ws HTTP/1.1\r\n" HOST WS "X-Forwarded-For: 2001:db8:0:1::1\r\n\r\n", 101 },
	};
	enum { ROWS = sizeof rows / sizeof rows[0] };
	struct fixture f;
	struct config_problem problem;
	int fds[ROWS];

	fixture_init(&f);
	f.config.sockets_per_address_max = 2;
	CHECK(config_set(&f.config, "trusted_proxies", "127.0.0.1", "test", &problem));
	fixture_start(&f);
	/* Each stays open while the next one comes. */
	for (size_t i = 0; i < ROWS; i++) {
		struct response r = { 0 };
		fds[i] = client_connect(&f, 0);
		client_send_text(fds[i], rows[i].request);
		CHECK(client_response(fds[i], &r, rows[i].status != 101));
		CHECK_INT(r.status, rows[i].status);
		response_clear(&r);
	}
	for (size_t i = 0; i < ROWS; i++)
		close(fds[i]);
	fixture_stop(&f);
}

TEST(a_full_worker_takes_the_next_when_one_ends)
{
	struct fixture f;
	struct response r = { 0 };
	int fds[4];

	fixture_init(&f);
	f.config.sockets_max = 3;
	fixture_start(&f);
	for (int i = 0; i < 3; i++)
		fds[i] = ws_connect(&f, "", 0);
	fds[3] = client_connect(&f, 0);
	client_send_text(fds[3], "GET /waiting HTTP/1.1\r\n" HOST "\r\n");
	usleep(100000);
	char byte;
	CHECK_INT(recv(fds[3], &byte, 1, MSG_DONTWAIT), -1);
	close(fds[1]);
	CHECK_INT(next_answer(fds[3], &r, "GET /waiting  "), 200);
	close(fds[0]);
	close(fds[2]);
	close(fds[3]);
	response_clear(&r);
	fixture_stop(&f);
}

enum { HOLDERS_MAX = 4096 };

/* Every descriptor of this process, which is also the server's, taken. */
struct exhaustion {
	int holders[HOLDERS_MAX];
	int count;
	struct rlimit before;
};

/* Takes every descriptor; `highest` is the highest in use. */
static void exhaust(struct exhaustion *e, int highest)
{
	CHECK(getrlimit(RLIMIT_NOFILE, &e->before) == 0);
	struct rlimit low = e->before;

	low.rlim_cur = (rlim_t)highest + 64;
	CHECK(setrlimit(RLIMIT_NOFILE, &low) == 0);
	e->count = 0;
	while (e->count < HOLDERS_MAX && (e->holders[e->count] = dup(highest)) >= 0)
		e->count++;
	CHECK(e->count > 0 && e->count < HOLDERS_MAX);
}

static void release_descriptors(struct exhaustion *e)
{
	while (e->count > 0)
		close(e->holders[--e->count]);
}

static int tcp_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Without a free descriptor nothing can be accepted; the connection waits and is served when there
 * is one again. */
TEST(no_descriptors_left)
{
	static struct exhaustion e;
	struct fixture f;
	struct response r = { 0 };
	char byte;

	fixture_init(&f);
	fixture_start(&f);
	/* The server raises the limit itself, before it takes anything. */
	int fd = client_connect(&f, 0);
	client_send_text(fd, "GET /first HTTP/1.1\r\n" HOST "\r\n");
	CHECK_INT(next_answer(fd, &r, "GET /first  "), 200);
	int waiting = tcp_socket();
	exhaust(&e, waiting);
	client_connect_with(&f, waiting);
	client_send_text(waiting, "GET /waited HTTP/1.1\r\n" HOST "\r\n");
	usleep(250000);
	CHECK_INT(recv(waiting, &byte, 1, MSG_DONTWAIT), -1);
	/* Meanwhile the others are served. */
	client_send_text(fd, "GET /second HTTP/1.1\r\n" HOST "\r\n");
	CHECK_INT(next_answer(fd, &r, "GET /second  "), 200);
	release_descriptors(&e);
	CHECK_INT(next_answer(waiting, &r, "GET /waited  "), 200);
	CHECK(setrlimit(RLIMIT_NOFILE, &e.before) == 0);
	close(fd);
	close(waiting);
	response_clear(&r);
	fixture_stop(&f);
}

/* One descriptor is left, and before the one who waits are many who have gone already: each is
 * taken as soon as the last has been put away, not one in each pause. */
TEST(one_descriptor_serves_a_queue)
{
	enum { QUEUE = 60 };
	static struct exhaustion e;
	int queue[QUEUE];
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "GET /first HTTP/1.1\r\n" HOST "\r\n");
	CHECK_INT(next_answer(fd, &r, "GET /first  "), 200);
	for (int i = 0; i < QUEUE; i++)
		queue[i] = tcp_socket();
	int waiting = tcp_socket();
	exhaust(&e, waiting);
	close(e.holders[--e.count]);
	for (int i = 0; i < QUEUE; i++)
		client_connect_with(&f, queue[i]);
	client_connect_with(&f, waiting);
	client_send_text(waiting, "GET /waited HTTP/1.1\r\n" HOST "\r\n");
	usleep(150000);
	/* Not closed: what they leave would be the server's. */
	int64_t begun_ms = clock_monotonic_ms();
	for (int i = 0; i < QUEUE; i++)
		CHECK(shutdown(queue[i], SHUT_RDWR) == 0);
	CHECK_INT(next_answer(waiting, &r, "GET /waited  "), 200);
	/* One in each pause would be six seconds. */
	CHECK(clock_monotonic_ms() - begun_ms < 3000);
	release_descriptors(&e);
	CHECK(setrlimit(RLIMIT_NOFILE, &e.before) == 0);
	for (int i = 0; i < QUEUE; i++)
		close(queue[i]);
	close(waiting);
	close(fd);
	response_clear(&r);
	fixture_stop(&f);
}

/* The pause ends with the server, and the connections that end after it wake nobody. */
TEST(a_server_without_descriptors_stops)
{
	static struct exhaustion e;
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "GET /first HTTP/1.1\r\n" HOST "\r\n");
	CHECK_INT(next_answer(fd, &r, "GET /first  "), 200);
	int waiting = tcp_socket();
	exhaust(&e, waiting);
	client_connect_with(&f, waiting);
	usleep(30000);
	fixture_stop(&f);
	release_descriptors(&e);
	CHECK(setrlimit(RLIMIT_NOFILE, &e.before) == 0);
	close(fd);
	close(waiting);
	response_clear(&r);
}
