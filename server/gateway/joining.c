/* Open sessions and the rooms they get. A room's own stream may be behind the private one that
 * says "you are in it now": then the room catches up first. */
#include "gateway/joining.h"

#include "archive/rooms.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "gateway/first_frame.h"
#include "gateway/live.h"

enum { AGAIN_MS = 20, RETRY_MS = 500, PATIENCE_MS = 2000 };

/* One session and one room that it is to get. */
struct joining {
	struct gateway *g;
	uint64_t session;
	int64_t room_id;
	int64_t until_ms;          /* then the person is not in it any more */
	struct timer *again;       /* NULL: never needed so far */
	struct arena *arena;       /* of the membership that is read */
	void (*told)(void *owner); /* NULL: nobody waits for it (any more) */
	void *owner;
	struct timer *limit; /* of their patience; NULL: nobody waited */
	struct link link;    /* of the gateway's joinings */
};

static void joining_ready(void *owner, struct live *l);
static void joining_known(void *owner, enum error e, void *rows, size_t count);

static void joining_told(struct joining *j)
{
	void (*told)(void *owner) = j->told;
	j->told = NULL;
	if (told)
		told(j->owner);
}

static void joining_end(struct joining *j)
{
	joining_told(j);
	link_remove(&j->link);
	timer_free(j->again);
	timer_free(j->limit);
	memory_free(j);
}

static void joining_late(void *owner)
{
	joining_told(owner);
}

/* The session, if it is still there and has not got the room yet. */
static struct session *joining_session(const struct joining *j)
{
	struct session *s = session_find(j->g, j->session);
	bool wanted = s && s->state == SESSION_OPEN && !session_in_room(s, j->room_id);
	return wanted && !j->g->closing ? s : NULL;
}

static void joining_try(void *owner)
{
	struct joining *j = owner;
	if (joining_session(j))
		live_need(j->g, j->room_id, joining_ready, j);
	else
		joining_end(j);
}

static void joining_try_later(struct joining *j, int64_t after_ms)
{
	if (!j->again)
		j->again = timer_new(j->g->loop, joining_try, j);
	timer_start(j->again, after_ms, 0);
}

/* The room is served here. It may not know yet that the person is in it; or not any more. */
static void joining_ready(void *owner, struct live *l)
{
	struct joining *j = owner;
	struct session *s = joining_session(j);
	if (s && l && !member_in_room(l->id, s->user_id) && clock_monotonic_ms() < j->until_ms) {
		live_heal(l);
		joining_try_later(j, AGAIN_MS);
		return;
	}
	if (!s || !l || !member_in_room(l->id, s->user_id)) {
		joining_end(j);
		return;
	}
	j->arena = arena_new(SIZE_MAX);
	struct read read = { j->arena, joining_known, j };
	members_one(j->g->archive, read, j->room_id, s->user_id);
}

/* All in one turn: nothing can be delivered between joining and the frame that says where the room
 * goes on. */
static bool joining_done(struct joining *j, const struct member_row *member)
{
	struct session *s = joining_session(j);
	struct live *l = live_find(j->g, j->room_id);
	bool ready = l && l->state == LIVE_READY && !l->gone;
	if (!s || (ready && !member && !member_in_room(l->id, s->user_id)))
		return true;
	if (!ready || !member || !member_in_room(l->id, s->user_id))
		return false;
	live_join(l, s);
	first_frame_room(s, l, member);
	return true;
}

static void joining_known(void *owner, enum error e, void *rows, size_t count)
{
	struct joining *j = owner;
	bool done = !e && joining_done(j, count > 0 ? rows : NULL);
	arena_free(j->arena);
	if (e && !j->g->closing)
		joining_try_later(j, RETRY_MS);
	else if (e || done || clock_monotonic_ms() >= j->until_ms)
		joining_end(j);
	else
		joining_try_later(j, AGAIN_MS);
}

void joining_tell(struct session *s, int64_t room_id, void (*told)(void *owner), void *owner)
{
	int64_t limit_ms = s->g->config->archive_timeout_ms;
	if (s->state != SESSION_OPEN || session_in_room(s, room_id)) {
		if (told)
			told(owner);
		return;
	}
	struct joining *j = memory_zero(1, sizeof(*j));
	j->g = s->g;
	j->session = s->number;
	j->room_id = room_id;
	j->until_ms = clock_monotonic_ms() + limit_ms;
	j->told = told;
	j->owner = owner;
	link_add_last(&s->g->joinings, &j->link);
	if (told) {
		j->limit = timer_new(s->g->loop, joining_late, j);
		timer_start(j->limit, limit_ms < PATIENCE_MS ? limit_ms : PATIENCE_MS, 0);
	}
	live_need(s->g, room_id, joining_ready, j);
}

void joining_room(struct session *s, int64_t room_id)
{
	joining_tell(s, room_id, NULL, NULL);
}

/* Those that wait for the archive or for their room end when these close. */
void joining_close(struct gateway *g)
{
	struct link *next;
	for (struct link *l = g->joinings.next; l != &g->joinings; l = next) {
		struct joining *j = LINK_OWNER(l, struct joining, link);
		next = l->next;
		if (j->again && timer_active(j->again))
			joining_end(j);
	}
}

/* A person whose rooms are being asked for. */
struct asking {
	struct gateway *g;
	int64_t user_id;
	struct arena *arena;
};

static bool room_listed(const struct member_row *rows, size_t count, int64_t room_id)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].room_id == room_id)
			return true;
	}
	return false;
}

static void joining_match(struct session *s, const struct member_row *rows, size_t count)
{
	for (uint32_t i = s->room_count; i > 0; i--) {
		if (!room_listed(rows, count, s->rooms[i - 1]))
			live_leave(s->g, s->rooms[i - 1], s);
	}
	for (size_t i = 0; i < count; i++)
		joining_room(s, rows[i].room_id);
}

/* Without an answer nobody knows what these sessions should get: they begin anew. */
static void joining_rooms(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	const struct person *person = person_find(asking->g, asking->user_id);
	struct session *next;
	for (struct session *s = person ? person->first : NULL; s; s = next) {
		next = s->next;
		if (s->state != SESSION_OPEN)
			continue;
		if (e)
			session_close(s, 1001, "0");
		else
			joining_match(s, rows, count);
	}
	arena_free(asking->arena);
}

void joining_person(struct gateway *g, int64_t user_id)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	*asking = (struct asking){ g, user_id, arena };
	struct read read = { arena, joining_rooms, asking };
	members_of_user(g->archive, read, user_id);
}
