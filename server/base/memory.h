#pragma once

#include <stddef.h>

/* The only callers of malloc's family. None returns NULL: out of memory aborts the worker (which is
 * replaced). */

/* `size_bytes` uninitialised bytes; the caller frees with memory_free. */
void *memory_take(size_t size_bytes);
/* `count` × `size_bytes` zeroed bytes; the caller frees with memory_free. */
void *memory_zero(size_t count, size_t size_bytes);
/* Grows or shrinks what memory_take gave; the old pointer is dead. NULL starts a new one. */
void *memory_grow(void *block, size_t size_bytes);
/* A NUL-terminated copy of `text`; the caller frees with memory_free. */
char *memory_text(const char *text);
/* NULL is fine. */
void memory_free(void *block);
