/* Reads of a thousand ids, of more rows than one fetch has, and of more than the arena takes. */
#include "archive/rooms.h"
#include "archive/streams.h"
#include "unit/archive/fixture.h"
#include "unit/harness.h"

TEST(many_ids_and_rows)
{
	struct fixture f;
	struct answer a;
	int64_t ids[1000];
	fixture_open(&f, "ids", "");
	fixture_sql(&f, "INSERT INTO room_member (room_id, user_id, joined_ms) SELECT r.seq, "
			"u.seq, 0 FROM seq_1_to_1000 r "
			"JOIN seq_1_to_50 u");
	for (int i = 0; i < 1000; i++)
		ids[i] = 1000 - i;
	for (size_t count = 1; count <= 1000; count = count * 3 + 1) {
		members_of_rooms(f.archive, answer_read(&a), ids, count);
		answer_wait(&f, &a);
		CHECK_INT(a.error, ERROR_OK);
		CHECK_INT(a.count, count * 50);
		answer_clear(&a);
	}
	streams_heads(f.archive, answer_read(&a), ids, 1000);
	answer_wait(&f, &a);
	CHECK_INT(a.count, 1000);
	CHECK_INT(((const struct head_row *)a.rows)[999].stream_id, 1);
	answer_clear(&a);
	/* more than the arena takes */
	a = (struct answer){ 0 };
	struct read read = answer_read(&a);
	arena_free(a.arena);
	a.arena = read.arena = arena_new(100000);
	members_of_rooms(f.archive, read, ids, 1000);
	answer_wait(&f, &a);
	CHECK_INT(a.error, ERROR_TOO_LARGE);
	CHECK_INT(a.count, 0);
	answer_clear(&a);
	fixture_close(&f);
}
