/* Fan-out: the sockets that get the same frames, as a flat array.
 *
 * audience_send only remembers the frame. At the end of the turn (or past 48 KiB) the frames are
 * joined once and leave with one send() a member, many of them in one system call (burst.h). A
 * member whose output is not empty, or whose send() comes up short, gets references to the frames
 * in its queue: nothing is encoded, looked up or copied for a member.
 *
 * Order: each member gets each frame after everything sent to it before. Members that must not get
 * a part of the batch (they joined in the middle, were sent something in between, or are excepted)
 * are listed as `skips`; a batch with too many of them is sent first.
 *
 * While a batch is being sent only members can leave that were visited, and members are visited
 * from the last to the first, so that removing by moving the last one into the hole skips nobody.
 */
#include "base/check.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "net/burst.h"
#include "net/socket_private.h"
#include "net/web_private.h"
#include "net/wire.h"

enum {
	BATCH_BYTES_MAX = 49152,
	SKIPS_MAX = AUDIENCE_EXCEPT_MAX,
	FRAMES_KEPT = 16,
	MEMBERS_FIRST = 4,
};

/* 16 bytes: what a delivery needs, and where the socket's own list mentions this place. */
struct member {
	struct connection *connection;
	int fd;
	uint32_t slot;
};

/* `socket` does not get frames[first … end). */
struct skip {
	const struct socket *socket;
	uint32_t first;
	uint32_t end;
};

struct audience {
	struct web *web;
	struct link dirty;
	struct member *members;
	uint32_t member_count;
	uint32_t member_capacity;
	struct frame **frames;
	uint32_t frame_count;
	uint32_t frame_capacity;
	size_t batch_bytes;
	uint32_t skip_count;
	struct skip skips[SKIPS_MAX];
};

static void flush(struct audience *a);

struct audience *audience_new(struct web *w)
{
	struct audience *a = memory_zero(1, sizeof *a);

	a->web = w;
	return a;
}

size_t audience_size(const struct audience *a)
{
	return a->member_count;
}

/* ---- members ---- */

static uint32_t grown(uint32_t capacity)
{
	return capacity ? capacity * 2 : MEMBERS_FIRST;
}

static struct membership *find(const struct audience *a, const struct socket *s)
{
	for (uint32_t i = 0; i < s->membership_count; i++)
		if (s->memberships[i].audience == a)
			return &s->memberships[i];
	return NULL;
}

bool audience_has(const struct audience *a, const struct socket *s)
{
	return find(a, s) != NULL;
}

static void link_member(struct audience *a, struct socket *s)
{
	if (a->member_count == a->member_capacity) {
		a->member_capacity = grown(a->member_capacity);
		a->members = memory_grow(a->members, a->member_capacity * sizeof *a->members);
	}
	if (s->membership_count == s->membership_capacity) {
		s->membership_capacity = grown(s->membership_capacity);
		s->memberships = memory_grow(s->memberships,
					     s->membership_capacity * sizeof *s->memberships);
	}
	s->memberships[s->membership_count] = (struct membership){ a, a->member_count };
	a->members[a->member_count] = (struct member){ s->connection, s->connection->fd,
						       s->membership_count };
	a->member_count++;
	s->membership_count++;
}

/* Both lists close their hole with their last entry. */
static void unlink_member(struct audience *a, uint32_t index)
{
	struct member gone = a->members[index];
	struct member moved = a->members[--a->member_count];
	struct socket *s = gone.connection->socket;
	struct membership last;

	a->members[index] = moved;
	moved.connection->socket->memberships[moved.slot].index = index;
	last = s->memberships[--s->membership_count];
	if (gone.slot == s->membership_count)
		return;
	s->memberships[gone.slot] = last;
	last.audience->members[last.index].slot = gone.slot;
}

static void add_skip(struct audience *a, const struct socket *s, uint32_t first, uint32_t end)
{
	a->skips[a->skip_count++] = (struct skip){ s, first, end };
}

