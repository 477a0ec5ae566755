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
/* getUsers: People by id: for members everybody who was let in, for guests those with whom
 * they share a room; service accounts and oneself for all. Others are left out. */
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
/* listUsers: People by name: for members all active accounts, for guests those with whom
 * they share a room, for all of them service accounts; a page of 50; `after` is the last
 * userId of the page before. With roomId: only those who are not in it. */
void account_search(struct request *r, const struct account_search_input *in);
/* getProfile: A person whom one may see. */
void profile_get(struct request *r, const struct profile_get_input *in);
/* setUserProfile: Changes one's own profile; only what is given, an empty text clears. */
void profile_set(struct request *r, const struct profile_set_input *in);
/* setStatus: Sets one's own status line; both empty: none. */
void profile_set_status(struct request *r, const struct profile_set_status_input *in);
/* setSettings: Changes one's own settings; only what is given. */
void settings_set(struct request *r, const struct settings_set_input *in);
/* addChannel: Makes a group of rooms with its main room of the same name. The answer follows
 * roomLive, or comes after two seconds. */
void group_add(struct request *r, const struct group_add_input *in);
/* saveChannelSettings: Renames a group and its main room, hands it over (to a member),
 * changes the main room's switches; only what is given. For its admin and administrators;
 * notify and volume of the main room for oneself. */
void group_save(struct request *r, const struct group_save_input *in);
/* leaveChannel: Leaves a group, after its other rooms were left; its admin hands it over
 * before. */
void group_leave(struct request *r, const struct group_leave_input *in);
/* deleteChannel: The admin of a group (or an administrator) deletes it with all its rooms. */
void group_delete(struct request *r, const struct group_delete_input *in);
/* createInvitation: Makes a link that lets its holder register. The token is shown this
 * once; the archive keeps its hash. */
void invitation_create(struct request *r, const struct invitation_create_input *in);
/* listInvitations: One's own invitations that still work; an administrator gets everybody's. */
void invitation_list(struct request *r, const struct invitation_list_input *in);
/* revokeInvitation: Makes an invitation void. */
void invitation_revoke(struct request *r, const struct invitation_revoke_input *in);
/* setReadPosition: Moves one's read position in a room forward; all sessions of the same
 * person hear of it. */
void member_read(struct request *r, const struct member_read_input *in);
/* markUnread: Moves one's read position back, to just before the message with this seq. To
 * others it stays read. */
void member_unread(struct request *r, const struct member_unread_input *in);
/* getReadPositions: How far the others in a room have read, by userId, a page of 500; only
 * between people who both show it. memberCount counts everybody, oneself too. */
void member_readers(struct request *r, const struct member_readers_input *in);
/* setDraft: Keeps an unsent text for one's other sessions; empty removes it. At most 200
 * drafts. It goes with one's membership. */
void member_draft(struct request *r, const struct member_draft_input *in);
/* getDrafts: All one's drafts. */
void member_drafts(struct request *r, const struct member_drafts_input *in);
/* printMessage: Stores a message in a room. The answer means committed. A retry with the
 * same clientId gets the answer of the first. */
void message_send(struct request *r, const struct message_send_input *in);
/* loadMessages: Messages of a room, newest first: those before the seq `before`, those after
 * the seq `after`, those around the message `around`, or the newest; with `threadId` only
 * that thread's replies. A page of long ones may end early: the room begins at number 1. */
void message_load(struct request *r, const struct message_load_input *in);
/* loadMessagesByIds: Messages of a room by id, the newest first; unknown ones are left out. */
void message_find(struct request *r, const struct message_find_input *in);
/* editMessage: Sets a new text of one's own message, or with content null deletes a message
 * (one's own; moderators: anybody's). The old text is kept as history; deleting removes
 * both. Asking for what is already so is answered without a change. */
void message_edit(struct request *r, const struct message_edit_input *in);
/* loadMessageHistory: Earlier texts of a message, the oldest first, for its author and
 * moderators of the room. */
