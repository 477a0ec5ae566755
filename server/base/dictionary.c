/* A table from the keyed hash of the key to a chain of entries; two keys with one 64-bit hash share
 * a chain, which practically never happens. All entries are also in one list, newest first, which
 * is what dictionary_next walks. The dictionary owns its entries and, inside them, the copies of
 * the keys. */
#include "base/dictionary.h"

#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/siphash.h"
#include "base/table.h"

struct entry {
	struct entry *same_hash;
	struct entry *newer;
	struct entry *older;
	void *value;
	size_t key_size;
	char key[];
};

struct dictionary {
	struct table *chains;
	struct entry *newest;
	struct siphash_key secret;
	size_t size;
};

struct dictionary *dictionary_new(void)
{
	struct dictionary *d = memory_zero(1, sizeof(*d));
	d->chains = table_new();
	random_bytes(&d->secret, sizeof(d->secret));
	return d;
}

void dictionary_free(struct dictionary *d)
{
	if (!d)
		return;
	for (struct entry *e = d->newest; e;) {
		struct entry *older = e->older;
		memory_free(e);
		e = older;
	}
	table_free(d->chains);
	memory_free(d);
}

static int64_t hash_of(const struct dictionary *d, struct slice key)
{
	return (int64_t)siphash(d->secret, key.data, key.size);
}

static struct slice key_of(const struct entry *e)
{
	return (struct slice){ e->key, e->key_size };
}

static struct entry *find(const struct dictionary *d, int64_t hash, struct slice key)
{
	struct entry *e = table_get(d->chains, hash);
	while (e && !slice_equal(key_of(e), key))
		e = e->same_hash;
	return e;
}

void *dictionary_get(const struct dictionary *d, struct slice key)
{
	struct entry *e = find(d, hash_of(d, key), key);
	return e ? e->value : NULL;
}

static struct entry *entry_new(struct slice key, void *value)
{
	struct entry *e = memory_take(sizeof(*e) + key.size);
	*e = (struct entry){ .value = value, .key_size = key.size };
	if (key.size > 0)
		memcpy(e->key, key.data, key.size);
	return e;
}

void *dictionary_put(struct dictionary *d, struct slice key, void *value)
{
	ASSERT(value);
	int64_t hash = hash_of(d, key);
	struct entry *e = find(d, hash, key);
	if (e) {
		void *before = e->value;
		e->value = value;
		return before;
	}
	e = entry_new(key, value);
	e->same_hash = table_put(d->chains, hash, e);
	e->older = d->newest;
	if (d->newest)
		d->newest->newer = e;
	d->newest = e;
	d->size++;
	return NULL;
}

static void leave_chain(struct dictionary *d, int64_t hash, struct entry *gone)
{
	struct entry *first = table_get(d->chains, hash);
	if (first == gone && gone->same_hash) {
		table_put(d->chains, hash, gone->same_hash);
	} else if (first == gone) {
		table_remove(d->chains, hash);
	} else {
		while (first->same_hash != gone)
			first = first->same_hash;
		first->same_hash = gone->same_hash;
	}
}

static void leave_list(struct dictionary *d, struct entry *gone)
{
	if (gone->older)
		gone->older->newer = gone->newer;
	if (gone->newer)
		gone->newer->older = gone->older;
	else
		d->newest = gone->older;
}

void *dictionary_remove(struct dictionary *d, struct slice key)
{
	int64_t hash = hash_of(d, key);
	struct entry *e = find(d, hash, key);
	if (!e)
		return NULL;
	void *value = e->value;
	leave_chain(d, hash, e);
	leave_list(d, e);
	memory_free(e);
	d->size--;
	return value;
}

size_t dictionary_size(const struct dictionary *d)
{
	return d->size;
}

void *dictionary_next(const struct dictionary *d, size_t *position, struct slice *key)
{
	/* The position is the address of the entry to come (an entry is aligned, so never 1), 0 at
	 * the start. */
	const uintptr_t at_end = 1;
	if (*position == at_end)
		return NULL;
	struct entry *e = *position == 0 ? d->newest : (struct entry *)*position;
	*position = e && e->older ? (uintptr_t)e->older : at_end;
	if (e && key)
		*key = key_of(e);
	return e ? e->value : NULL;
}
