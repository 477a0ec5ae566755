/* Head checks: one question for up to a thousand streams at a time, one after the other. */
#include "gateway/heads.h"

#include "archive/streams.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/live.h"

enum { HEADS_MAX = 1000, HOLE_TICKS = 4 };

struct heads {
	struct gateway *g;
	struct timer *timer;
	struct timer *holes;
	int64_t checked_ms;
	int64_t *ids;  /* streams of this round */
	int64_t *seqs; /* what each had delivered when it was asked about */
	size_t count;
	size_t next;
	bool running;
	bool again;
};

/* The questions of a round in the archive's hands; it outlives `heads` when those are closed. */
struct asking {
	struct gateway *g;
	struct arena *arena;
	size_t count;
};

static void heads_read(void *owner, enum error e, void *rows, size_t count);

static void heads_ask(struct heads *h)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	size_t left = h->count - h->next;
	*asking = (struct asking){ h->g, arena, left < HEADS_MAX ? left : HEADS_MAX };
	for (size_t i = h->next; i < h->next + asking->count; i++) {
		const struct live *l = live_find(h->g, h->ids[i]);
		h->seqs[i] = l ? l->seq : 0;
	}
	struct read read = { arena, heads_read, asking };
	streams_heads(h->g->archive, read, h->ids + h->next, asking->count);
}

static void heads_end(struct heads *h)
{
	memory_free(h->ids);
	memory_free(h->seqs);
	h->ids = h->seqs = NULL;
	h->running = false;
	if (h->again)
		heads_check(h);
}

static void heads_read(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	struct heads *h = asking->g->heads;
	const struct head_row *heads = rows;
	if (!h) {
		arena_free(asking->arena);
		return;
	}
	for (size_t i = 0; !e && i < count; i++) {
		struct live *l = live_find(h->g, heads[i].stream_id);
		if (l)
			live_head(l, &heads[i], h->seqs[h->next + i]);
	}
	if (e)
		log_warn("gateway", "heads not checked", "error=%s", error_code(e));
	h->next += asking->count;
	arena_free(asking->arena);
	if (!e && h->next < h->count)
		heads_ask(h);
	else
		heads_end(h);
}

void heads_check(struct heads *h)
{
	h->again = h->running;
	size_t size = table_size(h->g->lives);
	if (h->running || size == 0)
		return;
	h->checked_ms = clock_monotonic_ms();
	h->running = true;
	h->ids = memory_take(size * sizeof(int64_t));
	h->seqs = memory_take(size * sizeof(int64_t));
	h->count = h->next = 0;
	size_t position = 0;
	const struct live *l;
	while ((l = table_next(h->g->lives, &position, NULL))) {
		if (l->state == LIVE_READY)
			h->ids[h->count++] = l->id;
	}
	if (h->count > 0)
		heads_ask(h);
	else
		heads_end(h);
}

static void on_heads(void *owner)
{
	struct heads *h = owner;
	const struct config *config = h->g->config;
	int64_t every_ms = bus_up(h->g->bus) ? config->head_check_ms : config->head_check_alone_ms;
	if (clock_monotonic_ms() - h->checked_ms < every_ms)
		return;
	heads_check(h);
	live_sweep(h->g);
}

static void on_holes(void *owner)
{
	live_tick_holes(owner);
}

struct heads *heads_open(struct gateway *g)
{
	struct heads *h = memory_zero(1, sizeof(*h));
	h->g = g;
	h->checked_ms = clock_monotonic_ms();
	h->timer = timer_new(g->loop, on_heads, h);
	h->holes = timer_new(g->loop, on_holes, g);
	int64_t tick_ms = g->config->head_check_alone_ms / HOLE_TICKS;
	timer_start(h->timer, tick_ms + 1, tick_ms + 1);
	int64_t hole_ms = g->config->hole_wait_ms / HOLE_TICKS;
	timer_start(h->holes, hole_ms + 1, hole_ms + 1);
	return h;
}

void heads_close(struct heads *h)
{
	h->g->heads = NULL;
	timer_free(h->timer);
	timer_free(h->holes);
	memory_free(h->ids);
	memory_free(h->seqs);
	memory_free(h);
}
