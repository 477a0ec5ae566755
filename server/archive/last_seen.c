/* When people were there last: one statement for several of them. */
#include "archive/last_seen.h"

#include "base/check.h"

void write_last_seen(struct write *w, struct arena *arena, const int64_t *user_ids, size_t count,
		     int64_t seen_ms)
{
	ASSERT(count > 0 && count <= LAST_SEEN_PEOPLE_MAX);
	/* user_pk; always as many ids, so that one statement is prepared for all */
	struct statement *s =
		write_statement(w, arena,
				"UPDATE user SET last_seen_ms = ? WHERE last_seen_ms < ? AND id IN "
				"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	statement_int(s, seen_ms);
	statement_int(s, seen_ms);
	for (size_t i = 0; i < LAST_SEEN_PEOPLE_MAX; i++)
		statement_int(s, user_ids[i < count ? i : count - 1]);
}
