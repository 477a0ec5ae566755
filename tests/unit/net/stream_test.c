/* Streams to servers: Unix and TCP, order, one write a turn, back-pressure, and every way to lose
 * one. */
#include "net/stream.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "unit/harness.h"

static struct loop *loop;
static struct stream *stream;
static struct buffer got;
static struct buffer lost;
static int opened;
static int listening;
static int server;

static void on_bytes(void *owner, struct slice bytes)
{
	(void)owner;
	buffer_append_slice(&got, bytes);
	if (memchr(got.data, '.', got.size))
		loop_stop(loop);
}

static void on_lost(void *owner, const char *reason)
{
	(void)owner;
	buffer_append_text(&lost, reason);
	loop_stop(loop);
}

static void on_open(void *owner)
{
	(void)owner;
	opened++;
	loop_stop(loop);
}

static const struct stream_events events = { on_open, on_bytes, on_lost };

static void begin(void)
{
	opened = 0;
	buffer_clear(&got);
	buffer_clear(&lost);
	loop = loop_new();
}

static void end(void)
{
	loop_free(loop);
	buffer_clear(&got);
	buffer_clear(&lost);
}

static int listen_tcp(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(listening, (struct sockaddr *)&address, sizeof address) == 0 &&
	      listen(listening, 8) == 0);
	CHECK(getsockname(listening, (struct sockaddr *)&address, &size) == 0);
	return ntohs(address.sin_port);
}

static void connect_tcp(const char *host)
{
	stream = stream_connect(loop, host, listen_tcp(), events, NULL);
	loop_run(loop);
	CHECK_INT(opened, 1);
	server = accept(listening, NULL, NULL);
	CHECK(server >= 0);
}

static void disconnect(void)
{
	stream_close(stream);
	close(server);
	close(listening);
}

TEST(tcp_by_name)
{
	char text[16];

	begin();
	connect_tcp("localhost");
	stream_write(stream, SLICE("one "));
	stream_write(stream, SLICE("two"));
	CHECK_INT(stream_queued(stream), 7);
	CHECK_INT(recv(server, text, sizeof text, MSG_DONTWAIT), -1);
	CHECK_INT(send(server, "hello.", 6, 0), 6);
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&got), "hello.");
	CHECK_INT(stream_queued(stream), 0);
	CHECK_INT(recv(server, text, sizeof text, 0), 7);
	CHECK(memcmp(text, "one two", 7) == 0);
	disconnect();
	end();
}

TEST(unix_by_path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	begin();
	snprintf(address.sun_path, sizeof address.sun_path, "%s/s", harness_directory());
	listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(listening, (struct sockaddr *)&address, sizeof address) == 0 &&
	      listen(listening, 1) == 0);
	stream = stream_connect(loop, address.sun_path, 0, events, NULL);
	/* Too early: dropped. */
	stream_write(stream, SLICE("early"));
	loop_run(loop);
	CHECK_INT(opened, 1);
	server = accept(listening, NULL, NULL);
	stream_write(stream, SLICE("now"));
	CHECK_INT(send(server, ".", 1, 0), 1);
	loop_run(loop);
	char text[16];
	CHECK_INT(recv(server, text, sizeof text, 0), 3);
	disconnect();
	end();
}

/* Far more than the kernel takes, in many pieces, while the other side dawdles. */
TEST(much_arrives_whole)
{
	enum { PIECES = 3000, PIECE = 4000 };
	char *piece = memory_take(PIECE);
	size_t received = 0;
	bool right = true;

	begin();
	connect_tcp("127.0.0.1");
	struct timer *stopper = timer_new(loop, (void (*)(void *))(void (*)(void))loop_stop, loop);
	for (int i = 0; i < PIECES; i++) {
		memset(piece, 'a' + i % 26, PIECE);
		stream_write(stream, (struct slice){ piece, PIECE });
		if (i % 100 == 0) {
			timer_start(stopper, 1, 0);
			loop_run(loop);
		}
	}
	CHECK(stream_queued(stream) > 0);
	while (received < (size_t)PIECES * PIECE) {
		ssize_t n = recv(server, piece, PIECE, MSG_DONTWAIT);
		for (ssize_t k = 0; k < n; k++)
			right = right &&
				piece[k] == (char)('a' + (received + (size_t)k) / PIECE % 26);
		received += n > 0 ? (size_t)n : 0;
		if (n < 0) {
			timer_start(stopper, 1, 0);
			loop_run(loop);
		}
	}
	CHECK(right);
	timer_start(stopper, 5, 0);
	loop_run(loop);
	CHECK_INT(stream_queued(stream), 0);
	CHECK_INT(lost.size, 0);
	timer_free(stopper);
	memory_free(piece);
	disconnect();
	end();
}

TEST(the_server_closes)
{
	begin();
	connect_tcp("127.0.0.1");
	close(server);
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&lost), "closed by the server");
	stream_write(stream, SLICE("too late"));
	CHECK_INT(stream_queued(stream), 0);
	stream_close(stream);
	close(listening);
	end();
}

TEST(the_server_resets_while_written_to)
{
	struct linger reset = { 1, 0 };

	begin();
	connect_tcp("127.0.0.1");
	setsockopt(server, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	close(server);
	stream_write(stream, SLICE("into the void"));
	loop_run(loop);
	CHECK(lost.size > 0);
	stream_close(stream);
	close(listening);
	end();
}

static void lose(const char *host, int port)
{
	stream = stream_connect(loop, host, port, events, NULL);
	/* Never from within stream_connect. */
	CHECK_INT(lost.size, 0);
	loop_run(loop);
	CHECK(lost.size > 0);
	CHECK_INT(opened, 0);
	stream_close(stream);
	buffer_reset(&lost);
}

TEST(streams_that_never_open)
{
	char long_path[200];
	int port;

	begin();
	port = listen_tcp();
	close(listening);
	memset(long_path, 'x', sizeof long_path - 1);
	long_path[0] = '/';
	long_path[sizeof long_path - 1] = '\0';
	lose("127.0.0.1", port);
	lose("no such host", 80);
	lose("/nowhere/at/all", 0);
	lose(long_path, 0);
	end();
}

TEST(closed_while_resolving_or_connecting)
{
	int port;

	begin();
	port = listen_tcp();
	stream_close(stream_connect(loop, "localhost", port, events, NULL));
	stream_close(stream_connect(loop, "/nowhere", 0, events, NULL));
	loop_run(loop);
	CHECK_INT(opened, 0);
	CHECK_INT(lost.size, 0);
	stream_close(NULL);
	close(listening);
	end();
}

static void on_bytes_close(void *owner, struct slice bytes)
{
	(void)owner;
	buffer_append_slice(&got, bytes);
	stream_close(stream);
	stream = NULL;
}

TEST(closed_from_its_own_callback)
{
	struct stream_events closing = { on_open, on_bytes_close, on_lost };

	begin();
	stream = stream_connect(loop, "127.0.0.1", listen_tcp(), closing, NULL);
	loop_run(loop);
	server = accept(listening, NULL, NULL);
	CHECK_INT(send(server, "bye", 3, 0), 3);
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&got), "bye");
	CHECK_INT(lost.size, 0);
	close(server);
	close(listening);
	end();
}
