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

static const struct input_field fields_account_search[] = {
	{ .name = "search", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_search_input, search),
	  .has_offset = offsetof(struct account_search_input, has_search), .min = 1,
	  .max = 64, .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_search_input, after),
	  .has_offset = offsetof(struct account_search_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_search_input, room_id),
	  .has_offset = offsetof(struct account_search_input, has_room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "groupId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct account_search_input, group_id),
	  .has_offset = offsetof(struct account_search_input, has_group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_account_search = {
	.fields = fields_account_search,
	.count = 4,
	.size = sizeof(struct account_search_input),
};

static const struct input_field fields_profile_get[] = {
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct profile_get_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_profile_get = {
	.fields = fields_profile_get,
	.count = 1,
	.size = sizeof(struct profile_get_input),
};

static const char *const words_profile_set_sex[] = { "Secret", "Male", "Female" };
static const struct input_field fields_profile_set[] = {
	{ .name = "displayName", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, display_name),
	  .has_offset = offsetof(struct profile_set_input, has_display_name), .min = 1,
	  .max = 64, .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "name", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, given_name),
	  .has_offset = offsetof(struct profile_set_input, has_given_name), .min = 0,
	  .max = 30, .bytes_max = 120, .trim = true, .plain = true },
	{ .name = "surname", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, surname),
	  .has_offset = offsetof(struct profile_set_input, has_surname), .min = 0,
	  .max = 30, .bytes_max = 120, .trim = true, .plain = true },
	{ .name = "city", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, city),
	  .has_offset = offsetof(struct profile_set_input, has_city), .min = 0, .max = 50,
	  .bytes_max = 200, .trim = true, .plain = true },
	{ .name = "contacts", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, contacts),
	  .has_offset = offsetof(struct profile_set_input, has_contacts), .min = 0,
	  .max = 100, .bytes_max = 400, .trim = true, .plain = true },
	{ .name = "birthday", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, birthday),
	  .has_offset = offsetof(struct profile_set_input, has_birthday), .min = 0,
	  .max = 10, .bytes_max = 40, .trim = true, .plain = true },
	{ .name = "sex", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct profile_set_input, sex),
	  .has_offset = offsetof(struct profile_set_input, has_sex),
	  .words = words_profile_set_sex, .max = 3 },
};
static const struct input_table table_profile_set = {
	.fields = fields_profile_set,
	.count = 7,
	.size = sizeof(struct profile_set_input),
};

static const struct input_field fields_profile_set_status[] = {
	{ .name = "emoji", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct profile_set_status_input, emoji), .min = 0, .max = 16,
	  .bytes_max = 64, .trim = true, .plain = true },
	{ .name = "text", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct profile_set_status_input, text), .min = 0, .max = 100,
	  .bytes_max = 400, .trim = true, .plain = true },
	{ .name = "until", .type = FIELD_INT, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct profile_set_status_input, until_ms), .min = 0,
	  .max = INT64_C(9007199254740991), .default_int = 0 },
};
static const struct input_table table_profile_set_status = {
	.fields = fields_profile_set_status,
	.count = 3,
	.size = sizeof(struct profile_set_status_input),
};

static const char *const words_settings_set_theme[] = { "system", "light", "dark" };
static const char *const words_settings_set_density[] = { "comfortable", "compact" };
static const struct input_field fields_settings_set[] = {
	{ .name = "theme", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, theme),
	  .has_offset = offsetof(struct settings_set_input, has_theme),
	  .words = words_settings_set_theme, .max = 3 },
	{ .name = "density", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, density),
	  .has_offset = offsetof(struct settings_set_input, has_density),
	  .words = words_settings_set_density, .max = 2 },
	{ .name = "language", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, language),
	  .has_offset = offsetof(struct settings_set_input, has_language), .min = 0,
	  .max = 16, .bytes_max = 16 },
	{ .name = "showWhenITyping", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, show_typing),
	  .has_offset = offsetof(struct settings_set_input, has_show_typing) },
	{ .name = "showRead", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, show_read),
	  .has_offset = offsetof(struct settings_set_input, has_show_read) },
	{ .name = "showPresence", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, show_presence),
	  .has_offset = offsetof(struct settings_set_input, has_show_presence) },
	{ .name = "messageSound", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, message_sound),
	  .has_offset = offsetof(struct settings_set_input, has_message_sound) },
	{ .name = "onlineChangeSound", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, online_change_sound),
	  .has_offset = offsetof(struct settings_set_input, has_online_change_sound) },
	{ .name = "embeddedYoutube", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, embedded_youtube),
	  .has_offset = offsetof(struct settings_set_input, has_embedded_youtube) },
	{ .name = "highlightCode", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, highlight_code),
	  .has_offset = offsetof(struct settings_set_input, has_highlight_code) },
	{ .name = "suggestions", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, suggestions),
	  .has_offset = offsetof(struct settings_set_input, has_suggestions) },
	{ .name = "enterSends", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, enter_sends),
	  .has_offset = offsetof(struct settings_set_input, has_enter_sends) },
	{ .name = "emojiSkin", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct settings_set_input, emoji_skin),
	  .has_offset = offsetof(struct settings_set_input, has_emoji_skin), .min = 0,
	  .max = 5 },
};
static const struct input_table table_settings_set = {
	.fields = fields_settings_set,
	.count = 13,
	.size = sizeof(struct settings_set_input),
};

