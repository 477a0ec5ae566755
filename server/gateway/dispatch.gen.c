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

static void run_account_search(struct request *r, const void *input)
{
	account_search(r, input);
}

static void run_profile_get(struct request *r, const void *input)
{
	profile_get(r, input);
}

static void run_profile_set(struct request *r, const void *input)
{
	profile_set(r, input);
}

static void run_profile_set_status(struct request *r, const void *input)
{
	profile_set_status(r, input);
}

static void run_settings_set(struct request *r, const void *input)
{
	settings_set(r, input);
}

static void run_group_add(struct request *r, const void *input)
{
	group_add(r, input);
}

static void run_group_save(struct request *r, const void *input)
{
	group_save(r, input);
}

static void run_group_leave(struct request *r, const void *input)
{
	group_leave(r, input);
}

static void run_group_delete(struct request *r, const void *input)
{
	group_delete(r, input);
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

static void run_member_read(struct request *r, const void *input)
{
	member_read(r, input);
}

static void run_member_unread(struct request *r, const void *input)
{
	member_unread(r, input);
}

static void run_member_readers(struct request *r, const void *input)
{
	member_readers(r, input);
}

static void run_member_draft(struct request *r, const void *input)
{
	member_draft(r, input);
}

static void run_member_drafts(struct request *r, const void *input)
{
	member_drafts(r, input);
}

static void run_message_send(struct request *r, const void *input)
{
	message_send(r, input);
}

static void run_message_load(struct request *r, const void *input)
{
	message_load(r, input);
}

static void run_message_find(struct request *r, const void *input)
{
	message_find(r, input);
}

static void run_message_edit(struct request *r, const void *input)
{
	message_edit(r, input);
}

static void run_message_history(struct request *r, const void *input)
{
	message_history(r, input);
}

static void run_message_react(struct request *r, const void *input)
{
	message_react(r, input);
}

static void run_message_pin(struct request *r, const void *input)
{
	message_pin(r, input);
}

static void run_message_pins(struct request *r, const void *input)
{
	message_pins(r, input);
}

static void run_message_threads(struct request *r, const void *input)
{
	message_threads(r, input);
}

static void run_presence_watch(struct request *r, const void *input)
{
	presence_watch(r, input);
}

static void run_presence_set(struct request *r, const void *input)
{
	presence_set(r, input);
}

static void run_typing_show(struct request *r, const void *input)
{
	typing_show(r, input);
}

static void run_stream_changes_get(struct request *r, const void *input)
{
	stream_changes_get(r, input);
}

static void run_room_list(struct request *r, const void *input)
{
	room_list(r, input);
}

static void run_room_join(struct request *r, const void *input)
{
	room_join(r, input);
}

static void run_room_add(struct request *r, const void *input)
{
	room_add(r, input);
}

static void run_room_invite(struct request *r, const void *input)
{
	room_invite(r, input);
}

static void run_room_expel(struct request *r, const void *input)
{
	room_expel(r, input);
}

static void run_room_save(struct request *r, const void *input)
{
	room_save(r, input);
}

static void run_room_leave(struct request *r, const void *input)
{
	room_leave(r, input);
}

static void run_room_delete(struct request *r, const void *input)
{
	room_delete(r, input);
}

static void run_room_members(struct request *r, const void *input)
{
	room_members(r, input);
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

static void run_picture_upload(struct request *r, const void *input)
{
	picture_upload(r, input);
}

static void run_picture_remove(struct request *r, const void *input)
{
	picture_remove(r, input);
}

static void run_reset_verify(struct request *r, const void *input)
{
	reset_verify(r, input);
}

static void run_reset_accept(struct request *r, const void *input)
{
	reset_accept(r, input);
}

static void run_sign_in_link_accept(struct request *r, const void *input)
{
	sign_in_link_accept(r, input);
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
	[ACTION_ACCOUNT_SEARCH] = run_account_search,
	[ACTION_PROFILE_GET] = run_profile_get,
	[ACTION_PROFILE_SET] = run_profile_set,
	[ACTION_PROFILE_SET_STATUS] = run_profile_set_status,
	[ACTION_SETTINGS_SET] = run_settings_set,
	[ACTION_GROUP_ADD] = run_group_add,
	[ACTION_GROUP_SAVE] = run_group_save,
	[ACTION_GROUP_LEAVE] = run_group_leave,
	[ACTION_GROUP_DELETE] = run_group_delete,
	[ACTION_INVITATION_CREATE] = run_invitation_create,
	[ACTION_INVITATION_LIST] = run_invitation_list,
	[ACTION_INVITATION_REVOKE] = run_invitation_revoke,
	[ACTION_MEMBER_READ] = run_member_read,
	[ACTION_MEMBER_UNREAD] = run_member_unread,
	[ACTION_MEMBER_READERS] = run_member_readers,
	[ACTION_MEMBER_DRAFT] = run_member_draft,
	[ACTION_MEMBER_DRAFTS] = run_member_drafts,
	[ACTION_MESSAGE_SEND] = run_message_send,
	[ACTION_MESSAGE_LOAD] = run_message_load,
	[ACTION_MESSAGE_FIND] = run_message_find,
	[ACTION_MESSAGE_EDIT] = run_message_edit,
	[ACTION_MESSAGE_HISTORY] = run_message_history,
	[ACTION_MESSAGE_REACT] = run_message_react,
	[ACTION_MESSAGE_PIN] = run_message_pin,
	[ACTION_MESSAGE_PINS] = run_message_pins,
	[ACTION_MESSAGE_THREADS] = run_message_threads,
	[ACTION_PRESENCE_WATCH] = run_presence_watch,
	[ACTION_PRESENCE_SET] = run_presence_set,
	[ACTION_TYPING_SHOW] = run_typing_show,
	[ACTION_STREAM_CHANGES_GET] = run_stream_changes_get,
	[ACTION_ROOM_LIST] = run_room_list,
	[ACTION_ROOM_JOIN] = run_room_join,
	[ACTION_ROOM_ADD] = run_room_add,
	[ACTION_ROOM_INVITE] = run_room_invite,
	[ACTION_ROOM_EXPEL] = run_room_expel,
	[ACTION_ROOM_SAVE] = run_room_save,
	[ACTION_ROOM_LEAVE] = run_room_leave,
	[ACTION_ROOM_DELETE] = run_room_delete,
	[ACTION_ROOM_MEMBERS] = run_room_members,
};

handler_function *const route_handlers[ROUTE_COUNT] = {
	[ROUTE_STATUS_GET] = run_status_get,
	[ROUTE_ACCOUNT_SIGN_IN] = run_account_sign_in,
	[ROUTE_ACCOUNT_REGISTER] = run_account_register,
	[ROUTE_ACCOUNT_VALIDATE_NAME] = run_account_validate_name,
	[ROUTE_SESSION_SIGN_OUT] = run_session_sign_out,
	[ROUTE_ACCOUNT_CHANGE_PASSWORD] = run_account_change_password,
	[ROUTE_PICTURE_UPLOAD] = run_picture_upload,
	[ROUTE_PICTURE_REMOVE] = run_picture_remove,
	[ROUTE_RESET_VERIFY] = run_reset_verify,
	[ROUTE_RESET_ACCEPT] = run_reset_accept,
	[ROUTE_SIGN_IN_LINK_ACCEPT] = run_sign_in_link_accept,
	[ROUTE_INVITATION_VERIFY] = run_invitation_verify,
};
