/* Pruning. Each statement is a transaction of its own and may be repeated, so that whatever is cut
 * off is done by the next one. The one order that matters: a stream's floor is raised before its
 * changes are removed, so that nobody finds a hole above the floor. */
#include "archive/prune.h"

#include "archive/reader.h"

struct chunk {
	struct archive *archive;
	struct read read;
	enum prune_part part;
	int64_t before_ms;
	const struct old_stream *streams; /* PRUNE_CHANGES */
	size_t stream_count;
	size_t next;
	int64_t *ids; /* invitations */
	size_t id_count;
	int64_t removed;
};

struct old_stream {
	int64_t stream_id;
	int64_t seq; /* the greatest of the old changes that were found */
};

struct old_invitation {
	int64_t id;
};

static void delete_rows(struct chunk *c);
static void find_changes(struct chunk *c);
static void find_invitations(struct chunk *c);

/* How each part begins: with the DELETE that is all of it, or with finding what is old. The index
 * of each is named beside it; ORDER BY makes the engine use it. */
static const struct {
	void (*begin)(struct chunk *c);
	const char *sql;
} parts[PRUNE_PARTS] = {
	/* sent_message_at */
	[PRUNE_SENT_MESSAGES] = { delete_rows, "DELETE FROM sent_message WHERE at_ms < ? "
					       "ORDER BY at_ms LIMIT 1000" },
	/* change_log_at, which holds all that is read. Each stream costs two statements, so many
	 * rows of a few. */
	[PRUNE_CHANGES] = { find_changes, "SELECT stream_id, MAX(seq) FROM "
					  "(SELECT stream_id, seq FROM change_log WHERE at_ms < ? "
					  "ORDER BY at_ms LIMIT 20000) AS old GROUP BY stream_id "
					  "LIMIT 500" },
	/* session_expires */
	[PRUNE_SESSIONS] = { delete_rows, "DELETE FROM session WHERE expires_ms < ? "
					  "ORDER BY expires_ms LIMIT 1000" },
	/* link_expires; 0: never */
	[PRUNE_LINKS] = { delete_rows, "DELETE FROM link WHERE expires_ms > 0 AND expires_ms < ? "
				       "ORDER BY expires_ms LIMIT 1000" },
	/* invitation_expires; up to 32 rooms each */
	[PRUNE_INVITATIONS] = { find_invitations, "SELECT id FROM invitation WHERE expires_ms < ? "
						  "ORDER BY expires_ms LIMIT 64" },
	/* invitation_revoked */
	[PRUNE_REVOKED_INVITATIONS] = { find_invitations,
					"SELECT id FROM invitation WHERE revoked = TRUE "
					"AND created_ms < ? ORDER BY created_ms LIMIT 64" },
};

static void on_claimed(void *owner, enum error e, const struct result *result)
{
	const struct read *read = owner;
	read->done(read->owner, e, NULL, e ? 0 : (size_t)result->affected);
}

void prune_claim(struct archive *a, struct read read, int64_t now_ms, int64_t interval_ms)
{
	struct read *asked = arena_take(read.arena, sizeof(*asked));
	*asked = read;
	/* installation_pk. A time ahead was written by a clock that was wrong. */
	struct reading *r = reading_new((struct read){ .arena = read.arena, .owner = asked },
					"UPDATE installation SET pruned_ms = ? WHERE id = 1 "
					"AND (pruned_ms <= ? OR pruned_ms > ?)",
					NULL);
	reading_int(r, now_ms);
	reading_int(r, now_ms - interval_ms);
	reading_int(r, now_ms + interval_ms);
	r->on_result = on_claimed;
	reading_start(a, r);
}

void prune_chunk(struct archive *a, struct read read, enum prune_part part, int64_t before_ms)
{
	struct chunk *c = arena_take(read.arena, sizeof(*c));
	c->archive = a;
	c->read = read;
	c->part = part;
	c->before_ms = before_ms;
	parts[part].begin(c);
}

/* ---- tools ---- */

static void chunk_end(struct chunk *c, enum error e)
{
	c->read.done(c->read.owner, e, NULL, e ? 0 : (size_t)c->removed);
}

static struct reading *chunk_statement(struct chunk *c, const char *sql,
				       void (*done)(void *owner, enum error e,
						    const struct result *result))
{
	struct reading *r = reading_new((struct read){ .arena = c->read.arena, .owner = c }, sql,
					NULL);
	r->on_result = done;
	return r;
}

