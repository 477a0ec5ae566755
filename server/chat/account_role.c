/* Giving somebody a role. Whoever becomes a guest leaves every open room first, open groups with
 * them: guests are only where somebody put them. */
#include "archive/statements.h"
#include "base/states.h"
#include "chat/chat.h"
#include "chat/governing.h"
#include "chat/membership.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static void set_role_leave(struct governing *g);
static void set_role_left(void *owner, enum error e);
static void set_role_stored(struct governing *g);
static void set_role_finished(void *owner, enum error e);

static bool set_role_write(struct governing *g)
{
	g->account->role = g->role;
	write_account_role(&g->write, g->r->arena, g->account->user_id, g->role);
	govern_changed(g);
	return true;
}

static bool set_role_prepare(struct governing *g)
{
	if (g->role != ROLE_GUEST)
		return set_role_write(g);
	govern_dispensable(g, set_role_leave);
	return false;
}

void account_set_role(struct request *r, const struct account_set_role_input *in)
{
	struct governing *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->role = in->role;
	g->prepare = set_role_prepare;
	g->finish = set_role_stored;
	govern(g, in->user_id);
}

static void open_rooms_ask(const struct sweep *s, struct read read)
{
	places_open(chat()->archive, read, s->user_id);
}

static void open_rooms_leave(const struct sweep *s, struct write *w, struct arena *arena,
			     const struct place_row *place)
{
	membership_drop(w, arena, place, s->actor_id);
}

static void leave_open_rooms(struct governing *g, void (*done)(void *owner, enum error e))
{
	g->sweep = (struct sweep){
		.ask = open_rooms_ask,
		.add = open_rooms_leave,
		.per_write = MEMBERSHIPS_PER_WRITE,
		.done = done,
		.owner = g,
		.actor_id = g->r->user_id,
		.user_id = g->account->user_id,
	};
	sweep_run(&g->sweep);
}

static void set_role_leave(struct governing *g)
{
	leave_open_rooms(g, set_role_left);
}

static void set_role_left(void *owner, enum error e)
{
	struct governing *g = owner;
	if (e) {
		govern_refuse(g, e);
		return;
	}
	set_role_write(g);
	govern_write(g);
}

/* From now on guests are not let in; a room that was entered just before is left now. */
static void set_role_stored(struct governing *g)
{
	if (g->role == ROLE_GUEST)
		leave_open_rooms(g, set_role_finished);
	else
		set_role_finished(g, ERROR_OK);
}

static void set_role_finished(void *owner, enum error e)
{
	struct governing *g = owner;
	if (e) {
		govern_refuse(g, e);
		return;
	}
	struct account_set_role_reply reply = { .user_id = g->account->user_id, .role = g->role };
	account_set_role_answer(g->r, &reply);
}
