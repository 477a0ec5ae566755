#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * What the server sends: views, answers and events, written by encode.gen.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "protocol/inputs.gen.h"

enum {
	USER_VIEW_SEX_SECRET = 0,
	USER_VIEW_SEX_MALE = 1,
	USER_VIEW_SEX_FEMALE = 2,
};

enum {
	USER_VIEW_ROLE_MEMBER = 0,
	USER_VIEW_ROLE_ADMINISTRATOR = 1,
	USER_VIEW_ROLE_GUEST = 2,
};

/* A person as others see them. */
struct user_view {
	int64_t user_id;
	struct slice name;
	struct slice display_name;
	int sex; /* USER_VIEW_SEX_… */
	bool has_image;
	struct slice image;
	int role; /* USER_VIEW_ROLE_… */
	bool bot; /* A service account. */
	bool has_status_emoji;
	struct slice status_emoji;
	bool has_status_text;
	struct slice status_text;
};

/* One of one's own sessions. */
struct session_view {
	int64_t id;
	int64_t created_ms;
	int64_t last_seen_ms;
	struct slice agent;
	struct slice address;
	bool current;
};

enum {
	ACCOUNT_VIEW_ROLE_MEMBER = 0,
	ACCOUNT_VIEW_ROLE_ADMINISTRATOR = 1,
	ACCOUNT_VIEW_ROLE_GUEST = 2,
};

enum {
	ACCOUNT_VIEW_STATE_ACTIVE = 0,
	ACCOUNT_VIEW_STATE_PENDING = 1,
	ACCOUNT_VIEW_STATE_DISABLED = 2,
};

/* An account as an administrator sees it. */
struct account_view {
	int64_t user_id;
	struct slice name;
	struct slice display_name;
	bool has_email;
	struct slice email;
	int role; /* ACCOUNT_VIEW_ROLE_… */
	int state; /* ACCOUNT_VIEW_STATE_… */
	int64_t created_ms;
};

enum {
	PROFILE_VIEW_SEX_SECRET = 0,
	PROFILE_VIEW_SEX_MALE = 1,
	PROFILE_VIEW_SEX_FEMALE = 2,
};

enum {
	PROFILE_VIEW_ROLE_MEMBER = 0,
	PROFILE_VIEW_ROLE_ADMINISTRATOR = 1,
	PROFILE_VIEW_ROLE_GUEST = 2,
};

/* What a person says of themselves. */
struct profile_view {
	int64_t user_id;
	struct slice name;
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
	struct slice birthday;
	int sex; /* PROFILE_VIEW_SEX_… */
	bool has_email;
	struct slice email; /* Only one's own. */
	bool has_image;
	struct slice image; /* The full picture. */
	bool has_status_emoji;
	struct slice status_emoji;
	bool has_status_text;
	struct slice status_text;
	int64_t status_until_ms; /* 0: until it is changed. */
	int role; /* PROFILE_VIEW_ROLE_… */
	bool bot;
	int64_t created_ms;
};

enum {
	SETTINGS_VIEW_THEME_SYSTEM = 0,
	SETTINGS_VIEW_THEME_LIGHT = 1,
	SETTINGS_VIEW_THEME_DARK = 2,
};

enum {
	SETTINGS_VIEW_DENSITY_COMFORTABLE = 0,
	SETTINGS_VIEW_DENSITY_COMPACT = 1,
};

/* One's own settings, the same in all sessions. */
struct settings_view {
	int theme; /* SETTINGS_VIEW_THEME_… */
	int density; /* SETTINGS_VIEW_DENSITY_… */
	struct slice language; /* Empty: as the browser says. */
	bool show_typing;
	bool show_read;
	bool show_presence;
	bool message_sound;
	bool online_change_sound;
	bool embedded_youtube;
	bool highlight_code;
	bool suggestions;
	bool enter_sends;
	int64_t emoji_skin;
};

