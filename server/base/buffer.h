#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* A growing run of bytes. {0} is an empty one; buffer_clear frees it. */
struct buffer {
	char *data;
	size_t size;
	size_t capacity;
};

void buffer_append(struct buffer *b, const void *bytes, size_t size);
void buffer_append_slice(struct buffer *b, struct slice s);
/* Appends a NUL-terminated text without its NUL. */
void buffer_append_text(struct buffer *b, const char *text);
void buffer_append_byte(struct buffer *b, char byte);
void buffer_append_int(struct buffer *b, int64_t value);
/* printf into the end of the buffer. */
void buffer_format(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for `size` more bytes at b->data + b->size; the caller raises b->size by what it wrote. */
char *buffer_reserve(struct buffer *b, size_t size);
/* Drops the first `size` bytes. */
void buffer_consume(struct buffer *b, size_t size);
/* Empties it and keeps the memory. */
void buffer_reset(struct buffer *b);
/* Frees the memory; the buffer is {0} again. */
void buffer_clear(struct buffer *b);

static inline struct slice buffer_slice(const struct buffer *b)
{
	return (struct slice){ b->data, b->size };
}
