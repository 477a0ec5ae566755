/* Round after round. */
#include "chat/sweep.h"

#include "base/log.h"
#include "chat/chat.h"
#include "chat/chunks.h"

/* Nobody has so many places: something does not come off the answer. */
enum { ROUNDS_MAX = 1000 };

static void sweep_found(void *owner, enum error e, void *rows, size_t count);
static void sweep_stored(void *owner, enum error e);

static void sweep_end(struct sweep *s, enum error e)
{
	arena_free(s->arena);
	s->arena = NULL;
	s->done(s->owner, e);
}

static void sweep_round(struct sweep *s)
{
	s->arena = arena_new(SIZE_MAX);
	s->ask(s, (struct read){ s->arena, sweep_found, s });
}

void sweep_run(struct sweep *s)
{
	s->round = s->swept = 0;
	sweep_round(s);
}

static void sweep_add(void *owner, struct write *w, struct arena *arena, size_t index)
{
	const struct sweep *s = owner;
	s->add(s, w, arena, &s->places[index]);
}

static void sweep_publish(void *owner, const struct write *w)
{
	const struct sweep *s = owner;
	s->publish(s, w);
}

static void sweep_found(void *owner, enum error e, void *rows, size_t count)
{
	struct sweep *s = owner;
	if (e || count == 0) {
		sweep_end(s, e);
		return;
	}
	if (++s->round > ROUNDS_MAX) {
		log_error("chat", "a sweep finds the same again", "user=%lld room=%lld group=%lld",
			  (long long)s->user_id, (long long)s->room_id, (long long)s->group_id);
		sweep_end(s, ERROR_INTERNAL);
		return;
	}
	s->places = rows;
	s->count = count;
	chunks_run(&(struct chunks){
		.arena = s->arena,
		.count = count,
		.per_write = s->per_write,
		.add = sweep_add,
		.publish = s->publish ? sweep_publish : NULL,
		.done = sweep_stored,
		.owner = s,
	});
}

static void sweep_stored(void *owner, enum error e)
{
	struct sweep *s = owner;
	/* What was found is not as it was: it is asked for again. */
	if (e && e != ERROR_CONFLICT) {
		sweep_end(s, e);
		return;
	}
	s->swept += e ? 0 : s->count;
	arena_free(s->arena);
	sweep_round(s);
}
