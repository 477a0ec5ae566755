/* Fan-out: every frame in order and whole for everybody, whatever one member does. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/metrics.h"
#include "net/socket.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"
#include "unit/net/tunnel.h"

enum { MEMBERS = 60 };

static void join_all(const struct fixture *f, int *fds, int count)
{
	for (int i = 0; i < count; i++)
		fds[i] = ws_connect(f, "?join=1", 0);
}

static void close_all(const int *fds, int count)
{
	for (int i = 0; i < count; i++)
		close(fds[i]);
}

/* True if the next `count` frames are the flood's, 0 … count - 1. */
static bool got_flood(int fd, int count)
{
	struct buffer text = { 0 };
	bool right = true;

	for (int i = 0; i < count && right; i++) {
		right = ws_read(fd, &text) == WS_TEXT && text.size == 200;
		if (right) {
			buffer_append_byte(&text, '\0');
			right = strtol(text.data, NULL, 10) == i;
		}
		if (!right)
			printf("\tframe %d: \"%.*s\"\n", i, (int)text.size,
			       text.data ? text.data : "");
	}
	buffer_clear(&text);
	return right;
}

enum way { WAY_DIRECT, WAY_SINGLY, WAY_TEXTBOOK, WAY_TLS };

static void go(struct fixture *f, enum way way)
{
	f->textbook = way == WAY_TEXTBOOK;
	f->config.io_uring = way != WAY_SINGLY;
	if (way != WAY_TLS)
		return;
	tunnel_use(f);
	f->config.lan = true;
}

static void everybody_gets_all(enum way way)
{
	struct fixture f;
	int fds[MEMBERS];

	fixture_init(&f);
	go(&f, way);
	fixture_start(&f);
	/* Those who talk are plain in any case: their order counts. */
	f.speak_tls = false;
	join_all(&f, fds, MEMBERS / 2);
	f.speak_tls = way == WAY_TLS;
	join_all(&f, fds + MEMBERS / 2, MEMBERS - MEMBERS / 2);
	ws_send_text(fds[0], "flood 500");
	ws_send_text(fds[1], "say done");
	for (int i = 0; i < MEMBERS; i++) {
		CHECK(got_flood(fds[i], 500));
		CHECK(ws_expect(fds[i], WS_TEXT, "done"));
	}
	close_all(fds, MEMBERS);
	CHECK(fixture_wait(&f.closed, MEMBERS));
	fixture_stop(&f);
}

TEST(everybody_gets_all)
{
	everybody_gets_all(WAY_DIRECT);
}

TEST(everybody_gets_all_singly)
{
	everybody_gets_all(WAY_SINGLY);
}

TEST(everybody_gets_all_the_textbook_way)
{
	everybody_gets_all(WAY_TEXTBOOK);
}

TEST(everybody_gets_all_over_tls)
{
	everybody_gets_all(WAY_TLS);
}

/* One member does not read for a while: it gets everything, whole and in order, later; the others
 * do not wait. */
static void one_is_stalled(enum way way)
{
	struct fixture f;
	int fds[MEMBERS];
	int stalled;

	fixture_init(&f);
	f.config.socket_queue_bytes_max = 8 << 20;
	go(&f, way);
	fixture_start(&f);
	join_all(&f, fds, MEMBERS);
	stalled = ws_connect(&f, "?join=1", 4096);
	for (int round = 0; round < 4; round++) {
		ws_send_text(fds[0], "flood 5000");
		/* What it sends meanwhile is heard, and its pong comes at a frame's border. */
		ws_send(stalled, 0x89, "ping", 4);
		for (int i = 0; i < MEMBERS; i++)
			CHECK(got_flood(fds[i], 5000));
	}
	ws_send_text(stalled, "echo after all that");
	struct buffer payload = { 0 };
	int frames = 0;
	int pongs = 0;
	bool echoed = false;
	while (frames < 20000 || pongs < 4 || !echoed) {
		int opcode = ws_read(stalled, &payload);
		CHECK(opcode == WS_TEXT || opcode == WS_PONG);
		if (opcode == WS_PONG) {
			pongs++;
			continue;
		}
		if (slice_equal(buffer_slice(&payload), SLICE("after all that"))) {
			echoed = true;
			continue;
		}
		CHECK_INT(payload.size, 200);
		buffer_append_byte(&payload, '\0');
		CHECK_INT(strtol(payload.data, NULL, 10), frames % 5000);
		frames++;
	}
	buffer_clear(&payload);
	close(stalled);
	close_all(fds, MEMBERS);
	fixture_stop(&f);
}

