/* Rate limits shared by all workers. A bucket is one number, the time at which it will be full
 * again: taking a token moves it by the time one token needs, and is refused if the bucket would
 * then be more than `burst` tokens from full. Redis does that in a script, by its own clock; while
 * it is away or slow, a bucket of this worker does the same. Those are bounded: the one not used
 * for longest goes first. */
#include "bus/limit.h"

#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/queue.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/dictionary.h"
#include "base/log.h"
#include "base/memory.h"

enum {
	KEY_MAX = 512,
	LOCAL_MAX = 10000,
	WAIT_MS = 500,
	SHA_SIZE = 40,
};

static const int64_t HOUR_US = 3600000000;

/* KEYS[1] bucket, ARGV[1] burst, ARGV[2] µs a token. Answers 0, or after how many milliseconds to
 * come again. */
static const char SCRIPT[] = "local t = redis.call('TIME')\n"
			     "local now = t[1] * 1000000 + t[2]\n"
			     "local full = tonumber(redis.call('GET', KEYS[1])) or 0\n"
			     "if full < now then full = now end\n"
			     "local wait = full + ARGV[2] - now - ARGV[1] * ARGV[2]\n"
			     "if wait > 0 then return math.ceil(wait / 1000) end\n"
			     "full = full + ARGV[2]\n"
			     "redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', "
			     "math.ceil((full - now) / 1000))\n"
			     "return 0\n";

struct bucket {
	TAILQ_ENTRY(bucket) used;
	int64_t full_us;
	size_t size;
	char key[];
};

/* Asks Redis; answered by it, or locally after WAIT_MS, and then only forgotten when Redis answers.
 */
struct question {
	TAILQ_ENTRY(question) next;
	struct limits *limits;
	int64_t burst;
	int64_t token_us;
	int64_t asked_ms;
	void (*done)(void *owner, bool allowed, int64_t retry_after_ms);
	void *owner;
	bool answered;
	size_t size;
	char key[];
};

TAILQ_HEAD(question_list, question);

struct limits {
	struct bus *bus;
	struct timer *timer;
	struct dictionary *local;
	TAILQ_HEAD(, bucket) used;     /* the one not used for longest first */
	struct question_list waiting;  /* not answered, the oldest first */
	struct question_list answered; /* answered locally, Redis' own answer is outstanding */
	char sha[SHA_SIZE + 1];
	bool warned;
};

static void on_timer(void *owner);
static void on_answer(void *owner, const redisReply *reply);

struct limits *limits_new(struct bus *b)
{
	struct limits *all = memory_zero(1, sizeof *all);

	all->bus = b;
	all->timer = timer_new(b->loop, on_timer, all);
	all->local = dictionary_new();
	TAILQ_INIT(&all->used);
	TAILQ_INIT(&all->waiting);
	TAILQ_INIT(&all->answered);
	return all;
}

void limits_close(struct limits *all)
{
	timer_free(all->timer);
}

static void free_questions(struct question_list *list)
{
	struct question *q;

	while ((q = TAILQ_FIRST(list))) {
		TAILQ_REMOVE(list, q, next);
		memory_free(q);
	}
}

static void forget_bucket(struct limits *all, struct bucket *k)
{
	TAILQ_REMOVE(&all->used, k, used);
	dictionary_remove(all->local, (struct slice){ k->key, k->size });
	memory_free(k);
}

void limits_free(struct limits *all)
{
	struct bucket *k;

	while ((k = TAILQ_FIRST(&all->used)))
		forget_bucket(all, k);
	free_questions(&all->waiting);
	free_questions(&all->answered);
	dictionary_free(all->local);
	memory_free(all);
}

/* ---- the script ---- */

static void on_loaded(void *owner, const redisReply *reply)
{
	struct limits *all = owner;

	if (reply && reply->type == REDIS_REPLY_STRING && reply->len == SHA_SIZE)
		memcpy(all->sha, reply->str, SHA_SIZE);
}

void limits_load(struct limits *all)
{
	const struct slice words[] = { SLICE("SCRIPT"), SLICE("LOAD"), SLICE(SCRIPT) };

	redis_call(all->bus->commands, words, 3, on_loaded, all);
}

static bool ask(struct question *q, bool by_sha)
{
	char burst[24];
	char token_us[24];
	struct slice words[] = {
		by_sha ? SLICE("EVALSHA") : SLICE("EVAL"),
		by_sha ? slice_of(q->limits->sha) : SLICE(SCRIPT),
		SLICE("1"),
		{ q->key, q->size },
		{ burst, (size_t)snprintf(burst, sizeof burst, "%" PRId64, q->burst) },
		{ token_us, (size_t)snprintf(token_us, sizeof token_us, "%" PRId64, q->token_us) },
	};

	return redis_call(q->limits->bus->commands, words, 6, on_answer, q);
}

