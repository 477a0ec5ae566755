#pragma once

#include "archive/write.h"

/* The writes that are committed together, and where each of their changes comes to stand. Knows no
 * database. */

enum {
	BATCH_WRITES_MAX = 500,
	BATCH_CHANGES_MAX = 500,
	BATCH_STREAMS_MAX = 64,
	BATCH_BYTES_MAX = 2 * 1024 * 1024,
};

enum item_state {
	ITEM_WAITING, /* to be run */
	ITEM_RUNNING, /* part of the transaction that runs, or ran last */
	ITEM_TWIN,    /* the same message as an earlier item of this batch, whose fate it shares */
	ITEM_ENDED,   /* committed or failed; done was or is being called */
};

struct item {
	struct write *write;
	int64_t deadline_ms;
	enum item_state state;
	size_t twin_of;     /* ITEM_TWIN: index of the earlier one */
	enum error verdict; /* why this transaction cannot have it */
	size_t found;       /* how many of its messages a look-up knew */
};

/* A stream of the transaction: how far it is raised, and the head that came of it. */
struct raised {
	int64_t stream_id;
	int64_t changes;
	int64_t messages;
	int64_t seq;   /* of the head, after raising */
	int64_t total; /* the head's messages, after raising */
	int64_t epoch;
};

/* A change of the transaction; sorted by stream, then by order of arrival. */
struct placed {
	struct change *change;
	size_t order;
	size_t item;
};

/* A stream of the whole batch. */
struct touched {
	int64_t stream_id;
	bool moves_members; /* who is in it changes */
};

enum { BATCH_KEYS = 1024 };

struct batch {
	struct item items[BATCH_WRITES_MAX];
	size_t count;
	size_t changes;
	size_t bytes;
	size_t twins;
	struct touched touched[BATCH_STREAMS_MAX];
	size_t touched_count;
	uint16_t keys[BATCH_KEYS]; /* hash of message keys: index of the item + 1 */

	struct raised streams[BATCH_STREAMS_MAX];
	size_t stream_count;
	struct placed placed[BATCH_CHANGES_MAX];
	size_t placed_count;
};

void batch_reset(struct batch *b);
/* Adds a write unless it must wait for the next batch: no room, or it reads a membership that an
 * earlier write changes. */
bool batch_add(struct batch *b, struct write *w, int64_t deadline_ms);
/* Bytes that a write sends. */
size_t write_bytes(const struct write *w);
/* The only message of a write, or NULL if there is none or more than one. */
struct change *write_message(const struct write *w);
size_t write_messages(const struct write *w);
/* Plans the transaction of all running items: `streams` ascending, `placed` in their order. */
void batch_plan(struct batch *b);
/* With the heads known: gives each placed change its seq, number and epoch. */
void batch_assign(struct batch *b);
