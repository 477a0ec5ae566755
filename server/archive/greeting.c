/* Whether Echo has greeted. */
#include "archive/greeting.h"

#include "archive/reader.h"
#include "base/states.h"

void greeter_of(struct archive *a, struct read read, int64_t room_id, int64_t user_id)
{
	static const struct shape shape = {
		sizeof(struct greeter_row),
		2,
		{
			{ COLUMN_BOOL, offsetof(struct greeter_row, is_there) },
			{ COLUMN_BOOL, offsetof(struct greeter_row, greeted) },
		},
	};
	/* user_pk; message_pk, in its order */
	struct reading *r = reading_new(
		read,
		"SELECT EXISTS (SELECT 1 FROM user WHERE id = ? AND bot AND state = ?), "
		"EXISTS (SELECT 1 FROM (SELECT sender_id FROM message WHERE room_id = ? "
		"ORDER BY seq LIMIT 1000) AS first WHERE first.sender_id = ?)",
		&shape);
	reading_int(r, user_id);
	reading_int(r, ACCOUNT_ACTIVE);
	reading_int(r, room_id);
	reading_int(r, user_id);
	reading_start(a, r);
}
