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

/* getUsers: People by id: for members everybody who was let in, for guests those with whom
 * they share a room; service accounts and oneself for all. Others are left out. */
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

/* listUsers: People by name: for members all active accounts, for guests those with whom
 * they share a room, for all of them service accounts; a page of 50; `after` is the last
 * userId of the page before. With roomId: only those who are not in it. */
struct account_search_input {
	bool has_search;
	struct slice search;
	bool has_after;
	int64_t after;
	bool has_room_id;
	int64_t room_id;
	bool has_group_id;
	int64_t group_id; /* Only members of this group's main room. */
};

/* getProfile: A person whom one may see. */
struct profile_get_input {
	int64_t user_id;
};

enum {
	PROFILE_SET_SEX_SECRET = 0,
	PROFILE_SET_SEX_MALE = 1,
	PROFILE_SET_SEX_FEMALE = 2,
};

/* setUserProfile: Changes one's own profile; only what is given, an empty text clears. */
struct profile_set_input {
	bool has_display_name;
	struct slice display_name;
	bool has_given_name;
	struct slice given_name;
	bool has_surname;
	struct slice surname;
	bool has_city;
	struct slice city;
	bool has_contacts;
	struct slice contacts;
	bool has_birthday;
	struct slice birthday; /* YYYY-MM-DD */
	bool has_sex;
	int sex; /* PROFILE_SET_SEX_… */
};

/* setStatus: Sets one's own status line; both empty: none. */
struct profile_set_status_input {
	struct slice emoji;
	struct slice text;
	int64_t until_ms; /* When it goes by itself; 0: never. */
};

enum {
	SETTINGS_SET_THEME_SYSTEM = 0,
	SETTINGS_SET_THEME_LIGHT = 1,
	SETTINGS_SET_THEME_DARK = 2,
};

enum {
	SETTINGS_SET_DENSITY_COMFORTABLE = 0,
	SETTINGS_SET_DENSITY_COMPACT = 1,
};

/* setSettings: Changes one's own settings; only what is given. */
struct settings_set_input {
	bool has_theme;
	int theme; /* SETTINGS_SET_THEME_… */
	bool has_density;
	int density; /* SETTINGS_SET_DENSITY_… */
	bool has_language;
	struct slice language; /* Empty: as the browser says. */
	bool has_show_typing;
	bool show_typing;
	bool has_show_read;
	bool show_read;
	bool has_show_presence;
	bool show_presence;
	bool has_message_sound;
	bool message_sound;
	bool has_online_change_sound;
	bool online_change_sound;
	bool has_embedded_youtube;
	bool embedded_youtube;
	bool has_highlight_code;
	bool highlight_code;
	bool has_suggestions;
	bool suggestions;
	bool has_enter_sends;
	bool enter_sends;
	bool has_emoji_skin;
	int64_t emoji_skin;
};

enum {
	GROUP_ADD_NOTIFY_NOTHING = 0,
	GROUP_ADD_NOTIFY_ALL = 1,
	GROUP_ADD_NOTIFY_MENTIONS = 2,
};

/* addChannel: Makes a group of rooms with its main room of the same name. The answer follows
 * roomLive, or comes after two seconds. */
struct group_add_input {
	struct slice name;
	const int64_t *users;
	size_t users_count;
	bool is_open; /* Everybody but guests may join. */
	bool is_visible;
	bool has_notify;
	int notify; /* GROUP_ADD_NOTIFY_… */
	bool has_volume;
	int64_t volume;
};

enum {
	GROUP_SAVE_NOTIFY_NOTHING = 0,
	GROUP_SAVE_NOTIFY_ALL = 1,
	GROUP_SAVE_NOTIFY_MENTIONS = 2,
};

/* saveChannelSettings: Renames a group and its main room, hands it over (to a member),
 * changes the main room's switches; only what is given. For its admin and administrators;
 * notify and volume of the main room for oneself. */
struct group_save_input {
	int64_t group_id;
	bool has_name;
	struct slice name;
	bool has_creator_id;
	int64_t creator_id;
	bool has_is_open;
	bool is_open;
	bool has_is_visible;
	bool is_visible;
	bool has_is_read_only;
	bool is_read_only;
	bool has_notify;
	int notify; /* GROUP_SAVE_NOTIFY_… */
	bool has_volume;
	int64_t volume;
};

/* leaveChannel: Leaves a group, after its other rooms were left; its admin hands it over
 * before. */
struct group_leave_input {
	int64_t group_id;
};

/* deleteChannel: The admin of a group (or an administrator) deletes it with all its rooms. */
struct group_delete_input {
	int64_t group_id;
};

