/* Acknowledged messages: many senders, each with a window of messages that are not acknowledged
 * yet; `members` more listen. Each sender gets everybody's messages as well, as in a room. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "crowd.h"
#include "dialect.h"
#include "measure.h"
#include "run.h"

struct sender {
	int64_t sent;
	int64_t stored;
	int64_t sent_ns[WINDOW_MAX];
};

struct ack {
	const struct options *options;
	struct crowd crowd;
	struct sender *senders;
	struct result result;
	int64_t stored;
	int64_t stored_ns;
	struct samples latency;
	bool measuring;
};

static void on_text(void *owner, struct client *c, const char *text, size_t size)
{
	struct ack *a = owner;
	enum text_kind kind = a->options->dialect->kind(text, size);
	struct sender *s = &a->senders[c->index < a->options->senders ? c->index : 0];

	if (kind == TEXT_MESSAGE)
		a->result.deliveries++;
	if (kind != TEXT_STORED || c->index >= a->options->senders)
		return;
	a->stored_ns = now_ns();
	if (a->measuring)
		samples_add(&a->latency, a->stored_ns - s->sent_ns[s->stored % a->options->window]);
	s->stored++;
	a->stored++;
}

static void fill_windows(struct ack *a)
{
	for (int i = 0; i < a->options->senders; i++) {
		struct sender *s = &a->senders[i];
		while (s->sent - s->stored < a->options->window) {
			s->sent_ns[s->sent % a->options->window] = now_ns();
			client_send_message(&a->crowd.clients[i], a->options, s->sent++);
			a->result.messages++;
		}
		client_flush(&a->crowd.clients[i]);
	}
}

static bool stalled(const struct ack *a)
{
	return now_ns() - a->stored_ns > (int64_t)a->options->drain_ms * 1000000;
}

static void run_for(struct ack *a, int64_t ms)
{
	int64_t end_ns = now_ns() + ms * 1000000;

	while (now_ns() < end_ns && !stalled(a) && !a->crowd.closed) {
		fill_windows(a);
		crowd_turn(&a->crowd, 1);
	}
}

static void drain(struct ack *a)
{
	int64_t expected = a->result.messages * a->crowd.count;

	a->stored_ns = now_ns();
	while ((a->stored < a->result.messages || a->result.deliveries < expected) && !stalled(a) &&
	       !a->crowd.closed) {
		for (int i = 0; i < a->options->senders; i++)
			client_flush(&a->crowd.clients[i]);
		crowd_turn(&a->crowd, 10);
	}
	a->result.unanswered = a->result.messages - a->stored;
	a->result.lost = expected - a->result.deliveries;
	a->result.closed = a->crowd.closed;
}

static void print(struct ack *a, const struct usage *from, const struct usage *to, int64_t stored)
{
	double wall_s = (double)(to->at_ns - from->at_ns) / 1e9;
	double cpu_s = usage_cpu_s(from, to, a->options);

	printf("mode=ack senders=%d window=%d members=%d acknowledged_per_s=%.0f "
	       "acknowledged_per_cpu_s=%.0f",
	       a->options->senders, a->options->window, a->options->members,
	       (double)stored / wall_s, cpu_s > 0 ? (double)stored / cpu_s : 0);
	usage_print(from, to, a->options);
	printf(" stored_ms_p50=%.2f stored_ms_p99=%.2f lost=%" PRId64 " unanswered=%" PRId64
	       " closed=%d\n",
	       samples_ms(&a->latency, 0.5), samples_ms(&a->latency, 0.99), a->result.lost,
	       a->result.unanswered, a->result.closed);
}

struct result run_ack(const struct options *o)
{
	static struct sender senders[SENDERS_MAX];
	struct ack a = { .options = o, .senders = senders, .stored_ns = now_ns() };
	struct usage from;
	struct usage to;
	int64_t before;
	int64_t after;

	memset(senders, 0, sizeof senders);
	crowd_init(&a.crowd, o, o->senders + o->members);
	crowd_open(&a.crowd, 0, a.crowd.count);
	a.crowd.on_text = on_text;
	a.crowd.owner = &a;
	a.stored_ns = now_ns();
	run_for(&a, o->warm_up_ms);
	usage_take(&from, o);
	before = a.stored;
	a.measuring = true;
	run_for(&a, (int64_t)o->seconds * 1000);
	a.measuring = false;
	usage_take(&to, o);
	after = a.stored;
	drain(&a);
	print(&a, &from, &to, after - before);
	samples_clear(&a.latency);
	crowd_clear(&a.crowd);
	return a.result;
}