static const char *const words_group_add_notify[] = { "nothing", "all", "mentions" };
static const struct input_field fields_group_add[] = {
	{ .name = "channelName", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct group_add_input, name), .min = 1, .max = 64,
	  .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "users", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct group_add_input, users),
	  .count_offset = offsetof(struct group_add_input, users_count), .max = 500 },
	{ .name = "isOpen", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct group_add_input, is_open), .default_int = 0 },
	{ .name = "isVisible", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct group_add_input, is_visible), .default_int = 0 },
	{ .name = "notify", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_add_input, notify),
	  .has_offset = offsetof(struct group_add_input, has_notify),
	  .words = words_group_add_notify, .max = 3 },
	{ .name = "volume", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_add_input, volume),
	  .has_offset = offsetof(struct group_add_input, has_volume), .min = 0, .max = 100 },
};
static const struct input_table table_group_add = {
	.fields = fields_group_add,
	.count = 6,
	.size = sizeof(struct group_add_input),
};

static const char *const words_group_save_notify[] = { "nothing", "all", "mentions" };
static const struct input_field fields_group_save[] = {
	{ .name = "channelId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct group_save_input, group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "channelName", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, name),
	  .has_offset = offsetof(struct group_save_input, has_name), .min = 1, .max = 64,
	  .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "channelCreatorId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, creator_id),
	  .has_offset = offsetof(struct group_save_input, has_creator_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "isOpen", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, is_open),
	  .has_offset = offsetof(struct group_save_input, has_is_open) },
	{ .name = "isVisible", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, is_visible),
	  .has_offset = offsetof(struct group_save_input, has_is_visible) },
	{ .name = "isReadOnly", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, is_read_only),
	  .has_offset = offsetof(struct group_save_input, has_is_read_only) },
	{ .name = "notify", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, notify),
	  .has_offset = offsetof(struct group_save_input, has_notify),
	  .words = words_group_save_notify, .max = 3 },
	{ .name = "volume", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct group_save_input, volume),
	  .has_offset = offsetof(struct group_save_input, has_volume), .min = 0,
	  .max = 100 },
};
static const struct input_table table_group_save = {
	.fields = fields_group_save,
	.count = 8,
	.size = sizeof(struct group_save_input),
};

