#include "protocol/actions.gen.h"

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit. */

#include <stdint.h>
#include <string.h>

#include "protocol/fields.h"
#include "protocol/inputs.gen.h"

static const struct input_field fields_stream_position[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct stream_position, room_id),
	  .has_offset = offsetof(struct stream_position, has_room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct stream_position, user_id),
	  .has_offset = offsetof(struct stream_position, has_user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "after", .type = FIELD_INT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct stream_position, after_seq), .min = 0,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_stream_position = {
	.fields = fields_stream_position,
	.count = 3,
	.size = sizeof(struct stream_position),
};

static const struct input_field fields_session_ping[] = {
	{ .name = "time", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct session_ping_input, time_ms),
	  .has_offset = offsetof(struct session_ping_input, has_time_ms), .min = 0,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_session_ping = {
	.fields = fields_session_ping,
	.count = 1,
	.size = sizeof(struct session_ping_input),
};

static const struct input_field fields_session_pong[] = {
	{ .name = "time", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct session_pong_input, time_ms),
	  .has_offset = offsetof(struct session_pong_input, has_time_ms), .min = 0,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_session_pong = {
	.fields = fields_session_pong,
	.count = 1,
	.size = sizeof(struct session_pong_input),
};

static const struct input_field fields_account_views[] = {
	{ .name = "userIds", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_views_input, user_ids),
	  .count_offset = offsetof(struct account_views_input, user_ids_count), .max = 200 },
};
static const struct input_table table_account_views = {
	.fields = fields_account_views,
	.count = 1,
	.size = sizeof(struct account_views_input),
};

static const struct input_table table_session_list = { .size = sizeof(struct session_list_input) };

static const struct input_field fields_session_revoke[] = {
	{ .name = "sessionId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct session_revoke_input, session_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_session_revoke = {
	.fields = fields_session_revoke,
	.count = 1,
	.size = sizeof(struct session_revoke_input),
};

static const struct input_field fields_account_rename[] = {
	{ .name = "displayName", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_rename_input, display_name), .min = 1,
	  .max = 64, .bytes_max = 256, .trim = true, .plain = true },
};
static const struct input_table table_account_rename = {
	.fields = fields_account_rename,
	.count = 1,
	.size = sizeof(struct account_rename_input),
};

static const char *const words_account_list_state[] = { "active", "pending", "disabled" };
static const struct input_field fields_account_list[] = {
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_list_input, after),
	  .has_offset = offsetof(struct account_list_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "state", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_list_input, state),
	  .has_offset = offsetof(struct account_list_input, has_state),
	  .words = words_account_list_state, .max = 3 },
};
static const struct input_table table_account_list = {
	.fields = fields_account_list,
	.count = 2,
	.size = sizeof(struct account_list_input),
};

static const char *const words_account_create_role[] = { "member", "administrator", "guest" };
static const struct input_field fields_account_create[] = {
	{ .name = "username", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_create_input, name), .min = 1, .max = 64,
	  .bytes_max = 256 },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_create_input, password),
	  .has_offset = offsetof(struct account_create_input, has_password), .min = 1,
	  .max = 1024 },
	{ .name = "displayName", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_create_input, display_name),
	  .has_offset = offsetof(struct account_create_input, has_display_name), .min = 1,
	  .max = 64, .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "role", .type = FIELD_WORD, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct account_create_input, role),
	  .words = words_account_create_role, .max = 3, .default_int = 0 },
};
static const struct input_table table_account_create = {
	.fields = fields_account_create,
	.count = 4,
	.size = sizeof(struct account_create_input),
};

static const struct input_field fields_account_set_password[] = {
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_password_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_password_input, password), .min = 1,
	  .max = 1024 },
};
static const struct input_table table_account_set_password = {
	.fields = fields_account_set_password,
	.count = 2,
	.size = sizeof(struct account_set_password_input),
};

static const struct input_field fields_reset_create[] = {
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct reset_create_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_reset_create = {
	.fields = fields_reset_create,
	.count = 1,
	.size = sizeof(struct reset_create_input),
};

static const char *const words_account_set_state_state[] = { "active", "pending", "disabled" };
static const struct input_field fields_account_set_state[] = {
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_state_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "state", .type = FIELD_WORD, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_state_input, state),
	  .words = words_account_set_state_state, .max = 3 },
};
static const struct input_table table_account_set_state = {
	.fields = fields_account_set_state,
	.count = 2,
	.size = sizeof(struct account_set_state_input),
};

