/* One connection to Redis. Between two attempts `stream` is NULL and the timer waits for the next;
 * with a stream the timer ticks and looks for silence. Answers come in the order of the commands,
 * so the unanswered ones are a ring whose first is the oldest. Whatever goes wrong ends in lose():
 * everything unanswered fails, and a new attempt is planned. */
#include "bus/redis.h"

#include <hiredis/hiredis.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "net/stream.h"

enum {
	ANSWER_MS = 3000,
	PING_MS = 1000,
	TICK_MS = 250,
	RETRY_FIRST_MS = 50,
	RETRY_LAST_MS = 2000,
	PENDING_MAX = 65536,
	QUEUED_BYTES_MAX = 32 << 20,
	REPLY_BYTES_MAX = 16 << 20,
	REPLY_ELEMENTS_MAX = 1 << 20,
	/* hiredis moves what it has not parsed yet every 1024 bytes: small helpings keep that
	   cheap. */
	FEED_BYTES = 8192,
};

struct pending {
	redis_done *done;
	void *owner;
	int64_t sent_ms;
};

struct redis {
	struct loop *loop;
	struct redis_url url;
	struct redis_events events;
	void *owner;
	struct timer *timer;
	struct stream *stream;
	redisReader *reader;
	redisReplyObjectFunctions replies; /* those of hiredis with create_array() before one */
	void *(*create_array)(const redisReadTask *task, int elements);
	struct pending *ring;
	size_t first;
	size_t count;
	size_t capacity; /* a power of two */
	int64_t started_ms;
	int64_t checked_ms;
	int64_t pinged_ms;
	int failures; /* attempts since the last answered ping */
	bool up;
	bool failing;
	bool closed;
};

static void start(struct redis *r);
static void on_timer(void *owner);
static void on_open(void *owner);
static void on_bytes(void *owner, struct slice bytes);
static void on_lost(void *owner, const char *reason);

struct redis *redis_open(struct loop *l, const struct redis_url *url, struct redis_events events,
			 void *owner)
{
	struct redis *r = memory_zero(1, sizeof *r);

	r->loop = l;
	r->url = *url;
	r->events = events;
	r->owner = owner;
	r->timer = timer_new(l, on_timer, r);
	start(r);
	return r;
}

static void drop_stream(struct redis *r)
{
	r->up = false;
	stream_close(r->stream);
	r->stream = NULL;
	if (r->reader)
		redisReaderFree(r->reader);
	r->reader = NULL;
}

static void free_later(void *owner)
{
	struct redis *r = owner;

	memory_free(r->ring);
	memory_free(r);
}

void redis_close(struct redis *r)
{
	r->closed = true;
	drop_stream(r);
	timer_free(r->timer);
	loop_later(r->loop, free_later, r);
}

bool redis_up(const struct redis *r)
{
	return r->up;
}

bool redis_failing(const struct redis *r)
{
	return r->failing;
}

int64_t redis_lag_ms(const struct redis *r)
{
	return r->count ? loop_now_ms(r->loop) - r->ring[r->first].sent_ms : 0;
}

/* ---- commands ---- */

static void write_words(struct redis *r, const struct slice *words, int count)
{
	const char *data[REDIS_WORDS_MAX];
	size_t sizes[REDIS_WORDS_MAX];
	char *command;
	int size;

	ASSERT(count > 0 && count <= REDIS_WORDS_MAX);
	for (int i = 0; i < count; i++) {
		data[i] = words[i].data;
		sizes[i] = words[i].size;
	}
	size = redisFormatCommandArgv(&command, count, data, sizes);
	ASSERT(size > 0);
	stream_write(r->stream, (struct slice){ command, (size_t)size });
	redisFreeCommand(command);
}

static void grow_ring(struct redis *r)
{
	size_t capacity = r->capacity ? r->capacity * 2 : 64;
	struct pending *ring = memory_take(capacity * sizeof *ring);

	for (size_t i = 0; i < r->count; i++)
		ring[i] = r->ring[(r->first + i) & (r->capacity - 1)];
	memory_free(r->ring);
	r->ring = ring;
	r->capacity = capacity;
	r->first = 0;
}

