/* The first part of a transaction: all its streams are raised in one statement, in ascending order,
 * which locks them; then, under those locks, the memberships that must be read are read. Whoever
 * changes a membership raises the room's head as well, so what is read here holds until the commit.
 */
#include <stdlib.h>

#include "archive/writer_private.h"
#include "base/check.h"

static void check_members(struct writer *w);

const struct shape heads_shape = { sizeof(struct raised),
				   4,
				   {
					   { COLUMN_INT64, offsetof(struct raised, stream_id) },
					   { COLUMN_INT64, offsetof(struct raised, seq) },
					   { COLUMN_INT64, offsetof(struct raised, total) },
					   { COLUMN_INT64, offsetof(struct raised, epoch) },
				   } };

void heads_take(struct writer *w, const struct rows *rows)
{
	const struct raised *heads = rows->rows;
	ASSERT(rows->count == w->batch.stream_count);
	for (size_t i = 0; i < rows->count; i++) {
		struct raised *head = &w->batch.streams[i];
		ASSERT(heads[i].stream_id == head->stream_id);
		head->seq = heads[i].seq;
		head->total = heads[i].total;
		head->epoch = heads[i].epoch;
	}
}

static void fill_heads(struct writer *w)
{
	/* stream_head_pk, installation_pk */
	static const struct insert heads = {
		.into = "INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch)",
		.row = "(?, ?, ?, 0, (SELECT epoch FROM installation WHERE id = 1))",
		.after = " ON DUPLICATE KEY UPDATE seq = seq + VALUES(seq), messages = messages + "
			 "VALUES(messages), "
			 "epoch = VALUES(epoch)",
		.returning = " RETURNING stream_id, seq, messages, epoch",
		.columns = 3,
	};
	insert_begin(&w->rows, &heads);
	for (size_t i = 0; i < w->batch.stream_count; i++) {
		const struct raised *stream = &w->batch.streams[i];
		insert_number(&w->rows, 0, stream->stream_id);
		insert_number(&w->rows, 1, stream->changes);
		insert_number(&w->rows, 2, stream->messages);
		insert_end_row(&w->rows);
	}
}

static void on_heads_read(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (transaction_failed(w, r))
		return;
	heads_take(w, &r->rows);
	batch_assign(&w->batch);
	w->next = 0;
	check_members(w);
}

/* Without RETURNING: what we raised is locked by us, so reading it later gives the same. */
static void read_heads(struct writer *w)
{
	size_t count = w->batch.stream_count;
	buffer_reset(&w->sql);
	/* stream_head_pk */
	buffer_append_text(
		&w->sql,
		"SELECT stream_id, seq, messages, epoch FROM stream_head WHERE stream_id IN (");
	for (size_t i = 0; i < BATCH_STREAMS_MAX; i++) {
		buffer_append_text(&w->sql, i > 0 ? ", ?" : "?");
		writer_bind_number(w, i, w->batch.streams[i < count ? i : count - 1].stream_id);
	}
	buffer_append_text(&w->sql, ") ORDER BY stream_id FOR UPDATE");
	buffer_append_byte(&w->sql, '\0');
	struct query q = {
		.sql = w->sql.data, .parameters = w->binds, .shape = &heads_shape, .arena = w->arena
	};
	writer_query(w, &q, on_heads_read);
}

static void heads_raised(struct writer *w)
{
	if (!connection_dialect(w->connection)->arrays && w->batch.stream_count > 0) {
		read_heads(w);
		return;
	}
	batch_assign(&w->batch);
	w->next = 0;
	check_members(w);
}

void heads_raise(struct writer *w)
{
	batch_plan(&w->batch);
	fill_heads(w);
	transaction_send_rows(w, heads_raised);
}

/* ---- memberships ---- */

struct membership {
	int64_t room_id;
	int64_t user_id;
};

static bool is_member(const struct rows *rows, const struct change *c)
{
	const struct membership *members = rows->rows;
	for (size_t i = 0; i < rows->count; i++)
		if (members[i].room_id == c->stream_id && members[i].user_id == c->actor_id)
			return true;
	return false;
}

static int compare_raised(const void *a, const void *b)
{
	int64_t left = ((const struct raised *)a)->stream_id;
	int64_t right = ((const struct raised *)b)->stream_id;
	return (left > right) - (left < right);
}

/* True if something was committed to the stream that the change's maker did not know of. */
static bool is_guarded(const struct writer *w, const struct change *c)
{
	if (!c->check_member)
		return false;
	const struct raised key = { .stream_id = c->stream_id };
	const struct raised *head = bsearch(&key, w->batch.streams, w->batch.stream_count,
					    sizeof(key), compare_raised);
	return c->known_seq == 0 || head->seq - head->changes != c->known_seq;
}

static void on_members(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (transaction_failed(w, r))
		return;
	for (size_t i = w->guarded_first; i < w->next; i++) {
		const struct placed *p = &w->batch.placed[i];
		if (is_guarded(w, p->change) && !is_member(&r->rows, p->change)) {
			w->batch.items[p->item].verdict = ERROR_NOT_MEMBER;
			w->found++;
		}
	}
	check_members(w);
}

static bool key_collected(const struct writer *w, const struct change *c)
{
	for (size_t i = 0; i < w->key_count; i++)
		if (w->keys[i]->change->stream_id == c->stream_id &&
		    w->keys[i]->change->actor_id == c->actor_id)
			return true;
	return false;
}

/* The next memberships to be read, each once. */
static void collect_guards(struct writer *w)
{
	w->key_count = 0;
	w->guarded_first = w->next;
	for (; w->next < w->batch.placed_count && w->key_count < KEYS_MAX; w->next++) {
		const struct placed *p = &w->batch.placed[w->next];
		if (is_guarded(w, p->change) && !key_collected(w, p->change))
			w->keys[w->key_count++] = p;
	}
}

/* Under the heads' locks: whoever changes a membership raises the room's head as well, so it cannot
 * change any more. */
static void check_members(struct writer *w)
{
	static const struct shape shape = {
		sizeof(struct membership),
		2,
		{
			{ COLUMN_INT64, offsetof(struct membership, room_id) },
			{ COLUMN_INT64, offsetof(struct membership, user_id) },
		}
	};
	if (w->next == 0)
		w->found = 0;
	collect_guards(w);
	if (w->key_count == 0) {
		if (w->found > 0)
			transaction_refuse(w);
		else
			transaction_insert(w);
		return;
	}
	buffer_reset(&w->sql);
	/* room_member_pk */
	size_t terms = keys_text(
		&w->sql, "SELECT room_id, user_id FROM room_member WHERE NOT suspended AND (",
		"(room_id = ? AND user_id = ?)", ")", w->key_count);
	for (size_t i = 0; i < terms; i++) {
		const struct change *c = w->keys[i < w->key_count ? i : w->key_count - 1]->change;
		writer_bind_number(w, i * 2, c->stream_id);
		writer_bind_number(w, i * 2 + 1, c->actor_id);
	}
	struct query q = {
		.sql = w->sql.data, .parameters = w->binds, .shape = &shape, .arena = w->arena
	};
	writer_query(w, &q, on_members);
}
