/* Putting a write together. Statements grow in the owner's arena by doubling; a pointer to one is
 * good until the next is added. */
#include "archive/write.h"

#include <string.h>

#include "base/check.h"

enum { STATEMENTS_FIRST = 4 };

static bool statements_full(size_t count)
{
	return count == 0 || (count >= STATEMENTS_FIRST && (count & (count - 1)) == 0);
}

static void grow_statements(struct write *w, struct arena *arena)
{
	size_t capacity = w->statement_count == 0 ? STATEMENTS_FIRST : w->statement_count * 2;
	struct statement *larger = arena_take(arena, capacity * sizeof(*larger));
	if (w->statement_count > 0)
		memcpy(larger, w->statements, w->statement_count * sizeof(*larger));
	w->statements = larger;
}

struct statement *write_statement(struct write *w, struct arena *arena, const char *sql)
{
	ASSERT(w->statement_count < WRITE_STATEMENTS_MAX);
	if (statements_full(w->statement_count))
		grow_statements(w, arena);
	struct statement *s = &w->statements[w->statement_count++];
	*s = (struct statement){ .sql = sql };
	return s;
}

static void add_value(struct statement *s, struct value value)
{
	ASSERT(s->value_count < STATEMENT_VALUES_MAX);
	s->values[s->value_count++] = value;
}

void statement_int(struct statement *s, int64_t value)
{
	add_value(s, (struct value){ .kind = VALUE_INT, .integer = value });
}

void statement_text(struct statement *s, struct slice value)
{
	add_value(s, (struct value){ .kind = VALUE_TEXT, .text = value });
}

void statement_bytes(struct statement *s, struct slice value)
{
	add_value(s, (struct value){ .kind = VALUE_BYTES, .text = value });
}

void statement_null(struct statement *s)
{
	add_value(s, (struct value){ .kind = VALUE_NULL });
}

void statement_seq(struct statement *s, size_t change)
{
	add_value(s, (struct value){ .kind = VALUE_SEQ, .integer = (int64_t)change });
}

void statement_number(struct statement *s, size_t change)
{
	add_value(s, (struct value){ .kind = VALUE_NUMBER, .integer = (int64_t)change });
}

struct change *write_change(struct write *w, int64_t stream_id, int kind, int64_t actor_id,
			    int64_t subject_id)
{
	ASSERT(w->change_count < WRITE_CHANGES_MAX);
	struct change *c = &w->changes[w->change_count++];
	*c = (struct change){
		.stream_id = stream_id,
		.kind = kind,
		.actor_id = actor_id,
		.subject_id = subject_id,
	};
	return c;
}
