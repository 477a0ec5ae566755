#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

/* What workers tell each other about who is there: the bytes inside the envelopes of
 * STREAM_PRESENCE. A worker's incarnation numbers its notes, so that whoever missed one notices,
 * and reads the incarnation's hash in Redis instead. */

/* How somebody is, as one worker sees it: one of the first three, and PRESENCE_HIDDEN if they do
 * not want it known. */
enum presence_state {
	PRESENCE_NONE = 0, /* no socket there */
	PRESENCE_ONLINE = 1,
	PRESENCE_AWAY = 2,
	PRESENCE_HIDDEN = 4,
};

struct presence_entry {
	int64_t user_id;
	int64_t seen_ms; /* PRESENCE_NONE: when they went; else 0 */
	int state;       /* enum presence_state */
};

enum presence_note_kind {
	PRESENCE_NOTE_CHANGES,
	PRESENCE_NOTE_ALIVE,   /* nothing but the number */
	PRESENCE_NOTE_LEAVING, /* it is ending; whom it has is kept until its hash expires */
	PRESENCE_NOTE_GONE,    /* its hash was removed: nobody is there any more */
};

enum {
	PRESENCE_NAME_MAX = 63,     /* bytes of an incarnation's name */
	PRESENCE_ENTRIES_MAX = 200, /* in a note */
};

struct presence_note {
	enum presence_note_kind kind;
	struct slice name; /* of the incarnation */
	int64_t seq; /* of its notes; those without changes repeat the last one's; GONE: who says so
		      */
	size_t count;         /* of entries */
	struct slice entries; /* their bytes, of a note that was read */
};

/* Appends a note with `n->count` entries. */
void presence_note_write(struct buffer *out, const struct presence_note *n,
			 const struct presence_entry *entries);
/* False for anything that is no note of this version: the sender's hash tells all the same. `n`
 * borrows from `bytes`. */
bool presence_note_read(struct slice bytes, struct presence_note *n);
struct presence_entry presence_note_entry(const struct presence_note *n, size_t index);

/* One that may stand in a note or a hash. */
bool presence_state_valid(int state);
