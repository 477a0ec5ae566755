#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * One row an action and one a route: its name on the wire, who may ask, what it spends, what it brings. */

#include <stddef.h>

#include "base/slice.h"
#include "protocol/decode.h"

/* Who may ask: everybody, any signed-in session, not guests, administrators only. */
enum access {
	ACCESS_ANYONE,
	ACCESS_GUEST,
	ACCESS_MEMBER,
	ACCESS_ADMINISTRATOR,
};

/* The rate limit that is spent besides the session's own. */
enum limit {
	LIMIT_NONE,
	LIMIT_MESSAGE,
	LIMIT_JOIN,
	LIMIT_INVITATION,
	LIMIT_ROOM,
};

/* What the body of a route is. For anything but JSON the input is one slice, the body itself. */
enum body {
	BODY_JSON,
	BODY_PICTURE,
};

enum action {
	ACTION_SESSION_PING,
	ACTION_SESSION_PONG,
	ACTION_ACCOUNT_VIEWS,
	ACTION_SESSION_LIST,
	ACTION_SESSION_REVOKE,
	ACTION_ACCOUNT_RENAME,
	ACTION_ACCOUNT_LIST,
	ACTION_ACCOUNT_CREATE,
	ACTION_ACCOUNT_SET_PASSWORD,
	ACTION_RESET_CREATE,
	ACTION_ACCOUNT_SET_STATE,
	ACTION_ACCOUNT_SET_ROLE,
	ACTION_ACCOUNT_SEARCH,
	ACTION_PROFILE_GET,
	ACTION_PROFILE_SET,
	ACTION_PROFILE_SET_STATUS,
	ACTION_SETTINGS_SET,
	ACTION_GROUP_ADD,
	ACTION_GROUP_SAVE,
	ACTION_GROUP_LEAVE,
	ACTION_GROUP_DELETE,
	ACTION_INVITATION_CREATE,
	ACTION_INVITATION_LIST,
	ACTION_INVITATION_REVOKE,
	ACTION_MEMBER_READ,
	ACTION_MEMBER_UNREAD,
	ACTION_MEMBER_READERS,
	ACTION_MEMBER_DRAFT,
	ACTION_MEMBER_DRAFTS,
	ACTION_MESSAGE_SEND,
	ACTION_MESSAGE_LOAD,
	ACTION_MESSAGE_FIND,
	ACTION_MESSAGE_EDIT,
	ACTION_MESSAGE_HISTORY,
	ACTION_MESSAGE_REACT,
	ACTION_MESSAGE_PIN,
	ACTION_MESSAGE_PINS,
	ACTION_MESSAGE_THREADS,
	ACTION_PRESENCE_WATCH,
	ACTION_PRESENCE_SET,
	ACTION_TYPING_SHOW,
	ACTION_STREAM_CHANGES_GET,
	ACTION_ROOM_LIST,
	ACTION_ROOM_JOIN,
	ACTION_ROOM_ADD,
	ACTION_ROOM_INVITE,
	ACTION_ROOM_EXPEL,
	ACTION_ROOM_SAVE,
	ACTION_ROOM_LEAVE,
	ACTION_ROOM_DELETE,
	ACTION_ROOM_MEMBERS,
	ACTION_COUNT
};

enum route {
	ROUTE_STATUS_GET,
	ROUTE_ACCOUNT_SIGN_IN,
	ROUTE_ACCOUNT_REGISTER,
	ROUTE_ACCOUNT_VALIDATE_NAME,
	ROUTE_SESSION_SIGN_OUT,
	ROUTE_ACCOUNT_CHANGE_PASSWORD,
	ROUTE_PICTURE_UPLOAD,
	ROUTE_PICTURE_REMOVE,
	ROUTE_RESET_VERIFY,
	ROUTE_RESET_ACCEPT,
	ROUTE_SIGN_IN_LINK_ACCEPT,
	ROUTE_INVITATION_VERIFY,
	ROUTE_COUNT
};

struct action_row {
	const char *name;
	const char *c_name;
	enum access access;
	enum limit limit;
	const struct input_table *input;
	size_t input_size; /* of the struct that document_decode fills */
	enum action action; /* its own index */
};

struct route_row {
	const char *path;
	const char *method;
	const char *c_name;
	enum access access;
	enum limit limit;
	const struct input_table *input;
	size_t input_size;
	enum route route;
	enum body body;
};

extern const struct action_row action_rows[ACTION_COUNT];
extern const struct route_row route_rows[ROUTE_COUNT];

/* NULL if there is no such action. Names are compared exactly. */
const struct action_row *action_find(struct slice name);
/* NULL if there is no such path; the caller checks the method. */
const struct route_row *route_find(struct slice path);