/* Asks for what is old; `shape` is of one row of it. */
static void chunk_find(struct chunk *c, const struct shape *shape, archive_rows *done)
{
	struct read read = { .arena = c->read.arena, .done = done, .owner = c };
	struct reading *r = reading_new(read, parts[c->part].sql, shape);
	reading_int(r, c->before_ms);
	reading_start(c->archive, r);
}

static void on_last_removed(void *owner, enum error e, const struct result *result)
{
	struct chunk *c = owner;
	if (!e)
		c->removed += result->affected;
	chunk_end(c, e);
}

static void delete_rows(struct chunk *c)
{
	struct reading *r = chunk_statement(c, parts[c->part].sql, on_last_removed);
	reading_int(r, c->before_ms);
	reading_start(c->archive, r);
}

/* ---- changes, a stream after the other ---- */

static void on_changes_found(void *owner, enum error e, void *rows, size_t count);
static void raise_floor(struct chunk *c);
static void on_floor_raised(void *owner, enum error e, const struct result *result);
static void on_changes_removed(void *owner, enum error e, const struct result *result);

static void find_changes(struct chunk *c)
{
	static const struct shape shape = {
		sizeof(struct old_stream),
		2,
		{
			{ COLUMN_INT64, offsetof(struct old_stream, stream_id) },
			{ COLUMN_INT64, offsetof(struct old_stream, seq) },
		}
	};
	chunk_find(c, &shape, on_changes_found);
}

static void on_changes_found(void *owner, enum error e, void *rows, size_t count)
{
	struct chunk *c = owner;
	if (e || count == 0) {
		chunk_end(c, e);
		return;
	}
	c->streams = rows;
	c->stream_count = count;
	raise_floor(c);
}

static void raise_floor(struct chunk *c)
{
	const struct old_stream *stream = &c->streams[c->next];
	/* stream_head_pk */
	struct reading *r =
		chunk_statement(c,
				"UPDATE stream_head SET oldest_change = GREATEST(oldest_change, ?) "
				"WHERE stream_id = ?",
				on_floor_raised);
	reading_int(r, stream->seq);
	reading_int(r, stream->stream_id);
	reading_start(c->archive, r);
}

static void on_floor_raised(void *owner, enum error e, const struct result *result)
{
	struct chunk *c = owner;
	(void)result;
	if (e) {
		chunk_end(c, e);
		return;
	}
	const struct old_stream *stream = &c->streams[c->next];
	/* change_log_pk. A younger change below the floor (clocks differ) goes when it is old. */
	struct reading *r = chunk_statement(
		c,
		"DELETE FROM change_log WHERE stream_id = ? AND seq <= ? AND at_ms < ? "
		"ORDER BY seq LIMIT 1000",
		on_changes_removed);
	reading_int(r, stream->stream_id);
	reading_int(r, stream->seq);
	reading_int(r, c->before_ms);
	reading_start(c->archive, r);
}

static void on_changes_removed(void *owner, enum error e, const struct result *result)
{
	struct chunk *c = owner;
	if (!e)
		c->removed += result->affected;
	if (e || ++c->next == c->stream_count)
		chunk_end(c, e);
	else
		raise_floor(c);
}

/* ---- invitations, their rooms first ---- */

static void on_invitations_found(void *owner, enum error e, void *rows, size_t count);
static void on_rooms_removed(void *owner, enum error e, const struct result *result);

static void find_invitations(struct chunk *c)
{
	static const struct shape shape = { sizeof(struct old_invitation),
					    1,
					    { { COLUMN_INT64,
						offsetof(struct old_invitation, id) } } };
	chunk_find(c, &shape, on_invitations_found);
}

static void on_invitations_found(void *owner, enum error e, void *rows, size_t count)
{
	struct chunk *c = owner;
	const struct old_invitation *found = rows;
	if (e || count == 0) {
		chunk_end(c, e);
		return;
	}
	c->ids = arena_take(c->read.arena, count * sizeof(*c->ids));
	c->id_count = count;
	for (size_t i = 0; i < count; i++)
		c->ids[i] = found[i].id;
	/* invitation_room_pk */
	struct reading *r = chunk_statement(
		c, "DELETE FROM invitation_room WHERE invitation_id IN (:ids)", on_rooms_removed);
	reading_ids(r, c->ids, c->id_count);
	reading_start(c->archive, r);
}

static void on_rooms_removed(void *owner, enum error e, const struct result *result)
{
	struct chunk *c = owner;
	(void)result;
	if (e) {
		chunk_end(c, e);
		return;
	}
	/* invitation_pk */
	struct reading *r = chunk_statement(c, "DELETE FROM invitation WHERE id IN (:ids)",
					    on_last_removed);
	reading_ids(r, c->ids, c->id_count);
	reading_start(c->archive, r);
}
