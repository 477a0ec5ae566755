/* Who is there, in Redis. Keys: "<prefix>p", the set of names, and "<prefix>p:<name>", a hash with
 * the fields "seq", "leaving" and one for each person. A hash of which only a part would be known
 * after a flush or an expiry is never written: the script compares the number first. */
#include "bus/presence_store.h"

#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "bus/channel.h"
#include "bus/envelope.h"
#include "bus/presence_private.h"

enum {
	SHA_SIZE = 40,
	KEY_MAX = 128,
	NUMBER_SIZE = 24,
	UPDATE_WORDS = 11, /* before the entries */
};

/* KEYS hash, set. ARGV name, number it must have ("" begins anew), new number, time to live,
 * channel, envelope, then field and value ("" removes). */
static const char UPDATE[] =
	"if ARGV[2] == '' then redis.call('DEL', KEYS[1])\n"
	"elseif redis.call('HGET', KEYS[1], 'seq') ~= ARGV[2] then return 0 end\n"
	"redis.call('HSET', KEYS[1], 'seq', ARGV[3])\n"
	"for i = 7, #ARGV, 2 do\n"
	"if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[i])\n"
	"else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end end\n"
	"redis.call('PEXPIRE', KEYS[1], ARGV[4])\n"
	"redis.call('SADD', KEYS[2], ARGV[1])\n"
	"redis.call('PUBLISH', ARGV[5], ARGV[6])\n"
	"return 1\n";

/* KEYS hash, set. ARGV name, "1": also a hash that is still there, channel, envelope. Answers 0: it
 * is alive, 1: it was gone already, 2: removed. */
static const char REMOVE[] =
	"if ARGV[2] ~= '1' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end\n"
	"redis.call('DEL', KEYS[1])\n"
	"if redis.call('SREM', KEYS[2], ARGV[1]) == 0 then return 1 end\n"
	"redis.call('PUBLISH', ARGV[3], ARGV[4])\n"
	"return 2\n";

static const struct {
	int state;
	char letter;
} letters[] = {
	{ PRESENCE_ONLINE, 'o' },
	{ PRESENCE_AWAY, 'a' },
	{ PRESENCE_ONLINE | PRESENCE_HIDDEN, 'O' },
	{ PRESENCE_AWAY | PRESENCE_HIDDEN, 'A' },
};

enum { LETTERS = sizeof letters / sizeof letters[0] };

struct script {
	const char *text;
	char sha[SHA_SIZE + 1]; /* "" until Redis has it */
};

/* A command whose answer is outstanding. One of the functions is set. */
struct call {
	TAILQ_ENTRY(call) next;
	struct presence_calls *all;
	struct script *script; /* NULL: none */
	void (*updated)(void *owner, int64_t seq, enum presence_answer a);
	void (*listed)(void *owner, enum presence_answer a, const struct slice *names,
		       size_t count);
	void (*loaded)(void *owner, struct slice name, enum presence_answer a,
		       const struct presence_loaded *loaded);
	void (*removed)(void *owner, struct slice name, enum presence_answer a, bool first);
	void *owner;
	int64_t seq;
	size_t name_size;
	char name[PRESENCE_NAME_MAX];
};

struct presence_calls {
	struct bus *bus;
	TAILQ_HEAD(, call) calls;
	struct script update;
	struct script remove;
	struct buffer note;
	struct buffer envelope;
};

struct presence_calls *presence_calls_new(struct bus *b)
{
	struct presence_calls *all = memory_zero(1, sizeof *all);

	all->bus = b;
	all->update.text = UPDATE;
	all->remove.text = REMOVE;
	TAILQ_INIT(&all->calls);
	return all;
}

static void call_free(struct call *c)
{
	TAILQ_REMOVE(&c->all->calls, c, next);
	memory_free(c);
}