static void push_pending(struct redis *r, redis_done *done, void *owner)
{
	if (r->count == r->capacity)
		grow_ring(r);
	r->ring[(r->first + r->count) & (r->capacity - 1)] =
		(struct pending){ done, owner, loop_now_ms(r->loop) };
	r->count++;
}

static struct pending shift_pending(struct redis *r)
{
	struct pending p = r->ring[r->first];

	r->first = (r->first + 1) & (r->capacity - 1);
	r->count--;
	return p;
}

static bool may_write(const struct redis *r)
{
	return r->up && r->count < PENDING_MAX && stream_queued(r->stream) < QUEUED_BYTES_MAX;
}

bool redis_call(struct redis *r, const struct slice *words, int count, redis_done *done,
		void *owner)
{
	if (!may_write(r))
		return false;
	write_words(r, words, count);
	push_pending(r, done, owner);
	return true;
}

bool redis_send(struct redis *r, const struct slice *words, int count)
{
	if (!r->up)
		return false;
	write_words(r, words, count);
	return true;
}

/* ---- connecting ---- */

static void start(struct redis *r)
{
	const struct stream_events events = { on_open, on_bytes, on_lost };

	r->started_ms = loop_now_ms(r->loop);
	r->checked_ms = r->started_ms;
	r->stream = stream_connect(r->loop, r->url.host, r->url.port, events, r);
	timer_start(r->timer, TICK_MS, TICK_MS);
}

static void plan_retry(struct redis *r)
{
	int64_t delay_ms = RETRY_LAST_MS;

	if (r->failures < 6)
		delay_ms = (int64_t)RETRY_FIRST_MS << r->failures;
	if (delay_ms > RETRY_LAST_MS)
		delay_ms = RETRY_LAST_MS;
	r->failures++;
	timer_start(r->timer, delay_ms / 2 + (int64_t)random_below((uint64_t)delay_ms / 2 + 1), 0);
}

static void fail_pending(struct redis *r)
{
	while (r->count && !r->closed) {
		struct pending p = shift_pending(r);
		if (p.done)
			p.done(p.owner, NULL);
	}
}

static void lose(struct redis *r, const char *reason)
{
	if (!r->stream)
		return;
	if (r->up || !r->failing)
		log_warn("bus", "no connection to redis", "reason=%s", reason);
	drop_stream(r);
	r->failing = true;
	plan_retry(r);
	fail_pending(r);
	if (!r->closed)
		r->events.on_down(r->owner);
}

static void on_lost(void *owner, const char *reason)
{
	lose(owner, reason);
}

static void call_greeting(struct redis *r, const struct slice *words, int count, redis_done *done)
{
	write_words(r, words, count);
	push_pending(r, done, r);
}

static void on_pong(void *owner, const struct redisReply *reply)
{
	struct redis *r = owner;

	if (!reply)
		return;
	if (reply->type == REDIS_REPLY_ERROR)
		lose(r, reply->str);
	else
		r->failures = 0;
}

static void ping(struct redis *r)
{
	r->pinged_ms = loop_now_ms(r->loop);
	call_greeting(r, (const struct slice[]){ SLICE("PING") }, 1, on_pong);
}

static void on_greeted(void *owner, const struct redisReply *reply)
{
	struct redis *r = owner;

	if (reply && reply->type == REDIS_REPLY_ERROR)
		lose(r, reply->str);
}

/* The last of the greeting: a Redis that is still loading its data refuses even this. */
static void on_welcome(void *owner, const struct redisReply *reply)
{
	struct redis *r = owner;

	on_greeted(owner, reply);
	if (!reply || !r->stream)
		return;
	if (r->failing)
		log_info("bus", "connected to redis again", "attempts=%d", r->failures);
	r->up = true;
	r->failing = false;
	r->pinged_ms = loop_now_ms(r->loop);
	r->events.on_up(r->owner);
}

static void sign_in(struct redis *r)
{
	struct slice words[3] = { SLICE("AUTH") };
	int count = 1;

	if (!r->url.password[0])
		return;
	if (r->url.user[0])
		words[count++] = slice_of(r->url.user);
	words[count++] = slice_of(r->url.password);
	call_greeting(r, words, count, on_greeted);
}

static void select_number(struct redis *r)
{
	struct buffer number = { 0 };

	if (r->url.number == 0)
		return;
	buffer_append_int(&number, r->url.number);
	call_greeting(r, (const struct slice[]){ SLICE("SELECT"), buffer_slice(&number) }, 2,
		      on_greeted);
	buffer_clear(&number);
}