/* A group of rooms; pychat calls it a channel. */
struct group_view {
	int64_t group_id;
	struct slice name;
	bool has_creator_id;
	int64_t creator_id;
};

/* An invitation one has made. */
struct invitation_view {
	int64_t id;
	int64_t created_ms;
	int64_t expires_ms;
	int64_t uses;
	int64_t max_uses; /* 0: any number. */
	bool guest;
	const int64_t *room_ids;
	size_t room_ids_count;
};

/* How far a member has read. */
struct reader {
	int64_t user_id;
	int64_t read_seq;
};

/* An unsent text. */
struct draft_view {
	int64_t room_id;
	bool has_thread_id;
	int64_t thread_id;
	struct slice content;
	int64_t time_ms;
};

enum {
	MESSAGE_VIEW_STATUS_ON_SERVER = 0,
	MESSAGE_VIEW_STATUS_RECEIVED = 1,
	MESSAGE_VIEW_STATUS_READ = 2,
};

/* A stored message as it is now. */
struct message_view {
	int64_t id;
	int64_t room_id;
	int64_t seq; /* Place in the room's stream. */
	int64_t number; /* The n-th message of the room. */
	int64_t user_id;
	int64_t time_ms; /* Milliseconds since 1970, the server's clock. */
	bool has_content;
	struct slice content; /* null when it was deleted. */
	struct slice client_id; /* The sender's own id of the message. */
	int status; /* MESSAGE_VIEW_STATUS_… */
	int64_t edited_ms; /* When it was last edited; 0: never. */
	bool deleted;
	int64_t replies; /* Replies that are not deleted. */
	int64_t last_reply_ms; /* When the newest of them was written; 0: none. */
	bool has_parent_message;
	int64_t parent_message; /* The root of its thread. */
	bool has_quoted_message;
	int64_t quoted_message;
	bool pinned;
	/* Finished JSON. Who is mentioned: symbol in the text to userId; 0: all, -1: all who
	 * are here. */
	struct slice tags;
	/* Finished JSON. Array of {emoji, count, users}, the first reaction first; users: at
	 * most 1,000. */
	struct slice reactions;
};

/* An earlier text of a message. */
struct message_version {
	struct slice content;
	struct slice tags; /* Finished JSON. Whom it mentioned, as in a message. */
	int64_t until_ms; /* When it was replaced. */
};

enum {
	PERSON_PRESENCE_PRESENCE_ONLINE = 0,
	PERSON_PRESENCE_PRESENCE_AWAY = 1,
	PERSON_PRESENCE_PRESENCE_OFFLINE = 2,
};

/* Whether somebody is there. */
struct person_presence {
	int64_t user_id;
	/* PERSON_PRESENCE_PRESENCE_… offline also for those who do not want it known. */
	int presence;
	bool has_last_seen_ms;
	int64_t last_seen_ms; /* null unless offline and known. */
};

enum {
	ROOM_VIEW_NOTIFY_NOTHING = 0,
	ROOM_VIEW_NOTIFY_ALL = 1,
	ROOM_VIEW_NOTIFY_MENTIONS = 2,
};

/* A room as one member has it. */
struct room_view {
	int64_t room_id;
	bool has_name;
	struct slice name; /* null for direct rooms. */
	bool has_group_id;
	int64_t group_id;
	bool has_creator_id;
	int64_t creator_id;
	bool is_main;
	bool is_open;
	bool is_visible;
	bool is_read_only; /* Only moderators write. */
	bool notifications;
	int notify; /* ROOM_VIEW_NOTIFY_… What one is told of. */
	bool p2p;
	int64_t volume;
	/* Members; for rooms of more than 500, and all behind the first 20,000 of a frame,
	 * only the receiver, and memberCount tells. */
	const int64_t *users;
	size_t users_count;
	int64_t member_count;
	int64_t seq; /* Events with a higher seq follow on this socket without a gap. */
	int64_t epoch;
	int64_t unread;
	int64_t mentions; /* Unread messages that mention one. */
	int64_t read_seq;
	bool hidden; /* A direct room that one left; shown again when a message comes. */
};

