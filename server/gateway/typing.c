/* Typing: told at most every 2 s for a socket and room, and to nobody whose removal is committed.
 * What this worker has delivered may be behind the archive, and so may be what the others have: the
 * room's head is read first, for all rooms in one question, and goes with the event. Whoever has
 * not delivered that much (this worker included) lets the event go by; the next one follows soon.
 */
#include "gateway/typing.h"

#include "archive/streams.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "chat/moderation.h"
#include "chat/room_state.h"
#include "gateway/live.h"
#include "gateway/scope.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"

enum {
	AGAIN_MS = 2000,
	ROOMS_OF_SOCKET = 8, /* in which it said so lately */
	WAITING_MAX = 1000,
};

struct typed {
	struct {
		int64_t room_id;
		int64_t at_ms;
	} rooms[ROOMS_OF_SOCKET];
};

/* Somebody who is to be told of. */
struct telling {
	int64_t room_id;
	int64_t user_id;
	int64_t thread_id; /* 0: none */
};

struct typing {
	struct gateway *g;
	struct telling *waiting; /* for the next question */
	size_t count;
	size_t capacity;
	bool asking;
};

/* A question in the archive's hands; it outlives `typing` when that is closed. */
struct asking {
	struct gateway *g;
	struct arena *arena;
	struct telling *tellings;
	size_t count;
};

static void heads_read(void *owner, enum error e, void *rows, size_t count);

struct typing *typing_open(struct gateway *g)
{
	struct typing *t = memory_zero(1, sizeof(*t));
	t->g = g;
	return t;
}

void typing_close(struct typing *t)
{
	t->g->typing = NULL;
	memory_free(t->waiting);
	memory_free(t);
}

void typing_free(struct session *s)
{
	memory_free(s->typed);
	s->typed = NULL;
}

/* ---- how often ---- */

/* The socket's note about the room, or the oldest one. */
static int note_of(const struct typed *typed, int64_t room_id)
{
	int oldest = 0;
	for (int i = 0; i < ROOMS_OF_SOCKET; i++) {
		if (typed->rooms[i].room_id == room_id)
			return i;
		if (typed->rooms[i].at_ms < typed->rooms[oldest].at_ms)
			oldest = i;
	}
	return oldest;
}

/* Whoever types in more rooms than there are notes waits for the oldest one. */
static bool may_tell(struct session *s, int64_t room_id)
{
	int64_t now_ms = clock_monotonic_ms();
	if (!s->typed)
		s->typed = memory_zero(1, sizeof(*s->typed));
	int i = note_of(s->typed, room_id);
	if (s->typed->rooms[i].room_id && now_ms - s->typed->rooms[i].at_ms < AGAIN_MS)
		return false;
	s->typed->rooms[i].room_id = room_id;
	s->typed->rooms[i].at_ms = now_ms;
	return true;
}

/* ---- the question ---- */

static bool is_asked(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (ids[i] == id)
			return true;
	}
	return false;
}

static size_t rooms_of(const struct asking *asking, int64_t *ids)
{
	size_t count = 0;
	for (size_t i = 0; i < asking->count; i++) {
		if (!is_asked(ids, count, asking->tellings[i].room_id))
			ids[count++] = asking->tellings[i].room_id;
	}
	return count;
}

/* Asks for all that wait; what comes meanwhile is for the next question. */
static void ask(struct typing *t)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	size_t size = t->count * sizeof(*asking->tellings);
	int64_t *ids = arena_take(arena, t->count * sizeof(*ids));
	*asking = (struct asking){ t->g, arena, arena_take(arena, size), t->count };
	memcpy(asking->tellings, t->waiting, size);
	t->count = 0;
	t->asking = true;
	struct read read = { arena, heads_read, asking };
	streams_heads(t->g->archive, read, ids, rooms_of(asking, ids));
}

static void tell(struct gateway *g, const struct telling *telling, const struct head_row *head)
{
	struct typing_shown_event event = {
		.room_id = telling->room_id,
		.user_id = telling->user_id,
		.has_thread_id = telling->thread_id != 0,
		.thread_id = telling->thread_id,
	};
	struct buffer json = { 0 };
	typing_shown_encode(&json, &event);
	const struct envelope envelope = {
		.kind = ENVELOPE_VOLATILE,
		.stream_id = telling->room_id,
		.seq = head->seq,
		.epoch = head->epoch,
		.subject_id = telling->user_id,
		.except_worker = -1,
		.json = buffer_slice(&json),
	};
	bus_publish(g->bus, &envelope);
	buffer_clear(&json);
}

static const struct head_row *head_of(const struct head_row *heads, size_t count, int64_t room_id)
{
	for (size_t i = 0; i < count; i++) {
		if (heads[i].stream_id == room_id)
			return &heads[i];
	}
	return NULL;
}

/* The person is a member by what the head says, not only by what was delivered here. */
static bool still_member(const struct gateway *g, const struct telling *telling,
			 const struct head_row *head)
{
	const struct live *l = live_find(g, telling->room_id);
	return l && l->state == LIVE_READY && head && l->epoch == head->epoch &&
	       l->seq >= head->seq && member_in_room(telling->room_id, telling->user_id);
}

static void heads_read(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	struct typing *t = asking->g->typing;
	if (e)
		log_debug("typing", "not told", "error=%s", error_code(e));
	for (size_t i = 0; t && !e && i < asking->count; i++) {
		const struct telling *telling = &asking->tellings[i];
		const struct head_row *head = head_of(rows, count, telling->room_id);
		if (still_member(t->g, telling, head))
			tell(t->g, telling, head);
	}
	arena_free(asking->arena);
	if (!t)
		return;
	t->asking = false;
	if (t->count > 0 && !t->g->closing)
		ask(t);
}

/* ---- the action ---- */

static void typing_add(struct typing *t, const struct telling *telling)
{
	if (t->count == WAITING_MAX)
		return;
	if (t->count == t->capacity) {
		t->capacity = t->capacity ? t->capacity * 2 : 16;
		t->waiting = memory_grow(t->waiting, t->capacity * sizeof(*t->waiting));
	}
	t->waiting[t->count++] = *telling;
	if (!t->asking)
		ask(t);
}

void typing_show(struct request *r, const struct typing_show_input *in)
{
	struct gateway *g = scope_gateway(r);
	struct session *s = session_find(g, r->session);
	const enum error e = room_may_write(room_state_find(in->room_id), r);
	if (e) {
		request_fail(r, e);
		return;
	}
	if (s && s->person->shows_typing && may_tell(s, in->room_id)) {
		const struct telling telling = { in->room_id, r->user_id,
						 in->has_thread_id ? in->thread_id : 0 };
		typing_add(g->typing, &telling);
	}
	struct typing_show_reply reply = { .room_id = in->room_id };
	typing_show_answer(r, &reply);
}
