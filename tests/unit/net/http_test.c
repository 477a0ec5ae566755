/* HTTP against a real web: what is refused and how, keep-alive and pipelining, late answers,
 * time-outs, hosts and proxies. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"

#define HOST "Host: localhost\r\n"

/* Each on a connection of its own. */
static const struct {
	const char *what;
	const char *request;
	int status;
} requests[] = {
	{ "plain", "GET / HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "HTTP/1.0", "GET / HTTP/1.0\r\n" HOST "\r\n", 200 },
	{ "options", "OPTIONS /x HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "another method", "BREW /pot HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "post", "POST /x HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", 200 },
	{ "empty post", "POST /x HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 200 },
	{ "get with a body", "GET /x HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", 200 },
	{ "h2c is ignored",
	  "GET / HTTP/1.1\r\n" HOST "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
	  200 },

	/* Smuggling: a proxy in front might see another end of the request. */
	{ "chunked", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	  400 },
	{ "identity",
	  "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
	  400 },
	{ "chunked and length",
	  "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
	  400 },
	{ "chunked get", "GET / HTTP/1.1\r\n" HOST "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
	  400 },
	{ "hidden chunked",
	  "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n",
	  400 },
	{ "folded chunked",
	  "POST / HTTP/1.1\r\n" HOST
	  "X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
	  400 },
	{ "two lengths",
	  "POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", 400 },
	{ "twice the same",
	  "POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400 },
	{ "list of lengths", "POST / HTTP/1.1\r\n" HOST "Content-Length: 0, 0\r\n\r\n", 400 },
	{ "signed", "POST / HTTP/1.1\r\n" HOST "Content-Length: +0\r\n\r\n", 400 },
	{ "negative", "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400 },
	{ "hex", "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x0\r\n\r\n", 400 },
	{ "no digits", "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400 },
	{ "blank inside", "POST / HTTP/1.1\r\n" HOST "Content-Length: 1 1\r\n\r\n", 400 },
	{ "missing", "POST / HTTP/1.1\r\n" HOST "\r\n", 411 },
	{ "too large", "POST / HTTP/1.1\r\n" HOST "Content-Length: 4097\r\n\r\n", 413 },
	{ "overflowing", "POST / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551617\r\n\r\n",
	  413 },
	{ "nothing but bare LF", "GET / HTTP/1.1\nHost: localhost\n\n", 400 },
	{ "nothing but bare CR", "GET / HTTP/1.1\rHost: localhost\r\r", 400 },
	{ "zero in half a head", "GET / HT\x01", 400 },
	{ "three empty lines before", "\r\n\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "bare LF",
	  "GET / HTTP/1.1\n"
	  "Host: localhost\n\n\r\n\r\n",
	  400 },
	{ "bare LF in a header",
	  "GET / HTTP/1.1\r\n" HOST "X: a\nTransfer-Encoding: chunked\r\n\r\n", 400 },
	{ "bare CR", "GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", 400 },
	{ "space before colon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400 },
	{ "no name", "GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n", 400 },
	{ "no colon", "GET / HTTP/1.1\r\n" HOST "nonsense\r\n\r\n", 400 },
	{ "leading space", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n", 400 },

	/* The request line. */
	{ "no version", "GET /\r\n" HOST "\r\n", 400 },
	{ "HTTP/2.0", "GET / HTTP/2.0\r\n" HOST "\r\n", 505 },
	{ "HTTP/1.2", "GET / HTTP/1.2\r\n" HOST "\r\n", 505 },
	{ "http", "GET / http/1.1\r\n" HOST "\r\n", 400 },
	{ "two spaces", "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505 },
	{ "absolute form", "GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "absolute form of https", "GET HTTPS://LocalHost/ HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "absolute form without a path", "GET http://localhost HTTP/1.1\r\n" HOST "\r\n", 200 },
	{ "absolute form of another host", "GET http://evil.example/ HTTP/1.1\r\n" HOST "\r\n",
	  400 },
	{ "absolute form without a host", "GET http:///x HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "another scheme", "GET ftp://localhost/ HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "authority form", "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "fragment", "GET /#a HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "raw UTF-8", "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", 400 },

	/* Paths. */
	{ "zero", "GET /a%00b HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "control", "GET /a%1fb HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "line feed", "GET /a%0ab HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "broken percent", "GET /a%zz HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "cut percent", "GET /a%4 HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "upwards", "GET /a/../b HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "encoded upwards", "GET /a/%2e%2e/b HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "upwards at the end", "GET /.. HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "encoded slash", "GET /a%2fb HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "backslash", "GET /a%5cb HTTP/1.1\r\n" HOST "\r\n", 400 },
	{ "not UTF-8", "GET /%ff HTTP/1.1\r\n" HOST "\r\n", 400 },

	/* Hosts. */
	{ "no host", "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "two hosts", "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
	{ "port", "GET / HTTP/1.1\r\nHost: localhost:8888\r\n\r\n", 200 },
	{ "case", "GET / HTTP/1.1\r\nHOST: LocalHost\r\n\r\n", 200 },
	{ "loopback", "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 200 },
	{ "loopback six", "GET / HTTP/1.1\r\nHost: [::1]:1\r\n\r\n", 200 },
	{ "another", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421 },
	{ "suffix", "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 421 },
	{ "user", "GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 400 },
	{ "empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400 },
	{ "bad port", "GET / HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 400 },

	/* Upgrades. */
	{ "no upgrade on /ws", "GET /ws HTTP/1.1\r\n" HOST "\r\n", 426 },
#define WS                                                                     \
	"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: " \
	"13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	{ "elsewhere", "GET /chat HTTP/1.1\r\n" HOST WS "\r\n", 400 },
	{ "post", "POST /ws HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" WS "\r\n", 405 },
	{ "body", "GET /ws HTTP/1.1\r\n" HOST "Content-Length: 2\r\n" WS "\r\nhi", 400 },
	{ "HTTP/1.0", "GET /ws HTTP/1.0\r\n" HOST WS "\r\n", 400 },
	{ "denied", "GET /ws?deny=1 HTTP/1.1\r\n" HOST WS "\r\n", 403 },
	{ "other host", "GET /ws HTTP/1.1\r\nHost: evil.example\r\n" WS "\r\n", 421 },
	{ "version 8",
	  "GET /ws HTTP/1.1\r\n" HOST
	  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
	  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
	  426 },
	{ "no version",
	  "GET /ws HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
	  400 },
	{ "no key",
	  "GET /ws HTTP/1.1\r\n" HOST
	  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
	  400 },
	{ "short key",
	  "GET /ws HTTP/1.1\r\n" HOST
	  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	  "Sec-WebSocket-Key: dGhlIHNhbXBs\r\n\r\n",
	  400 },
	{ "two keys",
	  "GET /ws HTTP/1.1\r\n" HOST WS "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
	  400 },
	{ "no connection",
	  "GET /ws HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
	  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
	  400 },
	{ "expectation",
	  "POST / HTTP/1.1\r\n" HOST "Expect: a miracle\r\nContent-Length: 0\r\n\r\n", 417 },
};

TEST(every_request_has_its_status)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		struct buffer out = { 0 };
		int fd = client_connect(&f, 0);
		struct response r = { 0 };
		client_send_text(fd, requests[i].request);
		bool answered = client_response(fd, &r, true);
		if (!answered || r.status != requests[i].status)
			printf("\t%s: %d\n", requests[i].what, r.status);
		CHECK(answered);
		CHECK_INT(r.status, requests[i].status);
		CHECK_TEXT(response_header(&r, "X-Content-Type-Options"), "nosniff");
		CHECK_TEXT(response_header(&r, "X-Frame-Options"), "DENY");
		CHECK_TEXT(response_header(&r, "Referrer-Policy"), "no-referrer");
		CHECK_TEXT(response_header(&r, "Cross-Origin-Opener-Policy"), "same-origin");
		CHECK_TEXT(response_header(&r, "Cross-Origin-Resource-Policy"), "same-origin");
		CHECK_TEXT(response_header(&r, "Cache-Control"), "no-store");
		/* A refusal ends the connection, and nothing after it is taken for a request. */
		if (r.status != 200) {
			CHECK_TEXT(response_header(&r, "Connection"), "close");
			CHECK(strstr(r.body.data, "{\"error\":\""));
			client_send_text(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
			client_read_all(fd, &out);
			CHECK_INT(out.size, 1);
		}
		response_clear(&r);
		buffer_clear(&out);
		close(fd);
	}
	fixture_stop(&f);
}

TEST(too_much_head)
{
	struct fixture f;
	struct buffer request = { 0 };
	struct buffer out = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	buffer_append_text(&request, "GET / HTTP/1.1\r\n" HOST "X: ");
	while (request.size < 17000)
		buffer_append_byte(&request, 'x');
	buffer_append_byte(&request, '\0');
	CHECK_INT(client_request(&f, request.data, &out), 431);

	buffer_reset(&request);
	buffer_reset(&out);
	buffer_append_text(&request, "GET /");
	while (request.size < 9000)
		buffer_append_byte(&request, 'x');
	buffer_append_text(&request, " HTTP/1.1\r\n" HOST "\r\n");
	buffer_append_byte(&request, '\0');
	CHECK_INT(client_request(&f, request.data, &out), 414);

	buffer_reset(&request);
	buffer_reset(&out);
	buffer_append_text(&request, "GET / HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 101; i++)
		buffer_append_text(&request, "X: y\r\n");
	buffer_append_text(&request, "\r\n");
	buffer_append_byte(&request, '\0');
	CHECK_INT(client_request(&f, request.data, &out), 431);
	buffer_clear(&request);
	buffer_clear(&out);
	fixture_stop(&f);
}

/* The next answer's status, and its body in `text`. */
static int next_answer(int fd, struct response *r, const char *text)
{
	CHECK(client_response(fd, r, true));
	CHECK_TEXT(r->body.data, text);
	return r->status;
}

/* Sends as much as the server takes, until it takes nothing for a while; at most `max` bytes. */
static size_t send_until_stuck(int fd, const struct buffer *all, size_t max)
{
	size_t sent = 0;
	int waits = 0;

	while (sent < max && waits < 100) {
		size_t at = sent % all->size;
		ssize_t n = send(fd, all->data + at, all->size - at, MSG_DONTWAIT | MSG_NOSIGNAL);
		waits = n > 0 ? 0 : waits + 1;
		sent += n > 0 ? (size_t)n : 0;
		if (n <= 0)
			usleep(10000);
	}
	return sent;
}

/* Requests of 2 KB, a thousand of them: many bytes for few answers, and the kernel's buffers are
 * full before there are many. */
static size_t write_requests(struct buffer *all)
{
	for (int i = 0; i < 1000; i++) {
		buffer_append_text(all, "GET /x HTTP/1.1\r\n" HOST "X: ");
		while (all->size % 2000 != 1996)
			buffer_append_byte(all, 'x');
		buffer_append_text(all, "\r\n\r\n");
	}
	return 2000;
}

static bool skip_bytes(int fd, size_t size)
{
	char bytes[65536];

	while (size) {
		ssize_t n = recv(fd, bytes, size < sizeof bytes ? size : sizeof bytes, 0);
		if (n <= 0)
			return false;
		size -= (size_t)n;
	}
	return true;
}

/* Answers that nobody reads hold back the requests behind them: only so much of both is kept. */
TEST(pipelined_and_not_read)
{
	const size_t max = 256 << 20;
	struct fixture f;
	struct buffer all = { 0 };
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	size_t one = write_requests(&all);
	size_t sent = send_until_stuck(fd, &all, max);
	CHECK(sent < max);
	/* Read at last, every one is answered; they are of one size. */
	CHECK_INT(next_answer(fd, &r, "GET /x  "), 200);
	CHECK(skip_bytes(fd, (sent / one - 1) * (r.head.size - 1 + r.body.size - 1)));
	buffer_clear(&all);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(answers_that_nobody_reads_have_a_deadline)
{
	struct fixture f;
	struct buffer all = { 0 };

	fixture_init(&f);
	f.config.http_write_ms = 500;
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	size_t one = write_requests(&all);
	send_until_stuck(fd, &all, 256 << 20);
	usleep(1500000);
	CHECK(send(fd, all.data, one, MSG_NOSIGNAL) < 0);
	buffer_clear(&all);
	close(fd);
	fixture_stop(&f);
}

/* Two empty lines are let pass; what goes on with them has begun a head, whose time runs. */
TEST(empty_lines_keep_nothing_open)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	f.config.http_head_ms = 1000;
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	for (int i = 0; i < 12; i++) {
		send(fd, i % 2 ? "\n" : "\r", 1, MSG_NOSIGNAL);
		usleep(300000);
	}
	CHECK(client_response(fd, &r, true));
	CHECK(r.status == 408 || r.status == 400);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(keep_alive_and_pipelining)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "GET /one?a=b HTTP/1.1\r\n" HOST "\r\n"
			     "POST /two HTTP/1.1\r\n" HOST "Content-Length: 11\r\n\r\nGET /x HTTP"
			     "GET /late HTTP/1.1\r\n" HOST "\r\n"
			     "\r\nGET //a/./%62%20c/ HTTP/1.1\r\n" HOST "\r\n"
			     "GET /missing HTTP/1.1\r\n" HOST "\r\n"
			     "GET /par");
	CHECK_INT(next_answer(fd, &r, "GET /one a=b "), 200);
	CHECK_INT(next_answer(fd, &r, "POST /two  GET /x HTTP"), 200);
	CHECK_INT(next_answer(fd, &r, "late"), 200);
	CHECK_INT(next_answer(fd, &r, "GET /a/b c/  "), 200);
	CHECK_INT(next_answer(fd, &r, ""), 404);
	CHECK_TEXT(response_header(&r, "Connection"), "");
	client_send_text(fd, "t HTTP/1.1\r\n" HOST
			     "Connection: x, Close\r\n\r\nGET /never HTTP/1.1\r\n" HOST "\r\n");
	CHECK_INT(next_answer(fd, &r, "GET /part  "), 200);
	CHECK_TEXT(response_header(&r, "Connection"), "close");
	CHECK(client_closed(fd));
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(a_thousand_pipelined)
{
	struct fixture f;
	struct buffer all = { 0 };
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	for (int i = 0; i < 1000; i++)
		buffer_format(&all, "GET /%d HTTP/1.1\r\n" HOST "\r\n", i);
	/* One late answer in front holds all of them back. */
	client_send_text(fd, "GET /late HTTP/1.1\r\n" HOST "\r\n");
	client_send(fd, all.data, all.size);
	CHECK_INT(next_answer(fd, &r, "late"), 200);
	for (int i = 0; i < 1000; i++) {
		char text[32];
		snprintf(text, sizeof text, "GET /%d  ", i);
		CHECK_INT(next_answer(fd, &r, text), 200);
	}
	buffer_clear(&all);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(more_input_than_waits)
{
	struct fixture f;
	struct response r = { 0 };
	char *body = memory_take(4097);

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	memset(body, 'b', 4096);
	body[4096] = '\0';
	/* Past 64 KiB of waiting input the server stops reading; it must go on afterwards. */
	client_send_text(fd, "GET /late HTTP/1.1\r\n" HOST "\r\n");
	for (int i = 0; i < 60; i++) {
		client_send_text(fd, "POST /b HTTP/1.1\r\n" HOST "Content-Length: 4096\r\n\r\n");
		client_send(fd, body, 4096);
	}
	CHECK_INT(next_answer(fd, &r, "late"), 200);
	for (int i = 0; i < 60; i++) {
		CHECK(client_response(fd, &r, true));
		CHECK_INT(r.body.size, strlen("POST /b  ") + 4096 + 1);
	}
	memory_free(body);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(head_has_no_body)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd,
			 "HEAD /abc HTTP/1.1\r\n" HOST "\r\nGET /next HTTP/1.1\r\n" HOST "\r\n");
	CHECK(client_response(fd, &r, false));
	CHECK_INT(r.status, 200);
	CHECK_TEXT(response_header(&r, "Content-Length"), "11");
	CHECK_INT(next_answer(fd, &r, "GET /next  "), 200);
	response_clear(&r);
	close(fd);
	fd = client_connect(&f, 0);
	client_send_text(fd, "HEAD /a%00 HTTP/1.1\r\n" HOST "\r\n");
	CHECK(client_response(fd, &r, false));
	CHECK_INT(r.status, 400);
	CHECK(client_closed(fd));
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(body_byte_by_byte)
{
	static const char request[] = "POST /slow HTTP/1.1\r\n" HOST
				      "Content-Length: 5\r\n\r\nhello";
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	for (size_t i = 0; i < sizeof request - 1; i++) {
		client_send(fd, request + i, 1);
		usleep(500);
	}
	CHECK_INT(next_answer(fd, &r, "POST /slow  hello"), 200);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(continue_is_said_when_the_body_is_awaited)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "POST / HTTP/1.1\r\n" HOST
			     "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
	CHECK(client_response(fd, &r, true));
	CHECK_INT(r.status, 100);
	client_send_text(fd, "ok");
	CHECK_INT(next_answer(fd, &r, "POST /  ok"), 200);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

/* Of HTTP/1.0 the expectation is to be ignored: it would take the 100 for the answer. */
TEST(continue_is_not_said_to_old_clients)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "POST / HTTP/1.0\r\n" HOST
			     "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
	usleep(100000);
	client_send_text(fd, "ok");
	CHECK_INT(next_answer(fd, &r, "POST /  ok"), 200);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}

TEST(a_client_that_went_before_its_answer)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	for (int i = 0; i < 10; i++) {
		int fd = client_connect(&f, 0);
		client_send_text(fd, "GET /late HTTP/1.1\r\n" HOST "\r\n");
		CHECK(fixture_wait(&f.late_begun, i + 1));
		close(fd);
	}
	CHECK(fixture_wait(&f.late_answered, 10));
	fixture_stop(&f);
}

TEST(parameters_and_cookies)
{
	struct fixture f;
	struct response r = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send_text(fd, "GET /query?b=1&a=x%20y+z%26&a=2 HTTP/1.1\r\n" HOST
			     "Cookie: other=1; confab=abc=; confab=2\r\n\r\n"
			     "GET /query?aa=1&a=%00 HTTP/1.1\r\n" HOST "Cookie: xconfab=1\r\n\r\n");
	CHECK_INT(next_answer(fd, &r, "a=x y z& cookie=abc="), 200);
	CHECK_INT(next_answer(fd, &r, "a= cookie="), 200);
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
}
