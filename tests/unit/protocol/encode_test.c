/* The exact bytes of views, answers and events. */
#include "protocol/encode.gen.h"

#include <stdio.h>

#include "unit/harness.h"

static struct buffer answered;

static void on_reply(struct request *r, struct slice json)
{
	(void)r;
	buffer_reset(&answered);
	buffer_append_slice(&answered, json);
}

static const struct request_sink sink = { .reply = on_reply };

static const struct user_view ann = {
	.user_id = 7,
	.name = { "ann", 3 },
	.display_name = { "Ann \"A\"", 7 },
	.sex = USER_VIEW_SEX_FEMALE,
	.role = USER_VIEW_ROLE_ADMINISTRATOR,
};

#define ANN                                                     \
	"{\"userId\":7,\"user\":\"ann\",\"displayName\":\"Ann " \
	"\\\"A\\\"\",\"sex\":\"Female\",\"userImage\":null,"    \
	"\"role\":\"administrator\",\"bot\":false,\"statusEmoji\":null,\"statusText\":null}"

TEST(view)
{
	struct buffer out = { 0 };
	struct user_view with_image = ann;

	user_view_encode(&out, &ann);
	CHECK_SLICE(buffer_slice(&out), ANN);
	buffer_reset(&out);
	with_image.has_image = true;
	with_image.image = SLICE("/photo/a.png");
	user_view_encode(&out, &with_image);
	CHECK_SLICE(buffer_slice(&out),
		    "{\"userId\":7,\"user\":\"ann\",\"displayName\":\"Ann "
		    "\\\"A\\\"\",\"sex\":\"Female\","
		    "\"userImage\":\"/photo/a.png\",\"role\":\"administrator\",\"bot\":false,"
		    "\"statusEmoji\":null,\"statusText\":null}");
	buffer_clear(&out);
}

TEST(answer_with_request_number)
{
	struct request r = { .sink = &sink, .has_cb_id = true, .cb_id = 8 };
	const struct message_send_reply reply = { .room_id = 12,
						  .client_id = SLICE("c\n1"),
						  .id = 304,
						  .seq = 5,
						  .time_ms = INT64_C(1790000000000) };

	message_send_answer(&r, &reply);
	CHECK_SLICE(
		buffer_slice(&answered),
		"{\"action\":\"messageStored\",\"handler\":\"void\",\"roomId\":12,"
		"\"clientId\":\"c\\n1\",\"id\":304,\"seq\":5,\"time\":1790000000000,\"cbId\":8}");
	buffer_clear(&answered);
}

TEST(answer_without_request_number)
{
	struct request r = { .sink = &sink };
	const struct session_ping_reply reply = { .has_time_ms = false };

	session_ping_answer(&r, &reply);
	CHECK_SLICE(buffer_slice(&answered),
		    "{\"action\":\"pong\",\"handler\":\"void\",\"time\":null}");
	buffer_clear(&answered);
}

TEST(answer_with_list)
{
	const struct user_view users[] = { ann, ann };
	struct request r = { .sink = &sink, .has_cb_id = true, .cb_id = -1 };

	account_views_answer(&r, &(struct account_views_reply){ .users = users, .users_count = 2 });
	CHECK_SLICE(buffer_slice(&answered),
		    "{\"handler\":\"void\",\"users\":[" ANN "," ANN "],\"cbId\":-1}");
	r = (struct request){ .sink = &sink };
	account_views_answer(&r, &(struct account_views_reply){ 0 });
	CHECK_SLICE(buffer_slice(&answered), "{\"handler\":\"void\",\"users\":[]}");
	buffer_clear(&answered);
}

/* The first fields may be left out: whichever comes first opens the object. */
TEST(left_out_fields)
{
	struct stream_changes changes = {
		.changes = SLICE("[]"), .seq = 4, .head = 9, .epoch = 1, .resync = true
	};
	struct buffer out = { 0 };

	stream_changes_encode(&out, &changes);
	CHECK_SLICE(buffer_slice(&out),
		    "{\"changes\":[],\"seq\":4,\"head\":9,\"epoch\":1,\"resync\":true}");
	buffer_reset(&out);
	changes.has_user_id = true;
	changes.user_id = 7;
	stream_changes_encode(&out, &changes);
	CHECK_SLICE(
		buffer_slice(&out),
		"{\"userId\":7,\"changes\":[],\"seq\":4,\"head\":9,\"epoch\":1,\"resync\":true}");
	buffer_clear(&out);
}

