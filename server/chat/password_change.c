/* One's own password. */
#include "archive/statements.h"
#include "base/states.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/membership.h"
#include "chat/password.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct changing {
	struct request *r;
	const struct account_change_password_input *in;
	const struct account_row *account;
	struct write write;
};

static void change_password_allowed(void *owner);
static void change_password_found(void *owner, enum error e, void *rows, size_t count);
static void change_password_verified(void *owner, enum error e, bool right);
static void change_password_hashed(void *owner, enum error e, const char *hash);
static void change_password_stored(void *owner, enum error e, struct write *w);

void account_change_password(struct request *r, const struct account_change_password_input *in)
{
	struct changing *c = arena_take(r->arena, sizeof(*c));
	c->r = r;
	c->in = in;
	int64_t per_minute = chat()->config->rate_logins_per_min;
	const struct limit_row row = { limit_key(r, "change-password", slice_of(r->user_name)),
				       per_minute, per_minute * 60 };
	limits_take(r, &row, 1, change_password_allowed, c);
}

static void change_password_allowed(void *owner)
{
	struct changing *c = owner;
	struct read read = { c->r->arena, change_password_found, c };
	accounts_by_id(chat()->archive, read, c->r->user_id);
}

static void change_password_found(void *owner, enum error e, void *rows, size_t count)
{
	struct changing *c = owner;
	if (e || count == 0) {
		request_fail(c->r, e ? e : ERROR_UNAUTHENTICATED);
		return;
	}
	c->account = rows;
	enum error weak = password_acceptable(c->in->password, c->account->name);
	if (weak) {
		request_fail(c->r, weak);
		return;
	}
	password_verify(c->in->old_password, c->account->password_hash, change_password_verified,
			c);
}

static void change_password_verified(void *owner, enum error e, bool right)
{
	struct changing *c = owner;
	if (e || !right) {
		request_fail_text(c->r, e ? e : ERROR_BAD_CREDENTIALS, "%s",
				  e ? error_text(e) : "The old password is wrong.");
		return;
	}
	password_hash(c->in->password, change_password_hashed, c);
}

static void change_password_hashed(void *owner, enum error e, const char *hash)
{
	struct changing *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	struct slice kept = arena_copy(c->r->arena, slice_of(hash));
	write_account_unchanged(&c->write, c->r->arena, c->account, ERROR_BAD_CREDENTIALS);
	write_account_password(&c->write, c->r->arena, c->r->user_id, kept);
	write_links_end(&c->write, c->r->arena, LINK_RESET, c->r->user_id);
	write_links_end(&c->write, c->r->arena, LINK_SIGN_IN, c->r->user_id);
	sessions_end(&c->write, c->r, c->r->user_id, c->r->session_id);
	c->write.done = change_password_stored;
	c->write.owner = c;
	archive_write(chat()->archive, &c->write);
}

static void change_password_stored(void *owner, enum error e, struct write *w)
{
	struct changing *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	membership_publish(w, c->account);
	struct account_change_password_reply reply = { .ok = true };
	account_change_password_answer(c->r, &reply);
}