static const struct input_field fields_group_leave[] = {
	{ .name = "channelId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct group_leave_input, group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_group_leave = {
	.fields = fields_group_leave,
	.count = 1,
	.size = sizeof(struct group_leave_input),
};

static const struct input_field fields_group_delete[] = {
	{ .name = "channelId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct group_delete_input, group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_group_delete = {
	.fields = fields_group_delete,
	.count = 1,
	.size = sizeof(struct group_delete_input),
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

static const struct input_field fields_member_unread[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_unread_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "seq", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_unread_input, seq), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_member_unread = {
	.fields = fields_member_unread,
	.count = 2,
	.size = sizeof(struct member_unread_input),
};

static const struct input_field fields_member_readers[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_readers_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct member_readers_input, after),
	  .has_offset = offsetof(struct member_readers_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_member_readers = {
	.fields = fields_member_readers,
	.count = 2,
	.size = sizeof(struct member_readers_input),
};

static const struct input_field fields_member_draft[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_draft_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "threadId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct member_draft_input, thread_id),
	  .has_offset = offsetof(struct member_draft_input, has_thread_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "content", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct member_draft_input, content), .min = 0, .max = 1000000,
	  .bytes_max = 1000000 },
};
static const struct input_table table_member_draft = {
	.fields = fields_member_draft,
	.count = 3,
	.size = sizeof(struct member_draft_input),
};

static const struct input_table table_member_drafts = { .size = sizeof(struct member_drafts_input) };

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
	{ .name = "quotedMessage", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_send_input, quoted_message),
	  .has_offset = offsetof(struct message_send_input, has_quoted_message), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "tags", .type = FIELD_ID_MAP, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_send_input, tags),
	  .count_offset = offsetof(struct message_send_input, tags_count), .min = -1,
	  .max = 256 },
	{ .name = "files", .type = FIELD_IDS, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_send_input, files),
	  .count_offset = offsetof(struct message_send_input, files_count), .max = 256 },
};
static const struct input_table table_message_send = {
	.fields = fields_message_send,
	.count = 8,
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
	{ .name = "after", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_load_input, after),
	  .has_offset = offsetof(struct message_load_input, has_after), .min = 0,
	  .max = INT64_C(9007199254740991) },
	{ .name = "around", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_load_input, around),
	  .has_offset = offsetof(struct message_load_input, has_around), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "threadId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_load_input, thread_id),
	  .has_offset = offsetof(struct message_load_input, has_thread_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "count", .type = FIELD_INT, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_load_input, count), .min = 1, .max = 100,
	  .default_int = 50 },
};
static const struct input_table table_message_load = {
	.fields = fields_message_load,
	.count = 6,
	.size = sizeof(struct message_load_input),
};

static const struct input_field fields_message_find[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_find_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "messagesIds", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_find_input, message_ids),
	  .count_offset = offsetof(struct message_find_input, message_ids_count),
	  .max = 100 },
};
static const struct input_table table_message_find = {
	.fields = fields_message_find,
	.count = 2,
	.size = sizeof(struct message_find_input),
};

static const struct input_field fields_message_edit[] = {
	{ .name = "id", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_edit_input, message_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "content", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_edit_input, content),
	  .has_offset = offsetof(struct message_edit_input, has_content), .min = 1,
	  .max = 1000000, .bytes_max = 1000000 },
	{ .name = "tags", .type = FIELD_ID_MAP, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_edit_input, tags),
	  .count_offset = offsetof(struct message_edit_input, tags_count), .min = -1,
	  .max = 256 },
	{ .name = "files", .type = FIELD_IDS, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct message_edit_input, files),
	  .count_offset = offsetof(struct message_edit_input, files_count), .max = 256 },
};
static const struct input_table table_message_edit = {
	.fields = fields_message_edit,
	.count = 4,
	.size = sizeof(struct message_edit_input),
};

static const struct input_field fields_message_history[] = {
	{ .name = "id", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_history_input, message_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_message_history = {
	.fields = fields_message_history,
	.count = 1,
	.size = sizeof(struct message_history_input),
};

static const struct input_field fields_message_react[] = {
	{ .name = "id", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_react_input, message_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "emoji", .type = FIELD_TEXT, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_react_input, emoji), .min = 1, .max = 16,
	  .bytes_max = 64 },
	{ .name = "on", .type = FIELD_BOOL, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_react_input, on) },
};
static const struct input_table table_message_react = {
	.fields = fields_message_react,
	.count = 3,
	.size = sizeof(struct message_react_input),
};

static const struct input_field fields_message_pin[] = {
	{ .name = "id", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_pin_input, message_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "on", .type = FIELD_BOOL, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_pin_input, on) },
};
static const struct input_table table_message_pin = {
	.fields = fields_message_pin,
	.count = 2,
	.size = sizeof(struct message_pin_input),
};

static const struct input_field fields_message_pins[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_pins_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_message_pins = {
	.fields = fields_message_pins,
	.count = 1,
	.size = sizeof(struct message_pins_input),
};

static const struct input_field fields_message_threads[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct message_threads_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "before", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct message_threads_input, before_ms),
	  .has_offset = offsetof(struct message_threads_input, has_before_ms), .min = 0,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_message_threads = {
	.fields = fields_message_threads,
	.count = 2,
	.size = sizeof(struct message_threads_input),
};

static const struct input_field fields_presence_watch[] = {
	{ .name = "userIds", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct presence_watch_input, user_ids),
	  .count_offset = offsetof(struct presence_watch_input, user_ids_count),
	  .max = 200 },
};
static const struct input_table table_presence_watch = {
	.fields = fields_presence_watch,
	.count = 1,
	.size = sizeof(struct presence_watch_input),
};

