/* Keeping sessions honest. */
#include "gateway/validation.h"

#include "archive/statements.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "chat/session.h"

enum { CHECK_MAX = 1000 };

/* A session's last use is noted again after this. */
static const int64_t SEEN_EVERY_MS = 10LL * 60 * 1000;

struct validation {
	struct timer *timer;
};

/* One question: up to CHECK_MAX sockets and the archive's ids of their sessions. */
struct checking {
	struct gateway *g;
	struct arena *arena;
	uint64_t number; /* of the question: answers may come in another order */
	uint64_t numbers[CHECK_MAX];
	int64_t ids[CHECK_MAX];
	size_t count;
};

static void checking_read(void *owner, enum error e, void *rows, size_t count);

uint64_t validation_question(struct gateway *g)
{
	return ++g->validations;
}

static struct checking *checking_new(struct gateway *g)
{
	struct arena *arena = arena_new(SIZE_MAX);
	struct checking *c = arena_take(arena, sizeof(*c));
	c->g = g;
	c->arena = arena;
	c->number = validation_question(g);
	return c;
}

static void checking_ask(struct checking *c)
{
	struct read read = { c->arena, checking_read, c };
	sessions_alive(c->g->archive, read, c->ids, c->count, clock_wall_ms());
}

static struct checking *checking_add(struct checking *c, const struct session *s)
{
	if (!s->user_id)
		return c;
	c->numbers[c->count] = s->number;
	c->ids[c->count++] = s->session_id;
	if (c->count < CHECK_MAX)
		return c;
	checking_ask(c);
	return checking_new(c->g);
}

static void checking_end(struct checking *c)
{
	if (c->count > 0)
		checking_ask(c);
	else
		arena_free(c->arena);
}

/* That an open session is in use moves its end further. */
struct noting {
	struct arena *arena;
	struct write write;
};

static void use_noted(void *owner, enum error e, struct write *w)
{
	struct noting *noting = owner;
	(void)w;
	if (e)
		log_warn("gateway", "use of a session not noted", "error=%s", error_code(e));
	arena_free(noting->arena);
}

static void use_note(struct gateway *g, const struct session_row *row)
{
	int64_t now_ms = clock_wall_ms();
	if (now_ms - row->last_seen_ms < SEEN_EVERY_MS)
		return;
	struct arena *arena = arena_new(SIZE_MAX);
	struct noting *noting = arena_take(arena, sizeof(*noting));
	noting->arena = arena;
	write_session_seen(&noting->write, arena, row->session_id, now_ms,
			   session_expiry_ms(now_ms));
	noting->write.done = use_noted;
	noting->write.owner = noting;
	archive_write(g->archive, &noting->write);
}

static void session_checked(struct session *s, const struct session_row *row, uint64_t question)
{
	if (!row) {
		session_close(s, 1008, "This session has ended. Please sign in.");
		return;
	}
	session_refresh(s, row, question);
	use_note(s->g, row);
}

static void checking_apply(struct checking *c, const struct table *alive)
{
	for (size_t i = 0; i < c->count; i++) {
		struct session *s = session_find(c->g, c->numbers[i]);
		if (!s || s->state == SESSION_CLOSING)
			continue;
		session_checked(s, table_get(alive, c->ids[i]), c->number);
	}
}

static void checking_read(void *owner, enum error e, void *rows, size_t count)
{
	struct checking *c = owner;
	struct session_row *sessions = rows;
	if (e) {
		log_warn("gateway", "sessions not checked", "error=%s", error_code(e));
		arena_free(c->arena);
		return;
	}
	struct table *alive = table_new();
	for (size_t i = 0; i < count; i++)
		table_put(alive, sessions[i].session_id, &sessions[i]);
	checking_apply(c, alive);
	table_free(alive);
	arena_free(c->arena);
}

void validation_person(struct gateway *g, int64_t user_id)
{
	const struct person *person = person_find(g, user_id);
	struct checking *c = checking_new(g);
	for (const struct session *s = person ? person->first : NULL; s; s = s->next)
		c = checking_add(c, s);
	checking_end(c);
}

void validation_session(const struct session *s)
{
	checking_end(checking_add(checking_new(s->g), s));
}

void validation_all(struct gateway *g)
{
	struct checking *c = checking_new(g);
	size_t position = 0;
	const struct session *s;
	while ((s = table_next(g->sessions, &position, NULL)))
		c = checking_add(c, s);
	checking_end(c);
}

static void on_validation(void *owner)
{
	validation_all(owner);
}

struct validation *validation_open(struct gateway *g)
{
	struct validation *v = memory_zero(1, sizeof(*v));
	v->timer = timer_new(g->loop, on_validation, g);
	timer_start(v->timer, g->config->session_check_ms, g->config->session_check_ms);
	return v;
}

void validation_close(struct validation *v)
{
	timer_free(v->timer);
	memory_free(v);
}
