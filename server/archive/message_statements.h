#pragma once

#include "archive/streams.h"
#include "archive/write.h"

/* The statements about messages beside their insert. Each adds to `w`; texts are borrowed until
 * done. What they change is guarded by the head of the room's stream: a write has a change of it.
 */

enum {
	REACTION_KINDS_MAX = 32,    /* of a message */
	REACTION_USERS_MAX = 1000,  /* listed of a kind */
	PINS_MAX = 100,             /* of a room */
	MESSAGE_VERSIONS_MAX = 200, /* kept of a message */
};

/* Whom a text mentions. */
struct new_mentions {
	struct slice tags;       /* JSON object; {NULL, 0}: none */
	const int64_t *user_ids; /* each once; who is not in the room is left out */
	size_t user_count;
	bool everybody;
};

/* What a message may have besides its text. */
struct message_extras {
	int64_t room_id;
	size_t change;     /* which change of the write the message is */
	int64_t parent_id; /* the thread's root; 0: no reply */
	int64_t parent_seq;
	int64_t quoted_id; /* 0: none */
	struct new_mentions mentions;
};

/* Nothing for a plain message. */
void write_message_extras(struct write *w, struct arena *arena,
			  const struct message_extras *extras);

struct message_edit {
	int64_t room_id;
	int64_t seq;
	int64_t at_ms;
	struct slice content;
	struct new_mentions mentions;
};

/* The text that was becomes a version unless it is the same; fails with ERROR_NOT_FOUND if the
 * message was deleted. */
void write_message_edit(struct write *w, struct arena *arena, const struct message_edit *edit);
/* Removes all but the tombstone; fails with ERROR_CONFLICT if that was done. */
void write_message_delete(struct write *w, struct arena *arena, const struct message_row *message,
			  int64_t at_ms);

struct new_reaction {
	int64_t room_id;
	int64_t seq;
	int64_t user_id;
	int64_t at_ms;
	struct slice emoji; /* nothing in it that JSON escapes */
	bool on;
};

/* Adds it or takes it away (either may be so already) and makes the message's JSON anew. Fails with
 * ERROR_NOT_FOUND if the message was deleted, with ERROR_LIMIT_REACHED past REACTION_KINDS_MAX. */
void write_reaction(struct write *w, struct arena *arena, const struct new_reaction *reaction);

struct new_pin {
	int64_t room_id;
	int64_t seq;
	int64_t user_id;
	int64_t at_ms;
	bool on;
};

/* The same; ERROR_LIMIT_REACHED past PINS_MAX. */
void write_pin(struct write *w, struct arena *arena, const struct new_pin *pin);
