/* What fits into a batch, and the numbering in it; without a database. */
#include "archive/batch.h"

#include <stdio.h>

#include "base/states.h"
#include "unit/harness.h"

enum { WRITES = 600 };

static struct batch batch;
static struct write writes[WRITES];
static char client_ids[WRITES][16];

static struct write *message(int index, int64_t room_id)
{
	struct write *w = &writes[index];
	*w = (struct write){ 0 };
	struct change *c = write_change(w, room_id, CHANGE_MESSAGE, 7, 0);
	c->client_id = (struct slice){ client_ids[index],
				       (size_t)snprintf(client_ids[index],
							sizeof(client_ids[index]), "%d", index) };
	c->content = SLICE("text");
	return w;
}

static struct write *other(int index, int64_t stream_id)
{
	writes[index] = (struct write){ 0 };
	write_change(&writes[index], stream_id, CHANGE_MEMBER_LEFT, 7, 7);
	return &writes[index];
}

static int added(void)
{
	int count = 0;
	while (count < WRITES && batch_add(&batch, &writes[count], 0))
		count++;
	return count;
}

TEST(changes_are_limited)
{
	batch_reset(&batch);
	for (int i = 0; i < WRITES; i++)
		message(i, 1);
	CHECK_INT(added(), BATCH_CHANGES_MAX);
}

TEST(streams_are_limited)
{
	batch_reset(&batch);
	for (int i = 0; i < WRITES; i++)
		message(i, 1 + i % 100);
	CHECK_INT(added(), BATCH_STREAMS_MAX);
}

TEST(bytes_are_limited)
{
	static char big[500000];
	batch_reset(&batch);
	for (int i = 0; i < WRITES; i++)
		message(i, 1)->changes[0].content = (struct slice){ big, sizeof(big) };
	CHECK_INT(added(), 4);
}

TEST(the_first_always_fits)
{
	static char big[BATCH_BYTES_MAX + 1];
	batch_reset(&batch);
	message(0, 1)->changes[0].content = (struct slice){ big, sizeof(big) };
	message(1, 1);
	CHECK(batch_add(&batch, &writes[0], 0));
	CHECK(!batch_add(&batch, &writes[1], 0));
}

TEST(twins_share_a_fate)
{
	batch_reset(&batch);
	for (int i = 0; i < 5; i++)
		message(i, 1);
	writes[2].changes[0].client_id = writes[0].changes[0].client_id;
	writes[3].changes[0].client_id = writes[0].changes[0].client_id;
	writes[3].changes[0].actor_id = 8;
	writes[4].changes[0].client_id = writes[0].changes[0].client_id;
	writes[4].changes[0].stream_id = 2;
	for (int i = 0; i < 5; i++)
		CHECK(batch_add(&batch, &writes[i], 0));
	for (int i = 0; i < 5; i++)
		CHECK_INT(batch.items[i].state, i == 2 ? ITEM_TWIN : ITEM_WAITING);
	CHECK_INT(batch.items[2].twin_of, 0);
	/* two messages in one write, one of them known: for the archive to decide */
	message(5, 1);
	write_change(&writes[5], 1, CHANGE_MESSAGE, 7, 0)->client_id =
		writes[1].changes[0].client_id;
	CHECK(!batch_add(&batch, &writes[5], 0));
}

TEST(memberships_are_not_read_before_they_change)
{
	batch_reset(&batch);
	CHECK(batch_add(&batch, other(0, 1), 0));
	CHECK(batch_add(&batch, message(1, 1), 0));
	message(2, 2)->changes[0].check_member = true;
	CHECK(batch_add(&batch, &writes[2], 0));
	message(3, 1)->changes[0].check_member = true;
	CHECK(!batch_add(&batch, &writes[3], 0));
	/* what is no membership does not matter */
	other(4, 2)->changes[0].kind = CHANGE_MESSAGE_REACTED;
	CHECK(batch_add(&batch, &writes[4], 0));
	message(5, 2)->changes[0].check_member = true;
	CHECK(batch_add(&batch, &writes[5], 0));
}

TEST(numbers_follow_the_order_of_arrival)
{
	batch_reset(&batch);
	message(0, 9);
	other(1, 9);
	message(2, -4);
	message(3, 9);
	write_change(&writes[3], -4, CHANGE_ROOM_ADDED, 7, 1);
	write_change(&writes[3], 9, CHANGE_MEMBER_JOINED, 7, 1);
	message(4, 9);
	for (int i = 0; i < 5; i++) {
		CHECK(batch_add(&batch, &writes[i], 0));
		batch.items[i].state = i == 4 ? ITEM_ENDED : ITEM_RUNNING;
	}
	batch_plan(&batch);
	CHECK_INT(batch.stream_count, 2);
	CHECK_INT(batch.streams[0].stream_id, -4);
	CHECK_INT(batch.streams[0].changes, 2);
	CHECK_INT(batch.streams[0].messages, 1);
	CHECK_INT(batch.streams[1].changes, 4);
	CHECK_INT(batch.streams[1].messages, 2);
	batch.streams[0].seq = 2;
	batch.streams[0].total = 1;
	batch.streams[1].seq = 104;
	batch.streams[1].total = 52;
	batch.streams[1].epoch = 3;
	batch_assign(&batch);
	CHECK_INT(writes[0].changes[0].seq, 101);
	CHECK_INT(writes[0].changes[0].number, 51);
	CHECK_INT(writes[0].changes[0].epoch, 3);
	CHECK_INT(writes[1].changes[0].seq, 102);
	CHECK_INT(writes[1].changes[0].number, 51);
	CHECK_INT(writes[2].changes[0].seq, 1);
	CHECK_INT(writes[3].changes[0].seq, 103);
	CHECK_INT(writes[3].changes[0].number, 52);
	CHECK_INT(writes[3].changes[1].seq, 2);
	CHECK_INT(writes[3].changes[2].seq, 104);
}
