/* malloc's family, made so that it cannot fail: out of memory ends the process, and the supervisor
 * starts another. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static void *never_null(void *block)
{
	if (!block)
		check_failed("out of memory", __FILE__, __LINE__);
	return block;
}

/* malloc(0) may give NULL, and realloc(block, 0) frees: ask for one byte instead. */
static size_t at_least_one(size_t size_bytes)
{
	return size_bytes > 0 ? size_bytes : 1;
}

void *memory_take(size_t size_bytes)
{
	return never_null(malloc(at_least_one(size_bytes)));
}

void *memory_zero(size_t count, size_t size_bytes)
{
	ASSERT(count <= PTRDIFF_MAX / at_least_one(size_bytes));
	return never_null(calloc(at_least_one(count), at_least_one(size_bytes)));
}

void *memory_grow(void *block, size_t size_bytes)
{
	return never_null(realloc(block, at_least_one(size_bytes)));
}

char *memory_text(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(memory_take(size), text, size);
}

void memory_free(void *block)
{
	free(block);
}