void presence_calls_free(struct presence_calls *all)
{
	struct call *c;

	while ((c = TAILQ_FIRST(&all->calls)))
		call_free(c);
	buffer_clear(&all->note);
	buffer_clear(&all->envelope);
	memory_free(all);
}

static struct call *call_new(struct bus *b, struct slice name, void *owner)
{
	struct call *c = memory_zero(1, sizeof *c);

	ASSERT(name.size <= PRESENCE_NAME_MAX);
	c->all = b->presence;
	c->owner = owner;
	c->name_size = name.size;
	if (name.size)
		memcpy(c->name, name.data, name.size);
	TAILQ_INSERT_TAIL(&b->presence->calls, c, next);
	return c;
}

static struct slice call_name(const struct call *c)
{
	return (struct slice){ c->name, c->name_size };
}

/* ---- scripts ---- */

static void on_script(void *owner, const redisReply *reply)
{
	struct script *s = owner;

	if (reply && reply->type == REDIS_REPLY_STRING && reply->len == SHA_SIZE)
		memcpy(s->sha, reply->str, SHA_SIZE);
}

static void load_script(struct presence_calls *all, struct script *s)
{
	const struct slice words[] = { SLICE("SCRIPT"), SLICE("LOAD"), slice_of(s->text) };

	s->sha[0] = '\0';
	redis_call(all->bus->commands, words, 3, on_script, s);
}

void presence_calls_load(struct presence_calls *all)
{
	load_script(all, &all->update);
	load_script(all, &all->remove);
}

/* The number that a script answered; -1 if it did not run. */
static int64_t script_result(struct call *c, const redisReply *reply)
{
	if (reply && reply->type == REDIS_REPLY_INTEGER)
		return reply->integer;
	if (reply && reply->type == REDIS_REPLY_ERROR) {
		log_warn("bus", "presence not written", "reason=%s", reply->str);
		c->script->sha[0] = '\0'; /* it may have been flushed: the next one brings it */
	}
	return -1;
}

/* ---- keys and notes ---- */

static struct slice set_key(const struct bus *b, char *out)
{
	return (struct slice){ out, (size_t)snprintf(out, KEY_MAX, "%sp", b->prefix) };
}

static struct slice hash_key(const struct bus *b, struct slice name, char *out)
{
	int size = snprintf(out, KEY_MAX, "%sp:%.*s", b->prefix, (int)name.size, name.data);

	return (struct slice){ out, (size_t)size };
}

static struct slice number_text(int64_t number, char *out)
{
	return (struct slice){ out, (size_t)snprintf(out, NUMBER_SIZE, "%" PRId64, number) };
}

/* The envelope of a note; valid until the next one. */
static struct slice enveloped(struct presence_calls *all, const struct presence_note *n,
			      const struct presence_entry *entries)
{
	struct envelope e = { .kind = ENVELOPE_VOLATILE,
			      .stream_id = STREAM_PRESENCE,
			      .except_worker = -1 };

	buffer_reset(&all->note);
	buffer_reset(&all->envelope);
	presence_note_write(&all->note, n, entries);
	e.json = buffer_slice(&all->note);
	envelope_write(&all->envelope, &e);
	return buffer_slice(&all->envelope);
}

/* ---- writing ---- */

static void on_updated(void *owner, const redisReply *reply)
{
	struct call *c = owner;
	struct call copy = *c;
	int64_t result = script_result(c, reply);

	call_free(c);
	copy.updated(copy.owner, copy.seq,
		     result == 1   ? PRESENCE_ANSWER_DONE
		     : result == 0 ? PRESENCE_ANSWER_REFUSED
				   : PRESENCE_ANSWER_UNKNOWN);
}

static struct slice letter_of(int state)
{
	for (size_t i = 0; i < LETTERS; i++)
		if (letters[i].state == state)
			return (struct slice){ &letters[i].letter, 1 };
	return (struct slice){ "", 0 };
}

