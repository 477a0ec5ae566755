/* The generated rows: each is found by its own name and by no other. */
#include "protocol/actions.gen.h"

#include "protocol/fields.h"
#include "unit/harness.h"

TEST(every_action_is_found)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_row *row = &action_rows[i];
		CHECK(action_find(slice_of(row->name)) == row);
		CHECK_INT(row->action, i);
		CHECK_INT(row->input->size, row->input_size);
		CHECK(row->access != ACCESS_ANYONE);
	}
}

TEST(every_route_is_found)
{
	for (int i = 0; i < ROUTE_COUNT; i++) {
		const struct route_row *row = &route_rows[i];
		CHECK(route_find(slice_of(row->path)) == row);
		CHECK_INT(row->route, i);
		CHECK_INT(row->input->size, row->input_size);
		CHECK(slice_equal(slice_of(row->method), SLICE("GET")) ||
		      slice_equal(slice_of(row->method), SLICE("POST")));
	}
}

TEST(names_are_exact)
{
	const struct slice unknown[] = {
		{ NULL, 0 },
		SLICE(""),
		SLICE("p"),
		SLICE("pin"),
		SLICE("ping "),
		SLICE("pingping"),
		SLICE("PING"),
		SLICE("printmessage"),
		SLICE("printMessag"),
		SLICE("printMessages"),
		SLICE("message_send"),
		SLICE("print\0Message"),
		SLICE("ping\0"),
		SLICE("zzzz"),
		SLICE("\xff"),
		SLICE("messageStored"),
	};

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		CHECK(action_find(unknown[i]) == NULL);
	CHECK(route_find((struct slice){ NULL, 0 }) == NULL);
	CHECK(route_find(SLICE("/api/")) == NULL);
	CHECK(route_find(SLICE("/api/auth/")) == NULL);
	CHECK(route_find(SLICE("/api/auth?x")) == NULL);
	CHECK(route_find(SLICE("/api/AUTH")) == NULL);
}

TEST(rows_say_who_and_what)
{
	const struct action_row *send = action_find(SLICE("printMessage"));

	CHECK_TEXT(send->c_name, "message_send");
	CHECK_INT(send->access, ACCESS_GUEST);
	CHECK_INT(send->limit, LIMIT_MESSAGE);
	CHECK_INT(action_find(SLICE("setAccountState"))->access, ACCESS_ADMINISTRATOR);
	CHECK_INT(action_find(SLICE("joinRoom"))->limit, LIMIT_JOIN);
	CHECK_INT(action_find(SLICE("createInvitation"))->access, ACCESS_MEMBER);
	CHECK_INT(route_find(SLICE("/api/auth"))->access, ACCESS_ANYONE);
	CHECK_INT(route_find(SLICE("/api/logout"))->access, ACCESS_GUEST);
	CHECK_TEXT(route_find(SLICE("/api/status"))->method, "GET");
}
