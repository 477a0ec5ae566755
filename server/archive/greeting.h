#pragma once

#include "archive/archive.h"
#include "archive/write.h"

/* The message that Echo pins in room 1 when the first administrator comes. */

struct greeter_row {
	bool is_there; /* the account, active */
	bool greeted;
};

/* Rows: one struct greeter_row: may this service account greet in the room, and did it? Looks at
 * the room's first thousand messages. */
void greeter_of(struct archive *a, struct read read, int64_t room_id, int64_t user_id);

struct new_greeting {
	size_t change; /* which change of the write the message is */
	int64_t room_id;
	int64_t user_id;
	int64_t at_ms;
};

/* The message, inserted by the write itself, is pinned from the beginning. */
void write_greeting_pin(struct write *w, struct arena *arena, const struct new_greeting *greeting);
