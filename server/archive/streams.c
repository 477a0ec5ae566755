/* Heads of streams, and the changes after a position. A stream's epoch is the installation's. */
#include "archive/streams.h"

#include <stdlib.h>

#include "archive/reader.h"
#include "base/check.h"
#include "base/states.h"

static int compare_ids(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_heads(const void *a, const void *b)
{
	return compare_ids(((const struct head_row *)a)->stream_id,
			   ((const struct head_row *)b)->stream_id);
}

/* One row for each id asked for, in that order; those without a head begin at 0. */
static enum error order_heads(struct reading *r, struct rows *rows)
{
	struct head_row *found = rows->rows;
	struct head_row *heads = arena_take(r->read.arena, (r->id_count + 1) * sizeof(*heads));
	/* The installation's row is always there, joined with no head if there is none. */
	ASSERT(rows->count > 0);
	qsort(found, rows->count, sizeof(*found), compare_heads);
	for (size_t i = 0; i < r->id_count; i++) {
		struct head_row key = { .stream_id = r->ids[i], .epoch = found[0].epoch };
		const struct head_row *head = bsearch(&key, found, rows->count, sizeof(*found),
						      compare_heads);
		heads[i] = head ? *head : key;
	}
	*rows = (struct rows){ heads, r->id_count };
	return ERROR_OK;
}

void streams_heads(struct archive *a, struct read read, const int64_t *ids, size_t count)
{
	static const struct shape shape = {
		sizeof(struct head_row),
		5,
		{
			{ COLUMN_INT64, offsetof(struct head_row, stream_id) },
			{ COLUMN_INT64, offsetof(struct head_row, seq) },
			{ COLUMN_INT64, offsetof(struct head_row, messages) },
			{ COLUMN_INT64, offsetof(struct head_row, oldest_change) },
			{ COLUMN_INT64, offsetof(struct head_row, epoch) },
		}
	};
	/* installation_pk, stream_head_pk */
	struct reading *r =
		reading_new(read,
			    "SELECT h.stream_id, h.seq, h.messages, h.oldest_change, i.epoch "
			    "FROM installation i LEFT JOIN stream_head h ON h.stream_id IN (:ids) "
			    "WHERE i.id = 1",
			    &shape);
	reading_ids(r, ids, count);
	r->rework = order_heads;
	reading_start(a, r);
}

/* ---- changes ---- */

static int compare_changes(const void *a, const void *b)
{
	return compare_ids(((const struct change_row *)a)->seq,
			   ((const struct change_row *)b)->seq);
}

/* Merges the two ranges (one statement, so one moment), ends at the limit, and at the first hole:
 * behind it something was pruned, and what lies beyond would not be dense. */
static enum error merge_changes(struct reading *r, struct rows *rows)
{
	struct change_row *changes = rows->rows;
	size_t dense = 0;
	if (rows->count > 0)
		qsort(changes, rows->count, sizeof(*changes), compare_changes);
	while (dense < rows->count && dense < (size_t)r->number &&
	       (dense == 0 || changes[dense].seq == changes[dense - 1].seq + 1))
		dense++;
	rows->count = dense;
	return ERROR_OK;
}

static const struct shape change_shape = {
	sizeof(struct change_row),
	17,
	{
		{ COLUMN_INT64, offsetof(struct change_row, stream_id) },
		{ COLUMN_INT64, offsetof(struct change_row, seq) },
		{ COLUMN_INT, offsetof(struct change_row, kind) },
		{ COLUMN_INT64, offsetof(struct change_row, actor_id) },
		{ COLUMN_INT64, offsetof(struct change_row, subject_id) },
		{ COLUMN_INT64, offsetof(struct change_row, at_ms) },
		{ COLUMN_INT64, offsetof(struct change_row, message_id) },
		{ COLUMN_INT64, offsetof(struct change_row, number) },
		{ COLUMN_TEXT, offsetof(struct change_row, client_id) },
		{ COLUMN_TEXT, offsetof(struct change_row, content) },
		{ COLUMN_INT64, offsetof(struct change_row, edited_ms) },
		{ COLUMN_TEXT, offsetof(struct change_row, user_name) },
		{ COLUMN_TEXT, offsetof(struct change_row, display_name) },
		{ COLUMN_INT, offsetof(struct change_row, sex) },
		{ COLUMN_INT, offsetof(struct change_row, role) },
		{ COLUMN_INT64, offsetof(struct change_row, read_seq) },
		{ COLUMN_INT64, offsetof(struct change_row, read_number) },
	}
};

void streams_changes(struct archive *a, struct read read, int64_t stream_id, int64_t after,
		     int64_t limit)
{
	/* message_pk and change_log_pk (two ranges); user_pk and room_member_pk for what the
	 * changes are about, as it is now. Without an ORDER BY over both, the engines stream the
	 * union instead of copying it. */
	struct reading *r = reading_new(
		read,
		"(SELECT m.room_id, m.seq, 0 AS kind, m.sender_id, m.id AS subject_id, m.time_ms, "
		"m.id, m.number, "
		"m.client_id, m.content, m.edited_ms, NULL AS name, NULL AS display_name, 0 AS "
		"sex, 0 AS role, "
		"0 AS read_seq, 0 AS read_number "
		"FROM message m WHERE m.room_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?) "
		"UNION ALL "
		"(SELECT c.stream_id, c.seq, c.kind, c.actor_id, c.subject_id, c.at_ms, 0, 0, "
		"NULL, NULL, 0, "
		"u.name, u.display_name, u.sex, u.role, p.read_seq, p.read_number "
		"FROM change_log c "
		"LEFT JOIN user u ON u.id = c.subject_id AND c.kind IN (?, ?, ?) "
		"LEFT JOIN room_member p ON p.room_id = c.subject_id AND p.user_id = -c.stream_id "
		"AND c.kind = ? "
		"WHERE c.stream_id = ? AND c.seq > ? ORDER BY c.seq LIMIT ?)",
		&change_shape);
	ASSERT(limit > 0 && limit <= 500);
	reading_int(r, stream_id);
	reading_int(r, after);
	reading_int(r, limit);
	reading_int(r, CHANGE_MEMBER_JOINED);
	reading_int(r, CHANGE_MEMBER_LEFT);
	reading_int(r, CHANGE_ACCOUNT_CHANGED);
	reading_int(r, CHANGE_READ_MOVED);
	reading_int(r, stream_id);
	reading_int(r, after);
	reading_int(r, limit);
	r->number = limit;
	r->rework = merge_changes;
	reading_start(a, r);
}
