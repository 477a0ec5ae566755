#pragma once

#include "archive/messages.h"
#include "archive/write.h"
#include "chat/room_state.h"
#include "chat/turn.h"
#include "protocol/request.h"

/* A message that a request names by its id alone: found, and only by members of its room. One
 * person's requests of this kind are carried out one after the other, each until it is stored. */

struct target {
	struct request *r;
	struct slice emoji; /* whose `reacted` the row tells; {NULL, 0}: none */
	/* Called once, unless the request ended before. True: target_store was its end; false: it
	 * ended the request or went on by itself. */
	bool (*found)(struct target *t);
	void (*stored)(void *owner, enum error e, struct write *w);
	void *owner;
	/* Results: */
	const struct target_row *row;
	const struct message_row *message;
	const struct room_state *room;

	int64_t message_id;
	struct write write;
	struct turn *turn;
};

/* `t` lives in the request's arena; r, emoji, found and owner are set. Ends the request with
 * ERROR_NOT_FOUND if there is no such message in the person's rooms. */
void target_find(struct target *t, int64_t message_id);
/* Adds the change of the message to the write; asks for the membership again if it is old. */
struct change *target_change(struct target *t, int kind);
/* Stores it, then `stored`; returns true. */
bool target_store(struct target *t, void (*stored)(void *owner, enum error e, struct write *w));
