#pragma once

#include "archive/archive_private.h"
#include "archive/batch.h"
#include "archive/connection.h"
#include "archive/insert_rows.h"
#include "archive/keys.h"
#include "archive/writer.h"

/* What the files of the writer share: writer.c (queue, deadlines), heads.c and transaction.c (one
 * transaction), outcome.c (what becomes of each write), recovery.c (what was committed before). */

struct queued {
	struct write *write;
	int64_t deadline_ms;
};

enum writer_phase {
	WRITER_IDLE,    /* no batch */
	WRITER_RUNNING, /* a statement of the batch is under way */
	WRITER_PAUSED,  /* before the same transaction again */
	WRITER_DOWN,    /* a batch waits for the connection */
};

enum { WRITER_BINDS_MAX = KEYS_MAX * 3 };

struct writer {
	struct archive *archive;
	struct connection *connection;
	struct timer *deadline;
	struct timer *pause;
	bool closed;
	bool scheduled;

	struct queued *queue; /* a ring */
	size_t queue_capacity;
	size_t queue_first;
	size_t queue_count;

	enum writer_phase phase;
	struct batch batch;
	bool alone;       /* one write a transaction */
	int attempts;     /* of this transaction, after 1213 and 1205 */
	int reruns;       /* of this batch, after refusals and duplicates */
	int losses;       /* connections lost with this batch */
	bool looked_up;   /* the running item's client ids are known to be absent */
	bool commit_sent; /* and not answered: the outcome is unknown */

	bool marked; /* the transaction has a write without a message, so it leaves its number in
			writer_mark */
	int64_t number;
	char id[16];

	struct arena *arena;  /* results of the transaction */
	enum failure failure; /* kept while it is rolled back */
	unsigned int code;
	struct insert_rows rows;
	void (*inserted)(struct writer *w);
	size_t next;           /* placed change or item that comes next */
	size_t next_statement; /* of that item */
	MYSQL_BIND binds[WRITER_BINDS_MAX];
	int64_t numbers[WRITER_BINDS_MAX];
	struct buffer sql;
	const struct placed *keys[KEYS_MAX];
	size_t key_count;
	size_t guarded_first; /* placed changes from here to `next` are those of the keys */
	size_t found;
};

/* ---- transaction.c ---- */

/* Runs the transaction of all running items; ends in one of the three below. */
void transaction_start(struct writer *w);
/* Runs a query of the writer. */
void writer_query(struct writer *w, const struct query *q,
		  void (*done)(void *owner, const struct result *r));
void writer_bind_number(struct writer *w, size_t index, int64_t value);
void writer_bind_bytes(struct writer *w, size_t index, struct slice value,
		       enum enum_field_types type);
/* True if the query failed: then it is rolled back (unless the connection is lost) and ends in
 * writer_failed. */
bool transaction_failed(struct writer *w, const struct result *r);
void transaction_roll_back(struct writer *w, void (*done)(void *owner, const struct result *r));

/* Sends the rows of w->rows, then goes on. */
void transaction_send_rows(struct writer *w, void (*then)(struct writer *w));
/* Some of the running items got a verdict: rolls back, then writer_refused. */
void transaction_refuse(struct writer *w);
/* Heads are raised and memberships checked: the rest of the transaction. */
void transaction_insert(struct writer *w);

/* ---- heads.c ---- */

/* Raises the heads of all running items' streams and reads memberships; then transaction_insert or
 * transaction_refuse. */
void heads_raise(struct writer *w);
/* The heads as RETURNING gives them. */
extern const struct shape heads_shape;
void heads_take(struct writer *w, const struct rows *rows);

/* ---- recovery.c ---- */

/* Looks the client ids of all running items up: their `found` says how many were known, whose
 * changes have the first's results. Then writer_looked_up. */
void recovery_look_up(struct writer *w);
/* After a COMMIT without an answer: was it carried out? Then writer_recovered. */
void recovery_read_mark(struct writer *w);

/* ---- outcome.c ---- */

/* COMMIT was answered. */
void writer_committed(struct writer *w);
/* Rolled back: the running items that have a verdict cannot be done. */
void writer_refused(struct writer *w);
/* A statement failed; rolled back unless the connection is lost. */
void writer_failed(struct writer *w, enum failure failure, unsigned int code);
void writer_looked_up(struct writer *w);
void writer_recovered(struct writer *w, bool committed);
/* Ends an item, and its twins with it if it was committed. */
void writer_end(struct writer *w, size_t item, enum error e);
/* Calls done and counts. */
void writer_call_done(struct write *write, enum error e);

/* ---- writer.c ---- */

/* Does what comes next for the batch: a transaction, finding out what became of the last one, its
 * end; or waits for the connection. */
void writer_run_batch(struct writer *w);
