/* Fan-out: one publisher in room 1, `members` that listen, and a window: so many messages at most
 * have not reached everybody yet. Message k of a member is the k-th it receives; some members look
 * into each message whether it is that. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "crowd.h"
#include "measure.h"
#include "message.h"
#include "run.h"

enum {
	RING = 2 * WINDOW_MAX, /* a power of two */
	CHECKED = 10,
};

struct fanout {
	const struct options *options;
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

static void on_delivery(struct fanout *f, struct client *c, const char *text, size_t size)
{
	int64_t index = c->received++;

	f->result.deliveries++;
	f->received[index & (RING - 1)]++;
	while (f->done < f->result.messages &&
	       f->received[f->done & (RING - 1)] >= f->options->members)
		f->received[f->done++ & (RING - 1)] = 0;
	if (c->index >= CHECKED)
		return;
	f->arrived_ns = now_ns();
	if (message_index(text, size) != f->expected[c->index])
		f->result.out_of_order++;
	f->expected[c->index] = message_index(text, size) + 1;
	if (f->measuring)
		samples_add(&f->latency, f->arrived_ns - f->sent_ns[index & (RING - 1)]);
}

static void on_text(void *owner, struct client *c, const char *text, size_t size)
{
	struct fanout *f = owner;
	enum text_kind kind = message_kind(text, size);

	if (kind == TEXT_MESSAGE && c != f->publisher)
		on_delivery(f, c, text, size);
	if (kind != TEXT_STORED)
		return;
	if (f->measuring)
		samples_add(&f->stored_latency, now_ns() - f->sent_ns[f->stored & (RING - 1)]);
	f->stored++;
}

static void fill_window(struct fanout *f)
{
	while (f->result.messages - f->done < f->options->window) {
		int64_t index = f->result.messages++;
		f->sent_ns[index & (RING - 1)] = now_ns();
		message_send(f->publisher, f->options, index);
	}
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

/* What is under way arrives, or is lost. */
static void drain(struct fanout *f)
{
	f->arrived_ns = now_ns();
	while ((f->done < f->result.messages || f->stored < f->result.messages) && !stalled(f) &&
	       !f->crowd.closed) {
		client_flush(f->publisher);
		crowd_turn(&f->crowd, 10);
	}
	f->result.lost = f->result.messages * f->options->members - f->result.deliveries;
	f->result.unanswered = f->result.messages - f->stored;
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

struct result run_fanout(const struct options *o)
{
	static struct fanout f;
	struct usage from;
	struct usage to;
	struct result before;
	struct result after;

	memset(&f, 0, sizeof f);
	f.options = o;
	crowd_init(&f.crowd, o, o->members + 1);
	crowd_open(&f.crowd, 0, o->members + 1);
	f.publisher = &f.crowd.clients[o->members];
	f.crowd.on_text = on_text;
	f.crowd.owner = &f;
	f.arrived_ns = now_ns();
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
	samples_clear(&f.latency);
	samples_clear(&f.stored_latency);
	crowd_clear(&f.crowd);
	return f.result;
}
