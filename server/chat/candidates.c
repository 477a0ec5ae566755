/* Who may come into a room. */
#include "chat/candidates.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/states.h"
#include "chat/chat.h"

/* So many of those who cannot come are named. */
enum { OBJECTIONS_NAMED = 10 };

static void candidates_found(void *owner, enum error e, void *rows, size_t count);

static int compare_ids(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

/* Each once, ascending, without the one who asks. */
static void take_distinct(struct candidates *c)
{
	c->ids = arena_take(c->r->arena, (c->named_count + 1) * sizeof(*c->ids));
	memcpy(c->ids, c->named, c->named_count * sizeof(*c->ids));
	if (c->named_count > 1)
		qsort(c->ids, c->named_count, sizeof(*c->ids), compare_ids);
	c->count = 0;
	for (size_t i = 0; i < c->named_count; i++) {
		int64_t id = c->ids[i];
		bool again = c->count > 0 && c->ids[c->count - 1] == id;
		if (!again && id != c->r->user_id)
			c->ids[c->count++] = id;
	}
}

void candidates_admit(struct candidates *c)
{
	int64_t people_max = chat()->config->room_people_max;
	take_distinct(c);
	if ((int64_t)c->count > people_max) {
		request_fail_text(c->r, ERROR_LIMIT_REACHED, "users: at most %lld at once",
				  (long long)people_max);
		return;
	}
	if (c->count == 0) {
		c->next(c->owner);
		return;
	}
	const struct candidacy candidacy = { c->r->user_id, c->room_id, c->main_id, c->ids,
					     c->count };
	struct read read = { c->r->arena, candidates_found, c };
	members_candidates(chat()->archive, read, &candidacy);
}

/* NULL: nothing speaks against it. */
static const char *objection(const struct candidates *c, const struct candidate_row *row)
{
	/* Service accounts are strangers to nobody, and talk with everybody. */
	bool stranger = c->direct && c->r->role == ROLE_GUEST && row && !row->known && !row->bot;
	if (!row || stranger)
		return "unknown";
	if (row->state == ACCOUNT_DISABLED)
		return "disabled";
	if (row->state != ACCOUNT_ACTIVE)
		return "not let in yet";
	if (row->bot && !c->direct)
		return "a service account";
	if (c->main_id && !row->in_group && row->role != ROLE_GUEST)
		return "not in the group";
	if (row->bot)
		return NULL;
	return row->rooms >= chat()->config->rooms_per_user_max ? "in too many rooms" : NULL;
}

static const struct candidate_row *row_of(const struct candidate_row *rows, size_t count,
					  int64_t user_id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].user_id == user_id)
			return &rows[i];
	return NULL;
}

static void name_objection(struct buffer *text, size_t named, int64_t user_id, const char *why)
{
	if (named < OBJECTIONS_NAMED)
		buffer_format(text, "%s%lld is %s", named ? ", " : "users: ", (long long)user_id,
			      why);
	else if (named == OBJECTIONS_NAMED)
		buffer_append_text(text, ", …");
}

/* Keeps those who are to come; returns how many cannot, named in `text`. */
static size_t sort_out(struct candidates *c, const struct candidate_row *rows, size_t count,
		       struct buffer *text)
{
	size_t admitted = 0;
	size_t refused = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct candidate_row *row = row_of(rows, count, c->ids[i]);
		if (row && row->in_room)
			continue;
		const char *why = objection(c, row);
		if (why)
			name_objection(text, refused++, c->ids[i], why);
		else
			c->ids[admitted++] = c->ids[i];
	}
	c->count = admitted;
	return refused;
}

static void candidates_found(void *owner, enum error e, void *rows, size_t count)
{
	struct candidates *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	struct buffer text = { 0 };
	size_t refused = sort_out(c, rows, count, &text);
	if (refused > 0)
		request_fail_text(c->r, ERROR_INVALID, "%.*s", (int)text.size, text.data);
	buffer_clear(&text);
	if (refused == 0)
		c->next(c->owner);
}
