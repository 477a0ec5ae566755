/* Open addressing with linear probing, removal by shifting back (no tombstones), load at most 3/4.
 * A probe never wraps: behind the `capacity` home slots lies a tail, and an entry that would run
 * past the tail makes the table grow. So everything behind a removed entry that moves up lies at
 * higher indices, and table_next, which goes from the highest index down, neither skips nor repeats
 * an entry when the one just returned is removed. */
#include "base/table.h"

#include <stdbool.h>

#include "base/check.h"
#include "base/memory.h"

enum { CAPACITY_FIRST = 8, TAIL_MAX = 256 };

struct entry {
	int64_t key;
	void *value; /* NULL: an empty slot */
};

struct table {
	struct entry *slots;
	size_t capacity;   /* home slots: 0 or a power of two */
	size_t slot_count; /* with the tail */
	size_t size;
};

struct table *table_new(void)
{
	return memory_zero(1, sizeof(struct table));
}

void table_free(struct table *t)
{
	if (!t)
		return;
	memory_free(t->slots);
	memory_free(t);
}

/* The 64-bit finalizer of MurmurHash3: consecutive ids must not form runs. */
static size_t home_of(const struct table *t, int64_t key)
{
	uint64_t h = (uint64_t)key;
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdU;
	h ^= h >> 33;
	h *= 0xc4ceb9fe1a85ec53U;
	h ^= h >> 33;
	return (size_t)h & (t->capacity - 1);
}

/* The slot that has `key` or the empty one where it belongs; NULL when the probe runs past the
 * tail. */
static struct entry *find(const struct table *t, int64_t key)
{
	if (t->capacity == 0)
		return NULL;
	for (size_t i = home_of(t, key); i < t->slot_count; i++) {
		struct entry *e = &t->slots[i];
		if (!e->value || e->key == key)
			return e;
	}
	return NULL;
}

void *table_get(const struct table *t, int64_t key)
{
	struct entry *e = find(t, key);
	return e ? e->value : NULL;
}

static void allocate(struct table *t, size_t capacity)
{
	t->capacity = capacity;
	t->slot_count = capacity + (capacity < TAIL_MAX ? capacity : TAIL_MAX);
	t->slots = memory_zero(t->slot_count, sizeof(*t->slots));
}

static bool move_entries(struct table *to, const struct table *from)
{
	for (size_t i = 0; i < from->slot_count; i++) {
		if (!from->slots[i].value)
			continue;
		struct entry *e = find(to, from->slots[i].key);
		if (!e)
			return false;
		*e = from->slots[i];
	}
	to->size = from->size;
	return true;
}

static void grow(struct table *t)
{
	size_t capacity = t->capacity > 0 ? t->capacity * 2 : CAPACITY_FIRST;
	for (;; capacity *= 2) {
		struct table larger = { 0 };
		allocate(&larger, capacity);
		if (move_entries(&larger, t)) {
			memory_free(t->slots);
			*t = larger;
			return;
		}
		memory_free(larger.slots);
	}
}

void *table_put(struct table *t, int64_t key, void *value)
{
	ASSERT(value);
	struct entry *e = find(t, key);
	if (e && e->value) {
		void *before = e->value;
		e->value = value;
		return before;
	}
	if (t->size >= t->capacity / 4 * 3) {
		grow(t);
		e = find(t, key);
	}
	while (!e) {
		grow(t);
		e = find(t, key);
	}
	*e = (struct entry){ key, value };
	t->size++;
	return NULL;
}

/* Moves up each entry behind the hole that may stand there, until the run ends. */
static void close_hole(struct table *t, size_t hole)
{
	for (size_t i = hole + 1; i < t->slot_count && t->slots[i].value; i++) {
		if (home_of(t, t->slots[i].key) > hole)
			continue;
		t->slots[hole] = t->slots[i];
		hole = i;
	}
	t->slots[hole] = (struct entry){ 0 };
}

void *table_remove(struct table *t, int64_t key)
{
	struct entry *e = find(t, key);
	if (!e || !e->value)
		return NULL;
	void *value = e->value;
	close_hole(t, (size_t)(e - t->slots));
	t->size--;
	return value;
}

size_t table_size(const struct table *t)
{
	return t->size;
}

void *table_next(const struct table *t, size_t *position, int64_t *key)
{
	while (*position < t->slot_count) {
		const struct entry *e = &t->slots[t->slot_count - 1 - (*position)++];
		if (!e->value)
			continue;
		if (key)
			*key = e->key;
		return e->value;
	}
	return NULL;
}
