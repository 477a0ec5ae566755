/* Accounts made by an administrator or the operator: with a password, or with a link where the
 * person sets one. */
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/password.h"
#include "chat/reset.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct creating {
	struct request *r;
	const struct account_create_input *in;
	struct account_row account;
	struct token link;
	struct write write;
};

static void create_hashed(void *owner, enum error e, const char *hash);
static void create_numbered(void *owner, enum error e, int64_t id);
static void create_stored(void *owner, enum error e, struct write *w);

void account_create(struct request *r, const struct account_create_input *in)
{
	if (!user_name_valid(in->name)) {
		request_fail_text(r, ERROR_INVALID, "username: 1 to 16 letters, digits, _ or -");
		return;
	}
	enum error weak = in->has_password ? password_acceptable(in->password, in->name) : ERROR_OK;
	if (weak) {
		request_fail(r, weak);
		return;
	}
	struct creating *c = arena_take(r->arena, sizeof(*c));
	c->r = r;
	c->in = in;
	c->account.name = in->name;
	c->account.display_name = in->has_display_name ? in->display_name : in->name;
	c->account.role = in->role;
	c->account.created_ms = clock_wall_ms();
	if (in->has_password)
		password_hash(in->password, create_hashed, c);
	else
		archive_next_id(chat()->archive, "user", create_numbered, c);
}

static void create_hashed(void *owner, enum error e, const char *hash)
{
	struct creating *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	c->account.password_hash = arena_copy(c->r->arena, slice_of(hash));
	archive_next_id(chat()->archive, "user", create_numbered, c);
}

static void create_numbered(void *owner, enum error e, int64_t id)
{
	struct creating *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	c->account.user_id = id;
	write_account(&c->write, c->r->arena, &c->account);
	membership_first(&c->write, c->r->arena, &c->account, NULL);
	if (!c->in->has_password) {
		int64_t now_ms = clock_wall_ms();
		token_make(&c->link);
		const struct new_link link = {
			.kind = LINK_RESET,
			.user_id = id,
			.token_hash = { c->link.hash, TOKEN_HASH_SIZE },
			.now_ms = now_ms,
			.expires_ms = now_ms + RESET_LIFE_MS,
		};
		write_link(&c->write, c->r->arena, &link);
	}
	c->write.done = create_stored;
	c->write.owner = c;
	archive_write(chat()->archive, &c->write);
}

static void create_stored(void *owner, enum error e, struct write *w)
{
	struct creating *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	membership_publish(w, &c->account);
	struct account_create_reply reply = {
		.user_id = c->account.user_id,
		.has_url = !c->in->has_password,
		.url = slice_of(c->in->has_password ? "" : link_url(c->r, "reset", c->link.text)),
	};
	account_create_answer(c->r, &reply);
}
