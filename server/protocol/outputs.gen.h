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

enum {
	MESSAGE_VIEW_STATUS_ON_SERVER = 0,
	MESSAGE_VIEW_STATUS_RECEIVED = 1,
	MESSAGE_VIEW_STATUS_READ = 2,
};

/* A stored message. */
struct message_view {
	int64_t id;
	int64_t room_id;
	int64_t seq; /* Place in the room's stream. */
	int64_t number; /* The n-th message of the room. */
	int64_t user_id;
	int64_t time_ms; /* Milliseconds since 1970, the server's clock. */
	bool has_content;
	struct slice content;
	struct slice client_id; /* The sender's own id of the message. */
	int status; /* MESSAGE_VIEW_STATUS_… */
	int64_t edited_ms;
	int64_t thread_messages_count;
	bool has_parent_message;
	int64_t parent_message;
	struct slice tags; /* Finished JSON. Who is mentioned: symbol in the text to userId. */
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
	bool notifications;
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
	int64_t read_seq;
};

/* A group of rooms; pychat calls it a channel. */
struct group_view {
	int64_t group_id;
	struct slice name;
	bool has_creator_id;
	int64_t creator_id;
};

/* A room that somebody may join. */
struct listed_room {
	int64_t room_id;
	struct slice name;
	int64_t group_id;
	int64_t member_count;
	bool joined;
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
};

/* The answer to getChanges. */
struct stream_changes_get_reply {
	const struct stream_changes *streams;
	size_t streams_count;
};

/* The answer to setReadPosition. */
struct member_read_reply {
	int64_t room_id;
	int64_t read_seq;
	int64_t unread;
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

/* The answer to /api/verify_token. */
struct reset_verify_reply {
	struct slice name;
};

/* The answer to /api/accept_token. */
struct reset_accept_reply {
	bool ok;
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

/* printMessage: A message was stored in a room; to everybody in it, the sender too. */
struct message_posted_event {
	int64_t id;
	int64_t room_id;
	int64_t seq; /* Place in the room's stream. */
	int64_t number; /* The n-th message of the room. */
	int64_t user_id;
	int64_t time_ms; /* Milliseconds since 1970, the server's clock. */
	bool has_content;
	struct slice content;
	struct slice client_id; /* The sender's own id of the message. */
	int status; /* MESSAGE_VIEW_STATUS_… */
	int64_t edited_ms;
	int64_t thread_messages_count;
	bool has_parent_message;
	int64_t parent_message;
	struct slice tags; /* Finished JSON. Who is mentioned: symbol in the text to userId. */
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

/* roomLive: This socket now gets the room's events from seq+1 on. */
struct room_live_event {
	const struct room_view *room;
	const struct group_view *group;
};

/* setReadPosition: Private stream: one's own read position moved, here or in another
 * session. */
struct read_moved_event {
	int64_t user_id;
	int64_t seq;
	int64_t room_id;
	int64_t read_seq;
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
