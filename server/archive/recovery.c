/* What was committed before: by client id (retries, duplicates, and messages whose COMMIT got no
 * answer), and by the writer's mark for everything else. The mark is read with a lock: if the old
 * transaction still lives in the server, that waits for its end. The look-up needs none: should the
 * old transaction commit after it, the write that is run again waits for its head and then meets
 * its sent_message. */
#include "archive/writer_private.h"
#include "base/check.h"
#include "base/states.h"

static void look_up_next(struct writer *w);

/* A message that was sent before. */
struct sent {
	int64_t room_id;
	int64_t sender_id;
	struct slice client_id;
	int64_t seq;
	int64_t at_ms;
	int64_t message_id;
	int64_t number;
	int64_t epoch;
};

static const struct sent *find_sent(const struct rows *rows, const struct change *c)
{
	const struct sent *sent = rows->rows;
	for (size_t i = 0; i < rows->count; i++)
		if (sent[i].room_id == c->stream_id && sent[i].sender_id == c->actor_id &&
		    slice_equal(sent[i].client_id, c->client_id))
			return &sent[i];
	return NULL;
}

/* Its own message when a COMMIT got no answer: then the other changes' numbers of that transaction
 * are right as well. */
static void take_sent(struct change *c, const struct sent *sent)
{
	c->repeated = sent->message_id != c->message_id;
	c->seq = sent->seq;
	c->at_ms = sent->at_ms;
	c->message_id = sent->message_id;
	c->number = sent->number;
	c->epoch = sent->epoch;
}

static void take_rows(struct writer *w, const struct rows *rows)
{
	for (size_t i = 0; i < w->key_count; i++) {
		struct change *c = w->keys[i]->change;
		const struct sent *sent = find_sent(rows, c);
		if (!sent)
			continue;
		take_sent(c, sent);
		w->batch.items[w->keys[i]->item].found++;
	}
}

static void on_sent(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (transaction_failed(w, r))
		return;
	take_rows(w, &r->rows);
	look_up_next(w);
}

static void on_looked_up(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (r->failed)
		writer_failed(w, FAILURE_LOST, r->code);
	else
		writer_looked_up(w);
}

static void collect_messages(struct writer *w)
{
	w->key_count = 0;
	for (; w->next < w->batch.placed_count && w->key_count < KEYS_MAX; w->next++)
		if (w->batch.placed[w->next].change->kind == CHANGE_MESSAGE)
			w->keys[w->key_count++] = &w->batch.placed[w->next];
}

static void look_up_next(struct writer *w)
{
	static const struct shape shape = {
		sizeof(struct sent),
		8,
		{
			{ COLUMN_INT64, offsetof(struct sent, room_id) },
			{ COLUMN_INT64, offsetof(struct sent, sender_id) },
			{ COLUMN_TEXT, offsetof(struct sent, client_id) },
			{ COLUMN_INT64, offsetof(struct sent, seq) },
			{ COLUMN_INT64, offsetof(struct sent, at_ms) },
			{ COLUMN_INT64, offsetof(struct sent, message_id) },
			{ COLUMN_INT64, offsetof(struct sent, number) },
			{ COLUMN_INT64, offsetof(struct sent, epoch) },
		}
	};
	collect_messages(w);
	if (w->key_count == 0) {
		/* Ends the transaction that the reading began. */
		transaction_roll_back(w, on_looked_up);
		return;
	}
	buffer_reset(&w->sql);
	/* sent_message_pk, message_pk, installation_pk */
	size_t terms = keys_text(
		&w->sql,
		"SELECT s.room_id, s.sender_id, s.client_id, s.seq, s.at_ms, m.id, m.number, "
		"i.epoch "
		"FROM sent_message s JOIN installation i ON i.id = 1 "
		"LEFT JOIN message m ON m.room_id = s.room_id AND m.seq = s.seq WHERE ",
		"(s.room_id = ? AND s.sender_id = ? AND s.client_id = ?)", "", w->key_count);
	for (size_t i = 0; i < terms; i++) {
		const struct change *c = w->keys[i < w->key_count ? i : w->key_count - 1]->change;
		writer_bind_number(w, i * 3, c->stream_id);
		writer_bind_number(w, i * 3 + 1, c->actor_id);
		writer_bind_bytes(w, i * 3 + 2, c->client_id, MYSQL_TYPE_BLOB);
	}
	struct query q = {
		.sql = w->sql.data, .parameters = w->binds, .shape = &shape, .arena = w->arena
	};
	writer_query(w, &q, on_sent);
}

void recovery_look_up(struct writer *w)
{
	for (size_t i = 0; i < w->batch.count; i++)
		w->batch.items[i].found = 0;
	batch_plan(&w->batch);
	w->next = 0;
	look_up_next(w);
}

/* ---- the mark ---- */

struct mark {
	int64_t number;
};

static void on_mark_released(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (r->failed)
		writer_failed(w, FAILURE_LOST, r->code);
	else
		writer_recovered(w, w->found > 0);
}

static void on_mark(void *owner, const struct result *r)
{
	struct writer *w = owner;
	if (transaction_failed(w, r))
		return;
	const struct mark *mark = r->rows.rows;
	w->found = r->rows.count > 0 && mark->number == w->number;
	transaction_roll_back(w, on_mark_released);
}

void recovery_read_mark(struct writer *w)
{
	static const struct shape shape = { sizeof(struct mark),
					    1,
					    { { COLUMN_INT64, offsetof(struct mark, number) } } };
	writer_bind_bytes(w, 0, (struct slice){ w->id, sizeof(w->id) }, MYSQL_TYPE_BLOB);
	/* writer_mark_pk */
	struct query q = {
		.sql = "SELECT batch FROM writer_mark WHERE writer_id = ? FOR UPDATE",
		.parameters = w->binds,
		.shape = &shape,
		.arena = w->arena,
	};
	writer_query(w, &q, on_mark);
}
