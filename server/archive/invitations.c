/* Invitations and one-time links. */
#include "archive/accounts.h"
#include "archive/reader.h"
#include "base/check.h"
#include "base/states.h"
#include "base/text.h"

/* An invitation as it is read: its rooms come as one text of numbers. */
struct stored_invitation {
	struct invitation_row row;
	struct slice rooms;
};

enum { INVITATION_ROOMS_MAX = 32 };

static const struct shape invitation_shape = {
	sizeof(struct stored_invitation),
	9,
	{
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.invitation_id) },
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.creator_id) },
		{ COLUMN_TEXT, offsetof(struct stored_invitation, row.creator_name) },
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.created_ms) },
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.expires_ms) },
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.uses) },
		{ COLUMN_INT64, offsetof(struct stored_invitation, row.max_uses) },
		{ COLUMN_BOOL, offsetof(struct stored_invitation, row.guest) },
		{ COLUMN_TEXT, offsetof(struct stored_invitation, rooms) },
	}
};

/* user_pk for the name, invitation_room_pk, room_pk and room_member_pk for the rooms that are still
 * there and in which its maker still is (≤ 32 ids: below MySQL's group_concat_max_len of 1024). */
#define INVITATION_COLUMNS                                                                         \
	"SELECT i.id, i.creator_id, u.display_name, i.created_ms, i.expires_ms, i.uses, "          \
	"i.max_uses, i.guest, "                                                                    \
	"(SELECT GROUP_CONCAT(r.room_id ORDER BY r.room_id SEPARATOR ' ') FROM invitation_room r " \
	"JOIN room q ON q.id = r.room_id AND NOT q.disabled AND q.group_id IS NOT NULL "           \
	"WHERE r.invitation_id = i.id AND (i.creator_id IS NULL OR EXISTS (SELECT 1 FROM "         \
	"room_member m WHERE m.room_id = q.id AND m.user_id = i.creator_id AND NOT "               \
	"m.suspended))) "                                                                          \
	"FROM invitation i LEFT JOIN user u ON u.id = i.creator_id "

/* Not those of somebody who could not make one now. */
#define INVITATION_WORKS                                                                  \
	"NOT i.revoked AND i.expires_ms > ? AND (i.max_uses = 0 OR i.uses < i.max_uses) " \
	"AND (i.creator_id IS NULL OR (u.state = ? AND u.role <> ?)) "

static size_t read_numbers(struct slice text, int64_t *out, size_t maximum)
{
	size_t count = 0;
	while (text.size > 0 && count < maximum) {
		const char *space = memchr(text.data, ' ', text.size);
		size_t size = space ? (size_t)(space - text.data) : text.size;
		if (text_to_int((struct slice){ text.data, size }, 1, INT64_MAX, &out[count]))
			count++;
		size_t used = space ? size + 1 : size;
		text = (struct slice){ text.data + used, text.size - used };
	}
	return count;
}

static enum error read_rooms(struct reading *r, struct rows *rows)
{
	const struct stored_invitation *stored = rows->rows;
	struct invitation_row *out = arena_take(r->read.arena, (rows->count + 1) * sizeof(*out));
	for (size_t i = 0; i < rows->count; i++) {
		int64_t *ids = arena_take(r->read.arena, INVITATION_ROOMS_MAX * sizeof(*ids));
		out[i] = stored[i].row;
		out[i].room_ids = ids;
		out[i].room_count = read_numbers(stored[i].rooms, ids, INVITATION_ROOMS_MAX);
	}
	rows->rows = out;
	return ERROR_OK;
}

void invitations_by_token(struct archive *a, struct read read, struct slice token_hash,
			  int64_t now_ms)
{
	/* invitation_token */
	struct reading *r =
		reading_new(read, INVITATION_COLUMNS "WHERE i.token_hash = ? AND " INVITATION_WORKS,
			    &invitation_shape);
	reading_bytes(r, token_hash);
	reading_int(r, now_ms);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_int(r, ROLE_GUEST);
	r->rework = read_rooms;
	reading_start(a, r);
}

void invitations_of(struct archive *a, struct read read, int64_t creator_id, int64_t now_ms)
{
	/* invitation_creator for one person's; ids are leased to workers and say nothing about
	 * time */
	const char *sql =
		creator_id == 0 ? INVITATION_COLUMNS
			"WHERE " INVITATION_WORKS "ORDER BY i.created_ms DESC, i.id DESC LIMIT 200"
				: INVITATION_COLUMNS
			"WHERE " INVITATION_WORKS
			"AND i.creator_id = ? ORDER BY i.created_ms DESC, i.id DESC LIMIT 200";
	struct reading *r = reading_new(read, sql, &invitation_shape);
	reading_int(r, now_ms);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_int(r, ROLE_GUEST);
	if (creator_id != 0)
		reading_int(r, creator_id);
	r->rework = read_rooms;
	reading_start(a, r);
}

void links_by_token(struct archive *a, struct read read, struct slice token_hash, int64_t now_ms)
{
	static const struct shape shape = {
		sizeof(struct link_row),
		4,
		{
			{ COLUMN_INT, offsetof(struct link_row, kind) },
			{ COLUMN_INT64, offsetof(struct link_row, user_id) },
			{ COLUMN_TEXT, offsetof(struct link_row, user_name) },
			{ COLUMN_INT64, offsetof(struct link_row, expires_ms) },
		}
	};
	/* link_pk, user_pk */
	struct reading *r =
		reading_new(read,
			    "SELECT l.kind, l.user_id, u.name, l.expires_ms "
			    "FROM link l LEFT JOIN user u ON u.id = l.user_id "
			    "WHERE l.token_hash = ? AND (l.expires_ms = 0 OR l.expires_ms > ?)",
			    &shape);
	reading_bytes(r, token_hash);
	reading_int(r, now_ms);
	reading_start(a, r);
}