/* createInvitation: Makes a link that lets its holder register. The token is shown this
 * once; the archive keeps its hash. */
struct invitation_create_input {
	bool has_hours;
	int64_t hours;
	int64_t max_uses;
	bool guest; /* Who comes by it is a guest. */
	/* Rooms joined besides room 1, no direct rooms; one must be a member of each, and
	 * those one is no longer in are left out. */
	const int64_t *room_ids;
	size_t room_ids_count;
};

/* listInvitations: One's own invitations that still work; an administrator gets everybody's. */
struct invitation_list_input {
	char nothing; /* no fields */
};

/* revokeInvitation: Makes an invitation void. */
struct invitation_revoke_input {
	int64_t id;
};

/* setReadPosition: Moves one's read position in a room forward; all sessions of the same
 * person hear of it. */
struct member_read_input {
	int64_t room_id;
	int64_t seq;
};

/* markUnread: Moves one's read position back, to just before the message with this seq. To
 * others it stays read. */
struct member_unread_input {
	int64_t room_id;
	int64_t seq;
};

/* getReadPositions: How far the others in a room have read, by userId, a page of 500; only
 * between people who both show it. memberCount counts everybody, oneself too. */
struct member_readers_input {
	int64_t room_id;
	bool has_after;
	int64_t after;
};

/* setDraft: Keeps an unsent text for one's other sessions; empty removes it. At most 200
 * drafts. It goes with one's membership. */
struct member_draft_input {
	int64_t room_id;
	bool has_thread_id;
	int64_t thread_id;
	struct slice content;
};

/* getDrafts: All one's drafts. */
struct member_drafts_input {
	char nothing; /* no fields */
};

/* printMessage: Stores a message in a room. The answer means committed. A retry with the
 * same clientId gets the answer of the first. */
struct message_send_input {
	int64_t room_id;
	struct slice client_id;
	struct slice content;
	int64_t time_diff_ms; /* How long ago it was written, in milliseconds. */
	/* Makes it a reply in the thread of this message, which must be in the same room; a
	 * reply's own root is taken. */
	bool has_parent_message;
	int64_t parent_message;
	bool has_quoted_message;
	int64_t quoted_message; /* A message of the same room. */
	const struct id_entry *tags;
	size_t tags_count; /* Symbol in the text to userId; 0: all, -1: all who are here. */
	const int64_t *files;
	size_t files_count;
};

/* loadMessages: Messages of a room, newest first: those before the seq `before`, those after
 * the seq `after`, those around the message `around`, or the newest; with `threadId` only
 * that thread's replies. A page of long ones may end early: the room begins at number 1. */
struct message_load_input {
	int64_t room_id;
	bool has_before;
	int64_t before;
	bool has_after;
	int64_t after;
	bool has_around;
	int64_t around; /* A message's id; half of `count` before it, half after it. */
	bool has_thread_id;
	int64_t thread_id;
	int64_t count;
};

/* loadMessagesByIds: Messages of a room by id, the newest first; unknown ones are left out. */
struct message_find_input {
	int64_t room_id;
	const int64_t *message_ids;
	size_t message_ids_count;
};

/* editMessage: Sets a new text of one's own message, or with content null deletes a message
 * (one's own; moderators: anybody's). The old text is kept as history; deleting removes
 * both. Asking for what is already so is answered without a change. */
struct message_edit_input {
	int64_t message_id;
	bool has_content;
	struct slice content;
	const struct id_entry *tags;
	size_t tags_count;
	const int64_t *files;
	size_t files_count;
};

/* loadMessageHistory: Earlier texts of a message, the oldest first, for its author and
 * moderators of the room. */
struct message_history_input {
	int64_t message_id;
};

/* setReaction: Adds or takes back one's own reaction; at most 32 kinds a message. */
struct message_react_input {
	int64_t message_id;
	struct slice emoji;
	bool on;
};

/* setPinned: Pins a message in its room or takes it down; not for guests, in read-only rooms
 * for moderators; at most 100 a room. */
struct message_pin_input {
	int64_t message_id;
	bool on;
};

/* loadPinned: The pinned messages of a room, the last pinned first. */
struct message_pins_input {
	int64_t room_id;
};

/* loadThreads: Threads of a room by their newest reply, the newest first; `before` is the
 * lastReply of the last of the page before. */
struct message_threads_input {
	int64_t room_id;
	bool has_before_ms;
	int64_t before_ms;
};

/* watchPeople: Says whose presence this socket wants to be told of from now on, instead of
 * those before. Answers with how they are now; those with whom one shares no room are left
 * out. presence and personChanged follow. */
struct presence_watch_input {
	const int64_t *user_ids;
	size_t user_ids_count;
};

