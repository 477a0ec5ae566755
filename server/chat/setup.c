/* The first account: a one-time link that the operator sees, and what a visitor is told before
 * signing in. */
#include "chat/setup.h"

#include "archive/accounts.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/json.h"
#include "protocol/outputs.gen.h"
#include "version.h"

struct setting_up {
	struct request *r;
	struct token link;
	struct write write;
};

static void setup_counted(void *owner, enum error e, void *rows, size_t count);
static void setup_stored(void *owner, enum error e, struct write *w);

void setup_link_create(struct request *r)
{
	struct setting_up *s = arena_take(r->arena, sizeof(*s));
	s->r = r;
	struct read read = { r->arena, setup_counted, s };
	accounts_administrators(chat()->archive, read);
}

static void setup_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct setting_up *s = owner;
	if (e || count == 0 || ((const struct count_row *)rows)->count > 0) {
		request_fail(s->r, e ? e : ERROR_CONFLICT);
		return;
	}
	token_make(&s->link);
	const struct new_link link = {
		.kind = LINK_SETUP,
		.token_hash = { s->link.hash, TOKEN_HASH_SIZE },
		.now_ms = clock_wall_ms(),
	};
	write_link(&s->write, s->r->arena, &link);
	s->write.done = setup_stored;
	s->write.owner = s;
	archive_write(chat()->archive, &s->write);
}

static void setup_stored(void *owner, enum error e, struct write *w)
{
	struct setting_up *s = owner;
	(void)w;
	if (e) {
		request_fail(s->r, e);
		return;
	}
	struct buffer json = { 0 };
	buffer_append_text(&json, "{\"url\":");
	json_text(&json, slice_of(link_url(s->r, "setup", s->link.text)));
	buffer_append_byte(&json, '}');
	request_reply(s->r, buffer_slice(&json));
	buffer_clear(&json);
}

static void status_counted(void *owner, enum error e, void *rows, size_t count);

void status_get(struct request *r, const struct status_get_input *in)
{
	(void)in;
	struct read read = { r->arena, status_counted, r };
	accounts_administrators(chat()->archive, read);
}

static void status_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e || count == 0) {
		request_fail(r, e ? e : ERROR_INTERNAL);
		return;
	}
	struct slice url = slice_of(chat()->config->public_url);
	struct status_get_reply reply = {
		.server_name = slice_of(chat()->config->server_name),
		.version = SLICE(CONFAB_VERSION),
		.registration = chat()->config->registration,
		.domains = chat()->config->registration_domains[0] != '\0',
		.setup = ((const struct count_row *)rows)->count == 0,
		.local_authority = chat()->config->lan && !chat()->config->tls_certificate[0],
		.has_secure_url = strncmp(url.data, "https://", strlen("https://")) == 0,
		.secure_url = url,
		.has_user_id = r->user_id != 0,
		.user_id = r->user_id,
	};
	status_get_answer(r, &reply);
}
