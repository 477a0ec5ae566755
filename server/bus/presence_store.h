#pragma once

#include "bus/bus.h"
#include "bus/presence_note.h"

/* Who is there, in Redis: a hash for each incarnation of a worker (person → state, and the number
 * of its last note), with one time to live, and the set of their names. Every write publishes its
 * note on STREAM_PRESENCE within the same script, so that hash and notes agree. */

enum presence_answer {
	PRESENCE_ANSWER_DONE,
	PRESENCE_ANSWER_REFUSED, /* the hash is not what it was expected to be */
	PRESENCE_ANSWER_UNKNOWN, /* the connection was lost, or Redis failed: it may have run or not
				  */
};

/* All functions here: false, and `done` is never called, if Redis is away; else `done` is called
 * once, later (not after bus_close). */

struct presence_update {
	struct slice name; /* of the own incarnation */
	int64_t seq;       /* of the note */
	int64_t before;    /* the number that the hash must have; -1: begins the hash anew */
	int64_t ttl_ms;
	enum presence_note_kind kind;
	const struct presence_entry *entries;
	size_t count; /* ≤ PRESENCE_ENTRIES_MAX */
};

/* Writes the entries and the number, renews the time to live, publishes. REFUSED: the hash has
 * another number, or is gone. `seq` is the update's. */
bool presence_store_update(struct bus *b, const struct presence_update *u,
			   void (*done)(void *owner, int64_t seq, enum presence_answer a),
			   void *owner);

/* The names of all incarnations; valid during the call. */
bool presence_store_list(struct bus *b,
			 void (*done)(void *owner, enum presence_answer a,
				      const struct slice *names, size_t count),
			 void *owner);

/* What the hash of an incarnation says; valid during the call. */
struct presence_loaded {
	int64_t seq;
	bool leaving;
	const struct presence_entry *entries;
	size_t count;
};

/* REFUSED: there is no such hash. `loaded` is NULL unless DONE. */
bool presence_store_load(struct bus *b, struct slice name,
			 void (*done)(void *owner, struct slice name, enum presence_answer a,
				      const struct presence_loaded *loaded),
			 void *owner);

struct presence_removal {
	struct slice name;
	bool dead;  /* its process is known to have ended; else it is removed only if its hash has
		       expired */
	int64_t by; /* a number of the caller's own: the note that it is gone has it as its seq */
};

/* Removes an incarnation that is not there any more. DONE: it is gone, and `first` tells whether
 * this call did it and published it. REFUSED: it is alive. */
bool presence_store_remove(struct bus *b, const struct presence_removal *removal,
			   void (*done)(void *owner, struct slice name, enum presence_answer a,
					bool first),
			   void *owner);
