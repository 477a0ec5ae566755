/* Sends through an io_uring. With MSG_DONTWAIT each of them is done when the kernel returns from
 * taking it, so that nothing is under way between two calls: the bytes may be reused and
 * descriptors closed. */
#include "net/burst.h"

#include <errno.h>
#include <liburing.h>
#include <string.h>
#include <sys/socket.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "net/wire.h"

struct burst {
	struct io_uring ring;
};

static bool can_send(struct io_uring *ring)
{
	struct io_uring_probe *probe = io_uring_get_probe_ring(ring);
	bool can = probe && io_uring_opcode_supported(probe, IORING_OP_SEND);

	io_uring_free_probe(probe);
	return can;
}

static int open_ring(struct io_uring *ring)
{
	int error = io_uring_queue_init(BURST_MAX, ring, 0);

	if (error || can_send(ring))
		return -error;
	io_uring_queue_exit(ring);
	return EOPNOTSUPP;
}

struct burst *burst_new(void)
{
	struct burst *b = memory_zero(1, sizeof *b);
	int error = open_ring(&b->ring);

	if (!error)
		return b;
	log_info("net", "fan-out without io_uring", "reason=\"%s\"", strerror(error));
	memory_free(b);
	return NULL;
}

void burst_free(struct burst *b)
{
	if (!b)
		return;
	io_uring_queue_exit(&b->ring);
	memory_free(b);
}

static void queue(struct burst *b, int fd, struct slice bytes, size_t index)
{
	struct io_uring_sqe *entry = io_uring_get_sqe(&b->ring);

	ASSERT(entry != NULL);
	io_uring_prep_send(entry, fd, bytes.data, bytes.size, MSG_DONTWAIT | MSG_NOSIGNAL);
	io_uring_sqe_set_data64(entry, index);
}

/* Returns how many sends are done. */
static size_t reap(struct burst *b, ssize_t *results)
{
	struct io_uring_cqe *entry;
	unsigned head;
	unsigned count = 0;

	io_uring_for_each_cqe(&b->ring, head, entry)
	{
		results[entry->user_data] = entry->res >= 0          ? entry->res
					    : wire_full(-entry->res) ? 0
								     : -1;
		count++;
	}
	io_uring_cq_advance(&b->ring, count);
	return count;
}

void burst_send(struct burst *b, const int *fds, size_t count, struct slice bytes, ssize_t *results)
{
	size_t done = 0;

	ASSERT(count <= BURST_MAX);
	for (size_t i = 0; i < count; i++)
		queue(b, fds[i], bytes, i);
	while (done < count) {
		int n = io_uring_submit_and_wait(&b->ring, (unsigned)(count - done));
		ASSERT(n >= 0 || n == -EINTR || n == -EAGAIN || n == -EBUSY);
		done += reap(b, results);
	}
}
