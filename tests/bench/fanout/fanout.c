/* Fan-out: one publisher in room 1, `members` that listen, and a window: so many messages at most
 * have not reached everybody yet. Message k of a member is the k-th it receives; some members look
 * into each message whether it is that. Either for some seconds, or in steps of so many messages as
 * whoever reads our output asks for. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crowd.h"
#include "dialect.h"
#include "measure.h"
#include "run.h"

enum {
	RING = 2 * WINDOW_MAX, /* a power of two */
	CHECKED = 10,
};

struct fanout {
	const struct options *options;
	const struct dialect *dialect;
	struct crowd crowd;
	struct client *publisher;
	struct result result;
	int64_t done; /* messages that all members have */
	int64_t stored;
	int64_t arrived_ns; /* the last delivery */
	int received[RING];
	int64_t sent_ns[RING];
	int64_t expected[CHECKED];
	struct samples latency;
	struct samples stored_latency;
	bool measuring;
};

/* Which of the members that are looked into this one is, or -1: they are spread evenly, as each
 * server has its own order of serving. */
static int checked(const struct fanout *f, const struct client *c)
{
	int step = f->options->members > CHECKED ? f->options->members / CHECKED : 1;

	return c->index % step == 0 && c->index / step < CHECKED ? c->index / step : -1;
}

static void on_delivery(struct fanout *f, struct client *c, const char *text, size_t size)
{
	int64_t index = c->received++;
	int slot = checked(f, c);

	f->result.deliveries++;
	f->received[index & (RING - 1)]++;
	while (f->done < f->result.messages &&
	       f->received[f->done & (RING - 1)] >= f->options->members)
		f->received[f->done++ & (RING - 1)] = 0;
	if (slot < 0)
		return;
	f->arrived_ns = now_ns();
	if (f->dialect->index(text, size) != f->expected[slot])
		f->result.out_of_order++;
	f->expected[slot] = f->dialect->index(text, size) + 1;
	if (f->measuring)
		samples_add(&f->latency, f->arrived_ns - f->sent_ns[index & (RING - 1)]);
}

static void on_text(void *owner, struct client *c, const char *text, size_t size)
{
	struct fanout *f = owner;
	enum text_kind kind = f->dialect->kind(text, size);

	if (kind == TEXT_MESSAGE && c != f->publisher)
		on_delivery(f, c, text, size);
	if (kind != TEXT_STORED)
		return;
	if (f->measuring)
		samples_add(&f->stored_latency, now_ns() - f->sent_ns[f->stored & (RING - 1)]);
	f->stored++;
}

static void queue_next(struct fanout *f)
{
	int64_t index = f->result.messages++;

	f->sent_ns[index & (RING - 1)] = now_ns();
	client_send_message(f->publisher, f->options, index);
}

static void fill_window(struct fanout *f)
{
	while (f->result.messages - f->done < f->options->window)
		queue_next(f);
	client_flush(f->publisher);
}

static bool stalled(const struct fanout *f)
{
	return now_ns() - f->arrived_ns > (int64_t)f->options->drain_ms * 1000000;
}

static void run_for(struct fanout *f, int64_t ms)
{
	int64_t end_ns = now_ns() + ms * 1000000;

	while (now_ns() < end_ns && !stalled(f) && !f->crowd.closed) {
		fill_window(f);
		crowd_turn(&f->crowd, 1);
	}
}

/* Messages that everybody has, and whose sender knows it. */
static int64_t settled(const struct fanout *f)
{
	return f->dialect->acknowledges && f->stored < f->done ? f->stored : f->done;
}

/* What is under way arrives, or is lost. */
static void drain(struct fanout *f)
{
	f->arrived_ns = now_ns();
	while (settled(f) < f->result.messages && !stalled(f) && !f->crowd.closed) {
		client_flush(f->publisher);
		crowd_turn(&f->crowd, 10);
	}
	f->result.lost = f->result.messages * f->options->members - f->result.deliveries;
	f->result.unanswered = f->dialect->acknowledges ? f->result.messages - f->stored : 0;
	f->result.closed = f->crowd.closed;
}

