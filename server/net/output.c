/* The bounded-by-its-owner queue of a connection: a ring of frame references. An idle connection
 * holds no memory here beyond a few slots. */
#include "net/output.h"

#include "base/check.h"
#include "base/memory.h"
#include "base/metrics.h"

enum {
	OUTPUT_SLOTS_FIRST = 4,
	OUTPUT_SLOTS_KEPT = 8,
};

static void count_bytes(struct output *o, size_t more, size_t less)
{
	o->bytes += more;
	o->bytes -= less;
	metric_add(METRIC_QUEUED_BYTES, (int64_t)more - (int64_t)less);
}

static struct frame **slot(const struct output *o, uint32_t index)
{
	return &o->frames[(o->first + index) & (o->capacity - 1)];
}

static void grow(struct output *o)
{
	uint32_t capacity = o->capacity ? o->capacity * 2 : OUTPUT_SLOTS_FIRST;
	struct frame **frames = memory_take(capacity * sizeof *frames);

	for (uint32_t i = 0; i < o->count; i++)
		frames[i] = *slot(o, i);
	memory_free(o->frames);
	o->frames = frames;
	o->first = 0;
	o->capacity = capacity;
}

void output_add(struct output *o, struct frame *f)
{
	if (o->count == o->capacity)
		grow(o);
	*slot(o, o->count) = frame_ref(f);
	o->count++;
	count_bytes(o, frame_bytes(f).size, 0);
}

void output_add_rest(struct output *o, struct frame *f, size_t written)
{
	ASSERT(o->count == 0 && written < frame_bytes(f).size);
	output_add(o, f);
	o->written = written;
	count_bytes(o, 0, written);
}

size_t output_pieces(const struct output *o, struct iovec *pieces, size_t max)
{
	size_t count = o->count < max ? o->count : max;

	for (size_t i = 0; i < count; i++) {
		struct slice bytes = frame_bytes(*slot(o, (uint32_t)i));
		pieces[i].iov_base = (void *)(uintptr_t)bytes.data;
		pieces[i].iov_len = bytes.size;
	}
	if (count) {
		pieces[0].iov_base = (char *)pieces[0].iov_base + o->written;
		pieces[0].iov_len -= o->written;
	}
	return count;
}

static void free_when_empty(struct output *o)
{
	if (o->count || o->capacity <= OUTPUT_SLOTS_KEPT)
		return;
	memory_free(o->frames);
	*o = (struct output){ 0 };
}

void output_consume(struct output *o, size_t size)
{
	ASSERT(size <= o->bytes);
	count_bytes(o, 0, size);
	size += o->written;
	o->written = 0;
	while (o->count) {
		struct frame *f = *slot(o, 0);
		size_t whole = frame_bytes(f).size;
		if (size < whole) {
			o->written = size;
			break;
		}
		size -= whole;
		o->first = (o->first + 1) & (o->capacity - 1);
		o->count--;
		frame_unref(f);
	}
	free_when_empty(o);
}

void output_drop(struct output *o)
{
	uint32_t kept = o->written ? 1 : 0;

	while (o->count > kept) {
		struct frame *f = *slot(o, --o->count);
		count_bytes(o, 0, frame_bytes(f).size);
		frame_unref(f);
	}
	free_when_empty(o);
}

void output_clear(struct output *o)
{
	/* The part that has left is dropped with its frame. */
	count_bytes(o, o->written, 0);
	o->written = 0;
	output_drop(o);
	memory_free(o->frames);
	*o = (struct output){ 0 };
}
