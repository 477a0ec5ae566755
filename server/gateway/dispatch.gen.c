#include "gateway/dispatch.gen.h"

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit. */

#include "protocol/handlers.gen.h"

static void run_session_ping(struct request *r, const void *input)
{
	session_ping(r, input);
}

static void run_session_pong(struct request *r, const void *input)
{
	session_pong(r, input);
}

static void run_account_views(struct request *r, const void *input)
{
	account_views(r, input);
}

static void run_session_list(struct request *r, const void *input)
{
	session_list(r, input);
}

static void run_session_revoke(struct request *r, const void *input)
{
	session_revoke(r, input);
}

static void run_account_rename(struct request *r, const void *input)
{
	account_rename(r, input);
}

static void run_account_list(struct request *r, const void *input)
{
	account_list(r, input);
}

static void run_account_create(struct request *r, const void *input)
{
	account_create(r, input);
}

static void run_account_set_password(struct request *r, const void *input)
{
	account_set_password(r, input);
}

static void run_reset_create(struct request *r, const void *input)
{
	reset_create(r, input);
}

static void run_account_set_state(struct request *r, const void *input)
{
	account_set_state(r, input);
}

static void run_account_set_role(struct request *r, const void *input)
{
	account_set_role(r, input);
}

static void run_invitation_create(struct request *r, const void *input)
{
	invitation_create(r, input);
}

static void run_invitation_list(struct request *r, const void *input)
{
	invitation_list(r, input);
}

static void run_invitation_revoke(struct request *r, const void *input)
{
	invitation_revoke(r, input);
}

static void run_message_send(struct request *r, const void *input)
{
	message_send(r, input);
}

static void run_message_load(struct request *r, const void *input)
{
	message_load(r, input);
}

static void run_stream_changes_get(struct request *r, const void *input)
{
	stream_changes_get(r, input);
}

static void run_member_read(struct request *r, const void *input)
{
	member_read(r, input);
}

static void run_room_list(struct request *r, const void *input)
{
	room_list(r, input);
}

static void run_room_join(struct request *r, const void *input)
{
	room_join(r, input);
}

static void run_status_get(struct request *r, const void *input)
{
	status_get(r, input);
}

static void run_account_sign_in(struct request *r, const void *input)
{
	account_sign_in(r, input);
}

static void run_account_register(struct request *r, const void *input)
{
	account_register(r, input);
}

static void run_account_validate_name(struct request *r, const void *input)
{
	account_validate_name(r, input);
}

static void run_session_sign_out(struct request *r, const void *input)
{
	session_sign_out(r, input);
}

static void run_account_change_password(struct request *r, const void *input)
{
	account_change_password(r, input);
}

static void run_reset_verify(struct request *r, const void *input)
{
	reset_verify(r, input);
}

static void run_reset_accept(struct request *r, const void *input)
{
	reset_accept(r, input);
}

static void run_invitation_verify(struct request *r, const void *input)
{
	invitation_verify(r, input);
}

handler_function *const action_handlers[ACTION_COUNT] = {
	[ACTION_SESSION_PING] = run_session_ping,
	[ACTION_SESSION_PONG] = run_session_pong,
	[ACTION_ACCOUNT_VIEWS] = run_account_views,
	[ACTION_SESSION_LIST] = run_session_list,
	[ACTION_SESSION_REVOKE] = run_session_revoke,
	[ACTION_ACCOUNT_RENAME] = run_account_rename,
	[ACTION_ACCOUNT_LIST] = run_account_list,
	[ACTION_ACCOUNT_CREATE] = run_account_create,
	[ACTION_ACCOUNT_SET_PASSWORD] = run_account_set_password,
	[ACTION_RESET_CREATE] = run_reset_create,
	[ACTION_ACCOUNT_SET_STATE] = run_account_set_state,
	[ACTION_ACCOUNT_SET_ROLE] = run_account_set_role,
	[ACTION_INVITATION_CREATE] = run_invitation_create,
	[ACTION_INVITATION_LIST] = run_invitation_list,
	[ACTION_INVITATION_REVOKE] = run_invitation_revoke,
	[ACTION_MESSAGE_SEND] = run_message_send,
	[ACTION_MESSAGE_LOAD] = run_message_load,
	[ACTION_STREAM_CHANGES_GET] = run_stream_changes_get,
	[ACTION_MEMBER_READ] = run_member_read,
	[ACTION_ROOM_LIST] = run_room_list,
	[ACTION_ROOM_JOIN] = run_room_join,
};

handler_function *const route_handlers[ROUTE_COUNT] = {
	[ROUTE_STATUS_GET] = run_status_get,
	[ROUTE_ACCOUNT_SIGN_IN] = run_account_sign_in,
	[ROUTE_ACCOUNT_REGISTER] = run_account_register,
	[ROUTE_ACCOUNT_VALIDATE_NAME] = run_account_validate_name,
	[ROUTE_SESSION_SIGN_OUT] = run_session_sign_out,
	[ROUTE_ACCOUNT_CHANGE_PASSWORD] = run_account_change_password,
	[ROUTE_RESET_VERIFY] = run_reset_verify,
	[ROUTE_RESET_ACCEPT] = run_reset_accept,
	[ROUTE_INVITATION_VERIFY] = run_invitation_verify,
};