static const struct input_field fields_presence_set[] = {
	{ .name = "away", .type = FIELD_BOOL, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct presence_set_input, away) },
};
static const struct input_table table_presence_set = {
	.fields = fields_presence_set,
	.count = 1,
	.size = sizeof(struct presence_set_input),
};

static const struct input_field fields_typing_show[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct typing_show_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "threadId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct typing_show_input, thread_id),
	  .has_offset = offsetof(struct typing_show_input, has_thread_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_typing_show = {
	.fields = fields_typing_show,
	.count = 2,
	.size = sizeof(struct typing_show_input),
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

static const struct input_field fields_room_list[] = {
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_list_input, after),
	  .has_offset = offsetof(struct room_list_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "search", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_list_input, search),
	  .has_offset = offsetof(struct room_list_input, has_search), .min = 1, .max = 64,
	  .bytes_max = 256, .trim = true, .plain = true },
};
static const struct input_table table_room_list = {
	.fields = fields_room_list,
	.count = 2,
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

static const char *const words_room_add_notify[] = { "nothing", "all", "mentions" };
static const struct input_field fields_room_add[] = {
	{ .name = "name", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_add_input, name),
	  .has_offset = offsetof(struct room_add_input, has_name), .min = 1, .max = 64,
	  .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "channelId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_add_input, group_id),
	  .has_offset = offsetof(struct room_add_input, has_group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "users", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_add_input, users),
	  .count_offset = offsetof(struct room_add_input, users_count), .max = 500 },
	{ .name = "p2p", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct room_add_input, p2p), .default_int = 0 },
	{ .name = "isOpen", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct room_add_input, is_open), .default_int = 0 },
	{ .name = "isVisible", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct room_add_input, is_visible), .default_int = 0 },
	{ .name = "isReadOnly", .type = FIELD_BOOL, .presence = FIELD_DEFAULT,
	  .offset = offsetof(struct room_add_input, is_read_only), .default_int = 0 },
	{ .name = "notify", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_add_input, notify),
	  .has_offset = offsetof(struct room_add_input, has_notify),
	  .words = words_room_add_notify, .max = 3 },
	{ .name = "volume", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_add_input, volume),
	  .has_offset = offsetof(struct room_add_input, has_volume), .min = 0, .max = 100 },
};
static const struct input_table table_room_add = {
	.fields = fields_room_add,
	.count = 9,
	.size = sizeof(struct room_add_input),
};

static const struct input_field fields_room_invite[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_invite_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "users", .type = FIELD_IDS, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_invite_input, users),
	  .count_offset = offsetof(struct room_invite_input, users_count), .max = 500 },
};
static const struct input_table table_room_invite = {
	.fields = fields_room_invite,
	.count = 2,
	.size = sizeof(struct room_invite_input),
};

static const struct input_field fields_room_expel[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_expel_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "userId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_expel_input, user_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_expel = {
	.fields = fields_room_expel,
	.count = 2,
	.size = sizeof(struct room_expel_input),
};

static const char *const words_room_save_notify[] = { "nothing", "all", "mentions" };
static const struct input_field fields_room_save[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_save_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "name", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, name),
	  .has_offset = offsetof(struct room_save_input, has_name), .min = 1, .max = 64,
	  .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "channelId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, group_id),
	  .has_offset = offsetof(struct room_save_input, has_group_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "roomCreatorId", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, creator_id),
	  .has_offset = offsetof(struct room_save_input, has_creator_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "isOpen", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, is_open),
	  .has_offset = offsetof(struct room_save_input, has_is_open) },
	{ .name = "isVisible", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, is_visible),
	  .has_offset = offsetof(struct room_save_input, has_is_visible) },
	{ .name = "isReadOnly", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, is_read_only),
	  .has_offset = offsetof(struct room_save_input, has_is_read_only) },
	{ .name = "p2p", .type = FIELD_BOOL, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, p2p),
	  .has_offset = offsetof(struct room_save_input, has_p2p) },
	{ .name = "notify", .type = FIELD_WORD, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, notify),
	  .has_offset = offsetof(struct room_save_input, has_notify),
	  .words = words_room_save_notify, .max = 3 },
	{ .name = "volume", .type = FIELD_INT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_save_input, volume),
	  .has_offset = offsetof(struct room_save_input, has_volume), .min = 0, .max = 100 },
};
static const struct input_table table_room_save = {
	.fields = fields_room_save,
	.count = 10,
	.size = sizeof(struct room_save_input),
};

