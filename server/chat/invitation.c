/* Invitations: links with an end, a number of uses and rooms. */
#include "archive/accounts.h"
#include "archive/rooms.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/account_rules.h"
#include "chat/chat.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

static const int64_t HOUR_MS = 60LL * 60 * 1000;

struct inviting {
	struct request *r;
	const struct invitation_create_input *in;
	struct new_invitation invitation;
	int64_t *room_ids;
	size_t room_count;
	struct token token;
	struct write write;
};

static void invitation_rooms_found(void *owner, enum error e, void *rows, size_t count);
static void invitation_mains_found(void *owner, enum error e, void *rows, size_t count);
static void invitation_numbered(void *owner, enum error e, int64_t id);
static void invitation_stored(void *owner, enum error e, struct write *w);

/* The operator (user_id 0) may name any room there is. */
static bool rooms_allowed(const struct request *r, const struct invitation_create_input *in)
{
	for (size_t i = 0; r->user_id && i < in->room_ids_count; i++) {
		if (!member_in_room(in->room_ids[i], r->user_id))
			return false;
	}
	return true;
}

void invitation_create(struct request *r, const struct invitation_create_input *in)
{
	if (chat()->config->registration == REGISTRATION_CLOSED) {
		request_fail_text(r, ERROR_REGISTRATION_CLOSED,
				  "Registration is closed on this server.");
		return;
	}
	if (!rooms_allowed(r, in)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct inviting *v = arena_take(r->arena, sizeof(*v));
	v->r = r;
	v->in = in;
	if (in->room_ids_count == 0) {
		archive_next_id(chat()->archive, "invitation", invitation_numbered, v);
		return;
	}
	struct read read = { r->arena, invitation_rooms_found, v };
	rooms_by_ids(chat()->archive, read, in->room_ids, in->room_ids_count);
}

/* With room 1 they must fit into the one write that makes the account. */
enum { ROOMS_MAX = 24 };

/* False: there is no place for it. */
static bool room_add_once(struct inviting *v, int64_t room_id)
{
	for (size_t i = 0; i < v->room_count; i++)
		if (v->room_ids[i] == room_id)
			return true;
	if (v->room_count == ROOMS_MAX)
		return false;
	v->room_ids[v->room_count++] = room_id;
	return true;
}

static size_t distinct(const int64_t *ids, size_t count)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (ids[k] != ids[i])
			k++;
		found += k == i;
	}
	return found;
}

static bool has_direct(const struct room_row *rooms, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rooms[i].group_id == 0)
			return true;
	return false;
}

static void invitation_rooms_found(void *owner, enum error e, void *rows, size_t count)
{
	struct inviting *v = owner;
	if (e || count != distinct(v->in->room_ids, v->in->room_ids_count)) {
		request_fail_text(v->r, e ? e : ERROR_NOT_FOUND, "%s",
				  e ? error_text(e) : "There is no such room.");
		return;
	}
	if (has_direct(rows, count)) {
		request_fail_text(v->r, ERROR_INVALID, "A direct room is between its two.");
		return;
	}
	v->room_ids = arena_take(v->r->arena, ROOMS_MAX * sizeof(*v->room_ids));
	for (size_t i = 0; i < v->in->room_ids_count; i++)
		room_add_once(v, v->in->room_ids[i]);
	if (v->in->guest) {
		archive_next_id(chat()->archive, "invitation", invitation_numbered, v);
		return;
	}
	struct read read = { v->r->arena, invitation_mains_found, v };
	rooms_mains(chat()->archive, read, v->in->room_ids, v->in->room_ids_count);
}

/* Whoever is no guest is in the group of each of their rooms. */
static void invitation_mains_found(void *owner, enum error e, void *rows, size_t count)
{
	struct inviting *v = owner;
	const struct room_row *mains = rows;
	if (e) {
		request_fail(v->r, e);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!room_add_once(v, mains[i].room_id)) {
			request_fail_text(v->r, ERROR_LIMIT_REACHED,
					  "roomIds: at most %d rooms with their groups' main rooms",
					  ROOMS_MAX);
			return;
		}
	}
	archive_next_id(chat()->archive, "invitation", invitation_numbered, v);
}

