/* A member's own state in a room: the read position. It lives in the person's private stream, so
 * that a badge clears everywhere. */
#include "archive/messages.h"
#include "archive/statements.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/change.h"
#include "chat/chat.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"
#include "protocol/outputs.gen.h"

struct reading {
	struct request *r;
	int64_t room_id;
	int64_t seq;
	int64_t number;
	int64_t messages;
	struct write write;
};

static void member_read_counted(void *owner, enum error e, void *rows, size_t count);
static void member_read_stored(void *owner, enum error e, struct write *w);

void member_read(struct request *r, const struct member_read_input *in)
{
	const struct room_state *room = room_state_find(in->room_id);
	if (!room || !member_in_room(in->room_id, r->user_id)) {
		request_fail(r, ERROR_NOT_MEMBER);
		return;
	}
	struct reading *reading = arena_take(r->arena, sizeof(*reading));
	reading->r = r;
	reading->room_id = in->room_id;
	reading->seq = in->seq < room->seq ? in->seq : room->seq;
	reading->messages = room->messages;
	struct position position = { in->room_id, r->user_id, reading->seq };
	struct read read = { r->arena, member_read_counted, reading };
	messages_position(chat()->archive, read, &position);
}

static void member_read_reply(struct reading *reading)
{
	int64_t unread = reading->messages - reading->number;
	struct member_read_reply reply = {
		.room_id = reading->room_id,
		.read_seq = reading->seq,
		.unread = unread > 0 ? unread : 0,
	};
	member_read_answer(reading->r, &reply);
}

static void member_read_counted(void *owner, enum error e, void *rows, size_t count)
{
	struct reading *reading = owner;
	const struct position_row *position = rows;
	if (e || count == 0) {
		request_fail(reading->r, e ? e : ERROR_NOT_MEMBER);
		return;
	}
	reading->number = position->number;
	if (position->read_seq >= reading->seq) {
		reading->seq = position->read_seq;
		reading->number = position->read_number;
		member_read_reply(reading);
		return;
	}
	int64_t user_id = reading->r->user_id;
	struct change *moved = write_change(&reading->write, -user_id, CHANGE_READ_MOVED, user_id,
					    reading->room_id);
	moved->at_ms = clock_wall_ms();
	const struct new_position moved_to = { reading->room_id, user_id, reading->seq,
					       reading->number };
	write_read_position(&reading->write, reading->r->arena, &moved_to);
	reading->write.done = member_read_stored;
	reading->write.owner = reading;
	archive_write(chat()->archive, &reading->write);
}

/* ERROR_CONFLICT: another session moved it further meanwhile; that is what was asked for. */
static void member_read_stored(void *owner, enum error e, struct write *w)
{
	struct reading *reading = owner;
	if (e && e != ERROR_CONFLICT) {
		request_fail(reading->r, e);
		return;
	}
	if (!e) {
		struct change_row row = change_row_of(&w->changes[0]);
		row.read_seq = reading->seq;
		row.read_number = reading->number;
		row.messages = reading->messages;
		change_publish(&row, w->changes[0].epoch);
	}
	member_read_reply(reading);
}
