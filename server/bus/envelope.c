/* The bytes that travel between workers. 60 bytes of header, little-endian, then the JSON up to the
 * end: version, kind, two zero bytes; stream_id, seq, epoch, number, subject_id, except,
 * except_worker, 8 bytes each. */
#include "bus/envelope.h"

#include <endian.h>
#include <string.h>

enum {
	ENVELOPE_VERSION = 1,
	ENVELOPE_NUMBERS = 7,
	ENVELOPE_HEADER = 4 + ENVELOPE_NUMBERS * 8,
};

static const int64_t NUMBER_MAX = (int64_t)1 << 53;

void envelope_write(struct buffer *out, const struct envelope *e)
{
	const uint64_t numbers[ENVELOPE_NUMBERS] = {
		htole64((uint64_t)e->stream_id),     htole64((uint64_t)e->seq),
		htole64((uint64_t)e->epoch),         htole64((uint64_t)e->number),
		htole64((uint64_t)e->subject_id),    htole64(e->except),
		htole64((uint64_t)e->except_worker),
	};
	const char first[4] = { ENVELOPE_VERSION, (char)e->kind, 0, 0 };

	buffer_append(out, first, sizeof first);
	buffer_append(out, numbers, sizeof numbers);
	buffer_append_slice(out, e->json);
}

static bool in_range(int64_t number, int64_t minimum)
{
	return number >= minimum && number <= NUMBER_MAX;
}

/* Ids and positions stay below 2^53, or somebody else's bytes came in. */
static bool plausible(const struct envelope *e)
{
	return in_range(e->stream_id, -NUMBER_MAX) && e->stream_id != 0 && in_range(e->seq, 0) &&
	       in_range(e->epoch, 0) && in_range(e->number, 0) &&
	       in_range(e->subject_id, -NUMBER_MAX) && in_range(e->except_worker, -1);
}

bool envelope_read(struct slice bytes, struct envelope *e)
{
	uint64_t numbers[ENVELOPE_NUMBERS];

	if (bytes.size < ENVELOPE_HEADER || bytes.data[0] != ENVELOPE_VERSION || bytes.data[2] ||
	    bytes.data[3])
		return false;
	memcpy(numbers, bytes.data + 4, sizeof numbers);
	*e = (struct envelope){
		.kind = (unsigned char)bytes.data[1],
		.stream_id = (int64_t)le64toh(numbers[0]),
		.seq = (int64_t)le64toh(numbers[1]),
		.epoch = (int64_t)le64toh(numbers[2]),
		.number = (int64_t)le64toh(numbers[3]),
		.subject_id = (int64_t)le64toh(numbers[4]),
		.except = le64toh(numbers[5]),
		.except_worker = (int64_t)le64toh(numbers[6]),
		.json = { bytes.data + ENVELOPE_HEADER, bytes.size - ENVELOPE_HEADER },
	};
	return plausible(e);
}
