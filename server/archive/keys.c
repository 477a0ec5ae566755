/* Texts of conditions over composite keys, in three sizes. */
#include "archive/keys.h"

#include "base/check.h"

static size_t terms_for(size_t count)
{
	if (count == 1)
		return 1;
	return count <= 8 ? 8 : KEYS_MAX;
}

size_t keys_text(struct buffer *sql, const char *head, const char *term, const char *tail,
		 size_t count)
{
	ASSERT(count >= 1 && count <= KEYS_MAX);
	size_t terms = terms_for(count);
	buffer_append_text(sql, head);
	for (size_t i = 0; i < terms; i++) {
		buffer_append_text(sql, i > 0 ? " OR " : "");
		buffer_append_text(sql, term);
	}
	buffer_append_text(sql, tail);
	buffer_append_byte(sql, '\0');
	return terms;
}
