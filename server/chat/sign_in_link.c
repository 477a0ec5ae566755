/* Links with which somebody signs in without a password: made on the command line, good for a day
 * and one use. */
#include "chat/sign_in_link.h"

#include "archive/accounts.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "chat/reset.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/json.h"
#include "protocol/outputs.gen.h"

struct linking {
	struct request *r;
	char token_hash[TOKEN_HASH_SIZE]; /* of the link that was brought */
	struct token token;               /* of the link, or of the session */
	const struct account_row *account;
	struct write write;
};

static enum error refusal_of(const struct account_row *account)
{
	if (account->bot)
		return ERROR_FORBIDDEN;
	if (account->state == ACCOUNT_PENDING)
		return ERROR_ACCOUNT_PENDING;
	return account->state == ACCOUNT_DISABLED ? ERROR_ACCOUNT_DISABLED : ERROR_OK;
}

/* The account, if it may come in; NULL: the request was ended, and its arena is gone. */
static const struct account_row *admitted(struct request *r, enum error e, const void *rows,
					  size_t count)
{
	const struct account_row *account = rows;
	enum error refusal = e;
	if (!e)
		refusal = count == 0 ? ERROR_NOT_FOUND : refusal_of(account);
	if (!refusal)
		return account;
	request_fail(r, refusal);
	return NULL;
}

/* ---- making one ---- */

static void link_account_found(void *owner, enum error e, void *rows, size_t count);
static void link_stored(void *owner, enum error e, struct write *w);

void sign_in_link_create(struct request *r, int64_t user_id)
{
	struct linking *l = arena_take(r->arena, sizeof(*l));
	l->r = r;
	struct read read = { r->arena, link_account_found, l };
	accounts_by_id(chat()->archive, read, user_id);
}

static void link_account_found(void *owner, enum error e, void *rows, size_t count)
{
	struct linking *l = owner;
	const struct account_row *account = admitted(l->r, e, rows, count);
	const int64_t now_ms = clock_wall_ms();
	if (!account)
		return;
	token_make(&l->token);
	const struct new_link link = {
		.kind = LINK_SIGN_IN,
		.user_id = account->user_id,
		.token_hash = { l->token.hash, TOKEN_HASH_SIZE },
		.now_ms = now_ms,
		.expires_ms = now_ms + RESET_LIFE_MS,
	};
	write_link(&l->write, l->r->arena, &link);
	l->write.done = link_stored;
	l->write.owner = l;
	archive_write(chat()->archive, &l->write);
}

static void link_stored(void *owner, enum error e, struct write *w)
{
	struct linking *l = owner;
	(void)w;
	if (e) {
		request_fail(l->r, e);
		return;
	}
	struct buffer json = { 0 };
	buffer_append_text(&json, "{\"url\":");
	json_text(&json, slice_of(link_url(l->r, "enter", l->token.text)));
	buffer_append_byte(&json, '}');
	request_reply(l->r, buffer_slice(&json));
	buffer_clear(&json);
}

/* ---- using it ---- */

static void accept_link_found(void *owner, enum error e, void *rows, size_t count);
static void accept_account_found(void *owner, enum error e, void *rows, size_t count);
static void accept_numbered(void *owner, enum error e, int64_t id);
static void accept_stored(void *owner, enum error e, struct write *w);

static struct slice brought(struct linking *l)
{
	return (struct slice){ l->token_hash, TOKEN_HASH_SIZE };
}

void sign_in_link_accept(struct request *r, const struct sign_in_link_accept_input *in)
{
	struct linking *l = arena_take(r->arena, sizeof(*l));
	l->r = r;
	token_hash(in->token, l->token_hash);
	struct read read = { r->arena, accept_link_found, l };
	links_by_token(chat()->archive, read, brought(l), clock_wall_ms());
}

static void accept_link_found(void *owner, enum error e, void *rows, size_t count)
{
	struct linking *l = owner;
	const struct link_row *link = rows;
	if (e || count == 0 || link->kind != LINK_SIGN_IN) {
		request_fail(l->r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	struct read read = { l->r->arena, accept_account_found, l };
	accounts_by_id(chat()->archive, read, link->user_id);
}

static void accept_account_found(void *owner, enum error e, void *rows, size_t count)
{
	struct linking *l = owner;
	const struct account_row *account = admitted(l->r, e, rows, count);
	if (!account)
		return;
	l->account = account;
	archive_next_id(chat()->archive, "session", accept_numbered, l);
}

static void accept_numbered(void *owner, enum error e, int64_t id)
{
	struct linking *l = owner;
	if (e) {
		request_fail(l->r, e);
		return;
	}
	token_make(&l->token);
	write_link_use(&l->write, l->r->arena, brought(l), clock_wall_ms());
	write_account_unchanged(&l->write, l->r->arena, l->account, ERROR_LINK_INVALID);
	session_add(&l->write, l->r, id, l->account->user_id, &l->token);
	l->write.done = accept_stored;
	l->write.owner = l;
	archive_write(chat()->archive, &l->write);
}

static void accept_stored(void *owner, enum error e, struct write *w)
{
	struct linking *l = owner;
	(void)w;
	if (e) {
		request_fail(l->r, e);
		return;
	}
	l->r->cookie = slice_of(l->token.text);
	struct sign_in_link_accept_reply reply = { .user_id = l->account->user_id,
						   .name = l->account->name };
	sign_in_link_accept_answer(l->r, &reply);
}
