/* A person's sessions: listed, ended one by one or all together. Workers close the sockets when
 * they hear of it on the private stream. */
#include "chat/session.h"

#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "base/text.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { AGENT_MAX = 256 };

int64_t session_expiry_ms(int64_t now_ms)
{
	return now_ms + chat()->config->session_days * 24 * 60 * 60 * 1000;
}

/* What a browser calls itself may be any bytes; what is kept is text, not cut within a character.
 */
static struct slice agent_of(const struct request *r)
{
	struct slice agent = slice_of(r->agent);
	if (agent.size > AGENT_MAX)
		agent.size = AGENT_MAX;
	for (size_t cut = 0; cut < 4 && cut <= agent.size; cut++) {
		const struct slice whole = { agent.data, agent.size - cut };
		if (text_is_utf8(whole))
			return whole;
	}
	char *plain = arena_take(r->arena, agent.size + 1);
	for (size_t i = 0; i < agent.size; i++)
		plain[i] = (unsigned char)agent.data[i] < 0x80 ? agent.data[i] : '?';
	return (struct slice){ plain, agent.size };
}

void session_add(struct write *w, struct request *r, int64_t session_id, int64_t user_id,
		 const struct token *token)
{
	int64_t now_ms = clock_wall_ms();
	struct new_session session = {
		.session_id = session_id,
		.user_id = user_id,
		.token_hash = { token->hash, TOKEN_HASH_SIZE },
		.now_ms = now_ms,
		.expires_ms = session_expiry_ms(now_ms),
		.agent = agent_of(r),
		.address = slice_of(r->address),
		.sessions_max = chat()->config->sessions_per_user_max,
	};
	write_session(w, r->arena, &session);
}

void sessions_end(struct write *w, struct request *r, int64_t user_id, int64_t except_id)
{
	struct change *change = write_change(w, -user_id, CHANGE_SESSION_REVOKED, r->user_id, 0);
	change->at_ms = clock_wall_ms();
	write_session_end(w, r->arena, user_id, 0, except_id);
}

void session_ping(struct request *r, const struct session_ping_input *in)
{
	struct session_ping_reply reply = { .has_time_ms = in->has_time_ms,
					    .time_ms = in->time_ms };
	session_ping_answer(r, &reply);
}

void session_pong(struct request *r, const struct session_pong_input *in)
{
	(void)in;
	request_done(r);
}

static void session_list_read(void *owner, enum error e, void *rows, size_t count);

void session_list(struct request *r, const struct session_list_input *in)
{
	(void)in;
	struct read read = { r->arena, session_list_read, r };
	sessions_of_user(chat()->archive, read, r->user_id, clock_wall_ms());
}

static void session_list_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct session_row *sessions = rows;
	struct session_view *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++) {
		views[i] = (struct session_view){
			.id = sessions[i].session_id,
			.created_ms = sessions[i].created_ms,
			.last_seen_ms = sessions[i].last_seen_ms,
			.agent = sessions[i].agent,
			.address = sessions[i].address,
			.current = sessions[i].session_id == r->session_id,
		};
	}
	struct session_list_reply reply = { .sessions = views, .sessions_count = count };
	session_list_answer(r, &reply);
}

struct ending {
	struct request *r;
	int64_t session_id;
	void (*reply)(struct ending *ending);
	struct write write;
};

static void session_end_stored(void *owner, enum error e, struct write *w);

static void session_end(struct request *r, int64_t session_id, void (*reply)(struct ending *))
{
	struct ending *ending = arena_take(r->arena, sizeof(*ending));
	ending->r = r;
	ending->session_id = session_id;
	ending->reply = reply;
	struct change *change = write_change(&ending->write, -r->user_id, CHANGE_SESSION_REVOKED,
					     r->user_id, session_id);
	change->at_ms = clock_wall_ms();
	write_session_end(&ending->write, r->arena, r->user_id, session_id, 0);
	ending->write.done = session_end_stored;
	ending->write.owner = ending;
	archive_write(chat()->archive, &ending->write);
}

static void session_end_stored(void *owner, enum error e, struct write *w)
{
	struct ending *ending = owner;
	if (e) {
		request_fail(ending->r, e);
		return;
	}
	struct change_row row = change_row_of(&w->changes[0]);
	change_publish(&row, w->changes[0].epoch);
	ending->reply(ending);
}

static void session_revoke_reply(struct ending *ending)
{
	struct session_revoke_reply reply = { .session_id = ending->session_id };
	session_revoke_answer(ending->r, &reply);
}

struct revoking {
	struct request *r;
	int64_t session_id;
};

static void session_revoke_found(void *owner, enum error e, void *rows, size_t count);

/* Looked at first: a write that is refused makes all that is stored with it run once more. */
void session_revoke(struct request *r, const struct session_revoke_input *in)
{
	struct revoking *v = arena_take(r->arena, sizeof(*v));
	*v = (struct revoking){ r, in->session_id };
	struct read read = { r->arena, session_revoke_found, v };
	sessions_alive(chat()->archive, read, &v->session_id, 1, clock_wall_ms());
}

static void session_revoke_found(void *owner, enum error e, void *rows, size_t count)
{
	const struct revoking *v = owner;
	const struct session_row *session = rows;
	if (e || count == 0 || session->user_id != v->r->user_id)
		request_fail(v->r, e ? e : ERROR_NOT_FOUND);
	else
		session_end(v->r, v->session_id, session_revoke_reply);
}

static void session_sign_out_reply(struct ending *ending)
{
	ending->r->cookie = SLICE("");
	struct session_sign_out_reply reply = { .ok = true };
	session_sign_out_answer(ending->r, &reply);
}

void session_sign_out(struct request *r, const struct session_sign_out_input *in)
{
	(void)in;
	session_end(r, r->session_id, session_sign_out_reply);
}
