/* Heads of streams, and the changes after a position. A stream's epoch is the installation's. */
#include "archive/streams.h"

#include <stdlib.h>

#include "archive/columns.h"
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

#define ROW(member) offsetof(struct change_row, member)

enum { CHANGE_COLUMN_COUNT = 6, ABOUT_COLUMN_COUNT = 28 };

static const struct shape change_shape = { sizeof(struct change_row),
					   CHANGE_COLUMN_COUNT + MESSAGE_COLUMN_COUNT +
						   ABOUT_COLUMN_COUNT + SETTINGS_COLUMN_COUNT,
					   {
						   { COLUMN_INT64, ROW(stream_id) },
						   { COLUMN_INT64, ROW(seq) },
						   { COLUMN_INT, ROW(kind) },
						   { COLUMN_INT64, ROW(actor_id) },
						   { COLUMN_INT64, ROW(subject_id) },
						   { COLUMN_INT64, ROW(at_ms) },
						   MESSAGE_SHAPE(ROW(message)),
						   { COLUMN_TEXT, ROW(user_name) },
						   { COLUMN_TEXT, ROW(display_name) },
						   { COLUMN_TEXT, ROW(image) },
						   { COLUMN_TEXT, ROW(status_emoji) },
						   { COLUMN_TEXT, ROW(status_text) },
						   { COLUMN_INT, ROW(sex) },
						   { COLUMN_INT, ROW(role) },
						   { COLUMN_BOOL, ROW(bot) },
						   { COLUMN_INT64, ROW(room.room_id) },
						   { COLUMN_TEXT, ROW(room.name) },
						   { COLUMN_INT64, ROW(room.group_id) },
						   { COLUMN_TEXT, ROW(room.group_name) },
						   { COLUMN_INT64, ROW(room.group_creator_id) },
						   { COLUMN_INT64, ROW(room.creator_id) },
						   { COLUMN_BOOL, ROW(room.is_main) },
						   { COLUMN_BOOL, ROW(room.is_open) },
						   { COLUMN_BOOL, ROW(room.is_visible) },
						   { COLUMN_BOOL, ROW(room.is_read_only) },
						   { COLUMN_BOOL, ROW(room.p2p) },
						   { COLUMN_INT64, ROW(read_seq) },
						   { COLUMN_INT64, ROW(read_number) },
						   { COLUMN_INT, ROW(notify) },
						   { COLUMN_INT, ROW(volume) },
						   { COLUMN_INT64, ROW(hidden_number) },
						   { COLUMN_INT64, ROW(messages) },
						   { COLUMN_INT64, ROW(room_seq) },
						   { COLUMN_INT64, ROW(mentions) },
						   { COLUMN_TEXT, ROW(draft) },
						   SETTINGS_SHAPE(ROW(settings)),
					   } };

/* As many as ABOUT_COLUMN_COUNT and SETTINGS_COLUMN_COUNT. */
#define NOTHING_ABOUT                                                                             \
	"NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, NULL, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, " \
	"0, "                                                                                     \
	"0, 0, 0, 0, NULL, 0, 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"

#define KINDS_OF_PERSON "(1, 2, 8, 17, 19, 20)"
#define KINDS_OF_MESSAGE "(9, 10, 11, 12)"
#define KINDS_OF_ROOM "(13, 14, 19, 20)"
#define KINDS_OF_OWN "(6, 16)"

/* message_pk */
#define MESSAGES_OF_STREAM                                                     \
	"SELECT m.room_id AS stream_id, m.seq, 0 AS kind, m.sender_id, m.id, " \
	"m.time_ms, " MESSAGE_COLUMNS(                                         \
		"m",                                                           \
		"root") ", " NOTHING_ABOUT                                     \
			" FROM message m " MESSAGE_ROOT_JOIN(                  \
				"m",                                           \
				"root") "WHERE m.room_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?"

/* Unread ones of `p`. message_mention_pk */
#define UNREAD_MENTIONS                                                            \
	"(SELECT COUNT(DISTINCT t.seq) FROM message_mention t WHERE t.user_id IN " \
	"(p.user_id, 0) AND t.room_id = p.room_id AND t.seq > p.read_seq)"

