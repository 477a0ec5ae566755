/* What fits into one transaction, and the numbering inside it. Streams are raised together, so a
 * change's seq follows from the head after raising and from its place among the stream's changes of
 * this transaction. */
#include "archive/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/states.h"

void batch_reset(struct batch *b)
{
	b->count = 0;
	b->changes = 0;
	b->bytes = 0;
	b->twins = 0;
	b->touched_count = 0;
	b->stream_count = 0;
	b->placed_count = 0;
	memset(b->keys, 0, sizeof(b->keys));
}

/* ---- facts of a write ---- */

size_t write_bytes(const struct write *w)
{
	size_t bytes = 0;
	for (size_t i = 0; i < w->change_count; i++)
		bytes += 64 + w->changes[i].content.size + w->changes[i].client_id.size;
	for (size_t i = 0; i < w->statement_count; i++)
		for (size_t k = 0; k < w->statements[i].value_count; k++)
			bytes += 16 + w->statements[i].values[k].text.size;
	return bytes;
}

size_t write_messages(const struct write *w)
{
	size_t count = 0;
	for (size_t i = 0; i < w->change_count; i++)
		count += w->changes[i].kind == CHANGE_MESSAGE;
	return count;
}

struct change *write_message(const struct write *w)
{
	struct change *message = NULL;
	for (size_t i = 0; i < w->change_count; i++) {
		if (w->changes[i].kind != CHANGE_MESSAGE)
			continue;
		if (message)
			return NULL;
		message = (struct change *)&w->changes[i];
	}
	return message;
}

/* ---- streams touched ---- */

static struct touched *find_touched(struct batch *b, int64_t stream_id)
{
	for (size_t i = 0; i < b->touched_count; i++)
		if (b->touched[i].stream_id == stream_id)
			return &b->touched[i];
	return NULL;
}

static bool streams_fit(struct batch *b, const struct write *w)
{
	size_t more = 0;
	for (size_t i = 0; i < w->change_count; i++)
		more += find_touched(b, w->changes[i].stream_id) == NULL;
	return b->touched_count + more <= BATCH_STREAMS_MAX;
}

static bool moves_members(int kind)
{
	return kind == CHANGE_MEMBER_JOINED || kind == CHANGE_MEMBER_LEFT ||
	       kind == CHANGE_MEMBER_SUSPENDED || kind == CHANGE_MEMBER_RESUMED ||
	       kind == CHANGE_ROOM_DELETED;
}

/* A membership is read before the batch's statements run, so it must not be among what they change.
 */
static bool reads_what_changes(struct batch *b, const struct write *w)
{
	for (size_t i = 0; i < w->change_count; i++) {
		const struct touched *t = w->changes[i].check_member
						  ? find_touched(b, w->changes[i].stream_id)
						  : NULL;
		if (t && t->moves_members)
			return true;
	}
	return false;
}

static void touch_streams(struct batch *b, const struct write *w)
{
	for (size_t i = 0; i < w->change_count; i++) {
		struct touched *t = find_touched(b, w->changes[i].stream_id);
		if (!t) {
			t = &b->touched[b->touched_count++];
			*t = (struct touched){ .stream_id = w->changes[i].stream_id };
		}
		t->moves_members |= moves_members(w->changes[i].kind);
	}
}

/* ---- the same message twice ---- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *p = bytes;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ p[i]) * 1099511628211u;
	return hash;
}

static size_t key_of(const struct change *c)
{
	uint64_t hash = mix(14695981039346656037u, &c->stream_id, sizeof(c->stream_id));
	hash = mix(hash, &c->actor_id, sizeof(c->actor_id));
	hash = mix(hash, c->client_id.data, c->client_id.size);
	return (size_t)((hash ^ hash >> 32) % BATCH_KEYS);
}

static bool same_message(const struct change *a, const struct change *b)
{
	return a->kind == CHANGE_MESSAGE && b->kind == CHANGE_MESSAGE &&
	       a->stream_id == b->stream_id && a->actor_id == b->actor_id &&
	       slice_equal(a->client_id, b->client_id);
}

static bool write_has(const struct write *w, const struct change *c)
{
	for (size_t i = 0; i < w->change_count; i++)
		if (same_message(&w->changes[i], c))
			return true;
	return false;
}

/* The place of `c` among the keys: of the item that has it, or an empty one. */
static uint16_t *find_key(struct batch *b, const struct change *c)
{
	size_t i = key_of(c);
	while (b->keys[i] != 0 && !write_has(b->items[b->keys[i] - 1].write, c))
		i = (i + 1) % BATCH_KEYS;
	return &b->keys[i];
}