/* ---- local buckets ---- */

static struct bucket *local_bucket(struct limits *all, struct slice key)
{
	struct bucket *k = dictionary_get(all->local, key);

	if (k) {
		TAILQ_REMOVE(&all->used, k, used);
		TAILQ_INSERT_TAIL(&all->used, k, used);
		return k;
	}
	if (dictionary_size(all->local) >= LOCAL_MAX)
		forget_bucket(all, TAILQ_FIRST(&all->used));
	k = memory_take(sizeof *k + key.size);
	k->full_us = 0;
	k->size = key.size;
	memcpy(k->key, key.data, key.size);
	TAILQ_INSERT_TAIL(&all->used, k, used);
	dictionary_put(all->local, key, k);
	return k;
}

/* The script once more, in C. */
static int64_t take_locally(const struct question *q)
{
	struct bucket *k = local_bucket(q->limits, (struct slice){ q->key, q->size });
	int64_t now_us = clock_monotonic_us();
	int64_t full_us = k->full_us > now_us ? k->full_us : now_us;
	int64_t wait_us = full_us + q->token_us - now_us - q->burst * q->token_us;

	if (wait_us > 0)
		return (wait_us + 999) / 1000;
	k->full_us = full_us + q->token_us;
	return 0;
}

/* ---- answers ---- */

static void answer(struct question *q, int64_t retry_after_ms)
{
	q->done(q->owner, retry_after_ms == 0, retry_after_ms);
}

static void finish(struct question *q, int64_t retry_after_ms)
{
	struct limits *all = q->limits;

	TAILQ_REMOVE(q->answered ? &all->answered : &all->waiting, q, next);
	if (!q->answered)
		answer(q, retry_after_ms);
	memory_free(q);
}

static void warn(struct limits *all, const redisReply *reply)
{
	if (all->warned || !reply || reply->type != REDIS_REPLY_ERROR)
		return;
	log_warn("bus", "rate limits are not shared", "reason=%s", reply->str);
	all->warned = true;
}

static bool script_is_unknown(const redisReply *reply)
{
	return reply && reply->type == REDIS_REPLY_ERROR && strncmp(reply->str, "NOSCRIPT", 8) == 0;
}

static void on_answer(void *owner, const redisReply *reply)
{
	struct question *q = owner;

	if (!q->answered && script_is_unknown(reply) && ask(q, false))
		return;
	if (reply && reply->type == REDIS_REPLY_INTEGER) {
		q->limits->warned = false;
		finish(q, reply->integer);
		return;
	}
	warn(q->limits, reply);
	finish(q, q->answered ? 0 : take_locally(q));
}

/* Those that Redis has left waiting are decided here. */
static void on_timer(void *owner)
{
	struct limits *all = owner;
	int64_t late_ms = loop_now_ms(all->bus->loop) - WAIT_MS;
	struct question *q;

	while (!all->bus->closed && (q = TAILQ_FIRST(&all->waiting)) && q->asked_ms <= late_ms) {
		TAILQ_REMOVE(&all->waiting, q, next);
		TAILQ_INSERT_TAIL(&all->answered, q, next);
		q->answered = true;
		answer(q, take_locally(q));
	}
	if (!all->bus->closed && !TAILQ_EMPTY(&all->waiting))
		timer_start(all->timer, TAILQ_FIRST(&all->waiting)->asked_ms - late_ms, 0);
}

static struct question *question_new(struct limits *all, const char *key)
{
	struct question *q = memory_zero(1, sizeof *q + KEY_MAX);
	int size = snprintf(q->key, KEY_MAX, "%sl:%s", all->bus->prefix, key);

	q->limits = all;
	q->size = size < KEY_MAX ? (size_t)size : KEY_MAX - 1;
	q->asked_ms = loop_now_ms(all->bus->loop);
	return q;
}

void limit_take(struct bus *b, const struct limit_row *row,
		void (*done)(void *owner, bool allowed, int64_t retry_after_ms), void *owner)
{
	struct question *q = question_new(b->limits, row->key);

	ASSERT(row->burst > 0 && row->per_hour > 0);
	q->burst = row->burst;
	q->token_us = row->per_hour < HOUR_US ? HOUR_US / row->per_hour : 1;
	q->done = done;
	q->owner = owner;
	TAILQ_INSERT_TAIL(&b->limits->waiting, q, next);
	if (redis_lag_ms(b->commands) > WAIT_MS || !ask(q, b->limits->sha[0]))
		finish(q, take_locally(q));
	else if (!timer_active(b->limits->timer))
		timer_start(b->limits->timer, WAIT_MS, 0);
}
