#pragma once

#include "archive/archive.h"
#include "archive/settings.h"

/* People, their sessions, links and invitations. Tokens are stored as SHA-256, 32 bytes. */

struct account_row {
	int64_t user_id;
	struct slice name;
	struct slice display_name;
	struct slice email;         /* {NULL, 0}: none */
	struct slice password_hash; /* PHC string */
	struct slice image;         /* {NULL, 0}: none */
	int sex;
	int role;
	int state;
	int64_t created_ms;
	struct slice status_emoji; /* both {NULL, 0} when none or over */
	struct slice status_text;
	int64_t status_until_ms; /* 0: no end */
	int64_t last_seen_ms;    /* 0: never */
	bool bot;
	bool show_typing;
	bool show_read;
	bool show_presence;
};

/* Rows: one struct account_row or none. Names are compared without case. */
void accounts_by_name(struct archive *a, struct read read, struct slice name);
void accounts_by_email(struct archive *a, struct read read, struct slice email);
void accounts_by_id(struct archive *a, struct read read, int64_t user_id);
/* Rows: struct account_row of those of `ids` (≤ 200) whom the viewer may see: guests those with
 * whom they share a room, members everybody who was let in. */
void accounts_visible(struct archive *a, struct read read, int64_t viewer_id, const int64_t *ids,
		      size_t count);
/* Rows: struct account_row by id after `after`, at most 100, no bots; state -1: any. */
void accounts_page(struct archive *a, struct read read, int64_t after, int state);
struct count_row {
	int64_t count;
};

/* Rows: one struct count_row: how many active accounts have the role administrator. */
void accounts_administrators(struct archive *a, struct read read);

struct session_row {
	int64_t session_id;
	int64_t user_id;
	struct slice name;
	struct slice display_name;
	struct slice image;
	int sex;
	int role;
	int state;
	int64_t created_ms;
	int64_t last_seen_ms;
	int64_t expires_ms;
	struct slice agent;
	struct slice address;
	struct slice status_emoji; /* both {NULL, 0} when none or over */
	struct slice status_text;
	struct settings_row settings;
};

/* Rows: one struct session_row or none: the unexpired session with this token hash (32 bytes). */
void sessions_by_token(struct archive *a, struct read read, struct slice token_hash,
		       int64_t now_ms);
/* Rows: struct session_row of a person, unexpired, the latest first, at most 200. */
void sessions_of_user(struct archive *a, struct read read, int64_t user_id, int64_t now_ms);
/* Rows: struct session_row: those of `ids` (≤ 1,000) that are unexpired and whose account is
 * active, with the current role. */
void sessions_alive(struct archive *a, struct read read, const int64_t *ids, size_t count,
		    int64_t now_ms);

struct invitation_row {
	int64_t invitation_id;
	int64_t creator_id;
	struct slice creator_name; /* display name; {NULL, 0}: made on the command line */
	int64_t created_ms;
	int64_t expires_ms;
	int64_t uses;
	int64_t max_uses; /* 0: any number */
	bool guest;
	const int64_t *room_ids;
	size_t room_count;
};

/* Rows: one struct invitation_row or none: not expired, not revoked, uses left, its creator still
 * active and no guest. */
void invitations_by_token(struct archive *a, struct read read, struct slice token_hash,
			  int64_t now_ms);
/* Rows: struct invitation_row that still work, of one creator (0: everybody's), the latest first,
 * at most 200. */
void invitations_of(struct archive *a, struct read read, int64_t creator_id, int64_t now_ms);

struct link_row {
	int kind;        /* LINK_SETUP, LINK_RESET */
	int64_t user_id; /* 0 for the setup link */
	struct slice user_name;
	int64_t expires_ms; /* 0: never */
};

/* Rows: one struct link_row or none: unused and not expired. */
void links_by_token(struct archive *a, struct read read, struct slice token_hash, int64_t now_ms);
