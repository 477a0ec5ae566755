/* TLS on our own listener, and plain HTTP on the same port. */
#include "net/tls.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"
#include "unit/net/tunnel.h"

#define REQUEST "GET /peer HTTP/1.1\r\nHost: localhost:1\r\n\r\n"

enum { ALERT = 21, HANDSHAKE_FAILURE = 40 };

static void start(struct fixture *f)
{
	fixture_init(f);
	tunnel_use(f);
	fixture_start(f);
}

TEST(one_port_speaks_both)
{
	struct fixture f;
	struct buffer out = { 0 };

	fixture_init(&f);
	tunnel_use(&f);
	f.config.lan = true;
	fixture_start(&f);
	CHECK_INT(client_request(&f, REQUEST, &out), 200);
	CHECK(strstr(out.data, " https ") != NULL);
	f.speak_tls = false;
	buffer_reset(&out);
	CHECK_INT(client_request(&f, REQUEST, &out), 200);
	CHECK(strstr(out.data, " http ") != NULL);
	buffer_clear(&out);
	fixture_stop(&f);
}

TEST(with_a_certificate_plain_requests_are_led_to_https)
{
	static const struct {
		const char *public_url;
		const char *request;
		int status;
		const char *line;
	} rows[] = {
		{ "", "GET /a?b=c HTTP/1.1\r\nHost: localhost:8443\r\n\r\n", 308,
		  "\r\nLocation: https://localhost:8443/a?b=c\r\n" },
		{ "", "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", 308,
		  "\r\nLocation: https://localhost:80/\r\n" },
		{ "https://chat.example/", "GET /x HTTP/1.1\r\nHost: chat.example\r\n\r\n", 308,
		  "\r\nLocation: https://chat.example/x\r\n" },
		{ "", "GET http://localhost/abc HTTP/1.1\r\nHost: localhost\r\n\r\n", 308,
		  "\r\nLocation: https://localhost:80/" },
		{ "", "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi", 426,
		  "\r\nUpgrade: TLS/1.2, HTTP/1.1\r\n" },
		{ "", "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 421, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct config_problem problem;
		struct buffer out = { 0 };
		struct fixture f;

		fixture_init(&f);
		CHECK(config_set(&f.config, "public_url", rows[i].public_url, "test", &problem));
		tunnel_use(&f);
		f.speak_tls = false;
		fixture_start(&f);
		CHECK_INT(client_request(&f, rows[i].request, &out), rows[i].status);
		CHECK(strstr(out.data, rows[i].line) != NULL);
		CHECK(strstr(out.data, "Strict-Transport-Security") == NULL);
		buffer_clear(&out);
		fixture_stop(&f);
	}
}

TEST(strictness_is_told_where_the_operator_says_https)
{
	static const struct {
		const char *public_url;
		int64_t days;
		const char *host;
		bool told;
	} rows[] = {
		{ "https://localhost", 365, "localhost:1", true },
		{ "https://localhost", 0, "localhost:1", false },
		{ "https://chat.example", 365, "localhost:1", false },
		{ "http://localhost", 365, "localhost:1", false },
		{ "", 365, "localhost:1", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct config_problem problem;
		struct buffer out = { 0 };
		struct fixture f;

		fixture_init(&f);
		CHECK(config_set(&f.config, "public_url", rows[i].public_url, "test", &problem));
		f.config.hsts_days = rows[i].days;
		tunnel_use(&f);
		fixture_start(&f);
		CHECK_INT(client_request(&f, REQUEST, &out), 200);
		CHECK((strstr(out.data, "\r\nStrict-Transport-Security: max-age=31536000\r\n") !=
		       NULL) == rows[i].told);
		buffer_clear(&out);
		fixture_stop(&f);
	}
}

TEST(a_hello_where_no_tls_is_spoken_gets_an_alert)
{
	static const char hello[] = { TLS_FIRST_BYTE, 3, 1, 0, 5, 1, 0, 0, 1, 0 };
	struct fixture f;
	char alert[16];

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send(fd, hello, sizeof hello);
	CHECK_INT(recv(fd, alert, sizeof alert, MSG_WAITALL), 7);
	CHECK_INT(alert[0], ALERT);
	CHECK_INT(alert[6], HANDSHAKE_FAILURE);
	CHECK(client_closed(fd));
	close(fd);
	fixture_stop(&f);
}

/* Nothing that a stranger begins a handshake with keeps a connection. */
TEST(broken_handshakes_end)
{
	static const struct {
		const char *bytes;
		size_t size;
	} rows[] = {
		{ "\x16GET / HTTP/1.1\r\n\r\n", 19 },
		{ "\x16\x03\x01\x00\x00", 5 },
		{ "\x16\x03\x01\xff\xff\x01\x00\x00\x00", 9 },
		{ "\x16\x03\x01\x00\x04\x01\xff\xff\xff", 9 },
		{ "\x16\x03\x01\x00\x04\x0e\x00\x00\x00", 9 },
		{ "\x16\x02\x00\x00\x04\x01\x00\x00\x00", 9 },
		{ "\x16\x03\x01\x00\x04\x01\x00\x00\x00\x17\x03\x03\x00\x01x", 15 },
	};
	struct fixture f;

	fixture_init(&f);
	tunnel_use(&f);
	f.speak_tls = false;
	f.config.http_head_ms = 1000;
	fixture_start(&f);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int fd = client_connect(&f, 0);

		client_send(fd, rows[i].bytes, rows[i].size);
		CHECK(client_closed(fd));
		close(fd);
	}
	struct buffer out = { 0 };
	f.speak_tls = true;
	CHECK_INT(client_request(&f, REQUEST, &out), 200);
	buffer_clear(&out);
	fixture_stop(&f);
}

/* One who may not is closed before we have computed or said anything; a trusted proxy's connections
 * are many people's, and nobody asks about them. */
TEST(handshakes_are_asked_about)
{
	for (int trusted = 0; trusted < 2; trusted++) {
		struct config_problem problem;
		struct buffer out = { 0 };
		struct fixture f;
		char byte;

		fixture_init(&f);
		tunnel_use(&f);
		f.handshakes = 2;
		if (trusted)
			CHECK(config_set(&f.config, "trusted_proxies", "127.0.0.0/8", "test",
					 &problem));
		fixture_start(&f);
		CHECK_INT(client_request(&f, REQUEST, &out), 200);
		CHECK_INT(client_request(&f, REQUEST, &out), 200);
		f.speak_tls = trusted;
		if (trusted) {
			CHECK_INT(client_request(&f, REQUEST, &out), 200);
		} else {
			int fd = client_connect(&f, 0);
			client_send(fd, "\x16\x03\x01\x00\x04", 5);
			CHECK_INT(recv(fd, &byte, 1, MSG_WAITALL), 0);
			close(fd);
		}
		CHECK_INT(f.shaken, trusted ? 0 : 3);
		buffer_clear(&out);
		fixture_stop(&f);
	}
}

TEST(a_socket_talks_and_closes_over_tls)
{
	struct fixture f;
	size_t size = 66000;
	char *big = memory_take(size + 6);
	struct buffer payload = { 0 };

	start(&f);
	int fd = ws_connect(&f, "", 0);
	ws_send_text(fd, "echo hello");
	CHECK(ws_expect(fd, WS_TEXT, "hello"));
	memset(big, 'x', size + 5);
	big[0] = 'e';
	big[1] = 'c';
	big[2] = 'h';
	big[3] = 'o';
	big[4] = ' ';
	ws_send(fd, 0x81, big, size + 5);
	CHECK_INT(ws_read(fd, &payload), WS_TEXT);
	CHECK_INT(payload.size, size);
	for (int i = 0; i < 200; i++)
		ws_send_text(fd, "echo once more");
	for (int i = 0; i < 200; i++)
		CHECK(ws_expect(fd, WS_TEXT, "once more"));
	ws_send_text(fd, "close 4001 why");
	CHECK(ws_expect(fd, WS_TEXT, "last words"));
	CHECK_INT(ws_close_code(fd, NULL), 4001);
	ws_send(fd, 0x88, "\x0f\xa1", 2);
	CHECK(client_closed(fd));
	close(fd);
	CHECK(fixture_wait(&f.closed, 1));
	buffer_clear(&payload);
	memory_free(big);
	fixture_stop(&f);
}

TEST(who_says_goodbye_is_let_go)
{
	struct fixture f;

	start(&f);
	int fd = ws_connect(&f, "", 0);
	/* The tunnel says close_notify and stays until the server has answered it. */
	shutdown(fd, SHUT_WR);
	CHECK(fixture_wait(&f.closed, 1));
	close(fd);
	fixture_stop(&f);
}

TEST(one_who_never_reads_is_closed_over_tls)
{
	struct fixture f;
	struct buffer reason = { 0 };

	fixture_init(&f);
	tunnel_use(&f);
	f.config.socket_queue_bytes_max = 200000;
	/* Through so small a window all that came takes its time on a busy machine. */
	f.config.close_wait_ms = 60000;
	fixture_start(&f);
	int stalled = ws_connect(&f, "?join=1", 4096);
	int talker = ws_connect(&f, "", 0);
	for (int i = 0; i < 20; i++)
		ws_send_text(talker, "flood 1000");
	ws_send_text(talker, "echo still here");
	CHECK(ws_expect(talker, WS_TEXT, "still here"));
	CHECK_INT(ws_close_code(stalled, &reason), 1013);
	close(stalled);
	CHECK(fixture_wait(&f.closed, 1));
	buffer_clear(&reason);
	close(talker);
	fixture_stop(&f);
}

TEST(material_arrives_whole_or_not_at_all)
{
	struct tls_material m = { .chain = SLICE("chain"),
				  .key = SLICE("key"),
				  .authority = SLICE("authority") };
	struct tls_material read;
	struct buffer bytes = { 0 };

	tickets_open(&m.tickets, 1000, 5000);
	tls_material_write(&m, &bytes);
	CHECK(tls_material_read(buffer_slice(&bytes), &read));
	CHECK_SLICE(read.chain, "chain");
	CHECK_SLICE(read.key, "key");
	CHECK_SLICE(read.authority, "authority");
	CHECK(memcmp(&read.tickets, &m.tickets, sizeof m.tickets) == 0);
	for (size_t size = 0; size < bytes.size; size++)
		CHECK(!tls_material_read((struct slice){ bytes.data, size }, &read));
	buffer_append_byte(&bytes, 'x');
	CHECK(!tls_material_read(buffer_slice(&bytes), &read));
	buffer_clear(&bytes);
}

TEST(what_is_no_certificate_is_said)
{
	struct tls_material m = { .chain = SLICE("rubbish"), .key = SLICE("rubbish") };
	char problem[256] = "";

	tickets_open(&m.tickets, 1000, 5000);
	CHECK(tls_open(&m, problem, sizeof problem) == NULL);
	CHECK(strstr(problem, "tls_certificate") != NULL);
	struct fixture f;
	fixture_init(&f);
	tunnel_use(&f);
	m.chain = f.tls->chain;
	CHECK(tls_open(&m, problem, sizeof problem) == NULL);
	CHECK(strstr(problem, "tls_key") != NULL);
	tunnel_wait();
	config_clear(&f.config);
}
