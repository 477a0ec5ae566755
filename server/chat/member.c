/* How far one has read. It lives in the person's private stream, so that a badge clears everywhere;
 * others are told by chat/receipts.c. Of moves that meet, the last one wins: each takes its place
 * in the private stream, and one that was overtaken tells what is true now. */
#include "archive/positions.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/receipts.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

/* What is told of a position. */
struct told {
	int64_t room_id;
	int64_t read_seq;
	int64_t unread;
	int64_t mentions;
	int64_t counted_seq;
};

struct reading {
	struct request *r;
	bool back;
	struct read_position position; /* as wanted; counted_seq is the room's when it was asked */
	int64_t messages;              /* of the room then */
	const struct read_position_row *row;
	struct write write;
};

static void position_found(void *owner, enum error e, void *rows, size_t count);
static void position_moved(void *owner, enum error e, struct write *w);
static void position_read_again(void *owner, enum error e, void *rows, size_t count);

static void move(struct request *r, int64_t room_id, int64_t seq, bool back)
{
	const struct room_state *room = room_state_find(room_id);
	if (!room || !member_in_room(room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct reading *reading = arena_take(r->arena, sizeof(*reading));
	reading->r = r;
	reading->back = back;
	reading->messages = room->messages;
	reading->position = (struct read_position){
		.room_id = room_id,
		.user_id = r->user_id,
		.seq = seq,
		.counted_seq = room->seq,
	};
	struct read read = { r->arena, position_found, reading };
	positions_of(chat()->archive, read, &reading->position);
}

void member_read(struct request *r, const struct member_read_input *in)
{
	move(r, in->room_id, in->seq, false);
}

void member_unread(struct request *r, const struct member_unread_input *in)
{
	move(r, in->room_id, in->seq - 1, true);
}

static void reply(const struct reading *reading, const struct told *told)
{
	struct member_read_reply read = {
		.room_id = told->room_id,
		.read_seq = told->read_seq,
		.unread = told->unread,
		.mentions = told->mentions,
		.counted_seq = told->counted_seq,
	};
	struct member_unread_reply unread = {
		.room_id = told->room_id,
		.read_seq = told->read_seq,
		.unread = told->unread,
		.mentions = told->mentions,
		.counted_seq = told->counted_seq,
	};
	if (reading->back)
		member_unread_answer(reading->r, &unread);
	else
		member_read_answer(reading->r, &read);
}

static int64_t unread_of(int64_t messages, int64_t number)
{
	return messages > number ? messages - number : 0;
}

/* Where the person is, or is to be. */
static struct told told_of(const struct reading *reading, bool moved)
{
	const struct read_position_row *row = reading->row;
	const struct read_position *to = &reading->position;
	const int64_t read_seq = moved ? to->seq : row->read_seq;
	return (struct told){
		.room_id = to->room_id,
		.read_seq = read_seq,
		.unread = unread_of(reading->messages, moved ? row->number : row->read_number),
		.mentions = moved ? row->wanted_mentions : row->current_mentions,
		.counted_seq = read_seq > to->counted_seq ? read_seq : to->counted_seq,
	};
}

/* No further than there is anything. This worker's room may not have come yet to what the person
 * was told is stored. */
static void limit(struct read_position *to, const struct read_position_row *row)
{
	const int64_t known = row->last_seq > to->counted_seq ? row->last_seq : to->counted_seq;
	if (to->seq > known)
		to->seq = known;
}

static void position_found(void *owner, enum error e, void *rows, size_t count)
{
	struct reading *reading = owner;
	if (e || count == 0) {
		request_fail(reading->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	reading->row = rows;
	struct read_position *to = &reading->position;
	limit(to, reading->row);
	const bool there = reading->back ? to->seq >= reading->row->read_seq
					 : to->seq <= reading->row->read_seq;
	if (there) {
		const struct told told = told_of(reading, false);
		reply(reading, &told);
		return;
	}
	struct change *change = write_change(&reading->write, -to->user_id, CHANGE_READ_MOVED,
					     to->user_id, to->room_id);
	change->at_ms = clock_wall_ms();
	const struct new_read_position moved = { to->room_id, to->user_id, to->seq,
						 reading->row->number };
	if (reading->back)
		write_position_back(&reading->write, reading->r->arena, &moved);
	else
		write_position_forward(&reading->write, reading->r->arena, &moved);
	reading->write.done = position_moved;
	reading->write.owner = reading;
	archive_write(chat()->archive, &reading->write);
}

static void publish(const struct change *change, const struct told *told)
{
	struct change_row row = change_row_of(change);
	row.read_seq = told->read_seq;
	row.messages = told->unread; /* above read_number 0 */
	row.mentions = told->mentions;
	row.room_seq = told->counted_seq;
	change_publish(&row, change->epoch);
}

static void position_moved(void *owner, enum error e, struct write *w)
{
	struct reading *reading = owner;
	const struct change *change = &w->changes[0];
	if (e) {
		request_fail(reading->r, e);
		return;
	}
	if (w->statements[0].affected == 0) {
		struct read read = { reading->r->arena, position_read_again, reading };
		streams_changes(chat()->archive, read, change->stream_id, change->seq - 1, 1);
		return;
	}
	const struct told told = told_of(reading, true);
	publish(change, &told);
	if (!reading->back && reading->row->show_read)
		receipts_add(told.room_id, reading->position.user_id, told.read_seq);
	reply(reading, &told);
}

/* Another session moved it meanwhile, or the person is no member any more. */
static void position_read_again(void *owner, enum error e, void *rows, size_t count)
{
	struct reading *reading = owner;
	const struct change_row *row = rows;
	if (e || count == 0) {
		request_fail(reading->r, e ? e : ERROR_INTERNAL);
		return;
	}
	change_publish(row, reading->write.changes[0].epoch);
	const struct told told = {
		.room_id = reading->position.room_id,
		.read_seq = row->read_seq,
		.unread = unread_of(row->messages, row->read_number),
		.mentions = row->mentions,
		.counted_seq = row->room_seq,
	};
	reply(reading, &told);
}

/* ---- others ---- */

struct asking {
	struct request *r;
	int64_t room_id;
};

static void readers_found(void *owner, enum error e, void *rows, size_t count);

void member_readers(struct request *r, const struct member_readers_input *in)
{
	if (!member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct asking *asking = arena_take(r->arena, sizeof(*asking));
	*asking = (struct asking){ r, in->room_id };
	struct read read = { r->arena, readers_found, asking };
	positions_of_others(chat()->archive, read, in->room_id, r->user_id,
			    in->has_after ? in->after : 0);
}

static void readers_found(void *owner, enum error e, void *rows, size_t count)
{
	const struct asking *asking = owner;
	const struct room_state *room = room_state_find(asking->room_id);
	if (e || !room) {
		request_fail(asking->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	const struct reader_row *found = rows;
	struct reader *readers = arena_take(asking->r->arena, (count + 1) * sizeof(*readers));
	for (size_t i = 0; i < count; i++)
		readers[i] = (struct reader){ found[i].user_id, found[i].read_seq };
	struct member_readers_reply answer = {
		.room_id = asking->room_id,
		.readers = readers,
		.readers_count = count,
		.member_count = (int64_t)room->member_count,
	};
	member_readers_answer(asking->r, &answer);
}
