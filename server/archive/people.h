#pragma once

#include "archive/accounts.h"
#include "archive/write.h"

/* People as they are looked for, and what they say of themselves. */

struct people_search {
	int64_t viewer_id;
	int64_t after;
	struct slice pattern; /* of LIKE with '!' as its escape, both names; empty: any */
	int64_t not_in_room;  /* 0: wherever they are */
	int64_t in_room;      /* 0: wherever they are */
	int64_t limit;
};

/* Rows: struct account_row of active accounts that the viewer may see, by id, after `after`; case
 * and accents make no difference. */
void accounts_found(struct archive *a, struct read read, const struct people_search *search);

struct ended_status_row {
	int64_t user_id;
	int64_t until_ms;
};

enum { ENDED_STATUSES_MAX = 500 };

/* Rows: struct ended_status_row of status lines that ended behind `after` (many may end at the same
 * moment), until now by the archive's clock, by their end and person, at most ENDED_STATUSES_MAX.
 */
void statuses_ended(struct archive *a, struct read read, const struct ended_status_row *after);

struct main_room_row {
	int64_t room_id;
};

/* Rows: one struct main_room_row, or none if the person is not in the group's main room. */
void groups_main_room(struct archive *a, struct read read, int64_t group_id, int64_t user_id);

struct profile_row {
	struct account_row account;
	/* {NULL, 0}: not said */
	struct slice given_name;
	struct slice surname;
	struct slice city;
	struct slice contacts;
	struct slice birthday; /* YYYY-MM-DD */
};

/* Rows: one struct profile_row, or none if there is no such person or the viewer may not see them.
 */
void profiles_by_id(struct archive *a, struct read read, int64_t viewer_id, int64_t user_id);

/* A part of a profile that may be given; an empty text clears it. */
struct profile_part {
	bool given;
	struct slice text;
};

struct profile_changes {
	struct profile_part display_name; /* never empty */
	struct profile_part given_name;
	struct profile_part surname;
	struct profile_part city;
	struct profile_part contacts;
	struct profile_part birthday;
	bool has_sex;
	int sex;
};

/* ERROR_NOT_FOUND unless there is such a person. */
void write_profile(struct write *w, struct arena *arena, int64_t user_id,
		   const struct profile_changes *changes);

struct new_status {
	struct slice emoji; /* empty: none */
	struct slice text;
	int64_t until_ms; /* 0: until it is changed */
};

/* ERROR_NOT_FOUND unless there is such a person. */
void write_status(struct write *w, struct arena *arena, int64_t user_id,
		  const struct new_status *status);

/* What is to be changed of a person's settings; -1, or {NULL, 0}: nothing. */
struct settings_changes {
	int64_t theme;
	int64_t density;
	struct slice language;
	int64_t show_typing;
	int64_t show_read;
	int64_t show_presence;
	int64_t message_sound;
	int64_t online_change_sound;
	int64_t embedded_youtube;
	int64_t highlight_code;
	int64_t suggestions;
	int64_t enter_sends;
	int64_t emoji_skin;
};

void write_settings(struct write *w, struct arena *arena, int64_t user_id,
		    const struct settings_changes *changes);
