#include "chat/change.h"

#include <string.h>

#include "base/states.h"
#include "unit/harness.h"

static struct change_row row_of(int kind, int64_t stream_id)
{
	return (struct change_row){
		.stream_id = stream_id,
		.seq = 5,
		.kind = kind,
		.actor_id = 7,
		.subject_id = 9,
		.at_ms = 1790000000000,
		.message.room_id = stream_id,
		.message.seq = 5,
		.message.sender_id = 7,
		.message.id = 303,
		.message.number = 4,
		.message.client_id = SLICE("c\"1"),
		.message.content = SLICE("hi"),
		.user_name = SLICE("bo"),
		.display_name = SLICE("Bo"),
		.read_seq = 3,
	};
}

static void check_encoded(struct change_row row, const char *const *parts)
{
	struct buffer out = { 0 };
	change_encode(&out, &row);
	buffer_append_byte(&out, '\0');
	for (; *parts; parts++)
		CHECK(strstr(out.data, *parts));
	buffer_clear(&out);
}

TEST(every_kind_becomes_its_event)
{
	check_encoded(row_of(CHANGE_MESSAGE, 12),
		      (const char *[]){ "\"action\":\"printMessage\"", "\"roomId\":12", "\"seq\":5",
					"\"number\":4", "\"clientId\":\"c\\\"1\"", "\"userId\":7",
					"\"threadMessagesCount\":0", "\"tags\":{}",
					"\"status\":\"on_server\"", NULL });
	check_encoded(row_of(CHANGE_MEMBER_JOINED, 12),
		      (const char *[]){ "\"action\":\"joinUser\"", "\"userId\":9",
					"\"displayName\":\"Bo\"", NULL });
	check_encoded(row_of(CHANGE_MEMBER_LEFT, 12),
		      (const char *[]){ "\"action\":\"leaveUser\"", "\"userId\":9", NULL });
	check_encoded(row_of(CHANGE_ROOM_ADDED, -7),
		      (const char *[]){ "\"action\":\"roomAdded\"", "\"userId\":7", "\"roomId\":9",
					NULL });
	check_encoded(row_of(CHANGE_ROOM_REMOVED, -7),
		      (const char *[]){ "\"action\":\"roomRemoved\"", "\"roomId\":9", NULL });
	check_encoded(row_of(CHANGE_READ_MOVED, -7),
		      (const char *[]){ "\"action\":\"setReadPosition\"", "\"readSeq\":3",
					"\"userId\":7", NULL });
	check_encoded(row_of(CHANGE_SESSION_REVOKED, -7),
		      (const char *[]){ "\"action\":\"sessionRevoked\"", "\"sessionId\":9", NULL });
	check_encoded(
		row_of(CHANGE_ACCOUNT_CHANGED, -7),
		(const char *[]){ "\"action\":\"userProfileChanged\"", "\"user\":\"bo\"", NULL });
}

TEST(an_unknown_kind_keeps_its_place)
{
	check_encoded(row_of(99, 12), (const char *[]){ "\"action\":\"changed\"", "\"roomId\":12",
							"\"seq\":5", NULL });
	check_encoded(row_of(99, -7),
		      (const char *[]){ "\"action\":\"changed\"", "\"userId\":7", NULL });
}