/* The earlier item that has a message of `w`; count if there is none. */
static size_t find_earlier(struct batch *b, const struct write *w)
{
	for (size_t i = 0; i < w->change_count; i++) {
		const uint16_t *key = w->changes[i].kind == CHANGE_MESSAGE
					      ? find_key(b, &w->changes[i])
					      : NULL;
		if (key && *key != 0)
			return (size_t)*key - 1;
	}
	return b->count;
}

static void add_keys(struct batch *b, const struct write *w, size_t item)
{
	for (size_t i = 0; i < w->change_count; i++)
		if (w->changes[i].kind == CHANGE_MESSAGE)
			*find_key(b, &w->changes[i]) = (uint16_t)(item + 1);
}

/* ---- taking a write ---- */

bool batch_add(struct batch *b, struct write *w, int64_t deadline_ms)
{
	size_t bytes = write_bytes(w);
	if (b->count > 0 &&
	    (b->count == BATCH_WRITES_MAX || b->changes + w->change_count > BATCH_CHANGES_MAX ||
	     b->bytes + bytes > BATCH_BYTES_MAX || !streams_fit(b, w) || reads_what_changes(b, w)))
		return false;
	size_t earlier = find_earlier(b, w);
	bool twin = earlier < b->count;
	/* Only the plain case is worth handling here; any other goes to the archive, which knows
	 * what it has. */
	if (twin && (!write_message(w) || !write_message(b->items[earlier].write)))
		return false;
	b->items[b->count] = (struct item){
		.write = w,
		.deadline_ms = deadline_ms,
		.state = twin ? ITEM_TWIN : ITEM_WAITING,
		.twin_of = earlier,
	};
	b->count++;
	b->changes += w->change_count;
	b->bytes += bytes;
	touch_streams(b, w);
	b->twins += twin;
	if (!twin)
		add_keys(b, w, b->count - 1);
	return true;
}

/* ---- numbering ---- */

static int compare_placed(const void *a, const void *b)
{
	const struct placed *left = a;
	const struct placed *right = b;
	if (left->change->stream_id != right->change->stream_id)
		return left->change->stream_id < right->change->stream_id ? -1 : 1;
	return left->order < right->order ? -1 : 1;
}

static void place_changes(struct batch *b, size_t item)
{
	struct write *w = b->items[item].write;
	for (size_t i = 0; i < w->change_count; i++) {
		b->placed[b->placed_count] = (struct placed){ &w->changes[i], b->placed_count,
							      item };
		b->placed_count++;
	}
}

static void count_streams(struct batch *b)
{
	for (size_t i = 0; i < b->placed_count; i++) {
		const struct change *c = b->placed[i].change;
		if (b->stream_count == 0 ||
		    b->streams[b->stream_count - 1].stream_id != c->stream_id)
			b->streams[b->stream_count++] =
				(struct raised){ .stream_id = c->stream_id };
		b->streams[b->stream_count - 1].changes++;
		b->streams[b->stream_count - 1].messages += c->kind == CHANGE_MESSAGE;
	}
}

void batch_plan(struct batch *b)
{
	b->placed_count = 0;
	b->stream_count = 0;
	for (size_t i = 0; i < b->count; i++)
		if (b->items[i].state == ITEM_RUNNING)
			place_changes(b, i);
	if (b->placed_count > 1)
		qsort(b->placed, b->placed_count, sizeof(b->placed[0]), compare_placed);
	count_streams(b);
}

void batch_assign(struct batch *b)
{
	const struct placed *next = b->placed;
	for (size_t i = 0; i < b->stream_count; i++) {
		const struct raised *head = &b->streams[i];
		int64_t seq = head->seq - head->changes;
		int64_t number = head->total - head->messages;
		ASSERT(seq >= 0 && number >= 0);
		for (int64_t k = 0; k < head->changes; k++, next++) {
			number += next->change->kind == CHANGE_MESSAGE;
			next->change->seq = ++seq;
			next->change->number = number;
			next->change->epoch = head->epoch;
			next->change->repeated = false;
		}
	}
}
