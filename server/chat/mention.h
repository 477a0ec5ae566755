#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "archive/message_statements.h"
#include "chat/room_state.h"
#include "protocol/fields.h"
#include "protocol/request.h"

/* Mentions: symbols that stand in a text, and whom each of them means. */

enum {
	MENTION_EVERYBODY = 0,
	MENTION_HERE = -1,
	EVERYBODY_MEMBERS_MAX = 20, /* in rooms of so many, each member may call all */
};

struct tagged {
	struct slice content;
	const struct id_entry *tags;
	size_t tags_count;
	struct slice before; /* the tags that the message had, as stored; {NULL, 0}: none */
};

/* Reads the tags of a text for `room`. Whoever is not in the room (any more, or by what this worker
 * knows) is named all the same: for whom it counts is decided at the commit. False: the request was
 * ended with what is wrong. */
bool mentions_read(struct request *r, const struct room_state *room, const struct tagged *text,
		   struct new_mentions *out);