/* A room that somebody may join. */
struct listed_room {
	int64_t room_id;
	struct slice name;
	int64_t group_id;
	int64_t member_count;
	bool joined;
	struct slice group_name;
	bool is_main;
	bool is_read_only;
};

/* What happened in a stream after the position asked for. */
struct stream_changes {
	bool has_room_id;
	int64_t room_id;
	bool has_user_id;
	int64_t user_id;
	/* Finished JSON. Array of events in order of seq, as they are sent live. */
	struct slice changes;
	int64_t seq; /* The position after these changes. */
	int64_t head; /* The stream's newest seq; ask again while seq is smaller. */
	int64_t epoch;
	bool resync; /* Too far behind or a restored backup: forget the stream and load it anew. */
};

/* What all members of a room see of it. */
struct room_shared {
	int64_t room_id;
	bool has_name;
	struct slice name;
	bool has_group_id;
	int64_t group_id;
	bool has_creator_id;
	int64_t creator_id;
	bool is_main;
	bool is_open;
	bool is_visible;
	bool is_read_only;
	bool p2p;
};

/* A member of a room. */
struct room_member_view {
	const struct user_view *user;
	bool is_moderator;
	int64_t joined_ms;
};

/* The answer to ping. */
struct session_ping_reply {
	bool has_time_ms;
	int64_t time_ms;
};

/* The answer to getUsers. */
struct account_views_reply {
	const struct user_view *users;
	size_t users_count;
};

/* The answer to listSessions. */
struct session_list_reply {
	const struct session_view *sessions;
	size_t sessions_count;
};

/* The answer to revokeSession. */
struct session_revoke_reply {
	int64_t session_id;
};

/* The answer to setDisplayName. */
struct account_rename_reply {
	struct slice display_name;
};

/* The answer to listAccounts. */
struct account_list_reply {
	const struct account_view *accounts;
	size_t accounts_count;
};

/* The answer to createAccount. */
struct account_create_reply {
	int64_t user_id;
	bool has_url;
	struct slice url;
};

/* The answer to setAccountPassword. */
struct account_set_password_reply {
	int64_t user_id;
};

/* The answer to createResetLink. */
struct reset_create_reply {
	int64_t user_id;
	struct slice url;
	int64_t expires_ms;
};

/* The answer to setAccountState. */
struct account_set_state_reply {
	int64_t user_id;
	int state; /* ACCOUNT_SET_STATE_STATE_… */
};

/* The answer to setAccountRole. */
struct account_set_role_reply {
	int64_t user_id;
	int role; /* ACCOUNT_SET_ROLE_ROLE_… */
};

/* The answer to listUsers. */
struct account_search_reply {
	const struct user_view *users;
	size_t users_count;
	bool more;
};

/* The answer to getProfile. */
struct profile_get_reply {
	const struct profile_view *profile;
};

/* The answer to setUserProfile. */
struct profile_set_reply {
	const struct profile_view *profile;
};

/* The answer to setStatus. */
struct profile_set_status_reply {
	const struct profile_view *profile;
};

/* The answer to setSettings. */
struct settings_set_reply {
	const struct settings_view *settings;
};

/* The answer to addChannel. */
struct group_add_reply {
	int64_t group_id;
	int64_t room_id;
};

/* The answer to saveChannelSettings. */
struct group_save_reply {
	int64_t group_id;
};

/* The answer to leaveChannel. */
struct group_leave_reply {
	int64_t group_id;
};

/* The answer to deleteChannel. */
struct group_delete_reply {
	int64_t group_id;
	const int64_t *room_ids;
	size_t room_ids_count;
};

/* The answer to createInvitation. */
struct invitation_create_reply {
	int64_t id;
	struct slice token;
	struct slice url; /* The whole address to hand on. */
	int64_t expires_ms;
};

