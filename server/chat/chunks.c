/* One write after the other. */
#include "chat/chunks.h"

#include "base/check.h"
#include "chat/change.h"
#include "chat/chat.h"

struct running {
	struct chunks chunks;
	size_t next;
	struct arena *arena; /* of the write that runs */
	struct write *write;
};

static void chunk_stored(void *owner, enum error e, struct write *w);

static void chunk_start(struct running *running)
{
	const struct chunks *c = &running->chunks;
	if (running->next == c->count) {
		c->done(c->owner, ERROR_OK);
		return;
	}
	size_t end = running->next + c->per_write < c->count ? running->next + c->per_write
							     : c->count;
	running->arena = arena_new(SIZE_MAX);
	running->write = arena_take(running->arena, sizeof(*running->write));
	while (running->next < end)
		c->add(c->owner, running->write, running->arena, running->next++);
	running->write->done = chunk_stored;
	running->write->owner = running;
	archive_write(chat()->archive, running->write);
}

static void chunk_stored(void *owner, enum error e, struct write *w)
{
	struct running *running = owner;
	const struct chunks *c = &running->chunks;
	if (!e && c->publish)
		c->publish(c->owner, w);
	else if (!e)
		change_announce(w);
	arena_free(running->arena);
	if (e)
		c->done(c->owner, e);
	else
		chunk_start(running);
}

void chunks_run(const struct chunks *chunks)
{
	struct running *running = arena_take(chunks->arena, sizeof(*running));
	ASSERT(chunks->per_write > 0);
	running->chunks = *chunks;
	chunk_start(running);
}
