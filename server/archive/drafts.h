#pragma once

#include "archive/archive.h"
#include "archive/write.h"

/* Texts that were not sent yet, of their writers alone. Those of rooms that one is not in are not
 * read. */

struct draft {
	int64_t user_id;
	int64_t room_id;
	int64_t thread_id; /* the root message's id; 0: the room's own composer */
	struct slice content;
	int64_t at_ms;
};

enum { DRAFTS_MAX = 200 }; /* of a person */

struct draft_place_row {
	bool is_there;
	int64_t other_count; /* of the person's other drafts */
	int64_t other_bytes;
};

/* Rows: one struct draft_place_row: what a draft in this place meets. */
void drafts_place(struct archive *a, struct read read, const struct draft *place);
/* Rows: struct draft of a person, the last written first, at most DRAFTS_MAX. */
void drafts_of(struct archive *a, struct read read, int64_t user_id);

/* The last one written wins. ERROR_LIMIT_REACHED at DRAFTS_MAX others. */
void write_draft(struct write *w, struct arena *arena, const struct draft *draft);
/* Being none is fine. */
void write_draft_end(struct write *w, struct arena *arena, const struct draft *place);
/* A person is no longer in a room; nobody is. */
void write_drafts_remove(struct write *w, struct arena *arena, int64_t room_id, int64_t user_id);
void write_drafts_remove_all(struct write *w, struct arena *arena, int64_t room_id);