/* The answer to listInvitations. */
struct invitation_list_reply {
	const struct invitation_view *invitations;
	size_t invitations_count;
};

/* The answer to revokeInvitation. */
struct invitation_revoke_reply {
	int64_t id;
};

/* The answer to setReadPosition. */
struct member_read_reply {
	int64_t room_id;
	int64_t read_seq;
	int64_t unread;
	int64_t mentions;
	int64_t counted_seq; /* Messages up to this seq are in unread and mentions. */
};

/* The answer to markUnread. */
struct member_unread_reply {
	int64_t room_id;
	int64_t read_seq;
	int64_t unread;
	int64_t mentions;
	int64_t counted_seq; /* Messages up to this seq are in unread and mentions. */
};

/* The answer to getReadPositions. */
struct member_readers_reply {
	int64_t room_id;
	const struct reader *readers;
	size_t readers_count;
	int64_t member_count;
};

/* The answer to setDraft. */
struct member_draft_reply {
	int64_t room_id;
};

/* The answer to getDrafts. */
struct member_drafts_reply {
	const struct draft_view *drafts;
	size_t drafts_count;
};

/* The answer to printMessage. */
struct message_send_reply {
	int64_t room_id;
	struct slice client_id;
	int64_t id;
	int64_t seq;
	int64_t time_ms;
};

/* The answer to loadMessages. */
struct message_load_reply {
	const struct message_view *content;
	size_t content_count;
	bool at_start; /* Nothing older exists (of the thread). */
	bool at_end; /* Nothing newer existed. */
};

/* The answer to loadMessagesByIds. */
struct message_find_reply {
	const struct message_view *content;
	size_t content_count;
	/* Those that did not fit into this answer, in its order; to be asked for again. */
	const int64_t *rest;
	size_t rest_count;
};

/* The answer to editMessage. */
struct message_edit_reply {
	int64_t message_id;
	int64_t room_id;
	int64_t edited_ms;
	bool deleted;
};

/* The answer to loadMessageHistory. */
struct message_history_reply {
	int64_t message_id;
	const struct message_version *versions;
	size_t versions_count;
};

/* The answer to setReaction. */
struct message_react_reply {
	int64_t message_id;
	struct slice emoji;
	bool on;
};

/* The answer to setPinned. */
struct message_pin_reply {
	int64_t message_id;
	bool on;
};

/* The answer to loadPinned. */
struct message_pins_reply {
	const struct message_view *content;
	size_t content_count;
	/* Those that did not fit into this answer, in its order; loadMessagesByIds brings
	 * them. */
	const int64_t *rest;
	size_t rest_count;
};

/* The answer to loadThreads. */
struct message_threads_reply {
	const struct message_view *content;
	size_t content_count;
	/* Those that did not fit into this answer, in its order; loadMessagesByIds brings
	 * them. */
	const int64_t *rest;
	size_t rest_count;
};

/* The answer to watchPeople. */
struct presence_watch_reply {
	const struct person_presence *people;
	size_t people_count;
};

/* The answer to setPresence. */
struct presence_set_reply {
	bool away;
};

/* The answer to showIType. */
struct typing_show_reply {
	int64_t room_id;
};

/* The answer to getChanges. */
struct stream_changes_get_reply {
	const struct stream_changes *streams;
	size_t streams_count;
};

/* The answer to listRooms. */
struct room_list_reply {
	const struct listed_room *rooms;
	size_t rooms_count;
};

/* The answer to joinRoom. */
struct room_join_reply {
	int64_t room_id;
};

/* The answer to addRoom. */
struct room_add_reply {
	int64_t room_id;
	bool existed;
};

/* The answer to inviteUser. */
struct room_invite_reply {
	int64_t room_id;
	const int64_t *users;
	size_t users_count; /* Who came in. */
};

/* The answer to removeUser. */
struct room_expel_reply {
	int64_t room_id;
	int64_t user_id;
};

