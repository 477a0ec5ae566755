/* WebSockets against a real web: echo, fragments, every close code, pings, and closing in both
 * directions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/reader.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"

TEST(echo_of_every_length_form)
{
	static const size_t sizes[] = { 0, 1, 125, 126, 127, 4096, 65535, 65536, 70000 };
	struct fixture f;
	struct buffer got = { 0 };
	char *text = memory_zero(1, 70001);

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		memset(text, 'x', sizes[i]);
		ws_send(fd, 0x81, text, sizes[i]);
		CHECK_INT(ws_read(fd, &got), WS_TEXT);
		CHECK_INT(got.size, sizes[i]);
		CHECK(got.size == 0 || memcmp(got.data, text, got.size) == 0);
	}
	buffer_clear(&got);
	memory_free(text);
	close(fd);
	CHECK(fixture_wait(&f.closed, 1));
	CHECK_INT(f.opened, 1);
	fixture_stop(&f);
}

TEST(first_frame_follows_the_handshake)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "?hello=1", 0);
	CHECK(ws_expect(fd, WS_TEXT, "hello"));
	close(fd);
	fixture_stop(&f);
}

TEST(frames_sent_with_the_handshake_are_read)
{
	struct fixture f;
	struct buffer all = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = client_connect(&f, 0);
	client_send(
		fd,
		"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
		"keep-alive, Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
		"\x81\x82\0\0\0\0hi",
		strlen("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
		       "keep-alive, Upgrade\r\n"
		       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: "
		       "13\r\n\r\n") +
			8);
	ws_send_text(fd, "close 4000");
	ws_send(fd, 0x88, "", 0);
	client_read_all(fd, &all);
	CHECK(memmem(all.data, all.size, "\x81\x02hi", 4));
	buffer_clear(&all);
	close(fd);
	fixture_stop(&f);
}

TEST(fragments_and_control_frames_between)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	ws_send(fd, 0x01, "one ", 4);
	ws_send(fd, 0x89, "in between", 10);
	ws_send(fd, 0x00, "", 0);
	ws_send(fd, 0x8a, "unasked", 7);
	/* A character cut in two by the fragments. */
	ws_send(fd, 0x00, "\xc3", 1);
	ws_send(fd, 0x80, "\xa9!", 2);
	CHECK(ws_expect(fd, WS_PONG, "in between"));
	CHECK(ws_expect(fd, WS_TEXT, "one \xc3\xa9!"));
	/* The text is told as itself. */
	CHECK_INT(f.alive, 2);
	close(fd);
	fixture_stop(&f);
}

TEST(bytes_one_by_one)
{
	static const char frames[] =
		"\x81\x85\x01\x02\x03\x04\x69\x67\x6f\x68\x6e\x89\x80\x01\x02\x03\x04";
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	for (size_t i = 0; i < sizeof frames - 1; i++) {
		client_send(fd, frames + i, 1);
		usleep(1000);
	}
	CHECK(ws_expect(fd, WS_TEXT, "hello"));
	CHECK(ws_expect(fd, WS_PONG, ""));
	close(fd);
	fixture_stop(&f);
}

