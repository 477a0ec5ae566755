/* What an administrator, or the operator on the command line (user_id 0), does with accounts. */
#include "archive/accounts.h"
#include "archive/rooms.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/password.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static void account_list_read(void *owner, enum error e, void *rows, size_t count);

void account_list(struct request *r, const struct account_list_input *in)
{
	struct read read = { r->arena, account_list_read, r };
	accounts_page(chat()->archive, read, in->has_after ? in->after : 0,
		      in->has_state ? in->state : -1);
}

static void account_list_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct account_row *accounts = rows;
	struct account_view *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++) {
		views[i] = (struct account_view){
			.user_id = accounts[i].user_id,
			.name = accounts[i].name,
			.display_name = accounts[i].display_name,
			.has_email = accounts[i].email.data != NULL,
			.email = accounts[i].email,
			.role = accounts[i].role,
			.state = accounts[i].state,
			.created_ms = accounts[i].created_ms,
		};
	}
	struct account_list_reply reply = { .accounts = views, .accounts_count = count };
	account_list_answer(r, &reply);
}

/* One account and a write that changes it. */
struct governing {
	struct request *r;
	struct account_row *account;
	int state;
	int role;
	struct slice password;
	struct write write;
	/* Adds to the write what is to be done; false: it goes on later, or the request was ended.
	 */
	bool (*prepare)(struct governing *g);
	void (*reply)(struct governing *g);
};

static void govern_found(void *owner, enum error e, void *rows, size_t count);
static void govern_stored(void *owner, enum error e, struct write *w);

static void govern(struct governing *g, int64_t user_id)
{
	struct read read = { g->r->arena, govern_found, g };
	accounts_by_id(chat()->archive, read, user_id);
}

static void govern_write(struct governing *g)
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
	if (g->prepare(g))
		govern_write(g);
}

static void govern_stored(void *owner, enum error e, struct write *w)
{
	struct governing *g = owner;
	if (e == ERROR_CONFLICT) {
		request_fail_text(g->r, e, "The last administrator stays one.");
		return;
	}
	if (e) {
		request_fail(g->r, e);
		return;
	}
	membership_publish(w, g->account);
	g->reply(g);
}

static void account_changed_add(struct governing *g)
{
	int64_t user_id = g->account->user_id;
	struct change *change = write_change(&g->write, -user_id, CHANGE_ACCOUNT_CHANGED,
					     g->r->user_id, user_id);
	change->at_ms = clock_wall_ms();
}

static void set_state_rooms(void *owner, enum error e, void *rows, size_t count);

/* Who becomes active without being in any room was never let in before: the first rooms follow. */
static bool set_state_prepare(struct governing *g)
{
	struct arena *arena = g->r->arena;
	bool admitted = g->account->state != ACCOUNT_ACTIVE && g->state == ACCOUNT_ACTIVE;
	g->account->state = g->state;
	write_account_state(&g->write, arena, g->account->user_id, g->state);
	account_changed_add(g);
	if (g->state != ACCOUNT_ACTIVE)
		write_session_end(&g->write, arena, g->account->user_id, 0, 0);
	if (!admitted)
		return true;
	struct read read = { arena, set_state_rooms, g };
	members_of_user(chat()->archive, read, g->account->user_id);
	return false;
}

static void set_state_rooms(void *owner, enum error e, void *rows, size_t count)
{
	struct governing *g = owner;
	(void)rows;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	if (count == 0)
		membership_first(&g->write, g->r->arena, g->account, NULL);
	govern_write(g);
}

static void set_state_reply(struct governing *g)
{
	struct account_set_state_reply reply = { .user_id = g->account->user_id,
						 .state = g->state };
	account_set_state_answer(g->r, &reply);
}

void account_set_state(struct request *r, const struct account_set_state_input *in)
{
	struct governing *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->state = in->state;
	g->prepare = set_state_prepare;
	g->reply = set_state_reply;
	govern(g, in->user_id);
}

static bool set_role_prepare(struct governing *g)
{
	g->account->role = g->role;
	write_account_role(&g->write, g->r->arena, g->account->user_id, g->role);
	account_changed_add(g);
	return true;
}

static void set_role_reply(struct governing *g)
{
	struct account_set_role_reply reply = { .user_id = g->account->user_id, .role = g->role };
	account_set_role_answer(g->r, &reply);
}

void account_set_role(struct request *r, const struct account_set_role_input *in)
{
	struct governing *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->role = in->role;
	g->prepare = set_role_prepare;
	g->reply = set_role_reply;
	govern(g, in->user_id);
}

static void set_password_hashed(void *owner, enum error e, const char *hash)
{
	struct governing *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	struct slice kept = arena_copy(g->r->arena, slice_of(hash));
	write_account_password(&g->write, g->r->arena, g->account->user_id, kept);
	write_links_end(&g->write, g->r->arena, LINK_RESET, g->account->user_id);
	sessions_end(&g->write, g->r, g->account->user_id, 0);
	govern_write(g);
}

static bool set_password_prepare(struct governing *g)
{
	enum error weak = password_acceptable(g->password, g->account->name);
	if (weak)
		request_fail(g->r, weak);
	else
		password_hash(g->password, set_password_hashed, g);
	return false;
}

static void set_password_reply(struct governing *g)
{
	struct account_set_password_reply reply = { .user_id = g->account->user_id };
	account_set_password_answer(g->r, &reply);
}

void account_set_password(struct request *r, const struct account_set_password_input *in)
{
	struct governing *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->password = in->password;
	g->prepare = set_password_prepare;
	g->reply = set_password_reply;
	govern(g, in->user_id);
}
