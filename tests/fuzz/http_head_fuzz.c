/* Request heads: whatever is accepted must read the same to a stricter eye, and its end must not
 * depend on how it arrived. */
#include <stdint.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"
#include "net/http_head.h"
#include "net/upgrade.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within(struct slice inner, struct slice outer)
{
	return inner.size == 0 ||
	       (inner.data >= outer.data && inner.data + inner.size <= outer.data + outer.size);
}

static void check_accepted(struct slice bytes, const struct http_head *head)
{
	ASSERT(head->target.size > 0 && within(head->target, bytes));
	ASSERT(head->target.data[0] == '/' || slice_equal(head->target, SLICE("*")));
	ASSERT(!head->authority.data || (head->authority.size && within(head->authority, bytes)));
	for (size_t i = 0; i < head->field_count; i++) {
		const struct http_field *field = &head->fields[i];
		ASSERT(field->name.size > 0 && within(field->name, bytes) &&
		       within(field->value, bytes));
		ASSERT(!memchr(field->name.data, ':', field->name.size));
		ASSERT(!field->value.size || (!memchr(field->value.data, '\n', field->value.size) &&
					      !memchr(field->value.data, '\0', field->value.size)));
	}
}

static void check_body(const struct http_head *head)
{
	size_t size = 0;

	if (http_body_size(head, 65536, &size) != 0)
		return;
	ASSERT(size <= 65536);
	ASSERT(http_head_count(head, "Transfer-Encoding") == 0 &&
	       http_head_count(head, "Content-Length") <= 1);
}

/* The end found byte by byte is the end found at once. */
static void check_end(struct slice bytes, size_t expected)
{
	size_t scanned = 0;
	size_t found = 0;

	for (size_t size = 0; size <= bytes.size && found == 0; size++)
		found = http_head_size((struct slice){ bytes.data, size }, &scanned);
	ASSERT(found == expected);
}

/* What is acceptable in the end was not refused on its way, however it was cut. */
static void check_way(struct slice bytes)
{
	for (size_t size = 1; size < bytes.size; size++)
		ASSERT(http_head_doomed((struct slice){ bytes.data, size }, size - 1) == 0);
	ASSERT(http_head_doomed(bytes, 0) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of the exact size, so that reading past its end is noticed. */
	char *copy = memory_take(size ? size : 1);
	struct http_head *head = memory_zero(1, sizeof(*head));
	struct slice bytes = { copy, size };
	size_t scanned = 0;

	memcpy(copy, data, size);
	bytes.size = http_head_size(bytes, &scanned);
	check_end((struct slice){ copy, size }, bytes.size);
	if (size > bytes.size)
		(void)http_head_doomed((struct slice){ copy, size }, 0);
	if (bytes.size && http_head_parse(bytes, head) == 0) {
		check_accepted(bytes, head);
		if (bytes.size <= HTTP_HEAD_BYTES_MAX)
			check_way(bytes);
		check_body(head);
		if (upgrade_wanted(head))
			(void)upgrade_check(head);
		(void)http_keeps_alive(head);
	}
	memory_free(head);
	memory_free(copy);
	return 0;
}
