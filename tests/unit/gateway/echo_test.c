/* Echo: what it hears, and what becomes of what it has not answered yet. */
#include "chat/echo.h"

#include "chat/room_state.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7 };

static void on_ready(void *owner, struct live *l)
{
	*(struct live **)owner = l;
}

/* Room 12, a direct room of Ann and Echo unless `with` says otherwise, served here. */
static struct gateway *scene(int64_t with)
{
	struct live *l = NULL;
	struct gateway *g = fake_gateway();
	fake_config()->echo = true;
	fake_config()->rate_echo_per_s = 3;
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN, with }, 2);
	live_need(g, ROOM, on_ready, &l);
	fake_turn(g);
	l->room->pair[0] = ANN;
	l->room->pair[1] = with;
	l->room->pair_count = 2;
	return g;
}

static void hear(int64_t message_id, int64_t sender_id)
{
	const struct echo_heard heard = { .room_id = ROOM,
					  .message_id = message_id,
					  .seq = 100,
					  .number = 40,
					  .sender_id = sender_id,
					  .content = SLICE("hello") };
	echo_message(&heard);
}

TEST(it_hears_others_in_rooms_with_itself)
{
	struct gateway *g = scene(ECHO_ID);
	CHECK(!echo_busy());
	hear(1, ECHO_ID);
	CHECK(!echo_busy());
	hear(2, ANN);
	CHECK(echo_busy());
	/* What waits is forgotten, and freed, with the rules. */
	fake_gateway_free(g);
	CHECK(!echo_busy());
}

TEST(other_rooms_are_none_of_its_business)
{
	struct gateway *g = scene(9);
	hear(1, ANN);
	echo_edit(ROOM, 1, ANN);
	echo_reaction(ROOM, 1, ANN, SLICE("👍"));
	echo_room(ROOM, 9, LANGUAGE_EN);
	echo_message(&(struct echo_heard){ .room_id = 99, .sender_id = ANN });
	CHECK(!echo_busy());
	fake_gateway_free(g);
}

TEST(it_can_be_switched_off)
{
	struct gateway *g = scene(ECHO_ID);
	fake_config()->echo = false;
	hear(1, ANN);
	echo_room(ROOM, ECHO_ID, LANGUAGE_EN);
	CHECK(!echo_busy());
	fake_gateway_free(g);
}

TEST(in_a_hurry_it_answers_at_once)
{
	struct gateway *g = scene(ECHO_ID);
	hear(1, ANN);
	fake_turn(g);
	CHECK(echo_busy());
	echo_hurry();
	/* The tests' archive knows no Echo: looked for, and given up. */
	fake_turn(g);
	for (int i = 0; i < 500 && echo_busy(); i++)
		fake_turn(g);
	CHECK(!echo_busy());
	fake_gateway_free(g);
}