/* The answer to saveRoomSettings. */
struct room_save_reply {
	int64_t room_id;
};

/* The answer to leaveUser. */
struct room_leave_reply {
	int64_t room_id;
};

/* The answer to deleteRoom. */
struct room_delete_reply {
	int64_t room_id;
};

/* The answer to listMembers. */
struct room_members_reply {
	const struct room_member_view *members;
	size_t members_count;
	int64_t member_count;
};

enum {
	STATUS_GET_REGISTRATION_INVITE = 0,
	STATUS_GET_REGISTRATION_OPEN = 1,
	STATUS_GET_REGISTRATION_APPROVAL = 2,
	STATUS_GET_REGISTRATION_CLOSED = 3,
};

/* The answer to /api/status. */
struct status_get_reply {
	struct slice server_name;
	struct slice version;
	int registration; /* STATUS_GET_REGISTRATION_… */
	bool domains; /* People with an e-mail address of certain domains may register. */
	bool setup; /* Nobody has an account yet; the setup link creates the first. */
	/* The certificate is of a local authority; /ca says how to trust it, and https is on
	 * the same port. */
	bool local_authority;
	bool has_secure_url;
	struct slice secure_url; /* Scheme and host that people use, if public_url is https. */
	bool has_user_id;
	int64_t user_id; /* Of the session in the cookie. */
};

/* The answer to /api/auth. */
struct account_sign_in_reply {
	int64_t user_id;
	struct slice name;
};

enum {
	ACCOUNT_REGISTER_STATE_ACTIVE = 0,
	ACCOUNT_REGISTER_STATE_PENDING = 1,
	ACCOUNT_REGISTER_STATE_DISABLED = 2,
};

/* The answer to /api/register. */
struct account_register_reply {
	int64_t user_id;
	struct slice name;
	int state; /* ACCOUNT_REGISTER_STATE_… */
};

/* The answer to /api/validate_user. */
struct account_validate_name_reply {
	bool ok;
};

/* The answer to /api/logout. */
struct session_sign_out_reply {
	bool ok;
};

/* The answer to /api/change_password. */
struct account_change_password_reply {
	bool ok;
};

/* The answer to /api/upload_profile_image. */
struct picture_upload_reply {
	struct slice image; /* The full picture, at most 512 pixels. */
	/* The small one, at most 144 pixels: what userImage of a person is. */
	struct slice thumbnail;
};

/* The answer to /api/remove_profile_image. */
struct picture_remove_reply {
	bool ok;
};

/* The answer to /api/verify_token. */
struct reset_verify_reply {
	struct slice name;
};

/* The answer to /api/accept_token. */
struct reset_accept_reply {
	bool ok;
};

/* The answer to /api/sign_in_link. */
struct sign_in_link_accept_reply {
	int64_t user_id;
	struct slice name;
};

/* The answer to /api/invitation. */
struct invitation_verify_reply {
	bool has_inviter;
	struct slice inviter;
	struct slice server_name;
	int64_t expires_ms;
	bool guest;
};

/* setWsId: The first frame on a socket. */
struct session_opened_event {
	struct slice socket_id; /* This socket's own id. */
	int64_t time_ms;
	int64_t user_id;
	int64_t seq; /* Of the private stream; live from seq+1. */
	int64_t epoch;
	struct slice server_name;
	struct slice version;
	int64_t ping_interval_ms;
	const struct user_view *users;
	size_t users_count; /* Oneself; others by getUsers. */
	const struct room_view *rooms;
	size_t rooms_count;
	const struct group_view *groups;
	size_t groups_count;
	const struct settings_view *settings;
};

/* ping: Answer with a pong; a socket that misses two is closed. */
struct session_pinged_event {
	int64_t time_ms;
};

/* userProfileChanged: Private stream: one's own name, picture or role changed. */
struct account_changed_event {
	int64_t user_id;
	int64_t seq;
	const struct user_view *view;
};

