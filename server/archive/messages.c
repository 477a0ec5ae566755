/* Messages of a room. */
#include "archive/messages.h"

#include <stdlib.h>

#include "archive/columns.h"
#include "archive/reader.h"
#include "base/check.h"
#include "base/states.h"

static const struct shape message_shape = {
	sizeof(struct message_row),
	MESSAGE_COLUMN_COUNT,
	{ MESSAGE_SHAPE(0) },
};

static int newest_first(const void *a, const void *b)
{
	const struct message_row *left = a;
	const struct message_row *right = b;
	return (left->seq < right->seq) - (left->seq > right->seq);
}

static enum error sort_messages(struct reading *r, struct rows *rows)
{
	(void)r;
	if (rows->count > 1)
		qsort(rows->rows, rows->count, sizeof(struct message_row), newest_first);
	return ERROR_OK;
}

#define MESSAGES_FROM(from) \
	"SELECT " MESSAGE_COLUMNS("m", "root") " FROM " from " " MESSAGE_ROOT_JOIN("m", "root")

/* Two ranges of one index, from the pivot to both sides. */
#define MESSAGES_AROUND(from, of, in)                                                         \
	"(" MESSAGES_FROM(from) "WHERE " in " AND " of ".seq < ? ORDER BY " of                \
				".seq DESC LIMIT ?) UNION ALL (" MESSAGES_FROM(               \
					from) "WHERE " in " AND " of ".seq >= ? ORDER BY " of \
					      ".seq LIMIT ?)"

static void place_side(struct reading *r, const struct message_page *page, int64_t limit)
{
	ASSERT(limit >= 0 && limit <= 101);
	reading_int(r, page->room_id);
	if (page->root_seq)
		reading_int(r, page->root_seq);
	reading_int(r, page->reader_id);
	reading_int(r, page->pivot);
	reading_int(r, limit);
}

void messages_page(struct archive *a, struct read read, const struct message_page *page)
{
	/* message_pk; for a reply's root, too */
	static const char of_room[] =
		MESSAGES_AROUND("message m", "m", "m.room_id = ? AND " READER_IN_ROOM("m.room_id"));
	/* thread_reply_pk; message_pk */
	static const char of_thread[] = MESSAGES_AROUND(
		"thread_reply t STRAIGHT_JOIN message m ON m.room_id = t.room_id AND m.seq = t.seq",
		"t", "t.room_id = ? AND t.root_seq = ? AND " READER_IN_ROOM("t.room_id"));
	struct reading *r = reading_new(read, page->root_seq ? of_thread : of_room, &message_shape);
	place_side(r, page, page->older);
	place_side(r, page, page->newer);
	r->rework = sort_messages;
	reading_start(a, r);
}

void messages_by_ids(struct archive *a, struct read read, const struct message_ids *wanted)
{
	/* message_id, whatever the engine thinks of the room; message_pk for a reply's root */
	struct reading *r = reading_new(
		read,
		MESSAGES_FROM(
			"message m FORCE INDEX (message_id)") "WHERE m.id IN (:ids) AND m.room_id "
							      "= ? AND " READER_IN_ROOM("m.room_"
											"id"),
		&message_shape);
	ASSERT(wanted->count <= 100);
	reading_ids(r, wanted->ids, wanted->count);
	reading_int(r, wanted->room_id);
	reading_int(r, wanted->reader_id);
	r->rework = sort_messages;
	reading_start(a, r);
}

void messages_at(struct archive *a, struct read read, int64_t room_id, int64_t seq)
{
	/* message_pk */
	struct reading *r = reading_new(read,
					MESSAGES_FROM("message m") "WHERE m.room_id = ? AND "
								   "m.seq = ?",
					&message_shape);
	reading_int(r, room_id);
	reading_int(r, seq);
	reading_start(a, r);
}

