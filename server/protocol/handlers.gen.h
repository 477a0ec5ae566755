#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * What chat/ and gateway/ implement, one function each. It ends the request exactly once, now or later; `in` lives
 * as long as the request. */

#include "protocol/inputs.gen.h"
#include "protocol/request.h"

/* ping: Asks for a pong, for measuring and after waking up. */
void session_ping(struct request *r, const struct session_ping_input *in);
/* pong: The answer to a ping of the server. It is not answered. */
void session_pong(struct request *r, const struct session_pong_input *in);
/* getUsers: People by id: those with whom one shares a room, and oneself; others are left
 * out. */
void account_views(struct request *r, const struct account_views_input *in);
/* listSessions: One's own sessions, the latest first. */
void session_list(struct request *r, const struct session_list_input *in);
/* revokeSession: Ends one of one's own sessions; its sockets close within a second. */
void session_revoke(struct request *r, const struct session_revoke_input *in);
/* setDisplayName: Sets the name that others see. */
void account_rename(struct request *r, const struct account_rename_input *in);
/* listAccounts: Accounts by id, a page of 100 after `after`. */
void account_list(struct request *r, const struct account_list_input *in);
/* createAccount: Makes an account for somebody; without a password the answer has a link
 * where they set one. */
void account_create(struct request *r, const struct account_create_input *in);
/* setAccountPassword: Sets somebody's password; all their sessions end. */
void account_set_password(struct request *r, const struct account_set_password_input *in);
/* createResetLink: Makes a link, good for a day and one use, where somebody sets a new
 * password. */
void reset_create(struct request *r, const struct reset_create_input *in);
/* setAccountState: Approves, disables or enables an account. The sockets of a disabled one
 * close within a second. */
void account_set_state(struct request *r, const struct account_set_state_input *in);
/* setAccountRole: Makes somebody a member, an administrator or a guest. The last
 * administrator stays one. */
void account_set_role(struct request *r, const struct account_set_role_input *in);
/* createInvitation: Makes a link that lets its holder register. The token is shown this
 * once; the archive keeps its hash. */
void invitation_create(struct request *r, const struct invitation_create_input *in);
/* listInvitations: One's own invitations that still work; an administrator gets everybody's. */
void invitation_list(struct request *r, const struct invitation_list_input *in);
/* revokeInvitation: Makes an invitation void. */
void invitation_revoke(struct request *r, const struct invitation_revoke_input *in);
/* printMessage: Stores a message in a room. The answer means committed. A retry with the
 * same clientId gets the answer of the first. */
void message_send(struct request *r, const struct message_send_input *in);
/* loadMessages: Messages of a room, newest first: those before the seq `before`, or the
 * newest. A page of long ones may end early: the room begins at number 1. */
void message_load(struct request *r, const struct message_load_input *in);
/* getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
void stream_changes_get(struct request *r, const struct stream_changes_get_input *in);
/* setReadPosition: Moves one's read position in a room forward; the other sessions of the
 * same person hear of it. */
void member_read(struct request *r, const struct member_read_input *in);
/* listRooms: Visible rooms of one's groups, by roomId, a page of 100; `after` is the last
 * roomId of the page before. */
void room_list(struct request *r, const struct room_list_input *in);
/* joinRoom: Joins an open room of one's groups. Joining twice is fine. */
void room_join(struct request *r, const struct room_join_input *in);
/* GET /api/status: What a visitor must know before signing in. */
void status_get(struct request *r, const struct status_get_input *in);
/* POST /api/auth: Signs in with a user name (or e-mail address) and a password; sets the
 * session cookie. */
void account_sign_in(struct request *r, const struct account_sign_in_input *in);
/* POST /api/register: Creates an account, with the token of an invitation or of the setup
 * link where registration is not open; sets the session cookie. */
void account_register(struct request *r, const struct account_register_input *in);
/* POST /api/validate_user: Is this user name well-formed and free? */
void account_validate_name(struct request *r, const struct account_validate_name_input *in);
/* POST /api/logout: Ends this session; its sockets close. */
void session_sign_out(struct request *r, const struct session_sign_out_input *in);
/* POST /api/change_password: Sets a new password; all other sessions end. */
void account_change_password(struct request *r, const struct account_change_password_input *in);
/* POST /api/verify_token: Whose password does this reset link set? */
void reset_verify(struct request *r, const struct reset_verify_input *in);
/* POST /api/accept_token: Sets the password of a reset link's account; the link works once
 * and all sessions end. */
void reset_accept(struct request *r, const struct reset_accept_input *in);
/* POST /api/invitation: Who invites, and to which server? */
void invitation_verify(struct request *r, const struct invitation_verify_input *in);