static const char *const words_account_set_role_role[] = { "member", "administrator", "guest" };
static const struct input_field fields_account_set_role[] = {
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_role_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "role", .type = FIELD_WORD, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_set_role_input, role),
	  .words = words_account_set_role_role, .max = 3 },
};
static const struct input_table table_account_set_role = {
	.fields = fields_account_set_role,
	.count = 2,
	.size = sizeof(struct account_set_role_input),
};

static const struct input_field fields_invitation_create[] = {
	{ .name = "expiresInHours", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct invitation_create_input, hours),
	  .has_offset = offsetof(struct invitation_create_input, has_hours), .min = 1,
	  .max = 8760 },
	{ .name = "maxUses", .type = FIELD_INT, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct invitation_create_input, max_uses), .min = 0,
	  .max = 10000, .default_int = 0 },
	{ .name = "guest", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct invitation_create_input, guest), .default_int = 0 },
	{ .name = "roomIds", .type = FIELD_IDS, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct invitation_create_input, room_ids),
	  .count_offset = offsetof(struct invitation_create_input, room_ids_count),
	  .max = 20 },
};
static const struct input_table table_invitation_create = {
	.fields = fields_invitation_create,
	.count = 4,
	.size = sizeof(struct invitation_create_input),
};

static const struct input_table table_invitation_list = { .size = sizeof(struct invitation_list_input) };

static const struct input_field fields_invitation_revoke[] = {
	{ .name = "invitationId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct invitation_revoke_input, id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_invitation_revoke = {
	.fields = fields_invitation_revoke,
	.count = 1,
	.size = sizeof(struct invitation_revoke_input),
};

static const struct input_field fields_message_send[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_send_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "clientId", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_send_input, client_id), .min = 1, .max = 64 },
	{ .name = "content", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_send_input, content), .min = 1, .max = 1000000,
	  .bytes_max = 1000000 },
	{ .name = "timeDiff", .type = FIELD_INT, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_send_input, time_diff_ms),
	  .min = INT64_C(-9007199254740991), .max = INT64_C(9007199254740991),
	  .default_int = 0 },
	{ .name = "parentMessage", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_send_input, parent_message),
	  .has_offset = offsetof(struct message_send_input, has_parent_message), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "files", .type = FIELD_IDS, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_send_input, files),
	  .count_offset = offsetof(struct message_send_input, files_count), .max = 256 },
};
static const struct input_table table_message_send = {
	.fields = fields_message_send,
	.count = 6,
	.size = sizeof(struct message_send_input),
};

static const struct input_field fields_message_load[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_load_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "before", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_load_input, before),
	  .has_offset = offsetof(struct message_load_input, has_before), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "count", .type = FIELD_INT, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_load_input, count), .min = 1, .max = 100,
	  .default_int = 50 },
};
static const struct input_table table_message_load = {
	.fields = fields_message_load,
	.count = 3,
	.size = sizeof(struct message_load_input),
};

static const struct input_field fields_stream_changes_get[] = {
	{ .name = "streams", .type = FIELD_LIST, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct stream_changes_get_input, streams),
	  .count_offset = offsetof(struct stream_changes_get_input, streams_count),
	  .max = 100, .of = &table_stream_position },
};
static const struct input_table table_stream_changes_get = {
	.fields = fields_stream_changes_get,
	.count = 1,
	.size = sizeof(struct stream_changes_get_input),
};

static const struct input_field fields_member_read[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_read_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "seq", .type = FIELD_INT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_read_input, seq), .min = 0,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_member_read = {
	.fields = fields_member_read,
	.count = 2,
	.size = sizeof(struct member_read_input),
};

static const struct input_field fields_room_list[] = {
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_list_input, after),
	  .has_offset = offsetof(struct room_list_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_list = {
	.fields = fields_room_list,
	.count = 1,
	.size = sizeof(struct room_list_input),
};

static const struct input_field fields_room_join[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_join_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_join = {
	.fields = fields_room_join,
	.count = 1,
	.size = sizeof(struct room_join_input),
};

static const struct input_table table_status_get = { .size = sizeof(struct status_get_input) };

static const struct input_field fields_account_sign_in[] = {
	{ .name = "username", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_sign_in_input, name), .min = 1, .max = 190,
	  .bytes_max = 760 },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_sign_in_input, password), .min = 1,
	  .max = 1024 },
};
static const struct input_table table_account_sign_in = {
	.fields = fields_account_sign_in,
	.count = 2,
	.size = sizeof(struct account_sign_in_input),
};

