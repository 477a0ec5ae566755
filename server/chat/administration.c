/* What an administrator, or the operator on the command line (user_id 0), does with accounts:
 * seeing them all, and setting a password. */
#include "archive/accounts.h"
#include "archive/statements.h"
#include "base/states.h"
#include "chat/chat.h"
#include "chat/governing.h"
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
	write_links_end(&g->write, g->r->arena, LINK_SIGN_IN, g->account->user_id);
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

static void set_password_finish(struct governing *g)
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
	g->finish = set_password_finish;
	govern(g, in->user_id);
}
