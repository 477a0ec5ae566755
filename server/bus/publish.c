/* Publishing. While the connection for commands is away, the newest stored changes are held: a
 * worker whose subscriber came back a moment earlier has done its head check already, and would
 * else hear of them only at the next one. */
#include "bus/publish.h"

#include <hiredis/hiredis.h>
#include <sys/queue.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "bus/channel.h"
#include "bus/envelope.h"

enum {
	HELD_MAX = 1024,
	HELD_BYTES_MAX = 1 << 20,
};

struct held_envelope {
	STAILQ_ENTRY(held_envelope) next;
	int64_t stream_id;
	size_t size;
	char bytes[];
};

struct held {
	STAILQ_HEAD(, held_envelope) list; /* the oldest first */
	size_t count;
	size_t bytes;
};

static void on_published(void *owner, const redisReply *reply)
{
	(void)owner;
	if (reply && reply->type == REDIS_REPLY_ERROR)
		log_warn("bus", "redis refused an envelope", "reason=%s", reply->str);
}

static bool publish(struct bus *b, int64_t stream_id, struct slice bytes)
{
	char name[CHANNEL_NAME_MAX];
	const struct slice words[] = { SLICE("PUBLISH"), channel_name(b, stream_id, name), bytes };

	if (!redis_call(b->commands, words, 3, on_published, b))
		return false;
	metric_add(METRIC_BUS_PUBLISHED, 1);
	return true;
}

static void drop_oldest(struct held *held)
{
	struct held_envelope *h = STAILQ_FIRST(&held->list);

	STAILQ_REMOVE_HEAD(&held->list, next);
	held->count--;
	held->bytes -= h->size;
	memory_free(h);
}

static void hold(struct bus *b, int64_t stream_id, struct slice bytes)
{
	struct held_envelope *h;

	if (bytes.size > HELD_BYTES_MAX)
		return;
	if (!b->held) {
		b->held = memory_zero(1, sizeof *b->held);
		STAILQ_INIT(&b->held->list);
	}
	h = memory_take(sizeof *h + bytes.size);
	h->stream_id = stream_id;
	h->size = bytes.size;
	memcpy(h->bytes, bytes.data, bytes.size);
	STAILQ_INSERT_TAIL(&b->held->list, h, next);
	b->held->count++;
	b->held->bytes += bytes.size;
	while (b->held->count > HELD_MAX || b->held->bytes > HELD_BYTES_MAX)
		drop_oldest(b->held);
}

void bus_publish(struct bus *b, const struct envelope *e)
{
	buffer_reset(&b->scratch);
	envelope_write(&b->scratch, e);
	if (!publish(b, e->stream_id, buffer_slice(&b->scratch)) && e->kind != ENVELOPE_VOLATILE)
		hold(b, e->stream_id, buffer_slice(&b->scratch));
}

void publish_held(struct bus *b)
{
	struct held_envelope *h;

	while (b->held && (h = STAILQ_FIRST(&b->held->list))) {
		if (!publish(b, h->stream_id, (struct slice){ h->bytes, h->size }))
			return;
		drop_oldest(b->held);
	}
}

void publish_forget_held(struct bus *b)
{
	while (b->held && !STAILQ_EMPTY(&b->held->list))
		drop_oldest(b->held);
	memory_free(b->held);
	b->held = NULL;
}
