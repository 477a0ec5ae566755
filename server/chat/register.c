/* Registration: through the setup link (the first account, the administrator), an invitation, or an
 * open door. One transaction makes the account, its memberships, its session and uses up the link,
 * so that nothing of it exists without the rest. */
#include "archive/accounts.h"
#include "archive/greeting.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/account_view.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/echo.h"
#include "chat/greeting.h"
#include "chat/limits.h"
#include "chat/membership.h"
#include "chat/password.h"
#include "chat/session.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* So many more of one address are let in by invitations than without. */
enum { INVITED_PER_STRANGER = 10 };

struct registering {
	struct request *r;
	const struct account_register_input *in;
	struct account_row account;
	struct door_ticket ticket;
	char token_hash[TOKEN_HASH_SIZE]; /* of the setup link or the invitation */
	struct token session;
	bool greets;         /* Echo says welcome */
	int64_t greeting_id; /* its message; 0: none */
	struct write write;
};

static void register_invitation_found(void *owner, enum error e, void *rows, size_t count);
static void register_limited(struct registering *g);
static void register_allowed(void *owner);
static void register_setup_found(void *owner, enum error e, void *rows, size_t count);
static void register_greeter_found(void *owner, enum error e, void *rows, size_t count);
static void register_at_door(struct registering *g);
static void register_hashed(void *owner, enum error e, const char *hash);
static void register_user_numbered(void *owner, enum error e, int64_t id);
static void register_greeting_numbered(void *owner, enum error e, int64_t id);
static void register_session_numbered(void *owner, enum error e, int64_t id);
static void register_store(struct registering *g);
static void register_stored(void *owner, enum error e, struct write *w);

static enum error register_refusal(const struct account_register_input *in, const char **why)
{
	*why = NULL;
	if (!user_name_valid(in->name)) {
		*why = "username: 1 to 16 letters, digits, _ or -";
		return ERROR_INVALID;
	}
	if (in->has_email && in->email.size > 0 && !email_valid(in->email)) {
		*why = "email: not an e-mail address";
		return ERROR_INVALID;
	}
	return password_acceptable(in->password, in->name);
}

void account_register(struct request *r, const struct account_register_input *in)
{
	const char *why;
	enum error e = register_refusal(in, &why);
	if (e) {
		request_fail_text(r, e, "%s", why ? why : error_text(e));
		return;
	}
	struct registering *g = arena_take(r->arena, sizeof(*g));
	g->r = r;
	g->in = in;
	if (in->has_email && in->email.size > 0)
		g->ticket.email = in->email;
	if (in->has_setup || !in->has_invitation) {
		register_limited(g);
		return;
	}
	token_hash(in->invitation, g->token_hash);
	struct read read = { r->arena, register_invitation_found, g };
	invitations_by_token(chat()->archive, read,
			     (struct slice){ g->token_hash, TOKEN_HASH_SIZE }, clock_wall_ms());
}

