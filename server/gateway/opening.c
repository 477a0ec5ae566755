/* From a socket just opened to a session that gets its streams: who, which rooms, all served,
 * joined in one turn. */
#include "gateway/opening.h"

#include "archive/accounts.h"
#include "archive/rooms.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/token.h"
#include "gateway/first_frame.h"
#include "gateway/live.h"
#include "gateway/presence.h"
#include "gateway/validation.h"

/* A room that has to catch up first is looked at again after this. */
enum { AGAIN_MS = 10 };

struct opening {
	struct gateway *g;
	uint64_t session;
	struct arena *arena;
	char token_hash[TOKEN_HASH_SIZE];
	const struct session_row *account;
	const struct member_row *members;
	size_t member_count;
	struct live *own;
	int64_t own_seq; /* of the private stream when the rooms were asked for */
	size_t waiting;  /* rooms not served yet, and one while asking */
	struct timer *limit;
	struct timer *again;
};

static void opening_identified(void *owner, enum error e, void *rows, size_t count);
static void opening_own(void *owner, struct live *l);
static void opening_rooms(void *owner, enum error e, void *rows, size_t count);
static void opening_served(void *owner, struct live *l);
static void opening_finish(struct opening *o);

static void opening_free(struct opening *o)
{
	timer_free(o->limit);
	timer_free(o->again);
	arena_free(o->arena);
}

/* The session, or NULL if it went away or took too long. */
static struct session *opening_session(struct opening *o)
{
	struct session *s = session_find(o->g, o->session);
	return s && s->state == SESSION_OPENING ? s : NULL;
}

static void opening_again(void *owner)
{
	struct opening *o = owner;
	live_need(o->g, -o->account->user_id, opening_own, o);
}

static void opening_limit(void *owner)
{
	struct opening *o = owner;
	struct session *s = opening_session(o);
	if (s)
		session_close(s, 1013, "The server cannot serve your rooms right now.");
}

void opening_start(struct session *s, struct slice token)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct opening *o = arena_take(arena, sizeof(*o));
	o->g = s->g;
	o->session = s->number;
	o->arena = arena;
	o->limit = timer_new(s->g->loop, opening_limit, o);
	timer_start(o->limit, s->g->config->archive_timeout_ms, 0);
	o->again = timer_new(s->g->loop, opening_again, o);
	token_hash(token, o->token_hash);
	struct read read = { arena, opening_identified, o };
	sessions_by_token(s->g->archive, read, (struct slice){ o->token_hash, TOKEN_HASH_SIZE },
			  clock_wall_ms());
}

static void opening_fail(struct opening *o, int code, const char *reason)
{
	struct session *s = opening_session(o);
	if (s)
		session_close(s, code, reason);
	opening_free(o);
}

static void opening_identified(void *owner, enum error e, void *rows, size_t count)
{
	struct opening *o = owner;
	const struct session_row *account = rows;
	if (e) {
		opening_fail(o, 1013, error_text(e));
		return;
	}
	if (count == 0 || account->state != ACCOUNT_ACTIVE) {
		opening_fail(o, 1008, "Please sign in.");
		return;
	}
	struct session *s = opening_session(o);
	struct person *person = person_find(o->g, account->user_id);
	if (!s || (person && person->count >= o->g->config->sockets_per_user_max)) {
		opening_fail(o, 1008, "Too many connections of one person.");
		return;
	}
	session_identify(s, account);
	o->account = account;
	live_need(o->g, -account->user_id, opening_own, o);
}

/* The private stream is served first: what changes the person's rooms from here on is noticed by
 * its seq. */
static void opening_own(void *owner, struct live *l)
{
	struct opening *o = owner;
	if (!l) {
		opening_fail(o, 1013, error_text(ERROR_UNAVAILABLE));
		return;
	}
	o->own_seq = l->seq;
	struct read read = { o->arena, opening_rooms, o };
	members_of_user(o->g->archive, read, o->account->user_id);
}

static void opening_rooms(void *owner, enum error e, void *rows, size_t count)
{
	struct opening *o = owner;
	if (e) {
		opening_fail(o, 1013, error_text(e));
		return;
	}
	o->members = rows;
	o->member_count = count;
	o->waiting = count + 1;
	for (size_t i = 0; i < count; i++)
		live_need(o->g, o->members[i].room_id, opening_served, o);
	opening_served(o, NULL);
}

/* Once for each stream, and once by opening_rooms itself. Streams may be given up again before the
 * last one is served: they are looked up then. */
static void opening_served(void *owner, struct live *l)
{
	struct opening *o = owner;
	(void)l;
	ASSERT(o->waiting > 0);
	if (--o->waiting == 0)
		opening_finish(o);
}

/* All in one turn: nothing can be delivered between joining and the first frame that says where
 * each stream goes on. */
static void opening_join(struct opening *o, struct session *s)
{
	struct live **rooms = arena_take(o->arena, (o->member_count + 1) * sizeof(struct live *));
	for (size_t i = 0; i < o->member_count; i++) {
		struct live *l = live_find(o->g, o->members[i].room_id);
		live_join(l, s);
		rooms[i] = l;
	}
	live_join(o->own, s);
	s->state = SESSION_OPEN;
	struct first_frame f = { s, o->account, o->members, rooms, o->member_count, o->own };
	first_frame_send(&f, o->arena);
	presence_opened(s);
	/* It may have been ended while its private stream was not served here. */
	validation_session(s);
}

/* True while a room is not served (any more), or does not know yet what the archive says: that the
 * person is in it. (They joined on another worker a moment ago.) Such rooms catch up from the
 * archive. */
static bool opening_early(const struct opening *o)
{
	bool early = false;
	for (size_t i = 0; i < o->member_count; i++) {
		struct live *l = live_find(o->g, o->members[i].room_id);
		bool ready = l && l->state == LIVE_READY;
		if (ready && member_in_room(l->id, o->account->user_id))
			continue;
		if (ready)
			live_heal(l);
		early = true;
	}
	return early;
}

static void opening_finish(struct opening *o)
{
	struct session *s = opening_session(o);
	o->own = live_find(o->g, -o->account->user_id);
	bool served = o->own && o->own->state == LIVE_READY;
	if (s && served && o->own->seq != o->own_seq) {
		opening_own(o, o->own);
		return;
	}
	if (s && (!served || opening_early(o))) {
		timer_start(o->again, AGAIN_MS, 0);
		return;
	}
	if (s)
		opening_join(o, s);
	opening_free(o);
}
