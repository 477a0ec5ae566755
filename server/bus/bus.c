/* The bus: two connections, and what happens when one of them comes or goes. */
#include "bus/bus.h"

#include <stdio.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "bus/bus_private.h"
#include "bus/channel.h"
#include "bus/envelope.h"
#include "bus/limit.h"
#include "bus/presence_private.h"
#include "bus/publish.h"

/* ---- the connection for commands ---- */

static void on_commands_up(void *owner)
{
	struct bus *b = owner;

	limits_load(b->limits);
	presence_calls_load(b->presence);
	publish_held(b);
}

static void on_commands_down(void *owner)
{
	(void)owner;
}

/* ---- the connection that subscribes ---- */

/* Sends what was queued, and tells when all that is needed is live. */
static void settle(void *owner)
{
	struct bus *b = owner;

	b->settling = false;
	if (b->closed || !redis_up(b->subscriber))
		return;
	channels_flush(b->channels);
	if (!b->news || channels_awaited(b->channels) > 0)
		return;
	b->news = false;
	b->told_up = true;
	b->events.on_state(b->owner, true);
}

void bus_settle_later(struct bus *b)
{
	if (!b->settling)
		loop_later(b->loop, settle, b);
	b->settling = true;
}

static void on_subscriber_up(void *owner)
{
	struct bus *b = owner;

	b->news = true;
	bus_settle_later(b);
	metric_set(METRIC_BUS_UP, 1);
}

static void on_subscriber_down(void *owner)
{
	struct bus *b = owner;

	metric_set(METRIC_BUS_UP, 0);
	channels_lost(b->channels);
	b->news = false;
	if (!b->told_up)
		return;
	b->told_up = false;
	b->events.on_state(b->owner, false);
}

static void on_subscribed(void *owner, struct slice channel)
{
	const struct bus *b = owner;

	channels_confirm(b->channels, channel);
}

static void on_message(void *owner, struct slice channel, struct slice bytes)
{
	const struct bus *b = owner;
	int64_t stream_id = channels_live(b->channels, channel);
	struct envelope e;

	if (stream_id == 0)
		return;
	if (!envelope_read(bytes, &e) || e.stream_id != stream_id) {
		log_warn("bus", "not an envelope of ours", "stream=%lld size=%zu",
			 (long long)stream_id, bytes.size);
		return;
	}
	metric_add(METRIC_BUS_RECEIVED, 1);
	b->events.on_envelope(b->owner, &e);
}

/* ---- all of it ---- */

struct bus *bus_open(struct loop *l, const struct config *config, struct bus_events events,
		     void *owner)
{
	const struct redis_events commands = { on_commands_up, on_commands_down, NULL, NULL };
	const struct redis_events subscriber = { on_subscriber_up, on_subscriber_down,
						 on_subscribed, on_message };
	struct bus *b = memory_zero(1, sizeof *b);
	struct redis_url url;
	bool understood = redis_url_read(config->redis_url, &url);

	/* Whoever starts workers has checked it with the same function. */
	ASSERT(understood);
	b->loop = l;
	b->events = events;
	b->owner = owner;
	snprintf(b->prefix, sizeof b->prefix, "confab:%d:", url.number);
	b->channels = channels_new(b, config->channel_linger_ms);
	b->limits = limits_new(b);
	b->presence = presence_calls_new(b);
	b->commands = redis_open(l, &url, commands, b);
	b->subscriber = redis_open(l, &url, subscriber, b);
	return b;
}

static void free_later(void *owner)
{
	struct bus *b = owner;

	channels_free(b->channels);
	limits_free(b->limits);
	presence_calls_free(b->presence);
	buffer_clear(&b->scratch);
	memory_free(b);
}

void bus_close(struct bus *b)
{
	b->closed = true;
	channels_close(b->channels);
	limits_close(b->limits);
	redis_close(b->subscriber);
	redis_close(b->commands);
	publish_forget_held(b);
	metric_set(METRIC_BUS_UP, 0);
	loop_later(b->loop, free_later, b);
}

bool bus_up(const struct bus *b)
{
	return redis_up(b->commands) && redis_up(b->subscriber);
}
