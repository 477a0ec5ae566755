/* Who waits for whom, by person. Nothing is kept for people of whom nothing waits. */
#include "chat/turn.h"

#include <stddef.h>

#include "base/memory.h"
#include "base/table.h"

struct line {
	struct turn *first;
	struct turn **last;
	bool going; /* turn_ready of this line is at work further up the stack */
};

static struct table *lines;

static struct line *line_of(int64_t user_id)
{
	return lines ? table_get(lines, user_id) : NULL;
}

static struct line *line_add(int64_t user_id)
{
	struct line *line = memory_zero(1, sizeof(*line));
	line->last = &line->first;
	if (!lines)
		lines = table_new();
	table_put(lines, user_id, line);
	return line;
}

static void line_remove(int64_t user_id)
{
	memory_free(table_remove(lines, user_id));
	if (table_size(lines) > 0)
		return;
	table_free(lines);
	lines = NULL;
}

bool turn_free(int64_t user_id)
{
	return !line_of(user_id);
}

void turn_take(struct turn *t, int64_t user_id, void (*go)(void *owner), void *owner)
{
	struct line *line = line_of(user_id);
	if (!line)
		line = line_add(user_id);
	*t = (struct turn){ .user_id = user_id, .go = go, .owner = owner };
	*line->last = t;
	line->last = &t->next;
}

void turn_ready(struct turn *t)
{
	int64_t user_id = t->user_id;
	struct line *line = line_of(user_id);
	t->ready = true;
	if (line->going)
		return;
	line->going = true;
	while (line->first && line->first->ready) {
		struct turn *next = line->first;
		line->first = next->next;
		if (!line->first)
			line->last = &line->first;
		/* The end of it: its memory may go. */
		next->go(next->owner);
	}
	line->going = false;
	if (!line->first)
		line_remove(user_id);
}