static const struct input_field fields_room_leave[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_leave_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_leave = {
	.fields = fields_room_leave,
	.count = 1,
	.size = sizeof(struct room_leave_input),
};

static const struct input_field fields_room_delete[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_delete_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_delete = {
	.fields = fields_room_delete,
	.count = 1,
	.size = sizeof(struct room_delete_input),
};

static const struct input_field fields_room_members[] = {
	{ .name = "roomId", .type = FIELD_ID, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct room_members_input, room_id), .min = 1,
	  .max = INT64_C(9007199254740991) },
	{ .name = "search", .type = FIELD_TEXT, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_members_input, search),
	  .has_offset = offsetof(struct room_members_input, has_search), .min = 1,
	  .max = 64, .bytes_max = 256, .trim = true, .plain = true },
	{ .name = "after", .type = FIELD_ID, .presence = FIELD_OPTIONAL,
	  .offset = offsetof(struct room_members_input, after),
	  .has_offset = offsetof(struct room_members_input, has_after), .min = 1,
	  .max = INT64_C(9007199254740991) },
};
static const struct input_table table_room_members = {
	.fields = fields_room_members,
	.count = 3,
	.size = sizeof(struct room_members_input),
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

static const struct input_table table_picture_upload = { .size = sizeof(struct picture_upload_input) };

static const struct input_table table_picture_remove = { .size = sizeof(struct picture_remove_input) };

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

static const struct input_field fields_sign_in_link_accept[] = {
	{ .name = "token", .type = FIELD_BYTES, .presence = FIELD_REQUIRED,
	  .offset = offsetof(struct sign_in_link_accept_input, token), .min = 1, .max = 64 },
};
static const struct input_table table_sign_in_link_accept = {
	.fields = fields_sign_in_link_accept,
	.count = 1,
	.size = sizeof(struct sign_in_link_accept_input),
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
	[ACTION_ACCOUNT_SEARCH] = { "listUsers", "account_search", ACCESS_GUEST, LIMIT_NONE,
		&table_account_search, sizeof(struct account_search_input), ACTION_ACCOUNT_SEARCH },
	[ACTION_PROFILE_GET] = { "getProfile", "profile_get", ACCESS_GUEST, LIMIT_NONE,
		&table_profile_get, sizeof(struct profile_get_input), ACTION_PROFILE_GET },
	[ACTION_PROFILE_SET] = { "setUserProfile", "profile_set", ACCESS_GUEST, LIMIT_NONE,
		&table_profile_set, sizeof(struct profile_set_input), ACTION_PROFILE_SET },
	[ACTION_PROFILE_SET_STATUS] = { "setStatus", "profile_set_status", ACCESS_GUEST, LIMIT_NONE,
		&table_profile_set_status, sizeof(struct profile_set_status_input), ACTION_PROFILE_SET_STATUS },
	[ACTION_SETTINGS_SET] = { "setSettings", "settings_set", ACCESS_GUEST, LIMIT_NONE,
		&table_settings_set, sizeof(struct settings_set_input), ACTION_SETTINGS_SET },
	[ACTION_GROUP_ADD] = { "addChannel", "group_add", ACCESS_MEMBER, LIMIT_ROOM,
		&table_group_add, sizeof(struct group_add_input), ACTION_GROUP_ADD },
	[ACTION_GROUP_SAVE] = { "saveChannelSettings", "group_save", ACCESS_GUEST, LIMIT_ROOM,
		&table_group_save, sizeof(struct group_save_input), ACTION_GROUP_SAVE },
	[ACTION_GROUP_LEAVE] = { "leaveChannel", "group_leave", ACCESS_GUEST, LIMIT_ROOM,
		&table_group_leave, sizeof(struct group_leave_input), ACTION_GROUP_LEAVE },
	[ACTION_GROUP_DELETE] = { "deleteChannel", "group_delete", ACCESS_MEMBER, LIMIT_ROOM,
		&table_group_delete, sizeof(struct group_delete_input), ACTION_GROUP_DELETE },
	[ACTION_INVITATION_CREATE] = { "createInvitation", "invitation_create", ACCESS_MEMBER, LIMIT_INVITATION,
		&table_invitation_create, sizeof(struct invitation_create_input), ACTION_INVITATION_CREATE },
	[ACTION_INVITATION_LIST] = { "listInvitations", "invitation_list", ACCESS_MEMBER, LIMIT_NONE,
		&table_invitation_list, sizeof(struct invitation_list_input), ACTION_INVITATION_LIST },
	[ACTION_INVITATION_REVOKE] = { "revokeInvitation", "invitation_revoke", ACCESS_MEMBER, LIMIT_NONE,
		&table_invitation_revoke, sizeof(struct invitation_revoke_input), ACTION_INVITATION_REVOKE },
	[ACTION_MEMBER_READ] = { "setReadPosition", "member_read", ACCESS_GUEST, LIMIT_NONE,
		&table_member_read, sizeof(struct member_read_input), ACTION_MEMBER_READ },
	[ACTION_MEMBER_UNREAD] = { "markUnread", "member_unread", ACCESS_GUEST, LIMIT_NONE,
		&table_member_unread, sizeof(struct member_unread_input), ACTION_MEMBER_UNREAD },
	[ACTION_MEMBER_READERS] = { "getReadPositions", "member_readers", ACCESS_GUEST, LIMIT_NONE,
		&table_member_readers, sizeof(struct member_readers_input), ACTION_MEMBER_READERS },
	[ACTION_MEMBER_DRAFT] = { "setDraft", "member_draft", ACCESS_GUEST, LIMIT_NONE,
		&table_member_draft, sizeof(struct member_draft_input), ACTION_MEMBER_DRAFT },
	[ACTION_MEMBER_DRAFTS] = { "getDrafts", "member_drafts", ACCESS_GUEST, LIMIT_NONE,
		&table_member_drafts, sizeof(struct member_drafts_input), ACTION_MEMBER_DRAFTS },
	[ACTION_MESSAGE_SEND] = { "printMessage", "message_send", ACCESS_GUEST, LIMIT_MESSAGE,
		&table_message_send, sizeof(struct message_send_input), ACTION_MESSAGE_SEND },
	[ACTION_MESSAGE_LOAD] = { "loadMessages", "message_load", ACCESS_GUEST, LIMIT_NONE,
		&table_message_load, sizeof(struct message_load_input), ACTION_MESSAGE_LOAD },
	[ACTION_MESSAGE_FIND] = { "loadMessagesByIds", "message_find", ACCESS_GUEST, LIMIT_NONE,
		&table_message_find, sizeof(struct message_find_input), ACTION_MESSAGE_FIND },
	[ACTION_MESSAGE_EDIT] = { "editMessage", "message_edit", ACCESS_GUEST, LIMIT_MESSAGE,
		&table_message_edit, sizeof(struct message_edit_input), ACTION_MESSAGE_EDIT },
	[ACTION_MESSAGE_HISTORY] = { "loadMessageHistory", "message_history", ACCESS_GUEST, LIMIT_NONE,
		&table_message_history, sizeof(struct message_history_input), ACTION_MESSAGE_HISTORY },
	[ACTION_MESSAGE_REACT] = { "setReaction", "message_react", ACCESS_GUEST, LIMIT_MESSAGE,
		&table_message_react, sizeof(struct message_react_input), ACTION_MESSAGE_REACT },
	[ACTION_MESSAGE_PIN] = { "setPinned", "message_pin", ACCESS_MEMBER, LIMIT_MESSAGE,
		&table_message_pin, sizeof(struct message_pin_input), ACTION_MESSAGE_PIN },
	[ACTION_MESSAGE_PINS] = { "loadPinned", "message_pins", ACCESS_GUEST, LIMIT_NONE,
		&table_message_pins, sizeof(struct message_pins_input), ACTION_MESSAGE_PINS },
	[ACTION_MESSAGE_THREADS] = { "loadThreads", "message_threads", ACCESS_GUEST, LIMIT_NONE,
		&table_message_threads, sizeof(struct message_threads_input), ACTION_MESSAGE_THREADS },
	[ACTION_PRESENCE_WATCH] = { "watchPeople", "presence_watch", ACCESS_GUEST, LIMIT_NONE,
		&table_presence_watch, sizeof(struct presence_watch_input), ACTION_PRESENCE_WATCH },
	[ACTION_PRESENCE_SET] = { "setPresence", "presence_set", ACCESS_GUEST, LIMIT_NONE,
		&table_presence_set, sizeof(struct presence_set_input), ACTION_PRESENCE_SET },
	[ACTION_TYPING_SHOW] = { "showIType", "typing_show", ACCESS_GUEST, LIMIT_NONE,
		&table_typing_show, sizeof(struct typing_show_input), ACTION_TYPING_SHOW },
	[ACTION_STREAM_CHANGES_GET] = { "getChanges", "stream_changes_get", ACCESS_GUEST, LIMIT_NONE,
		&table_stream_changes_get, sizeof(struct stream_changes_get_input), ACTION_STREAM_CHANGES_GET },
	[ACTION_ROOM_LIST] = { "listRooms", "room_list", ACCESS_MEMBER, LIMIT_NONE,
		&table_room_list, sizeof(struct room_list_input), ACTION_ROOM_LIST },
	[ACTION_ROOM_JOIN] = { "joinRoom", "room_join", ACCESS_MEMBER, LIMIT_JOIN,
		&table_room_join, sizeof(struct room_join_input), ACTION_ROOM_JOIN },
	[ACTION_ROOM_ADD] = { "addRoom", "room_add", ACCESS_GUEST, LIMIT_ROOM,
		&table_room_add, sizeof(struct room_add_input), ACTION_ROOM_ADD },
	[ACTION_ROOM_INVITE] = { "inviteUser", "room_invite", ACCESS_MEMBER, LIMIT_ROOM,
		&table_room_invite, sizeof(struct room_invite_input), ACTION_ROOM_INVITE },
	[ACTION_ROOM_EXPEL] = { "removeUser", "room_expel", ACCESS_MEMBER, LIMIT_ROOM,
		&table_room_expel, sizeof(struct room_expel_input), ACTION_ROOM_EXPEL },
	[ACTION_ROOM_SAVE] = { "saveRoomSettings", "room_save", ACCESS_GUEST, LIMIT_ROOM,
		&table_room_save, sizeof(struct room_save_input), ACTION_ROOM_SAVE },
	[ACTION_ROOM_LEAVE] = { "leaveUser", "room_leave", ACCESS_GUEST, LIMIT_ROOM,
		&table_room_leave, sizeof(struct room_leave_input), ACTION_ROOM_LEAVE },
	[ACTION_ROOM_DELETE] = { "deleteRoom", "room_delete", ACCESS_MEMBER, LIMIT_ROOM,
		&table_room_delete, sizeof(struct room_delete_input), ACTION_ROOM_DELETE },
	[ACTION_ROOM_MEMBERS] = { "listMembers", "room_members", ACCESS_GUEST, LIMIT_NONE,
		&table_room_members, sizeof(struct room_members_input), ACTION_ROOM_MEMBERS },
};

const struct route_row route_rows[ROUTE_COUNT] = {
	[ROUTE_STATUS_GET] = { "/api/status", "GET", "status_get", ACCESS_ANYONE, LIMIT_NONE,
		&table_status_get, sizeof(struct status_get_input), ROUTE_STATUS_GET, BODY_JSON },
	[ROUTE_ACCOUNT_SIGN_IN] = { "/api/auth", "POST", "account_sign_in", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_sign_in, sizeof(struct account_sign_in_input), ROUTE_ACCOUNT_SIGN_IN, BODY_JSON },
	[ROUTE_ACCOUNT_REGISTER] = { "/api/register", "POST", "account_register", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_register, sizeof(struct account_register_input), ROUTE_ACCOUNT_REGISTER, BODY_JSON },
	[ROUTE_ACCOUNT_VALIDATE_NAME] = { "/api/validate_user", "POST", "account_validate_name", ACCESS_ANYONE, LIMIT_NONE,
		&table_account_validate_name, sizeof(struct account_validate_name_input), ROUTE_ACCOUNT_VALIDATE_NAME, BODY_JSON },
	[ROUTE_SESSION_SIGN_OUT] = { "/api/logout", "POST", "session_sign_out", ACCESS_GUEST, LIMIT_NONE,
		&table_session_sign_out, sizeof(struct session_sign_out_input), ROUTE_SESSION_SIGN_OUT, BODY_JSON },
	[ROUTE_ACCOUNT_CHANGE_PASSWORD] = { "/api/change_password", "POST", "account_change_password", ACCESS_GUEST, LIMIT_NONE,
		&table_account_change_password, sizeof(struct account_change_password_input), ROUTE_ACCOUNT_CHANGE_PASSWORD, BODY_JSON },
	[ROUTE_PICTURE_UPLOAD] = { "/api/upload_profile_image", "POST", "picture_upload", ACCESS_GUEST, LIMIT_NONE,
		&table_picture_upload, sizeof(struct picture_upload_input), ROUTE_PICTURE_UPLOAD, BODY_PICTURE },
	[ROUTE_PICTURE_REMOVE] = { "/api/remove_profile_image", "POST", "picture_remove", ACCESS_GUEST, LIMIT_NONE,
		&table_picture_remove, sizeof(struct picture_remove_input), ROUTE_PICTURE_REMOVE, BODY_JSON },
	[ROUTE_RESET_VERIFY] = { "/api/verify_token", "POST", "reset_verify", ACCESS_ANYONE, LIMIT_NONE,
		&table_reset_verify, sizeof(struct reset_verify_input), ROUTE_RESET_VERIFY, BODY_JSON },
	[ROUTE_RESET_ACCEPT] = { "/api/accept_token", "POST", "reset_accept", ACCESS_ANYONE, LIMIT_NONE,
		&table_reset_accept, sizeof(struct reset_accept_input), ROUTE_RESET_ACCEPT, BODY_JSON },
	[ROUTE_SIGN_IN_LINK_ACCEPT] = { "/api/sign_in_link", "POST", "sign_in_link_accept", ACCESS_ANYONE, LIMIT_NONE,
		&table_sign_in_link_accept, sizeof(struct sign_in_link_accept_input), ROUTE_SIGN_IN_LINK_ACCEPT, BODY_JSON },
	[ROUTE_INVITATION_VERIFY] = { "/api/invitation", "POST", "invitation_verify", ACCESS_ANYONE, LIMIT_NONE,
		&table_invitation_verify, sizeof(struct invitation_verify_input), ROUTE_INVITATION_VERIFY, BODY_JSON },
};

/* Sorted by bytes, for the binary search. */
static const int actions_by_name[] = {
	ACTION_GROUP_ADD,
	ACTION_ROOM_ADD,
	ACTION_ACCOUNT_CREATE,
	ACTION_INVITATION_CREATE,
	ACTION_RESET_CREATE,
	ACTION_GROUP_DELETE,
	ACTION_ROOM_DELETE,
	ACTION_MESSAGE_EDIT,
	ACTION_STREAM_CHANGES_GET,
	ACTION_MEMBER_DRAFTS,
	ACTION_PROFILE_GET,
	ACTION_MEMBER_READERS,
	ACTION_ACCOUNT_VIEWS,
	ACTION_ROOM_INVITE,
	ACTION_ROOM_JOIN,
	ACTION_GROUP_LEAVE,
	ACTION_ROOM_LEAVE,
	ACTION_ACCOUNT_LIST,
	ACTION_INVITATION_LIST,
	ACTION_ROOM_MEMBERS,
	ACTION_ROOM_LIST,
	ACTION_SESSION_LIST,
	ACTION_ACCOUNT_SEARCH,
	ACTION_MESSAGE_HISTORY,
	ACTION_MESSAGE_LOAD,
	ACTION_MESSAGE_FIND,
	ACTION_MESSAGE_PINS,
	ACTION_MESSAGE_THREADS,
	ACTION_MEMBER_UNREAD,
	ACTION_SESSION_PING,
	ACTION_SESSION_PONG,
	ACTION_MESSAGE_SEND,
	ACTION_ROOM_EXPEL,
	ACTION_INVITATION_REVOKE,
	ACTION_SESSION_REVOKE,
	ACTION_GROUP_SAVE,
	ACTION_ROOM_SAVE,
	ACTION_ACCOUNT_SET_PASSWORD,
	ACTION_ACCOUNT_SET_ROLE,
	ACTION_ACCOUNT_SET_STATE,
	ACTION_ACCOUNT_RENAME,
	ACTION_MEMBER_DRAFT,
	ACTION_MESSAGE_PIN,
	ACTION_PRESENCE_SET,
	ACTION_MESSAGE_REACT,
	ACTION_MEMBER_READ,
	ACTION_SETTINGS_SET,
	ACTION_PROFILE_SET_STATUS,
	ACTION_PROFILE_SET,
	ACTION_TYPING_SHOW,
	ACTION_PRESENCE_WATCH,
};

static const int routes_by_path[] = {
	ROUTE_RESET_ACCEPT,
	ROUTE_ACCOUNT_SIGN_IN,
	ROUTE_ACCOUNT_CHANGE_PASSWORD,
	ROUTE_INVITATION_VERIFY,
	ROUTE_SESSION_SIGN_OUT,
	ROUTE_ACCOUNT_REGISTER,
	ROUTE_PICTURE_REMOVE,
	ROUTE_SIGN_IN_LINK_ACCEPT,
	ROUTE_STATUS_GET,
	ROUTE_PICTURE_UPLOAD,
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