void audience_add(struct audience *a, struct socket *s)
{
	ASSERT(!audience_has(a, s));
	if (socket_closing(s))
		return;
	if (a->frame_count && a->skip_count == SKIPS_MAX)
		flush(a);
	if (a->frame_count)
		add_skip(a, s, 0, a->frame_count);
	link_member(a, s);
}

static bool skips(const struct audience *a, const struct socket *s, uint32_t frame)
{
	for (uint32_t i = 0; i < a->skip_count; i++)
		if (a->skips[i].socket == s && a->skips[i].first <= frame &&
		    frame < a->skips[i].end)
			return true;
	return false;
}

/* Queues what the batch holds for one member, frame by frame. */
static void queue_batch(const struct audience *a, struct socket *s)
{
	for (uint32_t i = 0; i < a->frame_count; i++)
		if (!skips(a, s, i))
			socket_queue(s, a->frames[i]);
}

static void catch_up_with(struct audience *a, struct socket *s)
{
	if (a->frame_count == 0)
		return;
	if (a->skip_count == SKIPS_MAX) {
		flush(a);
		return;
	}
	queue_batch(a, s);
	add_skip(a, s, 0, a->frame_count);
}

void audience_catch_up(struct socket *s)
{
	/* A socket that turns out too slow leaves all audiences in the middle of this. */
	for (uint32_t i = 0; i < s->membership_count; i++)
		catch_up_with(s->memberships[i].audience, s);
}

void audience_remove(struct audience *a, struct socket *s)
{
	const struct membership *m;

	if (!audience_has(a, s))
		return;
	catch_up_with(a, s);
	m = find(a, s);
	if (m)
		unlink_member(a, m->index);
}

void audience_leave_all(struct socket *s)
{
	while (s->membership_count) {
		const struct membership *m = &s->memberships[s->membership_count - 1];
		unlink_member(m->audience, m->index);
	}
}

/* ---- frames ---- */

void audience_send_but(struct audience *a, struct frame *f, const struct socket *const *except,
		       size_t count)
{
	ASSERT(count <= AUDIENCE_EXCEPT_MAX);
	if (a->member_count == 0)
		return;
	if (a->skip_count + count > SKIPS_MAX)
		flush(a);
	if (a->frame_count == a->frame_capacity) {
		a->frame_capacity = grown(a->frame_capacity);
		a->frames = memory_grow(a->frames, a->frame_capacity * sizeof(struct frame *));
	}
	for (size_t i = 0; i < count; i++)
		add_skip(a, except[i], a->frame_count, a->frame_count + 1);
	a->frames[a->frame_count++] = frame_ref(f);
	a->batch_bytes += frame_bytes(f).size;
	if (!link_used(&a->dirty))
		link_add_last(&a->web->dirty_audiences, &a->dirty);
	if (a->batch_bytes >= BATCH_BYTES_MAX)
		flush(a);
}

void audience_send_except(struct audience *a, struct frame *f, const struct socket *except)
{
	audience_send_but(a, f, &except, except ? 1 : 0);
}

void audience_send(struct audience *a, struct frame *f)
{
	audience_send_but(a, f, NULL, 0);
}

/* The whole batch as one run of bytes; of a single frame, its own. */
static struct slice join_batch(const struct audience *a)
{
	struct buffer *batch = &a->web->batch;

	if (a->frame_count == 1)
		return frame_bytes(a->frames[0]);
	buffer_reset(batch);
	for (uint32_t i = 0; i < a->frame_count; i++)
		buffer_append_slice(batch, frame_bytes(a->frames[i]));
	return buffer_slice(batch);
}

/* `sent` bytes of the batch have left: the rest waits in the member's own queue. */
static void queue_rest(const struct audience *a, struct connection *c, size_t sent)
{
	uint32_t i = 0;

	while (sent >= frame_bytes(a->frames[i]).size)
		sent -= frame_bytes(a->frames[i++]).size;
	output_add_rest(&c->output, a->frames[i], sent);
	while (++i < a->frame_count)
		output_add(&c->output, a->frames[i]);
	connection_block(c);
	socket_check_queue(c->socket);
}