void messages_target(struct archive *a, struct read read, int64_t message_id, int64_t user_id,
		     struct slice emoji)
{
	static const struct shape shape = {
		sizeof(struct target_row),
		MESSAGE_COLUMN_COUNT + 3,
		{
			MESSAGE_SHAPE(offsetof(struct target_row, message)),
			{ COLUMN_INT64, offsetof(struct target_row, versions) },
			{ COLUMN_INT64, offsetof(struct target_row, pins) },
			{ COLUMN_BOOL, offsetof(struct target_row, reacted) },
		}
	};
	/* message_id; message_pk, message_history_pk, pinned_message_pk, message_reaction_pk */
	struct reading *r = reading_new(
		read,
		"SELECT " MESSAGE_COLUMNS(
			"m",
			"root") ", "
				"(SELECT COUNT(*) FROM message_history h WHERE "
				"h.room_id = m.room_id AND h.seq = m.seq), "
				"(SELECT COUNT(*) FROM pinned_message p WHERE "
				"p.room_id = m.room_id), "
				"(SELECT COUNT(*) FROM message_reaction x WHERE "
				"x.room_id = m.room_id AND x.seq = m.seq AND "
				"x.emoji = ? AND x.user_id = ?) "
				"FROM message m " MESSAGE_ROOT_JOIN(
					"m",
					"root") "WHERE m.id = ? AND " READER_IN_ROOM("m.room_id"),
		&shape);
	reading_text(r, emoji);
	reading_int(r, user_id);
	reading_int(r, message_id);
	reading_int(r, user_id);
	reading_start(a, r);
}

void messages_versions(struct archive *a, struct read read, int64_t room_id, int64_t seq)
{
	static const struct shape shape = {
		sizeof(struct version_row),
		3,
		{
			{ COLUMN_TEXT, offsetof(struct version_row, content) },
			{ COLUMN_TEXT, offsetof(struct version_row, tags) },
			{ COLUMN_INT64, offsetof(struct version_row, until_ms) },
		}
	};
	/* message_history_pk */
	struct reading *r = reading_new(read,
					"SELECT content, tags, until_ms FROM message_history "
					"WHERE room_id = ? AND seq = ? ORDER BY version LIMIT 200",
					&shape);
	reading_int(r, room_id);
	reading_int(r, seq);
	reading_start(a, r);
}

void messages_pinned(struct archive *a, struct read read, int64_t room_id, int64_t reader_id)
{
	/* pinned_message_pk; message_pk */
	struct reading *r = reading_new(
		read,
		MESSAGES_FROM("pinned_message p STRAIGHT_JOIN message m ON m.room_id = "
			      "p.room_id "
			      "AND m.seq = p.seq") "WHERE p.room_id = ? "
						   "AND " READER_IN_ROOM("p.room_id") " ORD"
										      "ER "
										      "BY "
										      "p."
										      "at_"
										      "ms "
										      "DESC"
										      ", "
										      "p."
										      "seq "
										      "DESC"
										      " LIM"
										      "IT "
										      "100",
		&message_shape);
	reading_int(r, room_id);
	reading_int(r, reader_id);
	reading_start(a, r);
}

void messages_threads(struct archive *a, struct read read, const struct threads_page *page)
{
	/* thread_last, backwards; message_pk */
	struct reading *r = reading_new(
		read,
		MESSAGES_FROM(
			"thread t STRAIGHT_JOIN message m ON m.room_id = t.room_id AND m.seq "
			"= t.root_seq") "WHERE t.room_id = ? AND " READER_IN_ROOM("t.room_id") " AN"
											       "D "
											       "t."
											       "las"
											       "t_"
											       "rep"
											       "ly_"
											       "ms "
											       "< "
											       "? "
											       "ORD"
											       "ER "
											       "BY "
											       "t."
											       "las"
											       "t_"
											       "rep"
											       "ly_"
											       "ms "
											       "DES"
											       "C, "
											       "t."
											       "roo"
											       "t_"
											       "seq"
											       " DE"
											       "SC "
											       "LIM"
											       "IT "
											       "?",
		&message_shape);
	reading_int(r, page->room_id);
	reading_int(r, page->reader_id);
	reading_int(r, page->before_ms);
	reading_int(r, page->limit);
	reading_start(a, r);
}
