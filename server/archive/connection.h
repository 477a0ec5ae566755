#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mysql.h>

#include "archive/database_url.h"
#include "archive/dialect.h"
#include "archive/rows.h"
#include "base/arena.h"
#include "base/error.h"
#include "net/loop.h"

/* One connection to the archive that never blocks: connects and reconnects by itself (0.1 … 2 s
 * back-off), runs one query at a time, keeps its prepared statements by their text. */
struct connection;

struct connection_events {
	/* Ready for queries; after the session's settings were made. */
	void (*on_up)(void *owner);
	/* It was up and is lost. A query that ran has been answered with FAILURE_LOST before. */
	void (*on_down)(void *owner);
};

/* Starts connecting. `url` is borrowed for its life; `writer` sessions have no autocommit. */
struct connection *connection_new(struct loop *l, const struct database_url *url, bool writer,
				  struct connection_events events, void *owner);
/* Closes at once without any callback; the query that runs is forgotten. Then only connection_free
 * is allowed. */
void connection_close(struct connection *c);
/* NULL is fine. Not from within its callbacks. */
void connection_free(struct connection *c);
/* Up and not running a query. */
bool connection_idle(const struct connection *c);
/* Up: connected and set up, whether running a query or not. */
bool connection_up(const struct connection *c);
const struct dialect *connection_dialect(const struct connection *c);
/* Tears the connection down (what was sent may still be carried out) and connects anew; no callback
 * for the query that ran, nor on_down. All that the query bound is free from now on. */
void connection_abort(struct connection *c);

struct query {
	const char *sql;           /* valid until done */
	bool text;                 /* sent as it is (COMMIT); else prepared once and kept */
	MYSQL_BIND *parameters;    /* valid until done, with all they point to */
	unsigned int array_size;   /* 0: one row of parameters; else that many, bound by column */
	const struct shape *shape; /* of the result; NULL: none is expected */
	struct arena *arena;       /* for the result */
};

struct result {
	bool failed;
	enum failure failure;
	unsigned int code;     /* of the server; 0: none */
	enum error rows_error; /* why the rows could not be taken although the query went well */
	int64_t affected;      /* rows matched, not only those changed */
	int64_t insert_id;
	struct rows rows;
};

/* Runs a query on an idle connection. `done` is called once, never from within this call. */
void connection_query(struct connection *c, const struct query *q,
		      void (*done)(void *owner, const struct result *r), void *owner);
/* For the log, valid in done: the text of the statement that failed (without its values), or why
 * the connection was lost. */
const char *connection_error(const struct connection *c);
