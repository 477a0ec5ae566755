/* An arena is a list of chunks, newest first; taking moves a mark forward in the newest. What does
 * not fit opens a new chunk, each twice as large as the one before (4 KiB … 64 KiB). Invariant:
 * `size` never passes `limit` through arena_try; it counts the rounded sizes, which is the memory
 * really used. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/memory.h"

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
/* Every piece is a block of its own, so that the sanitizer sees each overrun. */
enum { CHUNK_FIRST = 1, CHUNK_LAST = 1 };
#else
enum { CHUNK_FIRST = 4096, CHUNK_LAST = 65536 };
#endif

struct chunk {
	struct chunk *older;
	size_t used;
	size_t capacity;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct chunk *newest;
	size_t size;
	size_t limit;
	size_t next_capacity;
};

struct arena *arena_new(size_t limit_bytes)
{
	struct arena *a = memory_zero(1, sizeof(*a));
	a->limit = limit_bytes;
	a->next_capacity = CHUNK_FIRST;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->newest; c;) {
		struct chunk *older = c->older;
		memory_free(c);
		c = older;
	}
	memory_free(a);
}

static size_t rounded(size_t size_bytes)
{
	size_t unit = alignof(max_align_t);
	return (size_bytes + unit - 1) / unit * unit;
}

static void add_chunk(struct arena *a, size_t size_bytes)
{
	size_t capacity = size_bytes > a->next_capacity ? size_bytes : a->next_capacity;
	struct chunk *c = memory_take(sizeof(*c) + capacity);
	c->older = a->newest;
	c->used = 0;
	c->capacity = capacity;
	a->newest = c;
	if (a->next_capacity < CHUNK_LAST)
		a->next_capacity *= 2;
}

void *arena_take(struct arena *a, size_t size_bytes)
{
	ASSERT(size_bytes <= PTRDIFF_MAX / 2);
	size_t size = rounded(size_bytes);
	struct chunk *c = a->newest;
	/* `used` is rounded and may be past an exact capacity: compare without subtracting. */
	if (!c || c->used + size_bytes > c->capacity) {
		add_chunk(a, size_bytes);
		c = a->newest;
	}
	void *piece = c->bytes + c->used;
	c->used += size;
	a->size += size;
	return memset(piece, 0, size_bytes);
}

void *arena_try(struct arena *a, size_t size_bytes)
{
	if (size_bytes > PTRDIFF_MAX / 2 || a->size > a->limit ||
	    rounded(size_bytes) > a->limit - a->size)
		return NULL;
	return arena_take(a, size_bytes);
}

struct slice arena_copy(struct arena *a, struct slice s)
{
	if (s.size > PTRDIFF_MAX / 2)
		return (struct slice){ NULL, 0 };
	char *copy = arena_try(a, s.size + 1);
	if (!copy)
		return (struct slice){ NULL, 0 };
	if (s.size > 0)
		memcpy(copy, s.data, s.size);
	return (struct slice){ copy, s.size };
}

size_t arena_size(const struct arena *a)
{
	return a->size;
}
