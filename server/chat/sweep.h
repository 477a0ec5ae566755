#pragma once

#include "archive/members.h"
#include "archive/write.h"

/* Doing something with all places that a question finds, until it finds none: what came in between,
 * or was not as it had been found (ERROR_CONFLICT), is found by the next round, and what was done
 * before a failure is not done again. Lives with its owner until done. */
struct sweep {
	/* Asks for struct place_row (archive/members.h); what `add` does takes each off the answer.
	 */
	void (*ask)(const struct sweep *s, struct read read);
	void (*add)(const struct sweep *s, struct write *w, struct arena *arena,
		    const struct place_row *place);
	/* Instead of change_announce; NULL: that. */
	void (*publish)(const struct sweep *s, const struct write *w);
	size_t per_write;
	/* Also from within. */
	void (*done)(void *owner, enum error e);
	void *owner;
	/* Values for the functions above; 0 where they need none. */
	int64_t actor_id;
	int64_t user_id;
	int64_t room_id;
	int64_t group_id;
	bool suspended;
	size_t swept; /* places so far */

	struct arena *arena; /* of the round */
	const struct place_row *places;
	size_t count;
	size_t round;
};

void sweep_run(struct sweep *s);