static const char *const words_account_register_sex[] = { "Secret", "Male", "Female" };
static const struct input_field fields_account_register[] = {
	{ .name = "username", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_register_input, name), .min = 1, .max = 64,
	  .bytes_max = 256 },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_register_input, password), .min = 1,
	  .max = 1024 },
	{ .name = "displayName", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_register_input, display_name),
	  .has_offset = offsetof(struct account_register_input, has_display_name),
	  .min = 1, .max = 64, .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "email", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_register_input, email),
	  .has_offset = offsetof(struct account_register_input, has_email), .min = 0,
	  .max = 190, .bytes_max = 760, .trim = true, .plain = true },
	{ .name = "sex", .type = FIELD_WORD, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct account_register_input, sex),
	  .words = words_account_register_sex, .max = 3, .default_int = 0 },
	{ .name = "invitation", .type = FIELD_BYTES, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_register_input, invitation),
	  .has_offset = offsetof(struct account_register_input, has_invitation), .min = 1,
	  .max = 64 },
	{ .name = "setup", .type = FIELD_BYTES, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_register_input, setup),
	  .has_offset = offsetof(struct account_register_input, has_setup), .min = 1,
	  .max = 64 },
};
static const struct input_table table_account_register = {
	.fields = fields_account_register,
	.count = 7,
	.size = sizeof(struct account_register_input),
};

static const struct input_field fields_account_validate_name[] = {
	{ .name = "username", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_validate_name_input, name), .min = 0,
	  .max = 64, .bytes_max = 256 },
};
static const struct input_table table_account_validate_name = {
	.fields = fields_account_validate_name,
	.count = 1,
	.size = sizeof(struct account_validate_name_input),
};

static const struct input_table table_session_sign_out = { .size = sizeof(struct session_sign_out_input) };

static const struct input_field fields_account_change_password[] = {
	{ .name = "oldPassword", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_change_password_input, old_password), .min = 1,
	  .max = 1024 },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct account_change_password_input, password), .min = 1,
	  .max = 1024 },
};
static const struct input_table table_account_change_password = {
	.fields = fields_account_change_password,
	.count = 2,
	.size = sizeof(struct account_change_password_input),
};

static const struct input_field fields_reset_verify[] = {
	{ .name = "token", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct reset_verify_input, token), .min = 1, .max = 64 },
};
static const struct input_table table_reset_verify = {
	.fields = fields_reset_verify,
	.count = 1,
	.size = sizeof(struct reset_verify_input),
};

static const struct input_field fields_reset_accept[] = {
	{ .name = "token", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct reset_accept_input, token), .min = 1, .max = 64 },
	{ .name = "password", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct reset_accept_input, password), .min = 1, .max = 1024 },
};
static const struct input_table table_reset_accept = {
	.fields = fields_reset_accept,
	.count = 2,
	.size = sizeof(struct reset_accept_input),
};

static const struct input_field fields_invitation_verify[] = {
	{ .name = "token", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct invitation_verify_input, token), .min = 1, .max = 64 },
};
static const struct input_table table_invitation_verify = {
	.fields = fields_invitation_verify,
	.count = 1,
	.size = sizeof(struct invitation_verify_input),
};

