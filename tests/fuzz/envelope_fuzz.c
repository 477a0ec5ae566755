/* Any bytes as an envelope: refused, or read so that writing it gives the same bytes again. */
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "bus/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer again = { 0 };
	struct envelope e;

	if (!envelope_read((struct slice){ (const char *)data, size }, &e))
		return 0;
	envelope_write(&again, &e);
	ASSERT(again.size == size);
	ASSERT(memcmp(again.data, data, size) == 0);
	buffer_clear(&again);
	return 0;
}
