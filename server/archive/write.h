#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/archive.h"
#include "base/slice.h"

/* One atomic piece of work for the batch writer: changes that raise streams' heads, and statements
 * beside them. Writes of one worker are committed in the order they were given. Many are committed
 * together; a write that fails does so alone. */

enum {
	WRITE_CHANGES_MAX = 32,
	WRITE_STATEMENTS_MAX = 48,
	STATEMENT_VALUES_MAX = 16,
};

/* A durable change of one stream. CHANGE_MESSAGE becomes a row of `message` (and of
 * `sent_message`), every other kind one of `change_log`. */
struct change {
	int64_t stream_id;
	int kind; /* CHANGE_… */
	int64_t actor_id;
	int64_t subject_id; /* change_log.subject_id: person, room or session that it is about */
	int64_t at_ms;
	/* CHANGE_MESSAGE only: */
	int64_t message_id;
	struct slice client_id;
	struct slice content;
	bool check_member; /* the actor must be a member when this is committed →
			      ERROR_NOT_MEMBER */
	int64_t known_seq; /* with check_member: the actor was a member after this seq, so that
			      nothing is read if the stream's head is still there; 0: not known */
	/* Results, valid in done with ERROR_OK: */
	int64_t seq;
	int64_t number; /* CHANGE_MESSAGE: the n-th message of the room */
	int64_t epoch;
	bool repeated; /* the client id was stored before: seq, message_id and at_ms are those of
			  the first */
};

enum value_kind {
	VALUE_NULL,
	VALUE_INT,
	VALUE_TEXT,
	VALUE_BYTES,  /* compared as bytes: hashes, client ids */
	VALUE_SEQ,    /* the seq that change number `integer` of this write gets */
	VALUE_NUMBER, /* head's messages after change number `integer` of this write */
};

struct value {
	enum value_kind kind;
	int64_t integer;
	struct slice text;
};

/* A statement of the write, run in order, after all heads were raised and before the commit. `sql`
 * is a literal (prepared once and kept). */
struct statement {
	const char *sql;
	struct value values[STATEMENT_VALUES_MAX];
	size_t value_count;
	bool must_match; /* no row affected: the write fails with `on_nothing` */
	enum error on_nothing;
	enum error on_duplicate; /* duplicate key (1062): the write fails with this; ERROR_OK:
				    ERROR_CONFLICT */
	int64_t affected;        /* result, valid in done with ERROR_OK: rows that it met */
};

struct write {
	struct change changes[WRITE_CHANGES_MAX];
	size_t change_count;
	struct statement *statements; /* in the owner's arena */
	size_t statement_count;
	/* Exactly once, later. ERROR_OK means committed. ERROR_UNAVAILABLE and ERROR_TIMEOUT: not
	 * committed as far as is known, try again. */
	void (*done)(void *owner, enum error e, struct write *w);
	void *owner;
};

/* Queues it; `w` and all it points to are the owner's and must live until done. Over
 * archive_queue_max: done with ERROR_BUSY. */
void archive_write(struct archive *a, struct write *w);

/* Adds a statement to `w` (its array grows in `arena`); returns it, zeroed, for its values. */
struct statement *write_statement(struct write *w, struct arena *arena, const char *sql);
void statement_int(struct statement *s, int64_t value);
void statement_text(struct statement *s, struct slice value);
void statement_bytes(struct statement *s, struct slice value);
void statement_null(struct statement *s);
void statement_seq(struct statement *s, size_t change);
void statement_number(struct statement *s, size_t change);
/* Adds a change to `w`; returns it, zeroed but for these. */
struct change *write_change(struct write *w, int64_t stream_id, int kind, int64_t actor_id,
			    int64_t subject_id);

/* A fresh id (≤ 2^53) of a lease ("message", "user", "room", "group", "session", "invitation");
 * messages are prefetched a thousand at a time. `done` is called from within when one is at hand.
 */
void archive_next_id(struct archive *a, const char *lease,
		     void (*done)(void *owner, enum error e, int64_t id), void *owner);