/* setPresence: Says whether the person is away from this socket. A person is online if they
 * are there on any socket, away if away from all. */
struct presence_set_input {
	bool away;
};

/* showIType: The person is typing. Told to the room's other members at most every 2 s, and
 * not at all if the person does not want it. For those who may write there. */
struct typing_show_input {
	int64_t room_id;
	bool has_thread_id;
	int64_t thread_id;
};

/* getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
struct stream_changes_get_input {
	const struct stream_position *streams;
	size_t streams_count;
};

/* listRooms: Visible rooms of one's groups, and the main rooms of visible open groups, by
 * roomId, a page of 100; `after` is the last roomId of the page before. */
struct room_list_input {
	bool has_after;
	int64_t after;
	bool has_search;
	struct slice search;
};

/* joinRoom: Joins an open room of one's groups. Joining twice is fine. The answer follows
 * roomLive, or comes after two seconds. */
struct room_join_input {
	int64_t room_id;
};

enum {
	ROOM_ADD_NOTIFY_NOTHING = 0,
	ROOM_ADD_NOTIFY_ALL = 1,
	ROOM_ADD_NOTIFY_MENTIONS = 2,
};

/* addRoom: Makes a room in a group one belongs to, with members of that group; or without a
 * name the direct room with one other person (or only oneself): the one that is there is
 * answered, and shown again. The answer follows roomLive, or comes after two seconds. */
struct room_add_input {
	bool has_name;
	struct slice name;
	bool has_group_id;
	int64_t group_id;
	const int64_t *users;
	size_t users_count;
	bool p2p;
	bool is_open;
	bool is_visible;
	bool is_read_only;
	bool has_notify;
	int notify; /* ROOM_ADD_NOTIFY_… */
	bool has_volume;
	int64_t volume;
};

/* inviteUser: Puts people into a room: into the main room of a group anybody, into another
 * only members of its group, guests anywhere. Those who are members already are left out. */
struct room_invite_input {
	int64_t room_id;
	const int64_t *users;
	size_t users_count;
};

/* removeUser: Moderators take somebody out of a room; out of a main room means out of all
 * rooms of the group. */
struct room_expel_input {
	int64_t room_id;
	int64_t user_id;
};

enum {
	ROOM_SAVE_NOTIFY_NOTHING = 0,
	ROOM_SAVE_NOTIFY_ALL = 1,
	ROOM_SAVE_NOTIFY_MENTIONS = 2,
};

/* saveRoomSettings: Changes a room; only what is given. For moderators: name, group, admin
 * (a member), switches; p2p by both of a direct room. For oneself: notify, volume. */
struct room_save_input {
	int64_t room_id;
	bool has_name;
	struct slice name;
	/* Moves it; one must be a moderator of both groups; members who are not in the new
	 * group leave. */
	bool has_group_id;
	int64_t group_id;
	bool has_creator_id;
	int64_t creator_id;
	bool has_is_open;
	bool is_open;
	bool has_is_visible;
	bool is_visible;
	bool has_is_read_only;
	bool is_read_only;
	bool has_p2p;
	bool p2p;
	bool has_notify;
	int notify; /* ROOM_SAVE_NOTIFY_… */
	bool has_volume;
	int64_t volume;
};

/* leaveUser: Leaves a room (not a main room: leaveChannel). A direct room is hidden for
 * oneself until a message comes. */
struct room_leave_input {
	int64_t room_id;
};

/* deleteRoom: Moderators delete a room that is no main room; nothing more comes from it. */
struct room_delete_input {
	int64_t room_id;
};

/* listMembers: Members of a room by display name, a page of 100; `after` is the last userId
 * of the page before. */
struct room_members_input {
	int64_t room_id;
	bool has_search;
	struct slice search;
	bool has_after;
	int64_t after;
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

/* /api/upload_profile_image: Sets one's picture: the square in its middle, turned as EXIF
 * says, without metadata. */
struct picture_upload_input {
	struct slice body; /* The picture's bytes. */
};

/* /api/remove_profile_image: Removes one's picture, if there is one. */
struct picture_remove_input {
	char nothing; /* no fields */
};

/* /api/verify_token: Whose is this link, for setting a password or for signing in? */
struct reset_verify_input {
	struct slice token;
};

/* /api/accept_token: Sets the password of a reset link's account; the link works once and
 * all sessions end. */
struct reset_accept_input {
	struct slice token;
	struct slice password;
};

/* /api/sign_in_link: Signs in with a link that the operator made; it works once. Sets the
 * session cookie. */
struct sign_in_link_accept_input {
	struct slice token;
};

/* /api/invitation: Who invites, and to which server? */
struct invitation_verify_input {
	struct slice token;
};