/* The place for an array is taken when its head has come, before any of its elements: a number
 * alone must not cost memory. Nothing we ask for is answered with an array in an array. */
static void *create_array(const redisReadTask *task, int elements)
{
	const struct redis *r = task->privdata;

	if (task->parent || elements > REPLY_ELEMENTS_MAX)
		return NULL;
	return r->create_array(task, elements);
}

static void open_reader(struct redis *r)
{
	r->reader = redisReaderCreate();
	ASSERT(r->reader);
	r->replies = *r->reader->fn;
	r->create_array = r->replies.createArray;
	r->replies.createArray = create_array;
	r->reader->fn = &r->replies;
	r->reader->privdata = r;
}

static void on_open(void *owner)
{
	struct redis *r = owner;

	open_reader(r);
	sign_in(r);
	select_number(r);
	call_greeting(r, (const struct slice[]){ SLICE("PING") }, 1, on_welcome);
}

/* ---- silence ---- */

static void check(struct redis *r)
{
	int64_t now_ms = loop_now_ms(r->loop);
	/* Late ourselves: read first what has come in the meantime. */
	bool late = now_ms - r->checked_ms > 3 * TICK_MS;

	r->checked_ms = now_ms;
	if (late)
		return;
	if (redis_lag_ms(r) > ANSWER_MS || (!r->up && now_ms - r->started_ms > ANSWER_MS))
		lose(r, "no answer");
	else if (r->up && now_ms - r->pinged_ms >= PING_MS)
		ping(r);
}

static void on_timer(void *owner)
{
	struct redis *r = owner;

	if (r->stream)
		check(r);
	else
		start(r);
}

/* ---- answers ---- */

static struct slice element(const redisReply *reply, size_t index)
{
	const redisReply *e = reply->element[index];

	return e->type == REDIS_REPLY_STRING ? (struct slice){ e->str, e->len }
					     : (struct slice){ NULL, 0 };
}

/* True for what a subscribing connection gets without asking for it. */
static bool dispatch_push(struct redis *r, const redisReply *reply)
{
	struct slice kind;

	if (!r->events.on_message || reply->type != REDIS_REPLY_ARRAY || reply->elements != 3)
		return false;
	kind = element(reply, 0);
	if (slice_equal(kind, SLICE("message")))
		r->events.on_message(r->owner, element(reply, 1), element(reply, 2));
	else if (slice_equal(kind, SLICE("subscribe")))
		r->events.on_subscribed(r->owner, element(reply, 1));
	else
		return slice_equal(kind, SLICE("unsubscribe"));
	return true;
}

static void dispatch(struct redis *r, const redisReply *reply)
{
	struct pending p;

	if (dispatch_push(r, reply))
		return;
	/* SUBSCRIBE was refused: its error would be taken for the answer to a ping. */
	if (r->events.on_message && r->up && reply->type == REDIS_REPLY_ERROR) {
		lose(r, reply->str);
		return;
	}
	if (r->count == 0) {
		lose(r, "an answer to nothing");
		return;
	}
	p = shift_pending(r);
	if (p.done)
		p.done(p.owner, reply);
}

/* Handles what is complete. False once the stream is gone, by an error or by what a callback did.
 */
static bool dispatch_all(struct redis *r)
{
	redisReader *reader = r->reader;
	void *reply = NULL;

	while (r->reader == reader) {
		if (redisReaderGetReply(reader, &reply) != REDIS_OK) {
			lose(r, "not the protocol of redis");
			return false;
		}
		if (!reply)
			return true;
		dispatch(r, reply);
		freeReplyObject(reply);
	}
	return false;
}

static void on_bytes(void *owner, struct slice bytes)
{
	struct redis *r = owner;

	while (bytes.size) {
		size_t size = bytes.size < FEED_BYTES ? bytes.size : FEED_BYTES;
		if (redisReaderFeed(r->reader, bytes.data, size) != REDIS_OK ||
		    r->reader->len > REPLY_BYTES_MAX) {
			lose(r, "an answer that is too long");
			return;
		}
		bytes.data += size;
		bytes.size -= size;
		if (!dispatch_all(r))
			return;
	}
}
