/* Any bytes as what Redis answers, over a stream of our own: what is heard and answered is the same
 * however the bytes are cut, each command is answered once, and nothing follows the loss of the
 * connection. */
#include <hiredis/hiredis.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "bus/redis.h"
#include "net/stream.h"

enum { CALLS = 3, FLAG_SUBSCRIBES = 1, FLAG_PASSWORD = 2, FLAG_CLOSES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- the stream ---- */

struct stream {
	struct stream_events events;
	void *owner;
};

static struct stream *current;

struct stream *stream_connect(struct loop *l, const char *host, int port,
			      struct stream_events events, void *owner)
{
	(void)l;
	(void)host;
	(void)port;
	ASSERT(!current);
	current = memory_zero(1, sizeof(*current));
	*current = (struct stream){ events, owner };
	return current;
}

void stream_write(struct stream *s, struct slice bytes)
{
	ASSERT(s == current && bytes.size > 0);
}

size_t stream_queued(const struct stream *s)
{
	ASSERT(s == current);
	return 0;
}

void stream_close(struct stream *s)
{
	if (!s)
		return;
	ASSERT(s == current);
	current = NULL;
	memory_free(s);
}

/* ---- who uses it ---- */

struct user {
	struct redis *redis;
	struct buffer heard;
	int flags;
	int asked;
	int answered;
	bool up;
	bool closed;
};

static void note_reply(struct user *u, const redisReply *reply)
{
	buffer_format(&u->heard, "[%d %lld ", reply->type, reply->integer);
	if (reply->str)
		buffer_append(&u->heard, reply->str, reply->len);
	for (size_t i = 0; i < reply->elements; i++)
		note_reply(u, reply->element[i]);
	buffer_append_byte(&u->heard, ']');
}

static void on_done(void *owner, const struct redisReply *reply)
{
	struct user *u = owner;

	u->answered++;
	ASSERT(u->answered <= u->asked && !u->closed);
	buffer_append_text(&u->heard, reply ? "answer " : "none ");
	if (reply)
		note_reply(u, reply);
}

static void on_up(void *owner)
{
	const struct slice words[] = { SLICE("GET"), SLICE("a\r\n") };
	struct user *u = owner;

	ASSERT(!u->up && !u->closed);
	u->up = true;
	buffer_append_text(&u->heard, "up ");
	for (int i = 0; i < CALLS; i++)
		u->asked += redis_call(u->redis, words, 2, on_done, u);
	ASSERT(u->asked % CALLS == 0);
}

static void on_down(void *owner)
{
	struct user *u = owner;

	ASSERT(!u->closed && u->answered == u->asked);
	u->up = false;
	buffer_append_text(&u->heard, "down ");
}

static void on_subscribed(void *owner, struct slice channel)
{
	struct user *u = owner;

	buffer_append_text(&u->heard, "subscribed ");
	buffer_append_slice(&u->heard, channel);
}

static void on_message(void *owner, struct slice channel, struct slice bytes)
{
	struct user *u = owner;

	buffer_append_text(&u->heard, "message ");
	buffer_append_slice(&u->heard, channel);
	buffer_append_slice(&u->heard, bytes);
	if (u->flags & FLAG_CLOSES) {
		redis_close(u->redis);
		u->closed = true;
	}
}

/* ---- one run ---- */

static void feed(const uint8_t *data, size_t size, size_t piece)
{
	for (size_t at = 0; at < size && current; at += piece) {
		size_t length = size - at < piece ? size - at : piece;
		char *copy = memory_take(length);
		memcpy(copy, data + at, length);
		current->events.on_bytes(current->owner, (struct slice){ copy, length });
		memory_free(copy);
	}
}

static struct user run(struct loop *l, const uint8_t *data, size_t size, size_t piece)
{
	struct user u = { .flags = data[0] };
	struct redis_events events = { .on_up = on_up, .on_down = on_down };
	struct redis_url url = { .host = "fuzz", .port = 1 };

	if (u.flags & FLAG_PASSWORD)
		snprintf(url.password, sizeof(url.password), "secret");
	if (u.flags & FLAG_SUBSCRIBES) {
		events.on_message = on_message;
		events.on_subscribed = on_subscribed;
	}
	u.redis = redis_open(l, &url, events, &u);
	current->events.on_open(current->owner);
	feed(data + 1, size - 1, piece);
	ASSERT(u.closed || redis_up(u.redis) == u.up);
	if (!u.closed)
		redis_close(u.redis);
	ASSERT(!current);
	uv_run(loop_native(l), UV_RUN_NOWAIT);
	return u;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct loop *l;

	if (!l) {
		log_open(LOG_ERROR, "fuzz");
		l = loop_new();
	}
	if (size < 2)
		return 0;
	struct user whole = run(l, data, size, size);
	struct user cut = run(l, data, size, (size_t)(data[0] >> 4) + 1);
	ASSERT(slice_equal(buffer_slice(&whole.heard), buffer_slice(&cut.heard)));
	buffer_clear(&whole.heard);
	buffer_clear(&cut.heard);
	return 0;
}
