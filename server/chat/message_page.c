/* Pages of messages: loaded by place, by thread or by ids. */
#include "chat/message_page.h"

#include "archive/messages.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/request.h"

/* ---- what fits ---- */

/* About what a message takes in an answer, with the names of its fields. */
static size_t view_bytes(const struct message_row *row)
{
	enum { FIELDS = 400 };
	return FIELDS + answer_text_bytes(row->content) + row->tags.size + row->reactions.size;
}

static struct message_window window_of(struct arena *arena, const struct message_row *rows,
				       size_t first, size_t last)
{
	struct message_view *views = arena_take(arena, (last - first + 1) * sizeof(*views));
	for (size_t i = first; i < last; i++)
		views[i - first] = message_view_of(&rows[i]);
	return (struct message_window){ .views = views, .count = last - first, .first = first };
}

struct message_window message_window_around(struct arena *arena, const struct message_row *rows,
					    size_t count, const struct message_sides *wanted)
{
	size_t first = wanted->pivot;
	size_t last = wanted->pivot;
	bool newer_turn = true;
	for (size_t bytes = 0; bytes < answer_bytes_max(); newer_turn = !newer_turn) {
		bool newer = first > 0 && wanted->pivot - first < wanted->newer;
		bool older = last < count && last - wanted->pivot < wanted->older;
		if (!newer && !older)
			break;
		bool take_newer = newer && (newer_turn || !older);
		bytes += view_bytes(&rows[take_newer ? --first : last++]);
	}
	return window_of(arena, rows, first, last);
}

struct message_window message_window_of(struct arena *arena, const struct message_row *rows,
					size_t count)
{
	struct message_window w = message_window_around(arena, rows, count,
							&(struct message_sides){ .older = count });
	int64_t *rest = arena_take(arena, (count - w.count + 1) * sizeof(*rest));
	for (size_t i = w.count; i < count; i++)
		rest[w.rest_count++] = rows[i].id;
	w.rest = rest;
	return w;
}

/* ---- loadMessages ---- */

struct paging {
	struct request *r;
	const struct message_load_input *in;
	int64_t ids[2];
	size_t id_count;
	struct message_page page;
	struct message_sides wanted;
};

static void message_load_found(void *owner, enum error e, void *rows, size_t count);
static void message_load_page(struct paging *p);
static void message_load_read(void *owner, enum error e, void *rows, size_t count);

void message_load(struct request *r, const struct message_load_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	if (in->has_before + in->has_after + in->has_around > 1) {
		request_fail_text(r, ERROR_INVALID,
				  "Only one of before, after and around can be given.");
		return;
	}
	struct paging *p = arena_take(r->arena, sizeof(*p));
	p->r = r;
	p->in = in;
	p->page = (struct message_page){ .room_id = in->room_id,
					 .reader_id = r->user_id,
					 .pivot = INT64_MAX };
	if (in->has_thread_id)
		p->ids[p->id_count++] = in->thread_id;
	if (in->has_around)
		p->ids[p->id_count++] = in->around;
	if (p->id_count == 0) {
		message_load_page(p);
		return;
	}
	struct read read = { r->arena, message_load_found, p };
	const struct message_ids wanted = { in->room_id, r->user_id, p->ids, p->id_count };
	messages_by_ids(chat()->archive, read, &wanted);
}

static const struct message_row *row_with_id(const struct message_row *rows, size_t count,
					     int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

static void message_load_found(void *owner, enum error e, void *rows, size_t count)
{
	struct paging *p = owner;
	const struct message_load_input *in = p->in;
	const struct message_row *root = row_with_id(rows, count, in->thread_id);
	const struct message_row *pivot = row_with_id(rows, count, in->around);
	if (e || (in->has_thread_id && !root) || (in->has_around && !pivot)) {
		request_fail(p->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	if (in->has_thread_id)
		p->page.root_seq = root->parent_id ? root->parent_seq : root->seq;
	if (in->has_around)
		p->page.pivot = pivot->seq;
	message_load_page(p);
}

/* One more than is wanted on each side tells whether there is more. */
static void message_load_page(struct paging *p)
{
	const struct message_load_input *in = p->in;
	size_t count = (size_t)in->count;
	p->wanted.older = in->has_after ? 0 : in->has_around ? count / 2 : count;
	p->wanted.newer = in->has_after ? count : in->has_around ? count - count / 2 : 0;
	if (in->has_before)
		p->page.pivot = in->before;
	if (in->has_after)
		p->page.pivot = in->after + 1;
	p->page.older = (int64_t)p->wanted.older + 1;
	p->page.newer = (int64_t)p->wanted.newer + 1;
	struct read read = { p->r->arena, message_load_read, p };
	messages_page(chat()->archive, read, &p->page);
}

static void message_load_read(void *owner, enum error e, void *rows, size_t count)
{
	struct paging *p = owner;
	const struct message_row *stored = rows;
	if (e) {
		request_fail(p->r, e);
		return;
	}
	while (p->wanted.pivot < count && stored[p->wanted.pivot].seq >= p->page.pivot)
		p->wanted.pivot++;
	struct message_window w = message_window_around(p->r->arena, stored, count, &p->wanted);
	struct message_load_reply reply = {
		.content = w.views,
		.content_count = w.count,
		.at_start = w.first + w.count == count,
		.at_end = w.first == 0,
	};
	message_load_answer(p->r, &reply);
}

/* ---- loadMessagesByIds ---- */

static void message_find_read(void *owner, enum error e, void *rows, size_t count);

void message_find(struct request *r, const struct message_find_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct read read = { r->arena, message_find_read, r };
	const struct message_ids wanted = { in->room_id, r->user_id, in->message_ids,
					    in->message_ids_count };
	messages_by_ids(chat()->archive, read, &wanted);
}

static void message_find_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	struct message_window w = message_window_of(r->arena, rows, count);
	struct message_find_reply reply = { .content = w.views,
					    .content_count = w.count,
					    .rest = w.rest,
					    .rest_count = w.rest_count };
	message_find_answer(r, &reply);
}
