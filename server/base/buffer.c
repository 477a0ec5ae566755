/* A growing run of bytes. Invariant: size <= capacity, and data is NULL exactly when capacity is 0.
 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/memory.h"

enum { CAPACITY_FIRST = 64 };

char *buffer_reserve(struct buffer *b, size_t size)
{
	ASSERT(size <= PTRDIFF_MAX / 2 && b->size <= PTRDIFF_MAX / 2);
	size_t needed = b->size + size;
	if (needed > b->capacity || !b->data) {
		size_t capacity = b->capacity * 2 > CAPACITY_FIRST ? b->capacity * 2
								   : CAPACITY_FIRST;
		b->capacity = needed > capacity ? needed : capacity;
		b->data = memory_grow(b->data, b->capacity);
	}
	return b->data + b->size;
}

void buffer_append(struct buffer *b, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	memcpy(buffer_reserve(b, size), bytes, size);
	b->size += size;
}

void buffer_append_slice(struct buffer *b, struct slice s)
{
	buffer_append(b, s.data, s.size);
}

void buffer_append_text(struct buffer *b, const char *text)
{
	buffer_append(b, text, strlen(text));
}

void buffer_append_byte(struct buffer *b, char byte)
{
	*buffer_reserve(b, 1) = byte;
	b->size++;
}

void buffer_append_int(struct buffer *b, int64_t value)
{
	char digits[20];
	size_t start = sizeof(digits);
	/* Unsigned, as the lowest number has no positive counterpart. */
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do {
		digits[--start] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		digits[--start] = '-';
	buffer_append(b, digits + start, sizeof(digits) - start);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	int size = vsnprintf(NULL, 0, format, values);
	va_end(values);
	ASSERT(size >= 0);
	char *end = buffer_reserve(b, (size_t)size + 1);
	va_start(values, format);
	vsnprintf(end, (size_t)size + 1, format, values);
	va_end(values);
	b->size += (size_t)size;
}

void buffer_consume(struct buffer *b, size_t size)
{
	ASSERT(size <= b->size);
	b->size -= size;
	if (b->size > 0)
		memmove(b->data, b->data + size, b->size);
}

void buffer_reset(struct buffer *b)
{
	b->size = 0;
}

void buffer_clear(struct buffer *b)
{
	memory_free(b->data);
	*b = (struct buffer){ 0 };
}
