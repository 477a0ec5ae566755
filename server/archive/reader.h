#pragma once

#include "archive/archive.h"
#include "archive/connection.h"

/* Two reading connections and the queue before them. A read is answered once, later, within
 * archive_timeout_ms. */
struct reader;

enum { READ_PARAMETERS_MAX = 16 };

/* One read: made with reading_new, given its parameters in the order of the question marks, then
 * started. Lives in the arena. */
struct reading {
	struct read read;
	const char *sql;
	const struct shape *shape;
	/* Reworks the rows before they are handed over; NULL: nothing to do. */
	enum error (*rework)(struct reading *r, struct rows *rows);
	/* Instead of read.done: for statements that are no SELECT (id leases). */
	void (*on_result)(void *owner, enum error e, const struct result *result);
	const int64_t *ids; /* what `:ids` stands for */
	size_t id_count;
	int64_t number; /* for rework */

	MYSQL_BIND *parameters;
	size_t parameter_count;
	size_t parameter_room;
	int64_t deadline_ms;
	int attempts;
	struct reading *next;
};

struct reader *reader_new(struct archive *a);
/* Answers everything with ERROR_UNAVAILABLE and closes the connections. */
void reader_close(struct reader *r);
void reader_free(struct reader *r);
bool reader_up(const struct reader *r);

struct reading *reading_new(struct read read, const char *sql, const struct shape *shape);
void reading_int(struct reading *r, int64_t value);
/* Characters, compared as the column says. */
void reading_text(struct reading *r, struct slice value);
/* Bytes, compared as bytes. */
void reading_bytes(struct reading *r, struct slice value);
/* The list that `IN (:ids)` of the text stands for; at most READ_IDS_MAX, copied. */
void reading_ids(struct reading *r, const int64_t *ids, size_t count);

/* The values of VISIBLE (columns.h); people.c. */
void reading_viewer(struct reading *r, int64_t viewer_id);

enum { READ_IDS_MAX = 1000 };

void reading_start(struct archive *a, struct reading *r);
