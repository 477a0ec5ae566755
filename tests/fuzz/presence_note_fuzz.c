/* Any bytes as a note of another worker: refused, or read so that writing it gives the same bytes
 * again. */
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "bus/presence_note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct presence_entry entries[PRESENCE_ENTRIES_MAX];
	struct buffer again = { 0 };
	struct presence_note n;

	if (!presence_note_read((struct slice){ (const char *)data, size }, &n))
		return 0;
	for (size_t i = 0; i < n.count; i++)
		entries[i] = presence_note_entry(&n, i);
	presence_note_write(&again, &n, entries);
	ASSERT(again.size == size);
	ASSERT(memcmp(again.data, data, size) == 0);
	buffer_clear(&again);
	return 0;
}
