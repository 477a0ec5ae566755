/* Catching up: what happened in streams after the positions that a client has. Streams are read one
 * after the other, until the answer is large enough: what does not fit is asked for again from the
 * seq that the answer names. At last the archive is asked whether the asker is still a member: this
 * worker may not have heard yet that they are not, and what was read may be of the time after. */
#include "archive/rooms.h"
#include "archive/streams.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/limits.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

enum { CHANGES_MAX = 500 };

struct catching_up {
	struct request *r;
	const struct stream_changes_get_input *in;
	int64_t *ids;
	struct stream_changes *answers;
	const struct head_row *heads;
	size_t next;
	size_t bytes;
	bool rooms_read; /* there are changes of rooms among the answers */
};

static void catching_up_heads(void *owner, enum error e, void *rows, size_t count);
static void catching_up_next(struct catching_up *c);
static void catching_up_read(void *owner, enum error e, void *rows, size_t count);
static void catching_up_checked(void *owner, enum error e, void *rows, size_t count);
static void catching_up_answer(struct catching_up *c);

/* The stream that a position names, 0 if the asker may not read it. */
static int64_t stream_of(const struct request *r, const struct stream_position *position)
{
	if (position->has_user_id)
		return position->user_id == r->user_id ? -r->user_id : 0;
	return member_in_room(position->room_id, r->user_id) ? position->room_id : 0;
}

void stream_changes_get(struct request *r, const struct stream_changes_get_input *in)
{
	struct catching_up *c = arena_take(r->arena, sizeof(*c));
	c->r = r;
	c->in = in;
	c->ids = arena_take(r->arena, (in->streams_count + 1) * sizeof(int64_t));
	c->answers = arena_take(r->arena, (in->streams_count + 1) * sizeof(struct stream_changes));
	for (size_t i = 0; i < in->streams_count; i++) {
		if (in->streams[i].has_room_id == in->streams[i].has_user_id) {
			request_fail_text(r, ERROR_INVALID,
					  "streams[%zu]: must name a room or a person", i);
			return;
		}
		c->ids[i] = stream_of(r, &in->streams[i]);
		if (!c->ids[i]) {
			request_fail(r, ERROR_NOT_MEMBER);
			return;
		}
	}
	struct read read = { r->arena, catching_up_heads, c };
	streams_heads(chat()->archive, read, c->ids, in->streams_count);
}

static void catching_up_heads(void *owner, enum error e, void *rows, size_t count)
{
	struct catching_up *c = owner;
	if (e || count != c->in->streams_count) {
		request_fail(c->r, e ? e : ERROR_INTERNAL);
		return;
	}
	c->heads = rows;
	catching_up_next(c);
}

/* Fills the part of the answer that needs no reading; true if changes must be read. */
static bool answer_begin(const struct head_row *head, const struct stream_position *position,
			 struct stream_changes *answer)
{
	*answer = (struct stream_changes){
		.has_room_id = position->has_room_id,
		.room_id = position->room_id,
		.has_user_id = position->has_user_id,
		.user_id = position->user_id,
		.changes = SLICE("[]"),
		.seq = position->after_seq,
		.head = head->seq,
		.epoch = head->epoch,
	};
	answer->resync = position->after_seq > head->seq ||
			 position->after_seq < head->oldest_change;
	if (answer->resync)
		answer->seq = head->seq;
	return !answer->resync && position->after_seq < head->seq;
}

static void catching_up_next(struct catching_up *c)
{
	for (; c->next < c->in->streams_count; c->next++) {
		size_t i = c->next;
		if (!answer_begin(&c->heads[i], &c->in->streams[i], &c->answers[i]) ||
		    c->bytes >= answer_bytes_max())
			continue;
		struct read read = { c->r->arena, catching_up_read, c };
		streams_changes(chat()->archive, read, c->ids[i], c->in->streams[i].after_seq,
				CHANGES_MAX);
		return;
	}
	if (!c->rooms_read) {
		catching_up_answer(c);
		return;
	}
	struct read read = { c->r->arena, catching_up_checked, c };
	members_present(chat()->archive, read, c->r->user_id, c->ids, c->in->streams_count);
}

static void catching_up_answer(struct catching_up *c)
{
	struct stream_changes_get_reply reply = { .streams = c->answers,
						  .streams_count = c->in->streams_count };
	stream_changes_get_answer(c->r, &reply);
}

static bool room_among(const struct room_member_row *rows, size_t count, int64_t room_id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].room_id == room_id)
			return true;
	return false;
}

/* Rooms that one is not in any more have had no changes; the private stream says why. */
static void catching_up_checked(void *owner, enum error e, void *rows, size_t count)
{
	struct catching_up *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	for (size_t i = 0; i < c->in->streams_count; i++) {
		if (c->ids[i] < 0 || room_among(rows, count, c->ids[i]))
			continue;
		struct stream_changes *answer = &c->answers[i];
		answer->changes = SLICE("[]");
		answer->resync = false;
		answer->seq = answer->head = c->in->streams[i].after_seq;
	}
	catching_up_answer(c);
}

/* The events of `rows` as a JSON array, as many as fit; returns how many. */
static size_t events_encode(struct catching_up *c, const struct change_row *rows, size_t count,
			    struct slice *json)
{
	struct buffer out = { 0 };
	size_t taken = 0;
	buffer_append_byte(&out, '[');
	for (; taken < count && c->bytes + out.size < answer_bytes_max(); taken++) {
		if (taken)
			buffer_append_byte(&out, ',');
		change_encode(&out, &rows[taken]);
	}
	buffer_append_byte(&out, ']');
	c->bytes += out.size;
	char *copy = arena_take(c->r->arena, out.size);
	memcpy(copy, out.data, out.size);
	*json = (struct slice){ copy, out.size };
	buffer_clear(&out);
	return taken;
}

static void catching_up_read(void *owner, enum error e, void *rows, size_t count)
{
	struct catching_up *c = owner;
	if (e) {
		request_fail(c->r, e);
		return;
	}
	struct stream_changes *answer = &c->answers[c->next];
	const struct change_row *changes = rows;
	if (count == 0 || changes[0].seq != answer->seq + 1) {
		/* The archive has forgotten what comes next. */
		answer->resync = true;
		answer->seq = answer->head;
	} else {
		size_t taken = events_encode(c, changes, count, &answer->changes);
		c->rooms_read |= c->ids[c->next] > 0;
		if (taken)
			answer->seq = changes[taken - 1].seq;
	}
	c->next++;
	catching_up_next(c);
}
