/* Pruning: in each interval one worker wins the right to do it, and then removes a chunk, rests as
 * long as that took, removes the next. It stops after half an interval, so that the next winner is
 * alone; what is left is the next one's. */
#include "gateway/pruning.h"

#include "archive/prune.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, FIRST_WITHIN_MS = 60 * 1000, DOORS_KEPT_DAYS = 30 };

struct pruning {
	struct gateway *g;
	struct timer *timer;
	bool won; /* this worker prunes now */
	enum prune_part part;
	int64_t wall_ms;    /* ages are counted from here */
	int64_t started_ms; /* the run */
	int64_t chunk_ms;   /* when the chunk was begun */
	size_t removed;
};

/* A question in the archive's hands; it outlives `pruning` when that is closed. */
struct asking {
	struct gateway *g;
	struct arena *arena;
};

static void pruning_claim(struct pruning *p);
static void pruning_claimed(void *owner, enum error e, void *rows, size_t count);
static void pruning_step(struct pruning *p);
static void pruning_removed(void *owner, enum error e, void *rows, size_t count);

static struct read ask(struct pruning *p, archive_rows *done)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	*asking = (struct asking){ p->g, arena };
	return (struct read){ arena, done, asking };
}

/* NULL: closed meanwhile. */
static struct pruning *answered(struct asking *asking)
{
	struct pruning *p = asking->g->pruning;
	arena_free(asking->arena);
	return p;
}

/* A random part more, so that the workers do not all ask at once. */
static void pruning_wait(struct pruning *p)
{
	int64_t interval_ms = p->g->config->prune_interval_ms;
	p->won = false;
	timer_start(p->timer, interval_ms + (int64_t)random_below((uint64_t)interval_ms / 8 + 1),
		    0);
}

static void on_timer(void *owner)
{
	struct pruning *p = owner;
	if (p->won)
		pruning_step(p);
	else
		pruning_claim(p);
}

static void pruning_claim(struct pruning *p)
{
	p->wall_ms = clock_wall_ms();
	prune_claim(p->g->archive, ask(p, pruning_claimed), p->wall_ms,
		    p->g->config->prune_interval_ms);
}

static void pruning_claimed(void *owner, enum error e, void *rows, size_t count)
{
	struct pruning *p = answered(owner);
	(void)rows;
	if (!p)
		return;
	if (e || count == 0) {
		pruning_wait(p);
		return;
	}
	p->won = true;
	p->part = 0;
	p->removed = 0;
	p->started_ms = clock_monotonic_ms();
	pruning_step(p);
}

static int64_t days_kept(const struct config *config, enum prune_part part)
{
	switch (part) {
	case PRUNE_SENT_MESSAGES:
		return config->sent_message_days;
	case PRUNE_CHANGES:
		return config->change_log_days;
	case PRUNE_LINKS:
	case PRUNE_INVITATIONS:
	case PRUNE_REVOKED_INVITATIONS:
		return DOORS_KEPT_DAYS;
	case PRUNE_SESSIONS:
	case PRUNE_PARTS:
		break;
	}
	return 0;
}

static void pruning_step(struct pruning *p)
{
	int64_t before_ms = p->wall_ms - days_kept(p->g->config, p->part) * DAY_MS;
	p->chunk_ms = clock_monotonic_ms();
	prune_chunk(p->g->archive, ask(p, pruning_removed), p->part, before_ms);
}

static void pruning_end(struct pruning *p, enum error e)
{
	if (e || p->removed > 0)
		log_write(e ? LOG_WARN : LOG_INFO, "gateway", e ? "pruning failed" : "pruned",
			  "rows=%zu ms=%lld error=%s", p->removed,
			  (long long)(clock_monotonic_ms() - p->started_ms), error_code(e));
	pruning_wait(p);
}

static void pruning_removed(void *owner, enum error e, void *rows, size_t count)
{
	struct pruning *p = answered(owner);
	(void)rows;
	if (!p)
		return;
	int64_t now_ms = clock_monotonic_ms();
	bool late = now_ms - p->started_ms >= p->g->config->prune_interval_ms / 2;
	p->removed += count;
	if (!e && count == 0)
		p->part++;
	if (e || late || p->part == PRUNE_PARTS)
		pruning_end(p, e);
	else
		timer_start(p->timer, now_ms - p->chunk_ms, 0);
}

struct pruning *pruning_open(struct gateway *g)
{
	struct pruning *p = memory_zero(1, sizeof(*p));
	int64_t interval_ms = g->config->prune_interval_ms;
	int64_t within_ms = interval_ms < FIRST_WITHIN_MS ? interval_ms : FIRST_WITHIN_MS;
	p->g = g;
	p->timer = timer_new(g->loop, on_timer, p);
	timer_start(p->timer, (int64_t)random_below((uint64_t)within_ms), 0);
	return p;
}

void pruning_close(struct pruning *p)
{
	p->g->pruning = NULL;
	timer_free(p->timer);
	memory_free(p);
}
