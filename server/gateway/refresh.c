/* Rooms as the archive has them, after a change. One reading a room at a time. */
#include "gateway/refresh.h"

#include "archive/rooms.h"
#include "base/log.h"
#include "base/memory.h"

enum { RETRY_MS = 200 };

struct refreshing {
	struct gateway *g;
	int64_t room_id;
	struct arena *arena;
	struct timer *again;
};

static void refresh_read(void *owner, enum error e, void *rows, size_t count);

static void refresh_end(struct refreshing *f)
{
	if (f->again)
		timer_free(f->again);
	memory_free(f);
}

static void refresh_ask(void *owner)
{
	struct refreshing *f = owner;
	struct live *l = live_find(f->g, f->room_id);
	if (f->g->closing || !l || !l->room) {
		if (l)
			l->refreshing = false;
		refresh_end(f);
		return;
	}
	l->refresh_again = false;
	f->arena = arena_new(SIZE_MAX);
	struct read read = { f->arena, refresh_read, f };
	rooms_by_ids(f->g->archive, read, &f->room_id, 1);
}

static void refresh_again(struct refreshing *f, int64_t after_ms)
{
	if (!f->again)
		f->again = timer_new(f->g->loop, refresh_ask, f);
	timer_start(f->again, after_ms, 0);
}

/* Without a row it was deleted, which its stream will say. */
static void refresh_read(void *owner, enum error e, void *rows, size_t count)
{
	struct refreshing *f = owner;
	struct live *l = live_find(f->g, f->room_id);
	bool more = l && l->refresh_again;
	if (l && l->room && !e && count > 0)
		room_state_update(l->room, rows);
	arena_free(f->arena);
	if (e)
		log_debug("gateway", "room not read again yet", "room=%lld error=%s",
			  (long long)f->room_id, error_code(e));
	if ((e || more) && !f->g->closing) {
		refresh_again(f, e ? RETRY_MS : 0);
		return;
	}
	if (l)
		l->refreshing = false;
	refresh_end(f);
}

void refresh_room(struct live *l)
{
	l->refresh_again = true;
	if (l->refreshing || !l->room)
		return;
	l->refreshing = true;
	struct refreshing *f = memory_zero(1, sizeof(*f));
	f->g = l->g;
	f->room_id = l->id;
	refresh_ask(f);
}
