/* Ends of status lines, by the archive's clock: it decides what is shown. */
#include "gateway/statuses.h"

#include "archive/people.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/news.h"

/* Those that ended shortly before this worker began may not have been told. */
static const int64_t BEFORE_MS = 60000;

struct statuses {
	struct gateway *g;
	struct timer *timer;
	struct ended_status_row after; /* the last that was told */
	bool asking;
};

/* A question; it may be answered when `statuses` is gone. */
struct asking {
	struct gateway *g;
	struct arena *arena;
};

static void ended_read(void *owner, enum error e, void *rows, size_t count);

static void ask(void *owner)
{
	struct statuses *s = owner;
	if (s->asking)
		return;
	s->asking = true;
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	*asking = (struct asking){ s->g, arena };
	struct read read = { arena, ended_read, asking };
	statuses_ended(s->g->archive, read, &s->after);
}

static void ended_read(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	struct statuses *s = asking->g->statuses;
	const struct ended_status_row *ended = rows;
	if (e)
		log_debug("statuses", "ends not told", "error=%s", error_code(e));
	for (size_t i = 0; s && !e && i < count; i++) {
		s->after = ended[i];
		news_person(s->g, ended[i].user_id);
	}
	arena_free(asking->arena);
	if (!s)
		return;
	s->asking = false;
	if (!e && count == ENDED_STATUSES_MAX)
		ask(s);
}

struct statuses *statuses_open(struct gateway *g)
{
	struct statuses *s = memory_zero(1, sizeof(*s));
	s->g = g;
	s->after.until_ms = clock_wall_ms() - BEFORE_MS;
	s->timer = timer_new(g->loop, ask, s);
	timer_start(s->timer, g->config->status_check_ms, g->config->status_check_ms);
	return s;
}

void statuses_close(struct statuses *s)
{
	s->g->statuses = NULL;
	timer_free(s->timer);
	memory_free(s);
}
