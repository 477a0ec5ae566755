#pragma once

#include "archive/message_statements.h"
#include "archive/write.h"
#include "demo/content.h"
#include "protocol/request.h"

/* The parts of filling the archive. */

enum { FOUNDED_DAYS = 8 }; /* ago */

#define DEMO_DAY_MS ((int64_t)24 * 60 * 60 * 1000)

/* A message that was said. */
struct said {
	const struct demo_step *step;
	enum demo_room_id room;
	int64_t id;
	int64_t seq;
	int64_t at_ms;
	const struct said *root; /* of a reply; NULL: none */
};

/* What a room's stream comes to. */
struct place {
	int64_t seq;
	int64_t messages;
	int64_t seqs[DEMO_MESSAGES + 2]; /* of its messages, by number */
};

struct filling {
	struct request *r;
	struct arena *arena; /* of its own: it is more than a request may take */
	int64_t now_ms;
	int64_t people[PEOPLE];
	int64_t groups[GROUPS];
	int64_t rooms[ROOMS];
	int64_t message_ids[DEMO_MESSAGES + 1]; /* the last one is the greeting's */
	size_t numbered;
	struct place places[ROOMS];
	struct said said[DEMO_MESSAGES];
	size_t said_count;
	size_t waiting; /* writes or pictures that are not done, and one while they are begun */
	enum error error;
};

/* A write that is part of it, in its arena. */
struct write *filling_write(struct filling *f);
/* Hands it to the archive, all changes dated `at_ms`, after counting them in their places. Returns
 * the seq that the room's last change gets; 0 if there is none. */
int64_t filling_put(struct filling *f, struct write *w, enum demo_room_id room, int64_t at_ms);

/* People, groups, rooms and who is in them. */
void world_write(struct filling *f);
/* What is said, and what they think of it. */
void talk_write(struct filling *f);
/* How far they have read, what they have begun to write, when they were seen. */
void traces_write(struct filling *f);