TEST(route_answer_has_no_envelope)
{
	struct request r = { .sink = &sink, .has_cb_id = true, .cb_id = 3 };
	const struct account_sign_in_reply reply = { .user_id = 7, .name = SLICE("ann") };

	account_sign_in_answer(&r, &reply);
	CHECK_SLICE(buffer_slice(&answered), "{\"userId\":7,\"user\":\"ann\"}");
	buffer_clear(&answered);
}

TEST(event_of_a_view)
{
	const struct message_posted_event e = {
		.id = 304,
		.room_id = 12,
		.seq = 5,
		.number = 3,
		.user_id = 7,
		.time_ms = 1000,
		.has_content = true,
		.content = SLICE("look \xe2\x80\xa8"),
		.client_id = SLICE("c1"),
		.status = MESSAGE_VIEW_STATUS_READ,
		.has_parent_message = true,
		.parent_message = 301,
		.tags = SLICE("{}"),
		.reactions = SLICE("[]"),
	};
	struct buffer out = { 0 };

	message_posted_encode(&out, &e);
	CHECK_SLICE(buffer_slice(&out),
		    "{\"action\":\"printMessage\",\"handler\":\"ws-message\",\"id\":304,\"roomId\":"
		    "12,\"seq\":5,\"number\":3,"
		    "\"userId\":7,\"time\":1000,\"content\":\"look "
		    "\\u2028\",\"clientId\":\"c1\",\"status\":\"read\",\"edited\":0,"
		    "\"deleted\":false,\"threadMessagesCount\":0,\"lastReply\":0,"
		    "\"parentMessage\":301,\"quotedMessage\":null,\"pinned\":false,"
		    "\"tags\":{},\"reactions\":[]}");
	buffer_clear(&out);
}

TEST(event_with_object)
{
	const struct member_joined_event e = {
		.room_id = 12, .seq = 6, .user_id = 7, .time_ms = 1000, .user = &ann
	};
	struct buffer out = { 0 };

	member_joined_encode(&out, &e);
	CHECK_SLICE(buffer_slice(&out), "{\"action\":\"joinUser\",\"handler\":\"room\",\"roomId\":"
					"12,\"seq\":6,\"userId\":7,"
					"\"time\":1000,\"user\":" ANN "}");
	buffer_clear(&out);
}

TEST(failure_event)
{
	struct request_failed_event e = {
		.error = SLICE("busy"), .text = SLICE("Later."), .retryable = true, .time_ms = 1
	};
	struct buffer out = { 0 };

	request_failed_encode(&out, &e);
	CHECK_SLICE(buffer_slice(&out), "{\"action\":\"growlError\",\"handler\":\"ws\",\"error\":"
					"\"busy\",\"content\":\"Later.\","
					"\"retryable\":true,\"time\":1,\"cbId\":null}");
	buffer_reset(&out);
	e.has_retry_after_ms = e.has_cb_id = true;
	e.retry_after_ms = 250;
	e.cb_id = 4;
	request_failed_encode(&out, &e);
	CHECK_SLICE(buffer_slice(&out),
		    "{\"action\":\"growlError\",\"handler\":\"ws\",\"error\":\"busy\",\"content\":"
		    "\"Later.\","
		    "\"retryable\":true,\"retryAfterMs\":250,\"time\":1,\"cbId\":4}");
	buffer_clear(&out);
}

TEST(unknown_word_is_a_bug)
{
	struct user_view wrong = ann;
	struct buffer out = { 0 };

	wrong.role = 3;
	CHECK_ABORTS(user_view_encode(&out, &wrong));
	wrong.role = -1;
	CHECK_ABORTS(user_view_encode(&out, &wrong));
	buffer_clear(&out);
}
