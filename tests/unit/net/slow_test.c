/* Clients that dawdle: they are cut off, and nobody else waits for them. Takes the server's
 * time-outs, 10 s and more. */
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "unit/harness.h"
#include "unit/net/fixture.h"

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for an answer longer than the client's own patience. */
static bool readable(int fd, int timeout_ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, timeout_ms) == 1;
}

TEST(heads_and_bodies_have_a_deadline)
{
	struct fixture f;
	struct response r = { 0 };
	int64_t begun_ms = now_ms();

	fixture_init(&f);
	fixture_start(&f);
	int silent = client_connect(&f, 0);
	int head = client_connect(&f, 0);
	int body = client_connect(&f, 0);
	client_send_text(head, "GET / HTTP/1.1\r\nHost: loc");
	client_send_text(body,
			 "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
	/* A byte now and then does not help. */
	for (int i = 0; i < 9; i++) {
		CHECK(!readable(head, 1000));
		client_send_text(head, "x");
	}
	CHECK(readable(head, 3000));
	CHECK(client_response(head, &r, true));
	CHECK_INT(r.status, 408);
	CHECK(readable(body, 3000));
	CHECK(client_response(body, &r, true));
	CHECK_INT(r.status, 408);
	CHECK(readable(silent, 3000));
	CHECK(client_closed(silent));
	CHECK(now_ms() - begun_ms < 13000);
	response_clear(&r);
	close(silent);
	close(head);
	close(body);
	fixture_stop(&f);
}
