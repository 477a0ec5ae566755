/* People as the archive finds them. */
#include "archive/people.h"

#include "unit/archive/fixture.h"
#include "unit/harness.h"

/* Many choose the end of the day: those of one moment may be more than one answer holds. */
TEST(status_lines_that_end_together)
{
	struct fixture f;
	struct answer a;
	struct ended_status_row after = { .until_ms = 4999 };
	fixture_open(&f, "statuses", "");
	fixture_sql(&f, "INSERT INTO user (id, name, display_name, created_ms, status_until_ms) "
			"VALUES (1, 'a', 'a', 0, 5000), (2, 'b', 'b', 0, 5000), "
			"(3, 'c', 'c', 0, 5001)");
	for (int64_t i = 1; i <= 3; i++) {
		statuses_ended(f.archive, answer_read(&a), &after);
		answer_wait(&f, &a);
		CHECK_INT(a.count, 4 - i);
		after = *(const struct ended_status_row *)a.rows;
		CHECK_INT(after.user_id, i);
		answer_clear(&a);
	}
	fixture_close(&f);
}