void message_history(struct request *r, const struct message_history_input *in);
/* setReaction: Adds or takes back one's own reaction; at most 32 kinds a message. */
void message_react(struct request *r, const struct message_react_input *in);
/* setPinned: Pins a message in its room or takes it down; not for guests, in read-only rooms
 * for moderators; at most 100 a room. */
void message_pin(struct request *r, const struct message_pin_input *in);
/* loadPinned: The pinned messages of a room, the last pinned first. */
void message_pins(struct request *r, const struct message_pins_input *in);
/* loadThreads: Threads of a room by their newest reply, the newest first; `before` is the
 * lastReply of the last of the page before. */
void message_threads(struct request *r, const struct message_threads_input *in);
/* watchPeople: Says whose presence this socket wants to be told of from now on, instead of
 * those before. Answers with how they are now; those with whom one shares no room are left
 * out. presence and personChanged follow. */
void presence_watch(struct request *r, const struct presence_watch_input *in);
/* setPresence: Says whether the person is away from this socket. A person is online if they
 * are there on any socket, away if away from all. */
void presence_set(struct request *r, const struct presence_set_input *in);
/* showIType: The person is typing. Told to the room's other members at most every 2 s, and
 * not at all if the person does not want it. For those who may write there. */
void typing_show(struct request *r, const struct typing_show_input *in);
/* getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
void stream_changes_get(struct request *r, const struct stream_changes_get_input *in);
/* listRooms: Visible rooms of one's groups, and the main rooms of visible open groups, by
 * roomId, a page of 100; `after` is the last roomId of the page before. */
void room_list(struct request *r, const struct room_list_input *in);
/* joinRoom: Joins an open room of one's groups. Joining twice is fine. The answer follows
 * roomLive, or comes after two seconds. */
void room_join(struct request *r, const struct room_join_input *in);
/* addRoom: Makes a room in a group one belongs to, with members of that group; or without a
 * name the direct room with one other person (or only oneself): the one that is there is
 * answered, and shown again. The answer follows roomLive, or comes after two seconds. */
void room_add(struct request *r, const struct room_add_input *in);
/* inviteUser: Puts people into a room: into the main room of a group anybody, into another
 * only members of its group, guests anywhere. Those who are members already are left out. */
void room_invite(struct request *r, const struct room_invite_input *in);
/* removeUser: Moderators take somebody out of a room; out of a main room means out of all
 * rooms of the group. */
void room_expel(struct request *r, const struct room_expel_input *in);
/* saveRoomSettings: Changes a room; only what is given. For moderators: name, group, admin
 * (a member), switches; p2p by both of a direct room. For oneself: notify, volume. */
void room_save(struct request *r, const struct room_save_input *in);
/* leaveUser: Leaves a room (not a main room: leaveChannel). A direct room is hidden for
 * oneself until a message comes. */
void room_leave(struct request *r, const struct room_leave_input *in);
/* deleteRoom: Moderators delete a room that is no main room; nothing more comes from it. */
void room_delete(struct request *r, const struct room_delete_input *in);
/* listMembers: Members of a room by display name, a page of 100; `after` is the last userId
 * of the page before. */
void room_members(struct request *r, const struct room_members_input *in);
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
/* POST /api/upload_profile_image: Sets one's picture: the square in its middle, turned as
 * EXIF says, without metadata. */
void picture_upload(struct request *r, const struct picture_upload_input *in);
/* POST /api/remove_profile_image: Removes one's picture, if there is one. */
void picture_remove(struct request *r, const struct picture_remove_input *in);
/* POST /api/verify_token: Whose is this link, for setting a password or for signing in? */
void reset_verify(struct request *r, const struct reset_verify_input *in);
/* POST /api/accept_token: Sets the password of a reset link's account; the link works once
 * and all sessions end. */
void reset_accept(struct request *r, const struct reset_accept_input *in);
/* POST /api/sign_in_link: Signs in with a link that the operator made; it works once. Sets
 * the session cookie. */
void sign_in_link_accept(struct request *r, const struct sign_in_link_accept_input *in);
/* POST /api/invitation: Who invites, and to which server? */
void invitation_verify(struct request *r, const struct invitation_verify_input *in);
