/* Unsent texts, kept for one's other sessions. The last one written wins. */
#include "archive/drafts.h"
#include "archive/messages.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct drafting {
	struct request *r;
	struct draft draft;
	struct write write;
};

static void thread_found(void *owner, enum error e, void *rows, size_t count);
static void place_ask(struct drafting *d);
static void place_found(void *owner, enum error e, void *rows, size_t count);
static void draft_stored(void *owner, enum error e, struct write *w);

void member_draft(struct request *r, const struct member_draft_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	if (in->content.size > (size_t)chat()->config->message_bytes_max) {
		request_fail_text(r, ERROR_TOO_LARGE, "content: must be at most %lld bytes",
				  (long long)chat()->config->message_bytes_max);
		return;
	}
	struct drafting *d = arena_take(r->arena, sizeof(*d));
	d->r = r;
	d->draft = (struct draft){
		.user_id = r->user_id,
		.room_id = in->room_id,
		.thread_id = in->has_thread_id ? in->thread_id : 0,
		.content = in->content,
		.at_ms = clock_wall_ms(),
	};
	if (d->draft.thread_id == 0 || in->content.size == 0) {
		place_ask(d);
		return;
	}
	struct read read = { r->arena, thread_found, d };
	const struct message_ids wanted = { in->room_id, r->user_id, &d->draft.thread_id, 1 };
	messages_by_ids(chat()->archive, read, &wanted);
}

static void thread_found(void *owner, enum error e, void *rows, size_t count)
{
	struct drafting *d = owner;
	const struct message_row *root = rows;
	if (e || count == 0 || root->parent_id) {
		request_fail(d->r, e ? e : ERROR_NOT_FOUND);
		return;
	}
	place_ask(d);
}

static void place_ask(struct drafting *d)
{
	struct read read = { d->r->arena, place_found, d };
	drafts_place(chat()->archive, read, &d->draft);
}

static void draft_reply(struct drafting *d)
{
	struct member_draft_reply reply = { .room_id = d->draft.room_id };
	member_draft_answer(d->r, &reply);
}

static bool fits(const struct drafting *d, const struct draft_place_row *place)
{
	const int64_t bytes = place->other_bytes + (int64_t)d->draft.content.size;
	return place->other_count < DRAFTS_MAX && bytes <= chat()->config->draft_bytes_max;
}

static void place_found(void *owner, enum error e, void *rows, size_t count)
{
	struct drafting *d = owner;
	const struct draft_place_row *place = rows;
	const bool empty = d->draft.content.size == 0;
	if (e || count == 0) {
		request_fail(d->r, e ? e : ERROR_INTERNAL);
		return;
	}
	if (empty && !place->is_there) {
		draft_reply(d);
		return;
	}
	if (!empty && !fits(d, place)) {
		request_fail_text(d->r, ERROR_LIMIT_REACHED, "These are too many drafts.");
		return;
	}
	/* The thread stands where others have who did it. */
	struct change *change = write_change(&d->write, -d->draft.user_id, CHANGE_DRAFT_CHANGED,
					     d->draft.thread_id, d->draft.room_id);
	change->at_ms = d->draft.at_ms;
	if (empty)
		write_draft_end(&d->write, d->r->arena, &d->draft);
	else
		write_draft(&d->write, d->r->arena, &d->draft);
	d->write.done = draft_stored;
	d->write.owner = d;
	archive_write(chat()->archive, &d->write);
}

static void draft_stored(void *owner, enum error e, struct write *w)
{
	struct drafting *d = owner;
	if (e) {
		request_fail(d->r, e);
		return;
	}
	struct change_row row = change_row_of(&w->changes[0]);
	row.draft = d->draft.content;
	change_publish(&row, w->changes[0].epoch);
	draft_reply(d);
}

/* ---- reading ---- */

static void drafts_found(void *owner, enum error e, void *rows, size_t count);

void member_drafts(struct request *r, const struct member_drafts_input *in)
{
	(void)in;
	struct read read = { r->arena, drafts_found, r };
	drafts_of(chat()->archive, read, r->user_id);
}

/* Those that do not fit into an answer any more are the oldest. */
static void drafts_found(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct draft *drafts = rows;
	struct draft_view *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	size_t taken = 0;
	size_t bytes = 0;
	for (; taken < count; taken++) {
		const struct draft *d = &drafts[taken];
		bytes += answer_text_bytes(d->content);
		if (bytes > answer_bytes_max())
			break;
		views[taken] = (struct draft_view){
			.room_id = d->room_id,
			.has_thread_id = d->thread_id != 0,
			.thread_id = d->thread_id,
			.content = d->content,
			.time_ms = d->at_ms,
		};
	}
	struct member_drafts_reply reply = { .drafts = views, .drafts_count = taken };
	member_drafts_answer(r, &reply);
}