/* sessionRevoked: Private stream: a session was ended (absent: all of them); its own socket
 * closes with 1008 after this. */
struct session_revoked_event {
	int64_t user_id;
	int64_t seq;
	bool has_session_id;
	int64_t session_id;
};

/* setSettings: Private stream: one's own settings changed, here or in another session. */
struct settings_changed_event {
	int64_t user_id;
	int64_t seq;
	const struct settings_view *settings;
};

/* growlError: A request was not done. Sent to the asking socket alone. */
struct request_failed_event {
	struct slice error; /* A stable code of errors.def. */
	struct slice text;
	bool retryable;
	bool has_retry_after_ms;
	int64_t retry_after_ms;
	int64_t time_ms;
	bool has_cb_id;
	int64_t cb_id;
};

/* saveChannelSettings: A group's name or admin changed; to everybody in its main room. */
struct group_changed_event {
	int64_t room_id; /* The main room. */
	int64_t seq;
	int64_t actor_id;
	int64_t time_ms;
	const struct group_view *group;
};

/* setReadPosition: Private stream: one's own read position moved, here or in another
 * session; it may move back. */
struct read_moved_event {
	int64_t user_id;
	int64_t seq;
	int64_t room_id;
	int64_t read_seq;
	int64_t unread;
	int64_t mentions;
	int64_t counted_seq; /* Messages up to this seq are in unread and mentions. */
};

enum {
	MEMBER_CHANGED_NOTIFY_NOTHING = 0,
	MEMBER_CHANGED_NOTIFY_ALL = 1,
	MEMBER_CHANGED_NOTIFY_MENTIONS = 2,
};

/* saveMemberSettings: Private stream: one's own settings of a room. */
struct member_changed_event {
	int64_t user_id;
	int64_t seq;
	int64_t room_id;
	int notify; /* MEMBER_CHANGED_NOTIFY_… */
	int64_t volume;
	bool hidden;
};

/* setDraft: Private stream: one's own draft, an empty one is gone. */
struct draft_changed_event {
	int64_t user_id;
	int64_t seq;
	int64_t room_id;
	bool has_thread_id;
	int64_t thread_id;
	struct slice content;
	int64_t time_ms;
};

/* memberRead: Members have read further; volatile, at most one frame a second, room and
 * worker, in rooms of up to 500 members, between people who both show it. One may be among
 * them. */
struct members_read_event {
	int64_t room_id;
	const struct reader *readers;
	size_t readers_count;
};

/* printMessage: A message was stored in a room; to everybody in it, the sender too. */
struct message_posted_event {
	int64_t id;
	int64_t room_id;
	int64_t seq; /* Place in the room's stream. */
	int64_t number; /* The n-th message of the room. */
	int64_t user_id;
	int64_t time_ms; /* Milliseconds since 1970, the server's clock. */
	bool has_content;
	struct slice content; /* null when it was deleted. */
	struct slice client_id; /* The sender's own id of the message. */
	int status; /* MESSAGE_VIEW_STATUS_… */
	int64_t edited_ms; /* When it was last edited; 0: never. */
	bool deleted;
	int64_t replies; /* Replies that are not deleted. */
	int64_t last_reply_ms; /* When the newest of them was written; 0: none. */
	bool has_parent_message;
	int64_t parent_message; /* The root of its thread. */
	bool has_quoted_message;
	int64_t quoted_message;
	bool pinned;
	/* Finished JSON. Who is mentioned: symbol in the text to userId; 0: all, -1: all who
	 * are here. */
	struct slice tags;
	/* Finished JSON. Array of {emoji, count, users}, the first reaction first; users: at
	 * most 1,000. */
	struct slice reactions;
	bool has_parent_replies;
	int64_t parent_replies; /* Of a reply: the root's threadMessagesCount now. */
	bool has_parent_last_reply_ms;
	int64_t parent_last_reply_ms;
};