static void print(struct fanout *f, const struct usage *from, const struct usage *to,
		  const struct result *before, const struct result *after)
{
	double wall_s = (double)(to->at_ns - from->at_ns) / 1e9;
	double cpu_s = usage_cpu_s(from, to, f->options);
	double deliveries = (double)(after->deliveries - before->deliveries);

	printf("mode=fanout members=%d window=%d messages_per_s=%.0f deliveries_per_s=%.0f",
	       f->options->members, f->options->window,
	       (double)(after->messages - before->messages) / wall_s, deliveries / wall_s);
	printf(" deliveries_per_cpu_s=%.0f", cpu_s > 0 ? deliveries / cpu_s : 0);
	usage_print(from, to, f->options);
	printf(" latency_ms_p50=%.2f latency_ms_p99=%.2f stored_ms_p50=%.2f stored_ms_p99=%.2f",
	       samples_ms(&f->latency, 0.5), samples_ms(&f->latency, 0.99),
	       samples_ms(&f->stored_latency, 0.5), samples_ms(&f->stored_latency, 0.99));
	printf(" lost=%" PRId64 " out_of_order=%" PRId64 " unanswered=%" PRId64 " closed=%d\n",
	       f->result.lost, f->result.out_of_order, f->result.unanswered, f->result.closed);
}

static void open_all(struct fanout *f, const struct options *o)
{
	int64_t settled_ns;

	memset(f, 0, sizeof *f);
	f->options = o;
	f->dialect = o->dialect;
	crowd_init(&f->crowd, o, o->members + 1);
	f->crowd.publishers_from = o->members;
	crowd_open(&f->crowd, 0, o->members + 1);
	f->publisher = &f->crowd.clients[o->members];
	f->crowd.on_text = on_text;
	f->crowd.owner = f;
	settled_ns = now_ns() + (int64_t)o->settle_ms * 1000000;
	while (now_ns() < settled_ns)
		crowd_turn(&f->crowd, 10);
	f->arrived_ns = now_ns();
}

static void close_all(struct fanout *f)
{
	samples_clear(&f->latency);
	samples_clear(&f->stored_latency);
	crowd_clear(&f->crowd);
}

struct result run_fanout(const struct options *o)
{
	static struct fanout f;
	struct usage from;
	struct usage to;
	struct result before;
	struct result after;

	open_all(&f, o);
	run_for(&f, o->warm_up_ms);
	usage_take(&from, o);
	before = f.result;
	f.measuring = true;
	run_for(&f, (int64_t)o->seconds * 1000);
	f.measuring = false;
	usage_take(&to, o);
	after = f.result;
	drain(&f);
	print(&f, &from, &to, &before, &after);
	close_all(&f);
	return f.result;
}

/* ---- steps ---- */

/* `count` more messages, each with its window, until everybody has them and they are answered. */
static void step(struct fanout *f, int64_t count)
{
	int64_t end = f->result.messages + count;

	f->arrived_ns = now_ns();
	while (settled(f) < end && !stalled(f) && !f->crowd.closed) {
		if (f->result.messages < end &&
		    f->result.messages - settled(f) < f->options->window) {
			queue_next(f);
			client_flush(f->publisher);
		} else {
			crowd_turn(&f->crowd, 100);
		}
	}
}

/* The number of messages that is asked for next; 0 when nobody asks any more. */
static int64_t asked_for(struct fanout *f)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	char line[32];

	while (poll(&input, 1, 0) == 0)
		crowd_turn(&f->crowd, 20);
	return fgets(line, sizeof line, stdin) ? strtoll(line, NULL, 10) : 0;
}

struct result run_steps(const struct options *o)
{
	static struct fanout f;
	int64_t count;

	setvbuf(stdin, NULL, _IONBF, 0);
	open_all(&f, o);
	printf("open\n");
	while ((count = asked_for(&f)) > 0) {
		int64_t from_ns = now_ns();
		step(&f, count);
		printf("messages=%" PRId64 " deliveries=%" PRId64 " seconds=%.3f closed=%d\n",
		       f.result.messages, f.result.deliveries, (double)(now_ns() - from_ns) / 1e9,
		       f.crowd.closed);
	}
	drain(&f);
	close_all(&f);
	return f.result;
}