const struct action_row action_rows[ACTION_COUNT] = {
	[ACTION_SESSION_PING] = { "ping", "session_ping", ACCESS_GUEST, LIMIT_NONE,
		&table_session_ping, sizeof(struct session_ping_input), ACTION_SESSION_PING },
	[ACTION_SESSION_PONG] = { "pong", "session_pong", ACCESS_GUEST, LIMIT_NONE,
		&table_session_pong, sizeof(struct session_pong_input), ACTION_SESSION_PONG },
	[ACTION_ACCOUNT_VIEWS] = { "getUsers", "account_views", ACCESS_GUEST, LIMIT_NONE,
		&table_account_views, sizeof(struct account_views_input), ACTION_ACCOUNT_VIEWS },
	[ACTION_SESSION_LIST] = { "listSessions", "session_list", ACCESS_GUEST, LIMIT_NONE,
		&table_session_list, sizeof(struct session_list_input), ACTION_SESSION_LIST },
	[ACTION_SESSION_REVOKE] = { "revokeSession", "session_revoke", ACCESS_GUEST, LIMIT_NONE,
		&table_session_revoke, sizeof(struct session_revoke_input), ACTION_SESSION_REVOKE },
	[ACTION_ACCOUNT_RENAME] = { "setDisplayName", "account_rename", ACCESS_GUEST, LIMIT_NONE,
		&table_account_rename, sizeof(struct account_rename_input), ACTION_ACCOUNT_RENAME },
	[ACTION_ACCOUNT_LIST] = { "listAccounts", "account_list", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_account_list, sizeof(struct account_list_input), ACTION_ACCOUNT_LIST },
	[ACTION_ACCOUNT_CREATE] = { "createAccount", "account_create", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_account_create, sizeof(struct account_create_input), ACTION_ACCOUNT_CREATE },
	[ACTION_ACCOUNT_SET_PASSWORD] = { "setAccountPassword", "account_set_password", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_account_set_password, sizeof(struct account_set_password_input), ACTION_ACCOUNT_SET_PASSWORD },
	[ACTION_RESET_CREATE] = { "createResetLink", "reset_create", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_reset_create, sizeof(struct reset_create_input), ACTION_RESET_CREATE },
	[ACTION_ACCOUNT_SET_STATE] = { "setAccountState", "account_set_state", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_account_set_state, sizeof(struct account_set_state_input), ACTION_ACCOUNT_SET_STATE },
	[ACTION_ACCOUNT_SET_ROLE] = { "setAccountRole", "account_set_role", ACCESS_ADMINISTRATOR, LIMIT_NONE,
		&table_account_set_role, sizeof(struct account_set_role_input), ACTION_ACCOUNT_SET_ROLE },
	[ACTION_INVITATION_CREATE] = { "createInvitation", "invitation_create", ACCESS_MEMBER, LIMIT_INVITATION,
		&table_invitation_create, sizeof(struct invitation_create_input), ACTION_INVITATION_CREATE },
	[ACTION_INVITATION_LIST] = { "listInvitations", "invitation_list", ACCESS_MEMBER, LIMIT_NONE,
		&table_invitation_list, sizeof(struct invitation_list_input), ACTION_INVITATION_LIST },
	[ACTION_INVITATION_REVOKE] = { "revokeInvitation", "invitation_revoke", ACCESS_MEMBER, LIMIT_NONE,
		&table_invitation_revoke, sizeof(struct invitation_revoke_input), ACTION_INVITATION_REVOKE },
	[ACTION_MESSAGE_SEND] = { "printMessage", "message_send", ACCESS_GUEST, LIMIT_MESSAGE,
		&table_message_send, sizeof(struct message_send_input), ACTION_MESSAGE_SEND },
	[ACTION_MESSAGE_LOAD] = { "loadMessages", "message_load", ACCESS_GUEST, LIMIT_NONE,
		&table_message_load, sizeof(struct message_load_input), ACTION_MESSAGE_LOAD },
	[ACTION_STREAM_CHANGES_GET] = { "getChanges", "stream_changes_get", ACCESS_GUEST, LIMIT_NONE,
		&table_stream_changes_get, sizeof(struct stream_changes_get_input), ACTION_STREAM_CHANGES_GET },
	[ACTION_MEMBER_READ] = { "setReadPosition", "member_read", ACCESS_GUEST, LIMIT_NONE,
		&table_member_read, sizeof(struct member_read_input), ACTION_MEMBER_READ },
	[ACTION_ROOM_LIST] = { "listRooms", "room_list", ACCESS_MEMBER, LIMIT_NONE,
		&table_room_list, sizeof(struct room_list_input), ACTION_ROOM_LIST },
	[ACTION_ROOM_JOIN] = { "joinRoom", "room_join", ACCESS_MEMBER, LIMIT_JOIN,
		&table_room_join, sizeof(struct room_join_input), ACTION_ROOM_JOIN },
};