static void invitation_numbered(void *owner, enum error e, int64_t id)
{
	struct inviting *v = owner;
	if (e) {
		request_fail(v->r, e);
		return;
	}
	int64_t now_ms = clock_wall_ms();
	int64_t hours = v->in->has_hours ? v->in->hours : chat()->config->invitation_days * 24;
	token_make(&v->token);
	v->invitation = (struct new_invitation){
		.invitation_id = id,
		.creator_id = v->r->user_id,
		.token_hash = { v->token.hash, TOKEN_HASH_SIZE },
		.now_ms = now_ms,
		.expires_ms = now_ms + hours * HOUR_MS,
		.max_uses = v->in->max_uses,
		.guest = v->in->guest,
		.room_ids = v->room_ids,
		.room_count = v->room_count,
		.invitations_max = chat()->config->invitations_per_user_max,
	};
	write_invitation(&v->write, v->r->arena, &v->invitation);
	v->write.done = invitation_stored;
	v->write.owner = v;
	archive_write(chat()->archive, &v->write);
}

static void invitation_stored(void *owner, enum error e, struct write *w)
{
	struct inviting *v = owner;
	(void)w;
	if (e == ERROR_LIMIT_REACHED) {
		request_fail_text(v->r, e, "One person has at most %lld open invitations.",
				  (long long)v->invitation.invitations_max);
		return;
	}
	if (e) {
		request_fail(v->r, e);
		return;
	}
	struct invitation_create_reply reply = {
		.id = v->invitation.invitation_id,
		.token = slice_of(v->token.text),
		.url = slice_of(link_url(v->r, "invite", v->token.text)),
		.expires_ms = v->invitation.expires_ms,
	};
	invitation_create_answer(v->r, &reply);
}

static void invitation_list_read(void *owner, enum error e, void *rows, size_t count);

void invitation_list(struct request *r, const struct invitation_list_input *in)
{
	(void)in;
	struct read read = { r->arena, invitation_list_read, r };
	int64_t creator_id = r->role == ROLE_ADMINISTRATOR ? 0 : r->user_id;
	invitations_of(chat()->archive, read, creator_id, clock_wall_ms());
}

static void invitation_list_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct invitation_row *invitations = rows;
	struct invitation_view *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++) {
		views[i] = (struct invitation_view){
			.id = invitations[i].invitation_id,
			.created_ms = invitations[i].created_ms,
			.expires_ms = invitations[i].expires_ms,
			.uses = invitations[i].uses,
			.max_uses = invitations[i].max_uses,
			.guest = invitations[i].guest,
			.room_ids = invitations[i].room_ids,
			.room_ids_count = invitations[i].room_count,
		};
	}
	struct invitation_list_reply reply = { .invitations = views, .invitations_count = count };
	invitation_list_answer(r, &reply);
}

struct revoking {
	struct request *r;
	int64_t invitation_id;
	struct write write;
};

static void invitation_revoked(void *owner, enum error e, struct write *w);

void invitation_revoke(struct request *r, const struct invitation_revoke_input *in)
{
	struct revoking *v = arena_take(r->arena, sizeof(*v));
	v->r = r;
	v->invitation_id = in->id;
	write_invitation_revoke(&v->write, r->arena, in->id,
				r->role == ROLE_ADMINISTRATOR ? 0 : r->user_id);
	v->write.done = invitation_revoked;
	v->write.owner = v;
	archive_write(chat()->archive, &v->write);
}

static void invitation_revoked(void *owner, enum error e, struct write *w)
{
	struct revoking *v = owner;
	if (e || w->statements[0].affected == 0) {
		request_fail(v->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	struct invitation_revoke_reply reply = { .id = v->invitation_id };
	invitation_revoke_answer(v->r, &reply);
}

static void invitation_verified(void *owner, enum error e, void *rows, size_t count);

void invitation_verify(struct request *r, const struct invitation_verify_input *in)
{
	char *hash = arena_take(r->arena, TOKEN_HASH_SIZE);
	token_hash(in->token, hash);
	struct read read = { r->arena, invitation_verified, r };
	invitations_by_token(chat()->archive, read, (struct slice){ hash, TOKEN_HASH_SIZE },
			     clock_wall_ms());
}

static void invitation_verified(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	const struct invitation_row *invitation = rows;
	bool closed = chat()->config->registration == REGISTRATION_CLOSED;
	if (e || count == 0 || closed) {
		request_fail(r, e ? e : ERROR_LINK_INVALID);
		return;
	}
	struct invitation_verify_reply reply = {
		.has_inviter = invitation->creator_name.data != NULL,
		.inviter = invitation->creator_name,
		.server_name = slice_of(chat()->config->server_name),
		.expires_ms = invitation->expires_ms,
		.guest = invitation->guest,
	};
	invitation_verify_answer(r, &reply);
}
