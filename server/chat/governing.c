/* Account found → prepared → written → published → finished. */
#include "chat/governing.h"

#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/people.h"

static void govern_found(void *owner, enum error e, void *rows, size_t count);
static void govern_stored(void *owner, enum error e, struct write *w);

void govern(struct governing *g, int64_t user_id)
{
	struct read read = { g->r->arena, govern_found, g };
	accounts_by_id(chat()->archive, read, user_id);
}

void govern_write(struct governing *g)
{
	g->write.done = govern_stored;
	g->write.owner = g;
	archive_write(chat()->archive, &g->write);
}

static void govern_found(void *owner, enum error e, void *rows, size_t count)
{
	struct governing *g = owner;
	if (e || count == 0) {
		request_fail(g->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	g->account = rows;
	if (g->account->bot) {
		request_fail_text(g->r, ERROR_FORBIDDEN, "This is a service account.");
		return;
	}
	if (g->prepare(g))
		govern_write(g);
}

void govern_refuse(struct governing *g, enum error e)
{
	if (e == ERROR_CONFLICT)
		request_fail_text(g->r, e, "The last administrator stays one.");
	else
		request_fail(g->r, e);
}

/* What others see of the account changed, or may have. */
static bool account_changed(const struct write *w)
{
	for (size_t i = 0; i < w->change_count; i++) {
		if (w->changes[i].kind == CHANGE_ACCOUNT_CHANGED)
			return true;
	}
	return false;
}

static void govern_stored(void *owner, enum error e, struct write *w)
{
	struct governing *g = owner;
	g->failed = e;
	if (e && g->fail) {
		g->fail(g);
		return;
	}
	if (e) {
		govern_refuse(g, e);
		return;
	}
	membership_publish(w, g->account);
	if (account_changed(w))
		people_changed(g->account->user_id);
	g->finish(g);
}

void govern_changed(struct governing *g)
{
	int64_t user_id = g->account->user_id;
	change_add(&g->write, -user_id, CHANGE_ACCOUNT_CHANGED, g->r->user_id, user_id);
}

struct asking {
	struct governing *g;
	void (*next)(struct governing *g);
};

static void administrators_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	const struct count_row *administrators = rows;
	if (e || count == 0)
		govern_refuse(asking->g, e ? e : ERROR_INTERNAL);
	else if (administrators->count <= 1)
		govern_refuse(asking->g, ERROR_CONFLICT);
	else
		asking->next(asking->g);
}

void govern_dispensable(struct governing *g, void (*next)(struct governing *g))
{
	if (g->account->role != ROLE_ADMINISTRATOR || g->account->state != ACCOUNT_ACTIVE) {
		next(g);
		return;
	}
	struct asking *asking = arena_take(g->r->arena, sizeof(*asking));
	*asking = (struct asking){ g, next };
	struct read read = { g->r->arena, administrators_counted, asking };
	accounts_administrators(chat()->archive, read);
}
