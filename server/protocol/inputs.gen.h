#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * What a request brings: one struct for each action and route, filled by document_decode. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* Where a client stands in a stream: a room's, or its own private one. */
struct stream_position {
	bool has_room_id;
	int64_t room_id;
	bool has_user_id;
	int64_t user_id;
	int64_t after_seq;
};

/* ping: Asks for a pong, for measuring and after waking up. */
struct session_ping_input {
	bool has_time_ms;
	int64_t time_ms;
};

/* pong: The answer to a ping of the server. It is not answered. */
struct session_pong_input {
	bool has_time_ms;
	int64_t time_ms;
};

/* getUsers: People by id: those with whom one shares a room, and oneself; others are left
 * out. */
struct account_views_input {
	const int64_t *user_ids;
	size_t user_ids_count;
};

/* listSessions: One's own sessions, the latest first. */
struct session_list_input {
	char nothing; /* no fields */
};

/* revokeSession: Ends one of one's own sessions; its sockets close within a second. */
struct session_revoke_input {
	int64_t session_id;
};

/* setDisplayName: Sets the name that others see. */
struct account_rename_input {
	struct slice display_name;
};

enum {
	ACCOUNT_LIST_STATE_ACTIVE = 0,
	ACCOUNT_LIST_STATE_PENDING = 1,
	ACCOUNT_LIST_STATE_DISABLED = 2,
};

/* listAccounts: Accounts by id, a page of 100 after `after`. */
struct account_list_input {
	bool has_after;
	int64_t after;
	bool has_state;
	int state; /* ACCOUNT_LIST_STATE_… */
};

enum {
	ACCOUNT_CREATE_ROLE_MEMBER = 0,
	ACCOUNT_CREATE_ROLE_ADMINISTRATOR = 1,
	ACCOUNT_CREATE_ROLE_GUEST = 2,
};

/* createAccount: Makes an account for somebody; without a password the answer has a link
 * where they set one. */
struct account_create_input {
	struct slice name;
	bool has_password;
	struct slice password;
	bool has_display_name;
	struct slice display_name;
	int role; /* ACCOUNT_CREATE_ROLE_… */
};

/* setAccountPassword: Sets somebody's password; all their sessions end. */
struct account_set_password_input {
	int64_t user_id;
	struct slice password;
};

/* createResetLink: Makes a link, good for a day and one use, where somebody sets a new
 * password. */
struct reset_create_input {
	int64_t user_id;
};

enum {
	ACCOUNT_SET_STATE_STATE_ACTIVE = 0,
	ACCOUNT_SET_STATE_STATE_PENDING = 1,
	ACCOUNT_SET_STATE_STATE_DISABLED = 2,
};

/* setAccountState: Approves, disables or enables an account. The sockets of a disabled one
 * close within a second. */
struct account_set_state_input {
	int64_t user_id;
	int state; /* ACCOUNT_SET_STATE_STATE_… */
};

enum {
	ACCOUNT_SET_ROLE_ROLE_MEMBER = 0,
	ACCOUNT_SET_ROLE_ROLE_ADMINISTRATOR = 1,
	ACCOUNT_SET_ROLE_ROLE_GUEST = 2,
};

/* setAccountRole: Makes somebody a member, an administrator or a guest. The last
 * administrator stays one. */
struct account_set_role_input {
	int64_t user_id;
	int role; /* ACCOUNT_SET_ROLE_ROLE_… */
};

/* createInvitation: Makes a link that lets its holder register. The token is shown this
 * once; the archive keeps its hash. */
struct invitation_create_input {
	bool has_hours;
	int64_t hours;
	int64_t max_uses;
	bool guest; /* Who comes by it is a guest. */
	const int64_t *room_ids;
	size_t room_ids_count; /* Rooms joined besides room 1; one must be a member of each. */
};

/* listInvitations: One's own invitations that still work; an administrator gets everybody's. */
struct invitation_list_input {
	char nothing; /* no fields */
};

/* revokeInvitation: Makes an invitation void. */
struct invitation_revoke_input {
	int64_t id;
};

/* printMessage: Stores a message in a room. The answer means committed. A retry with the
 * same clientId gets the answer of the first. */
struct message_send_input {
	int64_t room_id;
	struct slice client_id;
	struct slice content;
	int64_t time_diff_ms; /* How long ago it was written, in milliseconds. */
	bool has_parent_message;
	int64_t parent_message;
	const int64_t *files;
	size_t files_count;
};

/* loadMessages: Messages of a room, newest first: those before the seq `before`, or the
 * newest. A page of long ones may end early: the room begins at number 1. */
struct message_load_input {
	int64_t room_id;
	bool has_before;
	int64_t before;
	int64_t count;
};

/* getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
struct stream_changes_get_input {
	const struct stream_position *streams;
	size_t streams_count;
};

/* setReadPosition: Moves one's read position in a room forward; the other sessions of the
 * same person hear of it. */
struct member_read_input {
	int64_t room_id;
	int64_t seq;
};

/* listRooms: Visible rooms of one's groups, by roomId, a page of 100; `after` is the last
 * roomId of the page before. */
struct room_list_input {
	bool has_after;
	int64_t after;
};

/* joinRoom: Joins an open room of one's groups. Joining twice is fine. */
struct room_join_input {
	int64_t room_id;
};

/* /api/status: What a visitor must know before signing in. */
struct status_get_input {
	char nothing; /* no fields */
};

/* /api/auth: Signs in with a user name (or e-mail address) and a password; sets the session
 * cookie. */
struct account_sign_in_input {
	struct slice name;
	struct slice password;
};

enum {
	ACCOUNT_REGISTER_SEX_SECRET = 0,
	ACCOUNT_REGISTER_SEX_MALE = 1,
	ACCOUNT_REGISTER_SEX_FEMALE = 2,
};

/* /api/register: Creates an account, with the token of an invitation or of the setup link
 * where registration is not open; sets the session cookie. */
struct account_register_input {
	struct slice name;
	struct slice password;
	bool has_display_name;
	struct slice display_name;
	bool has_email;
	struct slice email;
	int sex; /* ACCOUNT_REGISTER_SEX_… */
	bool has_invitation;
	struct slice invitation;
	bool has_setup;
	struct slice setup;
};

/* /api/validate_user: Is this user name well-formed and free? */
struct account_validate_name_input {
	struct slice name;
};

/* /api/logout: Ends this session; its sockets close. */
struct session_sign_out_input {
	char nothing; /* no fields */
};

/* /api/change_password: Sets a new password; all other sessions end. */
struct account_change_password_input {
	struct slice old_password;
	struct slice password;
};

/* /api/verify_token: Whose password does this reset link set? */
struct reset_verify_input {
	struct slice token;
};

/* /api/accept_token: Sets the password of a reset link's account; the link works once and
 * all sessions end. */
struct reset_accept_input {
	struct slice token;
	struct slice password;
};

/* /api/invitation: Who invites, and to which server? */
struct invitation_verify_input {
	struct slice token;
};