/* editMessage: A message has a new text; as it is now. */
struct message_edited_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id; /* Who did it. */
	int64_t time_ms;
	const struct message_view *view;
	bool has_parent_replies;
	int64_t parent_replies;
	bool has_parent_last_reply_ms;
	int64_t parent_last_reply_ms;
};

/* deleteMessage: A message was deleted; its tombstone. */
struct message_deleted_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id; /* Who did it. */
	int64_t time_ms;
	const struct message_view *view;
	bool has_parent_replies;
	int64_t parent_replies;
	bool has_parent_last_reply_ms;
	int64_t parent_last_reply_ms;
};

/* setReaction: Reactions to a message changed; as it is now. */
struct message_reacted_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id; /* Who did it. */
	int64_t time_ms;
	const struct message_view *view;
	bool has_parent_replies;
	int64_t parent_replies;
	bool has_parent_last_reply_ms;
	int64_t parent_last_reply_ms;
};

/* setPinned: A message was pinned or taken down; as it is now. */
struct message_pinned_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id; /* Who did it. */
	int64_t time_ms;
	const struct message_view *view;
	bool has_parent_replies;
	int64_t parent_replies;
	bool has_parent_last_reply_ms;
	int64_t parent_last_reply_ms;
};

/* presence: How watched people are now, those of whom it changed; at most once a second. */
struct presence_changed_event {
	const struct person_presence *people;
	size_t people_count;
};

/* showIType: Somebody else is typing in a room; show it for 7.5 s or until their message
 * comes. */
struct typing_shown_event {
	int64_t room_id;
	int64_t user_id;
	bool has_thread_id;
	int64_t thread_id;
};

/* personChanged: A watched person's name, picture, status or role changed. */
struct person_changed_event {
	const struct user_view *user;
};

/* peopleStale: What was said of people may have missed something: ask watchPeople and
 * getUsers again. The view is empty now if one left a room. */
struct people_stale_event {
	char nothing; /* no fields */
};

/* joinUser: Somebody became a member of a room; to everybody in it. */
struct member_joined_event {
	int64_t room_id;
	int64_t seq;
	int64_t user_id;
	int64_t time_ms;
	const struct user_view *user;
};

/* leaveUser: Somebody is no longer a member of a room. */
struct member_left_event {
	int64_t room_id;
	int64_t seq;
	int64_t user_id;
	int64_t time_ms;
};

/* roomAdded: Private stream: one became a member of a room. roomLive follows. */
struct room_added_event {
	int64_t user_id; /* The private stream's owner. */
	int64_t seq;
	int64_t room_id;
};

/* roomRemoved: Private stream: one is no longer a member of a room; nothing more of it
 * follows. */
struct room_removed_event {
	int64_t user_id;
	int64_t seq;
	int64_t room_id;
};

/* roomLive: This socket now gets the room's events from seq+1 on. channel is null for direct
 * rooms. */
struct room_live_event {
	const struct room_view *room;
	const struct group_view *group; /* NULL: null. */
};

/* changed: A change of a kind that this worker does not know, as a newer one wrote it: only
 * its place in the stream. */
struct stream_changed_event {
	bool has_room_id;
	int64_t room_id;
	bool has_user_id;
	int64_t user_id;
	int64_t seq;
};

/* resync: The stream's numbering is not continued (a restored backup): forget it, load it
 * anew; events from seq+1 on follow. */
struct stream_resync_event {
	bool has_room_id;
	int64_t room_id;
	bool has_user_id;
	int64_t user_id;
	int64_t seq;
	int64_t epoch;
};

/* saveRoomSettings: A room's name, group, admin or switches changed; to everybody in it. */
struct room_changed_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id;
	int64_t time_ms;
	const struct room_shared *shared;
	const struct group_view *group; /* NULL: null. */
};

/* deleteRoom: The room is gone; nothing more of it follows. */
struct room_deleted_event {
	int64_t room_id;
	int64_t seq;
	int64_t actor_id;
	int64_t time_ms;
};
