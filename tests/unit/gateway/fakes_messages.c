#include "archive/messages.h"
#include "unit/gateway/fakes.h"

/* What is read of messages: the newest of a room; nothing is found by id. */

void messages_page(struct archive *a, struct read read, const struct message_page *page)
{
	(void)a;
	struct message_row rows[100];
	size_t count = 0;
	for (size_t i = archive_fake.change_count; i > 0 && count < (size_t)page->older; i--) {
		const struct change_row *row = &archive_fake.changes[i - 1];
		if (row->stream_id == page->room_id && row->seq < page->pivot)
			rows[count++] = row->message;
	}
	fake_answer(read, rows, count, sizeof(rows[0]));
}

void messages_by_ids(struct archive *a, struct read read, const struct message_ids *wanted)
{
	(void)a;
	(void)wanted;
	fake_answer(read, NULL, 0, sizeof(struct message_row));
}

void messages_at(struct archive *a, struct read read, int64_t room_id, int64_t seq)
{
	(void)a;
	(void)room_id;
	(void)seq;
	fake_answer(read, NULL, 0, sizeof(struct message_row));
}

void messages_target(struct archive *a, struct read read, int64_t message_id, int64_t user_id,
		     struct slice emoji)
{
	(void)a;
	(void)message_id;
	(void)user_id;
	(void)emoji;
	fake_answer(read, NULL, 0, sizeof(struct target_row));
}

void messages_versions(struct archive *a, struct read read, int64_t room_id, int64_t seq)
{
	(void)a;
	(void)room_id;
	(void)seq;
	fake_answer(read, NULL, 0, sizeof(struct version_row));
}

void messages_pinned(struct archive *a, struct read read, int64_t room_id, int64_t reader_id)
{
	(void)a;
	(void)room_id;
	(void)reader_id;
	fake_answer(read, NULL, 0, sizeof(struct message_row));
}

void messages_threads(struct archive *a, struct read read, const struct threads_page *page)
{
	messages_pinned(a, read, page->room_id, page->reader_id);
}