/* What a client may do wrong: raw bytes (mask zero) and the code it is closed with. */
static const struct {
	const char *what;
	const char *bytes;
	size_t size;
	int code;
} wrongs[] = {
#define WRONG(what, bytes, code)                     \
	{                                            \
		what, bytes, sizeof(bytes) - 1, code \
	}
	WRONG("reserved bit 1", "\xc1\x80\0\0\0\0", 1002),
	WRONG("reserved bit 2", "\xa1\x80\0\0\0\0", 1002),
	WRONG("reserved bit 3", "\x91\x80\0\0\0\0", 1002),
	WRONG("opcode 3", "\x83\x80\0\0\0\0", 1002),
	WRONG("opcode 7", "\x87\x80\0\0\0\0", 1002),
	WRONG("opcode 11", "\x8b\x80\0\0\0\0", 1002),
	WRONG("opcode 15", "\x8f\x80\0\0\0\0", 1002),
	WRONG("unmasked", "\x81\x02hi", 1002),
	WRONG("unmasked ping", "\x89\x00", 1002),
	WRONG("fragmented ping", "\x09\x80\0\0\0\0", 1002),
	WRONG("fragmented close", "\x08\x80\0\0\0\0", 1002),
	WRONG("ping of 126", "\x89\xfe\x00\x7e\0\0\0\0", 1002),
	WRONG("continuation of nothing", "\x80\x80\0\0\0\0", 1002),
	WRONG("text within a message", "\x01\x81\0\0\0\0a\x81\x81\0\0\0\0b", 1002),
	WRONG("binary within a message", "\x01\x81\0\0\0\0a\x82\x81\0\0\0\0b", 1002),
	WRONG("length 125 in 16 bits", "\x81\xfe\x00\x7d\0\0\0\0", 1002),
	WRONG("length 65535 in 64 bits", "\x81\xff\0\0\0\0\0\0\xff\xff\0\0\0\0", 1002),
	WRONG("length with the top bit", "\x81\xff\x80\0\0\0\0\0\0\x01\0\0\0\0", 1002),
	WRONG("close of one byte", "\x88\x81\0\0\0\0\x03", 1002),
	WRONG("close 999", "\x88\x82\0\0\0\0\x03\xe7", 1002),
	WRONG("close 1004", "\x88\x82\0\0\0\0\x03\xec", 1002),
	WRONG("close 1005", "\x88\x82\0\0\0\0\x03\xed", 1002),
	WRONG("close 1006", "\x88\x82\0\0\0\0\x03\xee", 1002),
	WRONG("close 1015", "\x88\x82\0\0\0\0\x03\xf7", 1002),
	WRONG("close 2999", "\x88\x82\0\0\0\0\x0b\xb7", 1002),
	WRONG("close 5000", "\x88\x82\0\0\0\0\x13\x88", 1002),
	WRONG("close reason not UTF-8", "\x88\x83\0\0\0\0\x03\xe8\xff", 1007),
	WRONG("binary", "\x82\x82\0\0\0\0hi", 1003),
	WRONG("binary fragment", "\x02\x82\0\0\0\0hi", 1003),
	WRONG("not UTF-8", "\x81\x81\0\0\0\0\xff", 1007),
	WRONG("overlong", "\x81\x82\0\0\0\0\xc0\x80", 1007),
	WRONG("surrogate", "\x81\x83\0\0\0\0\xed\xa0\x80", 1007),
	WRONG("past U+10FFFF", "\x81\x84\0\0\0\0\xf4\x90\x80\x80", 1007),
	WRONG("cut character", "\x81\x82\0\0\0\0\xe2\x82", 1007),
	WRONG("wrong at once in a fragment", "\x01\x82\0\0\0\0\xce\x41", 1007),
	WRONG("wrong in half a frame", "\x81\x8a\0\0\0\0\xff", 1007),
	WRONG("too long by its header", "\x81\xff\0\0\0\0\0\x01\x11\x71\0\0\0\0", 1009),
	WRONG("huge", "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 1009),
#undef WRONG
};

TEST(every_wrong_has_its_code)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
		int fd = ws_connect(&f, "", 0);
		client_send(fd, wrongs[i].bytes, wrongs[i].size);
		int code = ws_close_code(fd, NULL);
		if (code != wrongs[i].code)
			printf("\t%s: %d\n", wrongs[i].what, code);
		CHECK_INT(code, wrongs[i].code);
		/* A clean end, no reset: the code above must reach the client. */
		CHECK(client_closed(fd));
		close(fd);
		CHECK(fixture_wait(&f.closed, (int)i + 1));
	}
	fixture_stop(&f);
}

/* Opens a message and sends that many frames of it, empty but for the last one. */
static void send_fragments(int fd, size_t count, bool final)
{
	struct buffer all = { 0 };

	for (size_t i = 0; i < count; i++) {
		buffer_append_byte(&all, i == 0 ? '\x01' : '\x00');
		buffer_append(&all, "\x80\0\0\0\0", 5);
	}
	client_send(fd, all.data, all.size);
	if (final)
		ws_send(fd, 0x80, "done", 4);
	buffer_clear(&all);
}

TEST(fragments_are_counted)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	/* As many as there may be, twice: they are counted for each message. */
	for (int i = 0; i < 2; i++) {
		send_fragments(fd, READER_FRAGMENTS_MAX - 1, true);
		CHECK(ws_expect(fd, WS_TEXT, "done"));
	}
	send_fragments(fd, READER_FRAGMENTS_MAX, true);
	CHECK_INT(ws_close_code(fd, NULL), 1008);
	CHECK(client_closed(fd));
	close(fd);
	fixture_stop(&f);
}

TEST(too_much_in_fragments)
{
	struct fixture f;
	char *half = memory_zero(1, 40000);

	memset(half, 'x', 40000);
	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	ws_send(fd, 0x01, half, 40000);
	ws_send(fd, 0x80, half, 40000);
	CHECK_INT(ws_close_code(fd, NULL), 1009);
	CHECK(client_closed(fd));
	memory_free(half);
	close(fd);
	fixture_stop(&f);
}

