/* A form: Content-Type up to the first NUL, then the body. What is found lies between two
 * delimiters of the body, putting it into a form of ours gives it back, and of a form that is cut
 * anywhere before its end nothing is found. (Bodies in pieces are connection_fuzz.c's.) */
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/memory.h"
#include "net/multipart.h"

enum { CUTS_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Unless it has our delimiter in it. */
static void check_again(struct slice content)
{
	const struct slice type = SLICE("multipart/form-data; boundary=\"=fuzz= =\"");
	struct buffer body = { 0 };
	struct slice again = { 0 };
	if (content.size && memmem(content.data, content.size, "=fuzz=", 6))
		return;
	buffer_append_text(&body,
			   "--=fuzz= =\r\nContent-Disposition: form-data; name=file\r\n\r\n");
	buffer_append_slice(&body, content);
	buffer_append_text(&body, "\r\n--=fuzz= =--");
	ASSERT(multipart_find(type, buffer_slice(&body), SLICE("file"), &again));
	ASSERT(slice_equal(again, content));
	buffer_clear(&body);
}

/* Up to the delimiter behind the content, each a block of its own: each cut of a short one. */
static void check_cut(struct slice content_type, struct slice body, struct slice content)
{
	size_t end = (size_t)(content.data + content.size - body.data) + 4;
	size_t step = end / CUTS_MAX + 1;
	struct slice found;

	for (size_t size = 0; size <= end; size += step) {
		char *part = memory_take(size ? size : 1);
		memcpy(part, body.data, size);
		ASSERT(!multipart_find(content_type, (struct slice){ part, size }, SLICE("file"),
				       &found));
		memory_free(part);
	}
}

/* Blocks of their own, so that the sanitizer sees each overrun. */
static struct slice copy(const uint8_t *data, size_t size)
{
	char *bytes = memory_take(size);
	if (size > 0)
		memcpy(bytes, data, size);
	return (struct slice){ bytes, size };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	size_t type_size = nul ? (size_t)(nul - data) : size;
	struct slice content_type = copy(data, type_size);
	struct slice body = nul ? copy(nul + 1, size - type_size - 1) : copy(data, 0);
	struct slice content = { 0 };
	if (multipart_find(content_type, body, SLICE("file"), &content)) {
		ASSERT(multipart_is(content_type));
		ASSERT(content.data > body.data &&
		       content.data + content.size < body.data + body.size);
		ASSERT(memcmp(content.data - 4, "\r\n\r\n", 4) == 0);
		ASSERT(memcmp(content.data + content.size, "\r\n--", 4) == 0);
		check_again(content);
		check_cut(content_type, body, content);
	}
	memory_free((char *)(uintptr_t)content_type.data);
	memory_free((char *)(uintptr_t)body.data);
	return 0;
}