TEST(one_is_stalled)
{
	one_is_stalled(WAY_DIRECT);
}

TEST(one_is_stalled_singly)
{
	one_is_stalled(WAY_SINGLY);
}

TEST(one_is_stalled_the_textbook_way)
{
	one_is_stalled(WAY_TEXTBOOK);
}

TEST(one_is_stalled_over_tls)
{
	one_is_stalled(WAY_TLS);
}

TEST(too_slow_is_closed_with_1013)
{
	struct fixture f;
	int fds[MEMBERS];
	struct buffer reason = { 0 };
	struct buffer payload = { 0 };
	int opcode;
	int frames = 0;

	fixture_init(&f);
	f.config.socket_queue_bytes_max = 65536;
	/* Through so small a window all that came takes its time on a busy machine. */
	f.config.close_wait_ms = 60000;
	fixture_start(&f);
	join_all(&f, fds, MEMBERS);
	int slow = ws_connect(&f, "?join=1", 4096);
	metrics_open(-1, 0);
	/* Until it is closed, and no longer. */
	for (int round = 0; round < 8 && metric_sum(METRIC_SLOW_CLOSED) == 0; round++) {
		ws_send_text(fds[0], "flood 5000");
		for (int i = 0; i < MEMBERS; i++)
			CHECK(got_flood(fds[i], 5000));
	}
	/* What it has got is whole and in order; then comes the close. */
	while ((opcode = ws_read(slow, &payload)) == WS_TEXT) {
		CHECK_INT(payload.size, 200);
		buffer_append_byte(&payload, '\0');
		CHECK_INT(strtol(payload.data, NULL, 10), frames % 5000);
		frames++;
	}
	CHECK_INT(opcode, WS_CLOSE);
	CHECK(frames > 0 && frames < 40000);
	CHECK_INT((unsigned char)payload.data[0] << 8 | (unsigned char)payload.data[1], 1013);
	ws_send_text(fds[0], "state");
	CHECK(ws_expect(fds[0], WS_TEXT, "60 61 127.0.0.1"));
	close(slow);
	CHECK(fixture_wait(&f.closed, 1));
	close_all(fds, MEMBERS);
	buffer_clear(&reason);
	buffer_clear(&payload);
	fixture_stop(&f);
	metrics_close();
}

TEST(too_slow_for_single_frames)
{
	struct fixture f;
	struct buffer text = { 0 };
	int code;

	fixture_init(&f);
	f.config.socket_queue_bytes_max = 65536;
	fixture_start(&f);
	int fd = ws_connect(&f, "", 4096);
	buffer_append_text(&text, "echo ");
	while (text.size < 60000)
		buffer_append_byte(&text, 'x');
	/* Asks and asks and reads nothing; a server that stops reading would stall this loop. */
	for (int i = 0; i < 200; i++)
		ws_send(fd, 0x81, text.data, text.size);
	code = ws_close_code(fd, NULL);
	CHECK_INT(code, 1013);
	buffer_clear(&text);
	close(fd);
	CHECK(fixture_wait(&f.closed, 1));
	fixture_stop(&f);
}

static void order_is_kept(enum way way)
{
	struct fixture f;

	fixture_init(&f);
	go(&f, way);
	fixture_start(&f);
	int other = ws_connect(&f, "?join=1", 0);
	int mixed = ws_connect(&f, "", 0);
	for (int round = 0; round < 10; round++) {
		ws_send_text(mixed, "mixed");
		static const char *const for_mixed[] = { "1", "2", "3", "4", "5", "6" };
		static const char *const for_other[] = {
			"before", "1", "3", "not you", "5", "after"
		};
		for (int i = 0; i < 6; i++) {
			CHECK(ws_expect(mixed, WS_TEXT, for_mixed[i]));
			CHECK(ws_expect(other, WS_TEXT, for_other[i]));
		}
	}
	close(other);
	close(mixed);
	fixture_stop(&f);
}

TEST(order_among_all_ways_of_sending)
{
	order_is_kept(WAY_DIRECT);
}

TEST(order_singly)
{
	order_is_kept(WAY_SINGLY);
}

TEST(order_the_textbook_way)
{
	order_is_kept(WAY_TEXTBOOK);
}

