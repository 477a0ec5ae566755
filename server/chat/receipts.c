/* What members have read, on its way to the others. As with typing, nobody may get it whose removal
 * is committed: the room's head is read first and travels along, and a worker that has not
 * delivered that much waits until it has (gateway/readers.c). */
#include "chat/receipts.h"

#include <stdlib.h>

#include "archive/streams.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/table.h"
#include "chat/chat.h"
#include "chat/room_state.h"
#include "protocol/encode.gen.h"
#include "protocol/outputs.gen.h"

enum {
	GATHER_MS = 1000,
	MEMBERS_MAX = 500, /* of a room in which it is told at all */
	ROOMS_MAX = 1000,  /* in one question */
};

struct pending {
	struct reader readers[MEMBERS_MAX];
	size_t count;
};

/* One instance; empty while nothing waits. */
static struct {
	struct table *rooms; /* of struct pending */
	struct timer *timer;
} receipts;

/* A question about heads; it may be answered after receipts_close. */
struct asking {
	struct arena *arena;
};

static void heads_read(void *owner, enum error e, void *rows, size_t count);

static void ask(void *owner)
{
	(void)owner;
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *asking = arena_take(arena, sizeof(*asking));
	asking->arena = arena;
	int64_t *ids = arena_take(arena, ROOMS_MAX * sizeof(*ids));
	size_t count = 0;
	size_t position = 0;
	while (count < ROOMS_MAX && table_next(receipts.rooms, &position, &ids[count]))
		count++;
	struct read read = { arena, heads_read, asking };
	streams_heads(chat()->archive, read, ids, count);
}

static struct pending *pending_of(int64_t room_id)
{
	if (!receipts.rooms)
		receipts.rooms = table_new();
	struct pending *pending = table_get(receipts.rooms, room_id);
	if (pending)
		return pending;
	pending = memory_zero(1, sizeof(*pending));
	table_put(receipts.rooms, room_id, pending);
	return pending;
}

void receipts_add(int64_t room_id, int64_t user_id, int64_t seq)
{
	const struct room_state *room = room_state_find(room_id);
	if (!room || room->member_count > MEMBERS_MAX)
		return;
	struct pending *pending = pending_of(room_id);
	size_t i = 0;
	while (i < pending->count && pending->readers[i].user_id != user_id)
		i++;
	if (i == MEMBERS_MAX)
		return;
	pending->readers[i] = (struct reader){ user_id, seq };
	pending->count += i == pending->count;
	if (!receipts.timer)
		receipts.timer = timer_new(chat()->loop, ask, NULL);
	if (!timer_active(receipts.timer))
		timer_start(receipts.timer, GATHER_MS, 0);
}

static void forget(int64_t room_id)
{
	memory_free(table_remove(receipts.rooms, room_id));
}

/* Those who are still members, by what the head says. */
static void tell(const struct pending *pending, const struct head_row *head)
{
	struct reader readers[MEMBERS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < pending->count; i++) {
		if (member_in_room(head->stream_id, pending->readers[i].user_id))
			readers[count++] = pending->readers[i];
	}
	if (count == 0)
		return;
	const struct members_read_event event = {
		.room_id = head->stream_id,
		.readers = readers,
		.readers_count = count,
	};
	struct buffer json = { 0 };
	members_read_encode(&json, &event);
	const struct envelope envelope = {
		.kind = ENVELOPE_READ,
		.stream_id = head->stream_id,
		.seq = head->seq,
		.epoch = head->epoch,
		.except_worker = -1,
		.json = buffer_slice(&json),
	};
	bus_publish(chat()->bus, &envelope);
	buffer_clear(&json);
}

/* True once nothing has to be told of the room any more. */
static bool told(const struct head_row *head)
{
	const struct pending *pending = table_get(receipts.rooms, head->stream_id);
	const struct room_state *room = room_state_find(head->stream_id);
	if (!pending || !room)
		return true;
	/* A little behind: asked again in the next round. */
	if (room->seq < head->seq)
		return false;
	tell(pending, head);
	return true;
}

static void heads_read(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *asking = owner;
	const struct head_row *heads = rows;
	if (e)
		log_debug("receipts", "not told", "error=%s", error_code(e));
	for (size_t i = 0; receipts.rooms && !e && i < count; i++) {
		if (told(&heads[i]))
			forget(heads[i].stream_id);
	}
	arena_free(asking->arena);
	if (receipts.rooms && table_size(receipts.rooms) > 0)
		timer_start(receipts.timer, GATHER_MS, 0);
}

void receipts_close(void)
{
	size_t position = 0;
	struct pending *pending;
	while (receipts.rooms && (pending = table_next(receipts.rooms, &position, NULL)))
		memory_free(pending);
	if (receipts.rooms)
		table_free(receipts.rooms);
	if (receipts.timer)
		timer_free(receipts.timer);
	receipts.rooms = NULL;
	receipts.timer = NULL;
}