static bool skips_any(const struct audience *a, const struct socket *s)
{
	for (uint32_t i = 0; i < a->skip_count; i++)
		if (a->skips[i].socket == s)
			return true;
	return false;
}

/* True if the batch may be sent to `c` now. Else it has been dealt with. */
static bool takes_batch(struct audience *a, struct connection *c, bool direct)
{
	if (c->dead)
		return false;
	if (direct && !c->tls && !c->output.count && !c->blocked &&
	    (!a->skip_count || !skips_any(a, c->socket)))
		return true;
	queue_batch(a, c->socket);
	return false;
}

/* `n` is what wire_send says of the batch. */
static void batch_sent(const struct audience *a, struct connection *c, struct slice batch,
		       ssize_t n)
{
	if (n == (ssize_t)batch.size)
		return;
	if (n < 0)
		connection_kill(c);
	else
		queue_rest(a, c, (size_t)n);
}

/* Both ways return the number of sends. */
static int deliver_singly(struct audience *a, struct slice batch, bool direct)
{
	int sends = 0;

	for (uint32_t i = a->member_count; i-- > 0;) {
		struct connection *c = a->members[i].connection;
		if (!takes_batch(a, c, direct))
			continue;
		batch_sent(a, c, batch, wire_send(c, batch.data, batch.size));
		sends++;
	}
	return sends;
}

/* The same: who leaves meanwhile was visited before. */
static int deliver_in_bursts(struct audience *a, struct slice batch, struct burst *burst)
{
	struct connection *ready[BURST_MAX];
	int fds[BURST_MAX];
	ssize_t results[BURST_MAX];
	int sends = 0;

	for (uint32_t i = a->member_count; i > 0;) {
		size_t count = 0;
		while (i > 0 && count < BURST_MAX) {
			const struct member *m = &a->members[--i];
			ready[count] = m->connection;
			fds[count] = m->fd;
			count += takes_batch(a, m->connection, true);
		}
		burst_send(burst, fds, count, batch, results);
		for (size_t k = 0; k < count; k++)
			batch_sent(a, ready[k], batch, results[k]);
		sends += (int)count;
	}
	return sends;
}

/* NULL: not for so few members, or there is none. */
static struct burst *burst_for(const struct audience *a)
{
	struct web *w = a->web;

	if (a->member_count < BURST_MIN || !w->config->io_uring)
		return NULL;
	if (!w->burst_tried)
		w->burst = burst_new();
	w->burst_tried = true;
	return w->burst;
}

static void empty_batch(struct audience *a)
{
	for (uint32_t i = 0; i < a->frame_count; i++)
		frame_unref(a->frames[i]);
	a->frame_count = 0;
	a->batch_bytes = 0;
	a->skip_count = 0;
	link_remove(&a->dirty);
	if (a->frame_capacity <= FRAMES_KEPT)
		return;
	memory_free(a->frames);
	a->frames = NULL;
	a->frame_capacity = 0;
}

static void flush(struct audience *a)
{
	struct slice batch;
	struct burst *burst;
	bool direct;

	if (a->frame_count == 0)
		return;
	batch = join_batch(a);
	metric_add(METRIC_DELIVERIES, (int64_t)a->member_count * a->frame_count);
	direct = a->member_count && wire_is_direct(a->members[0].connection);
	burst = direct ? burst_for(a) : NULL;
	metric_add(METRIC_SENDS,
		   burst ? deliver_in_bursts(a, batch, burst) : deliver_singly(a, batch, direct));
	empty_batch(a);
}

void audience_flush_all(struct web *w)
{
	while (!link_empty(&w->dirty_audiences))
		flush(LINK_OWNER(w->dirty_audiences.next, struct audience, dirty));
}

void audience_free(struct audience *a)
{
	if (!a)
		return;
	flush(a);
	while (a->member_count)
		unlink_member(a, a->member_count - 1);
	memory_free(a->members);
	memory_free(a->frames);
	memory_free(a);
}
