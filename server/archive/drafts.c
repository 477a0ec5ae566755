/* Texts that were not sent yet. */
#include "archive/drafts.h"

#include "archive/reader.h"

#define DRAFT_AT(member) offsetof(struct draft, member)
#define PLACE_AT(member) offsetof(struct draft_place_row, member)

void drafts_place(struct archive *a, struct read read, const struct draft *place)
{
	static const struct shape shape = {
		sizeof(struct draft_place_row),
		3,
		{
			{ COLUMN_BOOL, PLACE_AT(is_there) },
			{ COLUMN_INT64, PLACE_AT(other_count) },
			{ COLUMN_INT64, PLACE_AT(other_bytes) },
		},
	};
	/* draft_pk */
	struct reading *r = reading_new(
		read,
		"SELECT COALESCE(MAX(room_id = ? AND thread_id = ?), FALSE), "
		"COALESCE(SUM(NOT (room_id = ? AND thread_id = ?)), 0), "
		"COALESCE(SUM(IF(room_id = ? AND thread_id = ?, 0, LENGTH(content))), 0) "
		"FROM draft WHERE user_id = ?",
		&shape);
	for (int i = 0; i < 3; i++) {
		reading_int(r, place->room_id);
		reading_int(r, place->thread_id);
	}
	reading_int(r, place->user_id);
	reading_start(a, r);
}

void drafts_of(struct archive *a, struct read read, int64_t user_id)
{
	static const struct shape shape = { sizeof(struct draft),
					    5,
					    {
						    { COLUMN_INT64, DRAFT_AT(user_id) },
						    { COLUMN_INT64, DRAFT_AT(room_id) },
						    { COLUMN_INT64, DRAFT_AT(thread_id) },
						    { COLUMN_TEXT, DRAFT_AT(content) },
						    { COLUMN_INT64, DRAFT_AT(at_ms) },
					    } };
	/* draft_pk, room_member_pk, room_pk */
	struct reading *r = reading_new(
		read,
		"SELECT d.user_id, d.room_id, d.thread_id, d.content, d.at_ms FROM draft d "
		"JOIN room_member m ON m.room_id = d.room_id AND m.user_id = d.user_id AND NOT "
		"m.suspended JOIN room r ON r.id = d.room_id AND NOT r.disabled "
		"WHERE d.user_id = ? ORDER BY d.at_ms DESC, d.room_id, d.thread_id LIMIT ?",
		&shape);
	reading_int(r, user_id);
	reading_int(r, DRAFTS_MAX);
	reading_start(a, r);
}
