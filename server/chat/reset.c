/* Links with which somebody sets a new password: made by an administrator, good for a day and one
 * use. */
#include "chat/reset.h"

#include "archive/accounts.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "chat/membership.h"
#include "chat/password.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct resetting {
	struct request *r;
	struct slice password;
	char token_hash[TOKEN_HASH_SIZE];
	struct token link;
	int64_t expires_ms;
	int64_t user_id;
	struct account_row account;
	struct write write;
};

static void reset_account_found(void *owner, enum error e, void *rows, size_t count);
static void reset_link_stored(void *owner, enum error e, struct write *w);

void reset_create(struct request *r, const struct reset_create_input *in)
{
	struct resetting *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->user_id = in->user_id;
	struct read read = { r->arena, reset_account_found, s };
	accounts_by_id(chat()->archive, read, in->user_id);
}

static void reset_account_found(void *owner, enum error e, void *rows, size_t count)
{
	struct resetting *s = owner;
	const struct account_row *account = rows;
	if (e || count == 0) {
		request_fail(s->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (account->bot) {
		request_fail_text(s->r, ERROR_FORBIDDEN, "This is a service account.");
		return;
	}
	int64_t now_ms = clock_wall_ms();
	s->expires_ms = now_ms + RESET_LIFE_MS;
	token_make(&s->link);
	const struct new_link link = {
		.kind = LINK_RESET,
		.user_id = s->user_id,
		.token_hash = { s->link.hash, TOKEN_HASH_SIZE },
		.now_ms = now_ms,
		.expires_ms = s->expires_ms,
	};
	write_link(&s->write, s->r->arena, &link);
	s->write.done = reset_link_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void reset_link_stored(void *owner, enum error e, struct write *w)
{
	struct resetting *s = owner;
	(void)w;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	struct reset_create_reply reply = {
		.user_id = s->user_id,
		.url = slice_of(link_url(s->r, "reset", s->link.text)),
		.expires_ms = s->expires_ms,
	};
	reset_create_answer(s->r, &reply);
}

static void reset_verify_found(void *owner, enum error e, void *rows, size_t count);

static void reset_find(struct request *r, struct slice token, archive_rows *found,
		       struct resetting *s)
{
	token_hash(token, s->token_hash);
	struct read read = { r->arena, found, s };
	links_by_token(chat()->archive, read, (struct slice){ s->token_hash, TOKEN_HASH_SIZE },
		       clock_wall_ms());
}

void reset_verify(struct request *r, const struct reset_verify_input *in)
{
	struct resetting *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	reset_find(r, in->token, reset_verify_found, s);
}

static void reset_verify_found(void *owner, enum error e, void *rows, size_t count)
{
	struct resetting *s = owner;
	const struct link_row *link = rows;
	if (e || count == 0 || !link->user_name.data) {
		request_fail(s->r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	struct reset_verify_reply reply = { .name = link->user_name };
	reset_verify_answer(s->r, &reply);
}

static void reset_accept_found(void *owner, enum error e, void *rows, size_t count);
static void reset_accept_hashed(void *owner, enum error e, const char *hash);
static void reset_accept_stored(void *owner, enum error e, struct write *w);

void reset_accept(struct request *r, const struct reset_accept_input *in)
{
	struct resetting *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->password = in->password;
	reset_find(r, in->token, reset_accept_found, s);
}

static void reset_accept_found(void *owner, enum error e, void *rows, size_t count)
{
	struct resetting *s = owner;
	const struct link_row *link = rows;
	if (e || count == 0 || link->kind != LINK_RESET) {
		request_fail(s->r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	enum error weak = password_acceptable(s->password, link->user_name);
	if (weak) {
		request_fail(s->r, weak);
		return;
	}
	s->user_id = link->user_id;
	password_hash(s->password, reset_accept_hashed, s);
}

static void reset_accept_hashed(void *owner, enum error e, const char *hash)
{
	struct resetting *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	struct slice kept = arena_copy(s->r->arena, slice_of(hash));
	write_link_use(&s->write, s->r->arena, (struct slice){ s->token_hash, TOKEN_HASH_SIZE },
		       clock_wall_ms());
	write_links_end(&s->write, s->r->arena, LINK_SIGN_IN, s->user_id);
	write_account_password(&s->write, s->r->arena, s->user_id, kept);
	sessions_end(&s->write, s->r, s->user_id, 0);
	s->write.done = reset_accept_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void reset_accept_stored(void *owner, enum error e, struct write *w)
{
	struct resetting *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	membership_publish(w, &s->account);
	struct reset_accept_reply reply = { .ok = true };
	reset_accept_answer(s->r, &reply);
}
