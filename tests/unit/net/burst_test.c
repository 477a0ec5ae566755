/* Many sends in one call: each descriptor gets what it takes, and one that fails harms no other.
 * Where the kernel has no io_uring or forbids it there is nothing to be tested but that. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "net/burst.h"
#include "unit/harness.h"

enum { LARGE = 4 << 20 };

struct pairs {
	struct burst *burst;
	int here[BURST_MAX];
	int there[BURST_MAX];
	ssize_t results[BURST_MAX];
};

/* The kernel's own word, without the library. */
static bool kernel_forbids(void)
{
	return syscall(SYS_io_uring_setup, 0, NULL) != 0 && (errno == ENOSYS || errno == EPERM);
}

static bool open_pairs(struct pairs *p)
{
	p->burst = burst_new();
	CHECK(!p->burst == kernel_forbids());
	for (size_t i = 0; p->burst && i < BURST_MAX; i++) {
		int ends[2];
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
		p->here[i] = ends[0];
		p->there[i] = ends[1];
	}
	return p->burst != NULL;
}

static void close_pairs(struct pairs *p)
{
	for (size_t i = 0; i < BURST_MAX; i++) {
		close(p->here[i]);
		close(p->there[i]);
	}
	burst_free(p->burst);
}

/* True if exactly `expected` waits at the other end. */
static bool got(const struct pairs *p, size_t i, const char *expected)
{
	char bytes[256];
	ssize_t n = recv(p->there[i], bytes, sizeof bytes, MSG_DONTWAIT);

	return n == (ssize_t)strlen(expected) && memcmp(bytes, expected, (size_t)n) == 0;
}

TEST(everybody_gets_the_bytes_again_and_again)
{
	struct pairs p;
	char text[32];

	if (!open_pairs(&p))
		return;
	for (int round = 0; round < 300; round++) {
		size_t count = 1 + (size_t)round % BURST_MAX;
		struct slice bytes = { text,
				       (size_t)snprintf(text, sizeof text, "round %d", round) };
		burst_send(p.burst, p.here, count, bytes, p.results);
		for (size_t i = 0; i < count; i++)
			CHECK(p.results[i] == (ssize_t)bytes.size && got(&p, i, text));
	}
	close_pairs(&p);
}

TEST(nobody_is_nothing_to_do)
{
	struct pairs p;

	if (!open_pairs(&p))
		return;
	burst_send(p.burst, p.here, 0, SLICE("x"), p.results);
	CHECK(!got(&p, 0, "x"));
	close_pairs(&p);
}

/* The first takes a part, and then nothing; the second has gone. */
TEST(each_for_itself)
{
	static char large[LARGE];
	struct pairs p;

	if (!open_pairs(&p))
		return;
	burst_send(p.burst, p.here, 1, (struct slice){ large, LARGE }, p.results);
	CHECK(p.results[0] > 0 && p.results[0] < LARGE);
	close(p.there[1]);
	burst_send(p.burst, p.here, 5, SLICE("hello"), p.results);
	CHECK_INT(p.results[0], 0);
	CHECK_INT(p.results[1], -1);
	for (size_t i = 2; i < 5; i++)
		CHECK(p.results[i] == 5 && got(&p, i, "hello"));
	p.there[1] = -1;
	close_pairs(&p);
}

/* A descriptor that was closed gives an error of its own. */
TEST(not_a_descriptor)
{
	struct pairs p;
	int fds[2] = { -1, -1 };

	if (!open_pairs(&p))
		return;
	fds[1] = p.here[0];
	burst_send(p.burst, fds, 2, SLICE("hello"), p.results);
	CHECK_INT(p.results[0], -1);
	CHECK(p.results[1] == 5 && got(&p, 0, "hello"));
	close_pairs(&p);
}