/* More pongs in one turn than may wait: a reader that takes them is not slow. */
TEST(a_burst_is_no_slow_reader)
{
	const int count = 5000;
	struct fixture f;
	struct buffer all = { 0 };

	fixture_init(&f);
	f.config.socket_queue_bytes_max = 65536;
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	for (int i = 0; i < count; i++)
		buffer_append(&all, "\x89\x80\0\0\0\0", 6);
	client_send(fd, all.data, all.size);
	for (int i = 0; i < count; i++)
		CHECK(ws_expect(fd, WS_PONG, ""));
	ws_send_text(fd, "still here");
	CHECK(ws_expect(fd, WS_TEXT, "still here"));
	buffer_clear(&all);
	close(fd);
	fixture_stop(&f);
}

TEST(the_peer_closes)
{
	static const int codes[] = { 1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 4999 };
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char payload[] = { (char)(codes[i] >> 8), (char)codes[i], 'b', 'y', 'e' };
		int fd = ws_connect(&f, "", 0);
		ws_send(fd, 0x88, payload, sizeof payload);
		/* Nothing after a close frame is looked at. */
		ws_send_text(fd, "echo no");
		CHECK_INT(ws_close_code(fd, NULL), codes[i]);
		CHECK(client_closed(fd));
		close(fd);
	}
	int fd = ws_connect(&f, "", 0);
	ws_send(fd, 0x88, "", 0);
	CHECK_INT(ws_close_code(fd, NULL), 0);
	CHECK(client_closed(fd));
	close(fd);
	CHECK(fixture_wait(&f.closed, sizeof codes / sizeof *codes + 1));
	fixture_stop(&f);
}

TEST(the_server_closes)
{
	struct fixture f;
	struct buffer reason = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	ws_send_text(fd, "close 4001 because");
	CHECK(ws_expect(fd, WS_TEXT, "last words"));
	CHECK_INT(ws_close_code(fd, &reason), 4001);
	CHECK_SLICE(buffer_slice(&reason), "because");
	CHECK_INT(f.closed, 0);
	ws_send(fd, 0x88, "\x0f\xa1", 2);
	CHECK(client_closed(fd));
	close(fd);
	CHECK(fixture_wait(&f.closed, 1));
	buffer_clear(&reason);
	fixture_stop(&f);
}

TEST(a_peer_that_does_not_close_is_dropped)
{
	struct fixture f;

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "", 0);
	ws_send_text(fd, "close 4001 because");
	CHECK_INT(ws_close_code(fd, NULL), 4001);
	/* Not a word from us: after five seconds and a tick it is over. */
	sleep(4);
	CHECK_INT(f.closed, 0);
	CHECK(fixture_wait(&f.closed, 1));
	close(fd);
	fixture_stop(&f);
}

TEST(a_vanished_peer_is_noticed)
{
	struct fixture f;
	struct linger reset = { 1, 0 };

	fixture_init(&f);
	fixture_start(&f);
	int fd = ws_connect(&f, "?join=1", 0);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	close(fd);
	CHECK(fixture_wait(&f.closed, 1));
	CHECK_INT(f.opened, 1);
	fixture_stop(&f);
}

TEST(open_sockets_are_closed_with_the_web)
{
	struct fixture f;
	int fds[5];

	fixture_init(&f);
	fixture_start(&f);
	for (int i = 0; i < 5; i++)
		fds[i] = ws_connect(&f, "?join=1", 0);
	ws_send_text(fds[0], "state");
	CHECK(ws_expect(fds[0], WS_TEXT, "5 5 127.0.0.1"));
	fixture_stop(&f);
	CHECK_INT(f.closed, 5);
	for (int i = 0; i < 5; i++)
		close(fds[i]);
}

TEST(each_socket_can_be_closed)
{
	struct fixture f;
	struct buffer reason = { 0 };
	int fds[5];

	fixture_init(&f);
	fixture_start(&f);
	for (int i = 0; i < 5; i++)
		fds[i] = ws_connect(&f, "", 0);
	ws_send_text(fds[2], "closeall");
	for (int i = 0; i < 5; i++) {
		CHECK_INT(ws_close_code(fds[i], i ? NULL : &reason), 1001);
		close(fds[i]);
	}
	CHECK_SLICE(buffer_slice(&reason), "5000");
	CHECK(fixture_wait(&f.closed, 5));
	buffer_clear(&reason);
	fixture_stop(&f);
}
