/* Pictures, as confab-picture decodes them: whatever comes of it is a pair that its frame takes.
 * (The codecs themselves are the system's and not instrumented; this is about how we use them.) */
#include <stdint.h>

#include "base/check.h"
#include "base/memory.h"
#include "picture/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Small, so that an input takes little time. */
static const struct picture_limits limits = { .pixels_max = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct picture_pair pair;
	char *bytes = memory_take(size);
	if (size > 0)
		memcpy(bytes, data, size);
	enum picture_status status = picture_make((struct slice){ bytes, size }, &limits, &pair);
	ASSERT((status == PICTURE_OK) == (pair.full.size > 0));
	ASSERT((status == PICTURE_OK) == (pair.thumbnail.size > 0));
	buffer_clear(&pair.full);
	buffer_clear(&pair.thumbnail);
	memory_free(bytes);
	return 0;
}
