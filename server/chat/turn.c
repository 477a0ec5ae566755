/* Lines of people of whom something is under way; nothing is kept for others. */
#include "chat/turn.h"

#include <stddef.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/table.h"

struct turn {
	struct turn *next;
	int64_t user_id;
	enum error error; /* of the one before */
	bool gone;
	void (*go)(void *owner, enum error e);
	void *owner;
};

struct line {
	struct turn *first;
	struct turn **last;
	bool going; /* line_go is at work further up the stack */
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

/* A turn may end from within its go: the next follows here, not deeper in the stack. */
static void line_go(struct line *line, int64_t user_id)
{
	if (line->going)
		return;
	line->going = true;
	while (line->first && !line->first->gone) {
		line->first->gone = true;
		line->first->go(line->first->owner, line->first->error);
	}
	line->going = false;
	if (!line->first)
		line_remove(user_id);
}

bool turn_free(int64_t user_id)
{
	return !line_of(user_id);
}

void turn_take(struct turn **turn, int64_t user_id, void (*go)(void *owner, enum error e),
	       void *owner)
{
	struct line *line = line_of(user_id);
	struct turn *t = memory_zero(1, sizeof(*t));
	if (!line)
		line = line_add(user_id);
	t->user_id = user_id;
	t->go = go;
	t->owner = owner;
	*line->last = t;
	line->last = &t->next;
	*turn = t;
	line_go(line, user_id);
}

/* Each would wait for the archive as long as this one did, one after the other. */
static bool concerns_all(enum error e)
{
	return e == ERROR_UNAVAILABLE || e == ERROR_TIMEOUT;
}

void turn_end(struct turn *t, enum error e)
{
	int64_t user_id = t->user_id;
	struct line *line = line_of(user_id);
	ASSERT(line && line->first == t && t->gone);
	line->first = t->next;
	if (!line->first)
		line->last = &line->first;
	memory_free(t);
	for (struct turn *each = concerns_all(e) ? line->first : NULL; each; each = each->next)
		each->error = e;
	line_go(line, user_id);
}
