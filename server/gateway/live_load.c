/* Loading streams: all that became ready in one turn are read together: heads first, then rooms and
 * members, so that whatever changes in between has a seq above the head and is applied again by its
 * event. */
#include <stdlib.h>

#include "archive/rooms.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/live_private.h"

enum { LOAD_MAX = 1000, RETRY_MS = 500 };

struct loading {
	struct gateway *g;
	struct arena *arena;
	struct timer *retry;
	int64_t ids[LOAD_MAX];
	size_t count;
	int64_t room_ids[LOAD_MAX];
	size_t room_count;
	const struct head_row *heads; /* in the order of ids */
	const struct room_row *rooms;
	size_t rooms_found;
};

static void load_start(void *owner);
static void load_heads(void *owner, enum error e, void *rows, size_t count);
static void load_rooms(void *owner, enum error e, void *rows, size_t count);
static void load_members(void *owner, enum error e, void *rows, size_t count);

void live_load(struct live *l)
{
	struct gateway *g = l->g;
	if (!g->loading) {
		g->loading = memory_zero(1, sizeof(*g->loading));
		g->loading->g = g;
		loop_later(g->loop, load_start, g->loading);
	}
	struct loading *b = g->loading;
	b->ids[b->count++] = l->id;
	if (l->id > 0)
		b->room_ids[b->room_count++] = l->id;
	if (b->count == LOAD_MAX)
		g->loading = NULL;
}

static void load_free(struct loading *b)
{
	arena_free(b->arena);
	if (b->retry)
		timer_free(b->retry);
	memory_free(b);
}

static void load_start(void *owner)
{
	struct loading *b = owner;
	if (b->g->loading == b)
		b->g->loading = NULL;
	if (b->g->closing) {
		load_free(b);
		return;
	}
	arena_free(b->arena);
	b->arena = arena_new(SIZE_MAX);
	struct read read = { b->arena, load_heads, b };
	streams_heads(b->g->archive, read, b->ids, b->count);
}

static bool load_failed(struct loading *b, enum error e)
{
	if (!e)
		return false;
	if (b->g->closing) {
		load_free(b);
		return true;
	}
	log_warn("gateway", "streams not loaded yet", "streams=%zu error=%s", b->count,
		 error_code(e));
	if (!b->retry)
		b->retry = timer_new(b->g->loop, load_start, b);
	timer_start(b->retry, RETRY_MS, 0);
	return true;
}

static void load_heads(void *owner, enum error e, void *rows, size_t count)
{
	struct loading *b = owner;
	if (load_failed(b, e))
		return;
	ASSERT(count == b->count);
	b->heads = rows;
	if (b->room_count == 0) {
		load_members(b, ERROR_OK, NULL, 0);
		return;
	}
	struct read read = { b->arena, load_rooms, b };
	rooms_by_ids(b->g->archive, read, b->room_ids, b->room_count);
}

static void load_rooms(void *owner, enum error e, void *rows, size_t count)
{
	struct loading *b = owner;
	if (load_failed(b, e))
		return;
	b->rooms = rows;
	b->rooms_found = count;
	struct read read = { b->arena, load_members, b };
	members_of_rooms(b->g->archive, read, b->room_ids, b->room_count);
}

static void load_room(struct live *l, const struct room_row *row)
{
	l->gone = false;
	if (l->room)
		room_state_update(l->room, row);
	else
		l->room = room_state_add(row);
	room_state_set_members(l->room, NULL, 0);
}

/* `rows` come by room. */
static void load_room_members(const struct room_member_row *rows, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t end = i;
		while (end < count && rows[end].room_id == rows[i].room_id)
			end++;
		struct room_state *state = room_state_find(rows[i].room_id);
		if (state)
			room_state_set_members(state, rows + i, end - i);
		i = end;
	}
}

static void load_position(struct live *l, const struct head_row *head)
{
	l->seq = head->seq;
	l->epoch = head->epoch;
	if (!l->room)
		return;
	l->room->seq = head->seq;
	l->room->messages = head->messages;
	l->room->verified_ms = clock_monotonic_ms();
}

static int compare_rooms(const void *a, const void *b)
{
	int64_t left = ((const struct room_row *)a)->room_id;
	int64_t right = ((const struct room_row *)b)->room_id;
	return (left > right) - (left < right);
}

/* A room that was known before may be gone now. */
static bool load_exists(const struct loading *b, int64_t stream_id)
{
	const struct room_row key = { .room_id = stream_id };
	return stream_id < 0 || (b->rooms_found > 0 && bsearch(&key, b->rooms, b->rooms_found,
							       sizeof(key), compare_rooms));
}

static void load_members(void *owner, enum error e, void *rows, size_t count)
{
	struct loading *b = owner;
	if (load_failed(b, e))
		return;
	for (size_t i = 0; i < b->rooms_found; i++) {
		struct live *l = live_find(b->g, b->rooms[i].room_id);
		if (l)
			load_room(l, &b->rooms[i]);
	}
	load_room_members(rows, count);
	for (size_t i = 0; i < b->count; i++) {
		struct live *l = live_find(b->g, b->ids[i]);
		if (!l || l->state != LIVE_LOADING)
			continue;
		load_position(l, &b->heads[i]);
		live_loaded(l, load_exists(b, l->id));
	}
	load_free(b);
}
