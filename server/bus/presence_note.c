/* The bytes of a note, little-endian: version, kind, size of the name, number of entries (a byte
 * each); seq (8); the name; and for each entry user_id (8), seen_ms (8), state (1). */
#include "bus/presence_note.h"

#include <endian.h>
#include <string.h>

#include "base/check.h"

enum {
	NOTE_VERSION = 1,
	NOTE_HEADER = 12,
	NOTE_ENTRY = 17,
};

static const int64_t NUMBER_MAX = (int64_t)1 << 53;

static void append_number(struct buffer *out, int64_t number)
{
	const uint64_t bytes = htole64((uint64_t)number);

	buffer_append(out, &bytes, sizeof bytes);
}

static int64_t number_at(const char *bytes)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof number);
	return (int64_t)le64toh(number);
}

void presence_note_write(struct buffer *out, const struct presence_note *n,
			 const struct presence_entry *entries)
{
	const char first[4] = { NOTE_VERSION, (char)n->kind, (char)n->name.size, (char)n->count };

	ASSERT(n->name.size <= PRESENCE_NAME_MAX && n->count <= PRESENCE_ENTRIES_MAX);
	buffer_append(out, first, sizeof first);
	append_number(out, n->seq);
	buffer_append_slice(out, n->name);
	for (size_t i = 0; i < n->count; i++) {
		append_number(out, entries[i].user_id);
		append_number(out, entries[i].seen_ms);
		buffer_append_byte(out, (char)entries[i].state);
	}
}

bool presence_state_valid(int state)
{
	int there = state & ~PRESENCE_HIDDEN;

	return state == PRESENCE_NONE || there == PRESENCE_ONLINE || there == PRESENCE_AWAY;
}

static bool in_range(int64_t number, int64_t minimum)
{
	return number >= minimum && number < NUMBER_MAX;
}

static bool entries_plausible(const struct presence_note *n)
{
	for (size_t i = 0; i < n->count; i++) {
		struct presence_entry entry = presence_note_entry(n, i);

		if (!in_range(entry.user_id, 1) || !in_range(entry.seen_ms, 0) ||
		    !presence_state_valid(entry.state))
			return false;
	}
	return true;
}

bool presence_note_read(struct slice bytes, struct presence_note *n)
{
	const unsigned char *first = (const unsigned char *)bytes.data;

	if (bytes.size < NOTE_HEADER || first[0] != NOTE_VERSION || first[1] > PRESENCE_NOTE_GONE ||
	    first[2] == 0 || first[2] > PRESENCE_NAME_MAX || first[3] > PRESENCE_ENTRIES_MAX ||
	    bytes.size != NOTE_HEADER + first[2] + (size_t)first[3] * NOTE_ENTRY)
		return false;
	*n = (struct presence_note){
		.kind = (enum presence_note_kind)first[1],
		.name = { bytes.data + NOTE_HEADER, first[2] },
		.seq = number_at(bytes.data + 4),
		.count = first[3],
		.entries = { bytes.data + NOTE_HEADER + first[2], first[3] * (size_t)NOTE_ENTRY },
	};
	return in_range(n->seq, 0) && entries_plausible(n);
}

struct presence_entry presence_note_entry(const struct presence_note *n, size_t index)
{
	const char *bytes = n->entries.data + index * NOTE_ENTRY;

	ASSERT(index < n->count);
	return (struct presence_entry){
		.user_id = number_at(bytes),
		.seen_ms = number_at(bytes + 8),
		.state = (unsigned char)bytes[16],
	};
}