static void register_invitation_found(void *owner, enum error e, void *rows, size_t count)
{
	struct registering *g = owner;
	if (e || count == 0) {
		request_fail(g->r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	g->ticket.invitation = rows;
	register_limited(g);
}

/* Those who are invited are known to somebody, and may be many behind one address. */
static void register_limited(struct registering *g)
{
	const bool invited = g->ticket.invitation != NULL;
	int64_t per_hour = chat()->config->rate_registrations_per_hour *
			   (invited ? INVITED_PER_STRANGER : 1);
	const char *key = limit_key_address(g->r, invited ? "register-invited" : "register");
	limits_take(g->r, &(struct limit_row){ key, per_hour, per_hour }, 1, register_allowed, g);
}

static void register_allowed(void *owner)
{
	struct registering *g = owner;
	if (!g->in->has_setup) {
		register_at_door(g);
		return;
	}
	token_hash(g->in->setup, g->token_hash);
	struct read read = { g->r->arena, register_setup_found, g };
	links_by_token(chat()->archive, read, (struct slice){ g->token_hash, TOKEN_HASH_SIZE },
		       clock_wall_ms());
}

static void register_setup_found(void *owner, enum error e, void *rows, size_t count)
{
	struct registering *g = owner;
	const struct link_row *link = rows;
	if (e || count == 0 || link->kind != LINK_SETUP) {
		request_fail(g->r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	g->ticket.setup = true;
	struct read read = { g->r->arena, register_greeter_found, g };
	greeter_of(chat()->archive, read, ROOM_EVERYONE, ECHO_ID);
}

static void register_greeter_found(void *owner, enum error e, void *rows, size_t count)
{
	struct registering *g = owner;
	const struct greeter_row *greeter = rows;
	if (e || count == 0) {
		request_fail(g->r, e ? e : ERROR_INTERNAL);
		return;
	}
	g->greets = greeter->is_there && !greeter->greeted && chat()->config->echo;
	register_at_door(g);
}

static void register_at_door(struct registering *g)
{
	enum error e = door_open(&g->ticket, &g->account.state);
	if (e) {
		request_fail(g->r, e);
		return;
	}
	password_hash(g->in->password, register_hashed, g);
}

static int register_role(const struct registering *g)
{
	if (g->ticket.setup)
		return ROLE_ADMINISTRATOR;
	return g->ticket.invitation && g->ticket.invitation->guest ? ROLE_GUEST : ROLE_MEMBER;
}

static void register_hashed(void *owner, enum error e, const char *hash)
{
	struct registering *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	const struct account_register_input *in = g->in;
	g->account.password_hash = arena_copy(g->r->arena, slice_of(hash));
	g->account.name = in->name;
	g->account.display_name = in->has_display_name ? in->display_name : in->name;
	g->account.email = g->ticket.email;
	g->account.sex = in->sex;
	g->account.role = register_role(g);
	g->account.created_ms = clock_wall_ms();
	archive_next_id(chat()->archive, "user", register_user_numbered, g);
}

static void register_user_numbered(void *owner, enum error e, int64_t id)
{
	struct registering *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	g->account.user_id = id;
	g->r->user_id = id;
	if (g->greets)
		archive_next_id(chat()->archive, "message", register_greeting_numbered, g);
	else if (g->account.state == ACCOUNT_ACTIVE)
		archive_next_id(chat()->archive, "session", register_session_numbered, g);
	else
		register_store(g);
}

static void register_greeting_numbered(void *owner, enum error e, int64_t id)
{
	struct registering *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	g->greeting_id = id;
	archive_next_id(chat()->archive, "session", register_session_numbered, g);
}

static void register_session_numbered(void *owner, enum error e, int64_t id)
{
	struct registering *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	token_make(&g->session);
	/* The room's first message, so that nobody comes in before it. */
	if (g->greeting_id)
		greeting_add(&g->write, g->r->arena, g->r->language, g->greeting_id,
			     g->account.user_id);
	write_account(&g->write, g->r->arena, &g->account);
	session_add(&g->write, g->r, id, g->account.user_id, &g->session);
	membership_first(&g->write, g->r->arena, &g->account, g->ticket.invitation);
	register_store(g);
}

static void register_store(struct registering *g)
{
	struct arena *arena = g->r->arena;
	if (g->account.state == ACCOUNT_PENDING)
		write_account(&g->write, arena, &g->account);
	if (g->ticket.setup) {
		write_first_account(&g->write, arena, g->account.user_id);
		write_link_use(&g->write, arena, (struct slice){ g->token_hash, TOKEN_HASH_SIZE },
			       clock_wall_ms());
	}
	if (g->ticket.invitation)
		write_invitation_use(&g->write, arena, g->ticket.invitation->invitation_id,
				     clock_wall_ms());
	g->write.done = register_stored;
	g->write.owner = g;
	archive_write(chat()->archive, &g->write);
}

static void register_stored(void *owner, enum error e, struct write *w)
{
	struct registering *g = owner;
	if (e) {
		request_fail(g->r, e);
		return;
	}
	if (g->greeting_id)
		change_announce(w);
	else
		membership_publish(w, &g->account);
	if (g->account.state == ACCOUNT_ACTIVE)
		g->r->cookie = slice_of(g->session.text);
	struct account_register_reply reply = {
		.user_id = g->account.user_id,
		.name = g->account.name,
		.state = g->account.state,
	};
	account_register_answer(g->r, &reply);
}

/* Names are typed more often than accounts are made. */
enum { NAMES_PER_ACCOUNT = 20 };

struct validating {
	struct request *r;
	struct slice name;
};

static void validate_name_allowed(void *owner);
static void validate_name_found(void *owner, enum error e, void *rows, size_t count);

void account_validate_name(struct request *r, const struct account_validate_name_input *in)
{
	if (!user_name_valid(in->name)) {
		request_fail_text(r, ERROR_INVALID, "username: 1 to 16 letters, digits, _ or -");
		return;
	}
	struct validating *v = arena_take(r->arena, sizeof(*v));
	v->r = r;
	v->name = in->name;
	int64_t per_hour = chat()->config->rate_registrations_per_hour * NAMES_PER_ACCOUNT;
	const struct limit_row row = { limit_key_address(r, "validate-name"), per_hour, per_hour };
	limits_take(r, &row, 1, validate_name_allowed, v);
}

static void validate_name_allowed(void *owner)
{
	struct validating *v = owner;
	struct read read = { v->r->arena, validate_name_found, v->r };
	accounts_by_name(chat()->archive, read, v->name);
}

static void validate_name_found(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	(void)rows;
	if (e || count) {
		request_fail(r, e ? e : ERROR_NAME_TAKEN);
		return;
	}
	struct account_validate_name_reply reply = { .ok = true };
	account_validate_name_answer(r, &reply);
}