bool presence_store_update(struct bus *b, const struct presence_update *u,
			   void (*done)(void *owner, int64_t seq, enum presence_answer a),
			   void *owner)
{
	struct presence_calls *all = b->presence;
	struct slice words[UPDATE_WORDS + 2 + 2 * PRESENCE_ENTRIES_MAX];
	char numbers[PRESENCE_ENTRIES_MAX + 3][NUMBER_SIZE];
	char hash[KEY_MAX];
	char set[KEY_MAX];
	char channel[CHANNEL_NAME_MAX];
	const struct presence_note note = { u->kind, u->name, u->seq, u->count, { NULL, 0 } };
	bool by_sha = all->update.sha[0];
	int n = 0;
	struct call *c;

	ASSERT(u->count <= PRESENCE_ENTRIES_MAX);
	words[n++] = by_sha ? SLICE("EVALSHA") : SLICE("EVAL");
	words[n++] = slice_of(by_sha ? all->update.sha : all->update.text);
	words[n++] = SLICE("2");
	words[n++] = hash_key(b, u->name, hash);
	words[n++] = set_key(b, set);
	words[n++] = u->name;
	words[n++] = u->before < 0 ? SLICE("") : number_text(u->before, numbers[0]);
	words[n++] = number_text(u->seq, numbers[1]);
	words[n++] = number_text(u->ttl_ms, numbers[2]);
	words[n++] = channel_name(b, STREAM_PRESENCE, channel);
	words[n++] = enveloped(all, &note, u->entries);
	if (u->kind == PRESENCE_NOTE_LEAVING) {
		words[n++] = SLICE("leaving");
		words[n++] = SLICE("1");
	}
	for (size_t i = 0; i < u->count; i++) {
		words[n++] = number_text(u->entries[i].user_id, numbers[3 + i]);
		words[n++] = letter_of(u->entries[i].state);
	}
	c = call_new(b, u->name, owner);
	c->updated = done;
	c->seq = u->seq;
	c->script = &all->update;
	if (redis_call(b->commands, words, n, on_updated, c))
		return true;
	call_free(c);
	return false;
}

/* ---- removing ---- */

static void on_removed(void *owner, const redisReply *reply)
{
	struct call *c = owner;
	struct call copy = *c;
	int64_t result = script_result(c, reply);

	call_free(c);
	copy.removed(copy.owner, call_name(&copy),
		     result > 0    ? PRESENCE_ANSWER_DONE
		     : result == 0 ? PRESENCE_ANSWER_REFUSED
				   : PRESENCE_ANSWER_UNKNOWN,
		     result == 2);
}

bool presence_store_remove(struct bus *b, const struct presence_removal *removal,
			   void (*done)(void *owner, struct slice name, enum presence_answer a,
					bool first),
			   void *owner)
{
	struct presence_calls *all = b->presence;
	char hash[KEY_MAX];
	char set[KEY_MAX];
	char channel[CHANNEL_NAME_MAX];
	const struct presence_note note = { .kind = PRESENCE_NOTE_GONE,
					    .name = removal->name,
					    .seq = removal->by };
	bool by_sha = all->remove.sha[0];
	const struct slice words[] = {
		by_sha ? SLICE("EVALSHA") : SLICE("EVAL"),
		slice_of(by_sha ? all->remove.sha : all->remove.text),
		SLICE("2"),
		hash_key(b, removal->name, hash),
		set_key(b, set),
		removal->name,
		removal->dead ? SLICE("1") : SLICE("0"),
		channel_name(b, STREAM_PRESENCE, channel),
		enveloped(all, &note, NULL),
	};
	struct call *c = call_new(b, removal->name, owner);

	c->removed = done;
	c->script = &all->remove;
	if (redis_call(b->commands, words, sizeof words / sizeof words[0], on_removed, c))
		return true;
	call_free(c);
	return false;
}

/* ---- reading ---- */

static struct slice element(const redisReply *reply, size_t index)
{
	const redisReply *e = reply->element[index];