#define WHAT_IT_IS_ABOUT                                                                           \
	"u.name, u.display_name, u.image, " STATUS_COLUMNS(                                        \
		"u") ", u.sex, u.role, u.bot, "                                                    \
		     "r.id, r.name, r.group_id, g.name, g.creator_id, r.creator_id, r.is_main, "   \
		     "r.is_open, r.is_visible, r.is_read_only, r.p2p, p.read_seq, p.read_number, " \
		     "p.notify, p.volume, p.hidden_number, h.messages, h.seq, " UNREAD_MENTIONS    \
		     ", "                                                                          \
		     "d.content, " SETTINGS_COLUMNS("o", "u")

/* change_log_pk; what the changes are about, as it is now, by the primary keys of message, user,
 * room, room_group, room_member, stream_head, draft and user_settings. */
#define CHANGES_OF_STREAM                                                                          \
	"SELECT c.stream_id, c.seq, c.kind, c.actor_id, c.subject_id, c.at_ms, " MESSAGE_COLUMNS(  \
		"s", "root") ", " WHAT_IT_IS_ABOUT " FROM change_log c "                           \
			     "LEFT JOIN message s ON s.room_id = c.stream_id AND s.seq = "         \
			     "c.subject_id AND "                                                   \
			     "c.kind IN " KINDS_OF_MESSAGE " " MESSAGE_ROOT_JOIN(                  \
				     "s",                                                          \
				     "root") "LEFT JOIN user u ON u.id = c.subject_id AND c.kind " \
					     "IN " KINDS_OF_PERSON " "                             \
					     "LEFT JOIN room r ON r.id = c.stream_id AND c.kind "  \
					     "IN " KINDS_OF_ROOM " "                               \
					     "LEFT JOIN room_group g ON g.id = r.group_id "        \
					     "LEFT JOIN room_member p ON p.room_id = "             \
					     "c.subject_id AND p.user_id = -c.stream_id "          \
					     "AND c.kind IN " KINDS_OF_OWN " "                     \
					     "LEFT JOIN stream_head h ON h.stream_id = p.room_id " \
					     "LEFT JOIN draft d ON d.user_id = -c.stream_id AND "  \
					     "d.room_id = c.subject_id "                           \
					     "AND d.thread_id = c.actor_id AND c.kind = 18 "       \
					     "LEFT JOIN user_settings o ON o.user_id = "           \
					     "c.subject_id AND c.kind = 17 "                       \
					     "WHERE c.stream_id = ? AND c.seq > ? ORDER BY c.seq " \
					     "LIMIT ?"

void streams_changes(struct archive *a, struct read read, int64_t stream_id, int64_t after,
		     int64_t limit)
{
	/* Without an ORDER BY over both, the engines stream the union instead of copying it. */
	struct reading *r = reading_new(
		read, "(" MESSAGES_OF_STREAM ") UNION ALL (" CHANGES_OF_STREAM ")", &change_shape);
	ASSERT(limit > 0 && limit <= 500);
	_Static_assert(CHANGE_DRAFT_CHANGED == 18 && CHANGE_MESSAGE_EDITED == 9 &&
			       CHANGE_MESSAGE_PINNED == 12 && CHANGE_ROOM_CHANGED == 13 &&
			       CHANGE_GROUP_CHANGED == 14 && CHANGE_READ_MOVED == 6 &&
			       CHANGE_MEMBER_CHANGED == 16 && CHANGE_SETTINGS_CHANGED == 17 &&
			       CHANGE_MEMBER_SUSPENDED == 19 && CHANGE_MEMBER_RESUMED == 20,
		       "the kinds above");
	reading_int(r, stream_id);
	reading_int(r, after);
	reading_int(r, limit);
	reading_int(r, stream_id);
	reading_int(r, after);
	reading_int(r, limit);
	r->number = limit;
	r->rework = merge_changes;
	reading_start(a, r);
}
