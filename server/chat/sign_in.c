/* Signing in. An unknown name, a wrong password and a name without one take the same time and get
 * the same answer. */
#include "archive/accounts.h"
#include "archive/statements.h"
#include "archive/write.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/password.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct signing_in {
	struct request *r;
	const struct account_sign_in_input *in;
	const struct account_row *account; /* NULL: unknown */
	struct token token;
	struct write write;
};

static void sign_in_allowed(void *owner);
static void sign_in_found(void *owner, enum error e, void *rows, size_t count);
static void sign_in_limited(struct signing_in *s);
static void sign_in_verify(void *owner);
static void sign_in_verified(void *owner, enum error e, bool right);
static void sign_in_numbered(void *owner, enum error e, int64_t id);
static void sign_in_stored(void *owner, enum error e, struct write *w);

void account_sign_in(struct request *r, const struct account_sign_in_input *in)
{
	struct signing_in *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	s->in = in;
	int64_t per_minute = chat()->config->rate_logins_per_min;
	const struct limit_row row = { limit_key_address(r, "sign-in-address"), per_minute * 10,
				       per_minute * 600 };
	limits_take(r, &row, 1, sign_in_allowed, s);
}

static void sign_in_allowed(void *owner)
{
	struct signing_in *s = owner;
	struct read read = { s->r->arena, sign_in_found, s };
	if (memchr(s->in->name.data, '@', s->in->name.size))
		accounts_by_email(chat()->archive, read, s->in->name);
	else if (user_name_valid(s->in->name))
		accounts_by_name(chat()->archive, read, s->in->name);
	else
		sign_in_limited(s); /* the archive would take "änn" for "ann" */
}

static void sign_in_found(void *owner, enum error e, void *rows, size_t count)
{
	struct signing_in *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	s->account = count ? rows : NULL;
	sign_in_limited(s);
}

/* By the account's own name, however it was written. It is held back for the address that guesses,
 * not for its owner elsewhere; ten guessing addresses are. */
static void sign_in_limited(struct signing_in *s)
{
	int64_t per_minute = chat()->config->rate_logins_per_min;
	struct slice name = s->account ? s->account->name : s->in->name;
	const char *by_address = limit_key_address(s->r, "sign-in-pair");
	const struct limit_row rows[] = {
		{ limit_key(s->r, by_address, name), per_minute, per_minute * 60 },
		{ limit_key(s->r, "sign-in-name", name), per_minute * 10, per_minute * 600 },
	};
	limits_take(s->r, rows, sizeof(rows) / sizeof(rows[0]), sign_in_verify, s);
}

static void sign_in_verify(void *owner)
{
	struct signing_in *s = owner;
	struct slice hash = s->account ? s->account->password_hash : (struct slice){ NULL, 0 };
	password_verify(s->in->password, hash, sign_in_verified, s);
}

static enum error sign_in_refusal(const struct signing_in *s, bool right)
{
	if (!s->account || !right || s->account->password_hash.size == 0)
		return ERROR_BAD_CREDENTIALS;
	if (s->account->state == ACCOUNT_PENDING)
		return ERROR_ACCOUNT_PENDING;
	return s->account->state == ACCOUNT_DISABLED ? ERROR_ACCOUNT_DISABLED : ERROR_OK;
}

static void sign_in_verified(void *owner, enum error e, bool right)
{
	struct signing_in *s = owner;
	enum error refusal = e ? e : sign_in_refusal(s, right);
	if (refusal) {
		request_fail(s->r, refusal);
		return;
	}
	archive_next_id(chat()->archive, "session", sign_in_numbered, s);
}

static void sign_in_numbered(void *owner, enum error e, int64_t id)
{
	struct signing_in *s = owner;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	token_make(&s->token);
	write_account_unchanged(&s->write, s->r->arena, s->account, ERROR_BAD_CREDENTIALS);
	session_add(&s->write, s->r, id, s->account->user_id, &s->token);
	s->write.done = sign_in_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void sign_in_stored(void *owner, enum error e, struct write *w)
{
	struct signing_in *s = owner;
	(void)w;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	s->r->cookie = slice_of(s->token.text);
	struct account_sign_in_reply reply = { .user_id = s->account->user_id,
					       .name = s->account->name };
	account_sign_in_answer(s->r, &reply);
}