	return e->type == REDIS_REPLY_STRING ? (struct slice){ e->str, e->len }
					     : (struct slice){ NULL, 0 };
}

static bool is_array(const redisReply *reply)
{
	return reply && reply->type == REDIS_REPLY_ARRAY;
}

static void on_listed(void *owner, const redisReply *reply)
{
	struct call *c = owner;
	struct call copy = *c;
	struct slice *names = NULL;
	size_t count = 0;

	call_free(c);
	if (!is_array(reply)) {
		copy.listed(copy.owner, PRESENCE_ANSWER_UNKNOWN, NULL, 0);
		return;
	}
	names = memory_take((reply->elements + 1) * sizeof *names);
	for (size_t i = 0; i < reply->elements; i++) {
		struct slice name = element(reply, i);
		if (name.size > 0 && name.size <= PRESENCE_NAME_MAX)
			names[count++] = name;
	}
	copy.listed(copy.owner, PRESENCE_ANSWER_DONE, names, count);
	memory_free(names);
}

bool presence_store_list(struct bus *b,
			 void (*done)(void *owner, enum presence_answer a,
				      const struct slice *names, size_t count),
			 void *owner)
{
	char set[KEY_MAX];
	const struct slice words[] = { SLICE("SMEMBERS"), set_key(b, set) };
	struct call *c = call_new(b, (struct slice){ NULL, 0 }, owner);

	c->listed = done;
	if (redis_call(b->commands, words, 2, on_listed, c))
		return true;
	call_free(c);
	return false;
}

static int state_of(struct slice letter)
{
	for (size_t i = 0; i < LETTERS; i++)
		if (letter.size == 1 && letters[i].letter == letter.data[0])
			return letters[i].state;
	return PRESENCE_NONE;
}

/* A field of the hash; true if it is a person, which is then in `entry`. */
static bool take_field(struct presence_loaded *loaded, struct slice field, struct slice value,
		       struct presence_entry *entry)
{
	if (slice_equal(field, SLICE("seq")))
		text_to_int(value, 0, ((int64_t)1 << 53) - 1, &loaded->seq);
	if (slice_equal(field, SLICE("leaving")))
		loaded->leaving = true;
	*entry = (struct presence_entry){ .state = state_of(value) };
	return entry->state != PRESENCE_NONE &&
	       text_to_int(field, 1, ((int64_t)1 << 53) - 1, &entry->user_id);
}

static void tell_loaded(const struct call *c, const redisReply *reply)
{
	struct presence_entry *entries = memory_take((reply->elements / 2 + 1) * sizeof *entries);
	struct presence_loaded loaded = { .entries = entries };

	for (size_t i = 0; i + 1 < reply->elements; i += 2)
		if (take_field(&loaded, element(reply, i), element(reply, i + 1),
			       &entries[loaded.count]))
			loaded.count++;
	c->loaded(c->owner, call_name(c), PRESENCE_ANSWER_DONE, &loaded);
	memory_free(entries);
}

static void on_loaded(void *owner, const redisReply *reply)
{
	struct call *c = owner;
	struct call copy = *c;

	call_free(c);
	if (!is_array(reply))
		copy.loaded(copy.owner, call_name(&copy), PRESENCE_ANSWER_UNKNOWN, NULL);
	else if (reply->elements == 0)
		copy.loaded(copy.owner, call_name(&copy), PRESENCE_ANSWER_REFUSED, NULL);
	else
		tell_loaded(&copy, reply);
}

bool presence_store_load(struct bus *b, struct slice name,
			 void (*done)(void *owner, struct slice name, enum presence_answer a,
				      const struct presence_loaded *loaded),
			 void *owner)
{
	char hash[KEY_MAX];
	const struct slice words[] = { SLICE("HGETALL"), hash_key(b, name, hash) };
	struct call *c = call_new(b, name, owner);

	c->loaded = done;
	if (redis_call(b->commands, words, 2, on_loaded, c))
		return true;
	call_free(c);
	return false;
}
