/* Approving, disabling and enabling an account. The members of its rooms hear of it in each room's
 * own stream, before the account itself changes: so nothing that comes later in a room is delivered
 * to somebody who is disabled, whatever a worker knows. The memberships stay, suspended. */
#include "archive/room_statements.h"
#include "archive/statements.h"
#include "base/states.h"
#include "chat/account_view.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/governing.h"
#include "chat/membership.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* Each place is a change and a statement. */
enum { PLACES_PER_WRITE = 32 };

static void set_state_suspend(struct governing *g);
static void set_state_swept(void *owner, enum error e);
static void set_state_rooms(void *owner, enum error e, void *rows, size_t count);
static void set_state_failed(struct governing *g);
static void set_state_restored(void *owner, enum error e);
static void set_state_stored(struct governing *g);
static void set_state_settled(void *owner, enum error e);
static void set_state_finished(void *owner, enum error e);

/* ---- places ---- */

/* Those that are not as they are to be. */
static void places_ask(const struct sweep *s, struct read read)
{
	places_suspended(chat()->archive, read, s->user_id, !s->suspended);
}

/* The same, as long as the account is so that they are to be so. */
static void places_ask_settled(const struct sweep *s, struct read read)
{
	places_unsettled(chat()->archive, read, s->user_id, !s->suspended);
}

static void places_set(const struct sweep *s, struct write *w, struct arena *arena,
		       const struct place_row *place)
{
	change_add(w, place->room_id,
		   s->suspended ? CHANGE_MEMBER_SUSPENDED : CHANGE_MEMBER_RESUMED, s->actor_id,
		   s->user_id);
	write_member_suspend(w, arena, place->room_id, s->user_id, s->suspended);
}

static int64_t group_of(const struct sweep *s, int64_t room_id)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->places[i].room_id == room_id)
			return s->places[i].group_id;
	return 0;
}

static void places_publish(const struct sweep *s, const struct write *w)
{
	const struct governing *g = s->owner;
	for (size_t i = 0; i < w->change_count; i++) {
		struct change_row row = change_row_of(&w->changes[i]);
		change_row_set_person(&row, g->account);
		row.room.group_id = group_of(s, row.stream_id);
		change_publish(&row, w->changes[i].epoch);
	}
}

static void settle_places(struct governing *g, bool suspended, bool afterwards,
			  void (*done)(void *owner, enum error e))
{
	g->sweep = (struct sweep){
		.ask = afterwards ? places_ask_settled : places_ask,
		.add = places_set,
		.publish = places_publish,
		.per_write = PLACES_PER_WRITE,
		.done = done,
		.owner = g,
		.actor_id = g->r->user_id,
		.user_id = g->account->user_id,
		.suspended = suspended,
	};
	sweep_run(&g->sweep);
}

/* ---- the account ---- */

static void set_state_add(struct governing *g)
{
	g->account->state = g->state;
	write_account_state(&g->write, g->r->arena, g->account->user_id, g->state);
	govern_changed(g);
	if (g->state != ACCOUNT_ACTIVE)
		write_session_end(&g->write, g->r->arena, g->account->user_id, 0, 0);
}

static bool set_state_prepare(struct governing *g)
{
	if (g->state == ACCOUNT_ACTIVE)
		settle_places(g, false, false, set_state_swept);
	else
		govern_dispensable(g, set_state_suspend);
	return false;
}

void account_set_state(struct request *r, const struct account_set_state_input *in)
{
	struct governing *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->state = in->state;
	g->prepare = set_state_prepare;
	g->fail = set_state_failed;
	g->finish = set_state_stored;
	govern(g, in->user_id);
}

static void set_state_suspend(struct governing *g)
{
	settle_places(g, true, false, set_state_swept);
}

/* Who becomes active without being in any room was never let in before: the first rooms follow. */
static void set_state_swept(void *owner, enum error e)
{
	struct governing *g = owner;
	if (e) {
		g->failed = e;
		set_state_failed(g);
		return;
	}
	bool admitted = g->account->state != ACCOUNT_ACTIVE && g->state == ACCOUNT_ACTIVE;
	set_state_add(g);
	if (!admitted) {
		govern_write(g);
		return;
	}
	struct read read = { g->r->arena, set_state_rooms, g };
	members_of_user(chat()->archive, read, g->account->user_id);
}

static void set_state_rooms(void *owner, enum error e, void *rows, size_t count)
{
	struct governing *g = owner;
	(void)rows;
	if (e) {
		g->failed = e;
		set_state_failed(g);
		return;
	}
	if (count == 0)
		membership_first(&g->write, g->r->arena, g->account, NULL);
	govern_write(g);
}

/* It stays as it was, and its places become so again. */
static void set_state_failed(struct governing *g)
{
	settle_places(g, g->state == ACCOUNT_ACTIVE, true, set_state_restored);
}

static void set_state_restored(void *owner, enum error e)
{
	struct governing *g = owner;
	(void)e;
	govern_refuse(g, g->failed);
}

/* From now on nobody puts a disabled account into a room; one that was entered just before is found
 * now. */
static void set_state_stored(struct governing *g)
{
	settle_places(g, g->state != ACCOUNT_ACTIVE, true, set_state_settled);
}

/* Another administrator may have decided otherwise between a question above and its write. */
static void set_state_settled(void *owner, enum error e)
{
	struct governing *g = owner;
	if (e)
		govern_refuse(g, e);
	else
		settle_places(g, g->state == ACCOUNT_ACTIVE, true, set_state_finished);
}

static void set_state_finished(void *owner, enum error e)
{
	struct governing *g = owner;
	if (e) {
		govern_refuse(g, e);
		return;
	}
	struct account_set_state_reply reply = { .user_id = g->account->user_id,
						 .state = g->state };
	account_set_state_answer(g->r, &reply);
}