TEST(order_over_tls)
{
	order_is_kept(WAY_TLS);
}

TEST(more_exceptions_than_a_batch_remembers)
{
	struct fixture f;
	int fds[20];

	fixture_init(&f);
	fixture_start(&f);
	join_all(&f, fds, 20);
	/* In one write, so that they are one batch. */
	for (int round = 0; round < 30; round++)
		ws_send_text(fds[0], round % 2 ? "except not me" : "say all");
	for (int i = 0; i < 20; i++)
		for (int round = 0; round < 30; round++)
			if (i != 0 || round % 2 == 0)
				CHECK(ws_expect(fds[i], WS_TEXT, round % 2 ? "not me" : "all"));
	close_all(fds, 20);
	fixture_stop(&f);
}

TEST(several_members_are_excepted_at_once)
{
	enum { MARKED = AUDIENCE_EXCEPT_MAX };
	struct fixture f;
	int fds[20];

	fixture_init(&f);
	fixture_start(&f);
	join_all(&f, fds, 20);
	for (int i = 0; i < MARKED; i++) {
		ws_send_text(fds[i], "mark");
		ws_send_text(fds[i], "echo marked");
		CHECK(ws_expect(fds[i], WS_TEXT, "marked"));
	}
	/* In one batch with others, of which one has an exception of its own. */
	ws_send_text(fds[19], "say 1");
	ws_send_text(fds[19], "but 2");
	ws_send_text(fds[19], "except 3");
	ws_send_text(fds[19], "but 4");
	ws_send_text(fds[19], "say 5");
	for (int i = 0; i < 20; i++) {
		CHECK(ws_expect(fds[i], WS_TEXT, "1"));
		if (i >= MARKED)
			CHECK(ws_expect(fds[i], WS_TEXT, "2"));
		if (i != 19)
			CHECK(ws_expect(fds[i], WS_TEXT, "3"));
		if (i >= MARKED)
			CHECK(ws_expect(fds[i], WS_TEXT, "4"));
		CHECK(ws_expect(fds[i], WS_TEXT, "5"));
	}
	close_all(fds, 20);
	fixture_stop(&f);
}

TEST(two_audiences)
{
	struct fixture f;
	int fds[10];

	fixture_init(&f);
	fixture_start(&f);
	join_all(&f, fds, 10);
	for (int i = 0; i < 10; i += 2) {
		ws_send_text(fds[i], "joinothers");
		ws_send_text(fds[i], "echo joined");
		CHECK(ws_expect(fds[i], WS_TEXT, "joined"));
	}
	ws_send_text(fds[0], "leave");
	ws_send_text(fds[0], "echo left");
	CHECK(ws_expect(fds[0], WS_TEXT, "left"));
	/* A member in the middle of both goes: the holes it leaves are filled with the last
	 * members. */
	close(fds[2]);
	CHECK(fixture_wait(&f.closed, 1));
	ws_send_text(fds[1], "say all");
	for (int i = 1; i < 10; i++)
		CHECK(i == 2 || ws_expect(fds[i], WS_TEXT, "all"));
	ws_send_text(fds[1], "sayothers some");
	for (int i = 0; i < 10; i += 2)
		CHECK(i == 2 || ws_expect(fds[i], WS_TEXT, "some"));
	for (int i = 0; i < 10; i++) {
		if (i == 2)
			continue;
		ws_send_text(fds[i], "echo nothing else");
		CHECK(ws_expect(fds[i], WS_TEXT, "nothing else"));
		close(fds[i]);
	}
	fixture_stop(&f);
}

TEST(members_come_and_go_under_load)
{
	struct fixture f;
	int fds[MEMBERS];
	struct linger reset = { 1, 0 };

	fixture_init(&f);
	fixture_start(&f);
	join_all(&f, fds, MEMBERS);
	for (int round = 0; round < 40; round++) {
		int i = 1 + round % (MEMBERS - 1);
		ws_send_text(fds[0], "flood 50");
		/* Gone without a word while it is being sent to. */
		setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
		close(fds[i]);
		fds[i] = ws_connect(&f, "?join=1", 0);
		CHECK(got_flood(fds[0], 50));
	}
	CHECK(fixture_wait(&f.closed, 40));
	CHECK_INT(f.opened, MEMBERS + 40);
	close_all(fds, MEMBERS);
	fixture_stop(&f);
}