const struct route_row route_rows[ROUTE_COUNT] = {
	[ROUTE_STATUS_GET] = { "/api/status", "GET", "status_get", ACCESS_ANYONE, LIMIT_NONE,
		&table_status_get, sizeof(struct status_get_input), ROUTE_STATUS_GET },
	[ROUTE_ACCOUNT_SIGN_IN] = { "/api/auth", "POST", "account_sign_in", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_sign_in, sizeof(struct account_sign_in_input), ROUTE_ACCOUNT_SIGN_IN },
	[ROUTE_ACCOUNT_REGISTER] = { "/api/register", "POST", "account_register", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_register, sizeof(struct account_register_input), ROUTE_ACCOUNT_REGISTER },
	[ROUTE_ACCOUNT_VALIDATE_NAME] = { "/api/validate_user", "POST", "account_validate_name", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_validate_name, sizeof(struct account_validate_name_input), ROUTE_ACCOUNT_VALIDATE_NAME },
	[ROUTE_SESSION_SIGN_OUT] = { "/api/logout", "POST", "session_sign_out", ACCESS_GUEST, LIMIT_NONE,
		&table_session_sign_out, sizeof(struct session_sign_out_input), ROUTE_SESSION_SIGN_OUT },
	[ROUTE_ACCOUNT_CHANGE_PASSWORD] = { "/api/change_password", "POST", "account_change_password", ACCESS_GUEST, LIMIT_NONE,
		&table_account_change_password, sizeof(struct account_change_password_input), ROUTE_ACCOUNT_CHANGE_PASSWORD },
	[ROUTE_RESET_VERIFY] = { "/api/verify_token", "POST", "reset_verify", ACCESS_ANYONE, LIMIT_NONE,
		&table_reset_verify, sizeof(struct reset_verify_input), ROUTE_RESET_VERIFY },
	[ROUTE_RESET_ACCEPT] = { "/api/accept_token", "POST", "reset_accept", ACCESS_ANYONE, LIMIT_NONE,
		&table_reset_accept, sizeof(struct reset_accept_input), ROUTE_RESET_ACCEPT },
	[ROUTE_INVITATION_VERIFY] = { "/api/invitation", "POST", "invitation_verify", ACCESS_ANYONE, LIMIT_NONE,
		&table_invitation_verify, sizeof(struct invitation_verify_input), ROUTE_INVITATION_VERIFY },
};

/* Sorted by bytes, for the binary search. */
static const int actions_by_name[] = {
	ACTION_ACCOUNT_CREATE,
	ACTION_INVITATION_CREATE,
	ACTION_RESET_CREATE,
	ACTION_STREAM_CHANGES_GET,
	ACTION_ACCOUNT_VIEWS,
	ACTION_ROOM_JOIN,
	ACTION_ACCOUNT_LIST,
	ACTION_INVITATION_LIST,
	ACTION_ROOM_LIST,
	ACTION_SESSION_LIST,
	ACTION_MESSAGE_LOAD,
	ACTION_SESSION_PING,
	ACTION_SESSION_PONG,
	ACTION_MESSAGE_SEND,
	ACTION_INVITATION_REVOKE,
	ACTION_SESSION_REVOKE,
	ACTION_ACCOUNT_SET_PASSWORD,
	ACTION_ACCOUNT_SET_ROLE,
	ACTION_ACCOUNT_SET_STATE,
	ACTION_ACCOUNT_RENAME,
	ACTION_MEMBER_READ,
};

static const int routes_by_path[] = {
	ROUTE_RESET_ACCEPT,
	ROUTE_ACCOUNT_SIGN_IN,
	ROUTE_ACCOUNT_CHANGE_PASSWORD,
	ROUTE_INVITATION_VERIFY,
	ROUTE_SESSION_SIGN_OUT,
	ROUTE_ACCOUNT_REGISTER,
	ROUTE_STATUS_GET,
	ROUTE_ACCOUNT_VALIDATE_NAME,
	ROUTE_RESET_VERIFY,
};

/* As memcmp, the shorter one first where one begins the other. */
static int compare_name(struct slice a, const char *name)
{
	const size_t size = strlen(name);
	const int order = memcmp(a.data, name, a.size < size ? a.size : size);

	if (order != 0)
		return order;
	return (a.size > size) - (a.size < size);
}

const struct action_row *action_find(struct slice name)
{
	size_t low = 0;
	size_t high = name.data ? ACTION_COUNT : 0;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct action_row *row = &action_rows[actions_by_name[middle]];
		const int order = compare_name(name, row->name);
		if (order == 0)
			return row;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct route_row *route_find(struct slice path)
{
	size_t low = 0;
	size_t high = path.data ? ROUTE_COUNT : 0;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct route_row *row = &route_rows[routes_by_path[middle]];
		const int order = compare_name(path, row->path);
		if (order == 0)
			return row;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
