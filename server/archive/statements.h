#pragma once

#include "archive/accounts.h"
#include "archive/rooms.h"
#include "archive/write.h"

/* The statements of writes, one function each, so that all SQL stands in archive/. Each adds to
 * `w`; texts are borrowed until done. */

/* ERROR_NAME_TAKEN or ERROR_EMAIL_TAKEN when they are. */
void write_account(struct write *w, struct arena *arena, const struct account_row *account);
/* Fails with ERROR_LINK_INVALID if another account is an active administrator: for the setup
 * link. */
void write_first_account(struct write *w, struct arena *arena, int64_t user_id);
void write_account_state(struct write *w, struct arena *arena, int64_t user_id, int state);
/* Fails with ERROR_CONFLICT if it would leave no active administrator. The same check guards
 * write_account_state. */
void write_account_role(struct write *w, struct arena *arena, int64_t user_id, int role);
void write_account_password(struct write *w, struct arena *arena, int64_t user_id,
			    struct slice password_hash);
/* Fails with `otherwise` unless the account is active and has the password that it had when it was
 * read: else what ended by a new password could begin again with the old one. Stays so until the
 * write is committed. */
void write_account_unchanged(struct write *w, struct arena *arena, const struct account_row *known,
			     enum error otherwise);
void write_account_display_name(struct write *w, struct arena *arena, int64_t user_id,
				struct slice display_name);

struct new_session {
	int64_t session_id;
	int64_t user_id;
	struct slice token_hash;
	int64_t now_ms;
	int64_t expires_ms;
	struct slice agent; /* cut to 256 bytes by the caller */
	struct slice address;
	int64_t sessions_max; /* of the person, this one included */
};

/* Those beyond `sessions_max` end: the ones that were unused the longest. */
void write_session(struct write *w, struct arena *arena, const struct new_session *session);
/* Ends one session of a person (ERROR_NOT_FOUND), or with session_id 0 all but `except_id`. */
void write_session_end(struct write *w, struct arena *arena, int64_t user_id, int64_t session_id,
		       int64_t except_id);
/* Notes that it was used (moves last_seen and expires). */
void write_session_seen(struct write *w, struct arena *arena, int64_t session_id, int64_t now_ms,
			int64_t expires_ms);

/* ERROR_NOT_MEMBER unless it was one. */
void write_member_remove(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);

struct new_invitation {
	int64_t invitation_id;
	int64_t creator_id; /* 0: command line */
	struct slice token_hash;
	int64_t now_ms;
	int64_t expires_ms;
	int64_t max_uses;
	bool guest;
	const int64_t *room_ids;
	size_t room_count;
	int64_t invitations_max; /* of one creator that let somebody in */
};

/* ERROR_LIMIT_REACHED if the creator has so many. */
void write_invitation(struct write *w, struct arena *arena,
		      const struct new_invitation *invitation);
/* Counts a use; ERROR_LINK_INVALID when none is left, it expired or was revoked. */
void write_invitation_use(struct write *w, struct arena *arena, int64_t invitation_id,
			  int64_t now_ms);
/* Affects nothing unless it is the creator's own (creator_id 0: anybody's). */
void write_invitation_revoke(struct write *w, struct arena *arena, int64_t invitation_id,
			     int64_t creator_id);

struct new_link {
	int kind;        /* LINK_… */
	int64_t user_id; /* 0 for the setup link */
	struct slice token_hash;
	int64_t now_ms;
	int64_t expires_ms; /* 0: never */
};

/* A setup or reset link; earlier ones of the same kind and person become void. */
void write_link(struct write *w, struct arena *arena, const struct new_link *link);
/* Links of this kind and person become void: a password was set otherwise. */
void write_links_end(struct write *w, struct arena *arena, int kind, int64_t user_id);
/* Uses it up; ERROR_LINK_INVALID when it is not valid any more. */
void write_link_use(struct write *w, struct arena *arena, struct slice token_hash, int64_t now_ms);
/* Raises the installation's epoch unless somebody has (ERROR_CONFLICT): for a worker that reads a
 * head below its own delivered seq. */
void write_epoch_raise(struct write *w, struct arena *arena, int64_t known_epoch);
