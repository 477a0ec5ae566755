/* Typing: to the others, not too often, and to nobody who is no longer in the room. */
#include "gateway/typing.h"

#include <string.h>

#include "base/memory.h"
#include "base/states.h"
#include "gateway/live.h"
#include "gateway/scope.h"
#include "protocol/handlers.gen.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7, BO = 9, CY = 11 };

static struct live *served;

static void on_ready(void *owner, struct live *l)
{
	(void)owner;
	served = l;
}

struct scene {
	struct gateway *g;
	struct socket sockets[4];
	struct session *sessions[4]; /* Ann's two, Bo's, Cy's */
};

static struct session *join(struct scene *s, int i, int64_t user_id)
{
	s->sessions[i] = fake_session(s->g, &s->sockets[i], user_id);
	s->sessions[i]->person->shows_typing = true;
	live_join(served, s->sessions[i]);
	return s->sessions[i];
}

/* Room 12 at seq 100, with everybody in it. */
static void scene(struct scene *s)
{
	*s = (struct scene){ .g = fake_gateway() };
	s->g->typing = typing_open(s->g);
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN, BO, CY }, 3);
	live_need(s->g, ROOM, on_ready, NULL);
	fake_turn(s->g);
	join(s, 0, ANN);
	join(s, 1, ANN);
	join(s, 2, BO);
	join(s, 3, CY);
}

static void scene_end(struct scene *s)
{
	for (int i = 0; i < 4; i++)
		fake_session_free(s->sessions[i]);
	typing_close(s->g->typing);
	fake_gateway_free(s->g);
}

static void type(struct scene *s, int i, int64_t room_id)
{
	const struct typing_show_input in = { .room_id = room_id };
	typing_show(scope_of_session(s->sessions[i]), &in);
	fake_turn(s->g);
}

static struct envelope typing(int64_t user_id, int64_t seq)
{
	return (struct envelope){
		.kind = ENVELOPE_VOLATILE,
		.stream_id = ROOM,
		.seq = seq,
		.epoch = 1,
		.subject_id = user_id,
		.except_worker = -1,
		.json = SLICE("typing"),
	};
}

TEST(what_is_typed_is_published_with_the_head_of_the_room)
{
	struct scene s;
	scene(&s);
	type(&s, 0, ROOM);
	CHECK(strstr(fake_sent(&s.sockets[0]), "\"roomId\":12")); /* the answer */
	CHECK_INT(bus_fake.published, 1);
	CHECK_INT(bus_fake.last.kind, ENVELOPE_VOLATILE);
	CHECK_INT(bus_fake.last.stream_id, ROOM);
	CHECK_INT(bus_fake.last.seq, 100);
	CHECK_INT(bus_fake.last.subject_id, ANN);
	scene_end(&s);
}

TEST(at_most_every_two_seconds_for_a_socket_and_room)
{
	struct scene s;
	scene(&s);
	for (int i = 0; i < 5; i++)
		type(&s, 0, ROOM);
	CHECK_INT(bus_fake.published, 1);
	type(&s, 1, ROOM); /* another socket */
	CHECK_INT(bus_fake.published, 2);
	scene_end(&s);
}

TEST(nothing_of_who_does_not_want_it_and_of_who_is_no_member)
{
	struct scene s;
	scene(&s);
	s.sessions[0]->person->shows_typing = false;
	type(&s, 0, ROOM);
	CHECK(strstr(fake_sent(&s.sockets[0]), "\"roomId\":12"));
	type(&s, 2, 13);
	CHECK(strstr(fake_sent(&s.sockets[2]), "not_member"));
	CHECK_INT(bus_fake.published, 0);
	scene_end(&s);
}

TEST(nothing_of_who_may_not_write_there)
{
	struct scene s;
	scene(&s);
	room_state_find(ROOM)->is_read_only = true;
	type(&s, 0, ROOM);
	CHECK(strstr(fake_sent(&s.sockets[0]), "forbidden"));
	CHECK_INT(bus_fake.published, 0);
	scene_end(&s);
}

/* The removal of Bo is committed, but its event was lost on its way here: he may not type any more.
 */
TEST(a_worker_that_is_behind_the_archive_does_not_publish)
{
	struct scene s;
	scene(&s);
	fake_head_of(ROOM)->seq = 101;
	type(&s, 2, ROOM);
	CHECK_INT(bus_fake.published, 0);
	scene_end(&s);
}

/* The removal of Cy is committed and known to the worker of who types, but its event was lost here:
 * Cy's socket is still in the audience, and gets nothing. Once this worker has caught up the others
 * do. */
TEST(nothing_reaches_a_removed_member_whose_removal_was_lost_here)
{
	struct scene s;
	struct envelope e = typing(ANN, 101);
	scene(&s);
	live_envelope(s.g, &e);
	for (int i = 0; i < 4; i++)
		CHECK_TEXT(fake_sent(&s.sockets[i]), "");
	struct envelope left = { .kind = CHANGE_MEMBER_LEFT,
				 .stream_id = ROOM,
				 .seq = 101,
				 .epoch = 1,
				 .subject_id = CY,
				 .json = SLICE("left") };
	live_envelope(s.g, &left);
	live_envelope(s.g, &e);
	CHECK_TEXT(fake_sent(&s.sockets[2]), "left\ntyping\n");
	CHECK_TEXT(fake_sent(&s.sockets[3]), "");
	scene_end(&s);
}

/* Of another numbering, or while the room is loaded anew, nothing says who may be told. */
TEST(nothing_is_told_across_a_new_numbering)
{
	struct scene s;
	struct envelope e = typing(ANN, 50);
	scene(&s);
	e.epoch = 2;
	live_envelope(s.g, &e);
	CHECK_TEXT(fake_sent(&s.sockets[2]), "");
	e.epoch = 1;
	served->state = LIVE_LOADING;
	live_envelope(s.g, &e);
	CHECK_TEXT(fake_sent(&s.sockets[2]), "");
	served->state = LIVE_READY;
	live_envelope(s.g, &e);
	CHECK_TEXT(fake_sent(&s.sockets[2]), "typing\n");
	scene_end(&s);
}

TEST(ones_own_sockets_are_not_told)
{
	struct scene s;
	struct envelope e = typing(ANN, 100);
	scene(&s);
	live_envelope(s.g, &e);
	CHECK_TEXT(fake_sent(&s.sockets[0]), "");
	CHECK_TEXT(fake_sent(&s.sockets[1]), "");
	CHECK_TEXT(fake_sent(&s.sockets[2]), "typing\n");
	CHECK_TEXT(fake_sent(&s.sockets[3]), "typing\n");
	scene_end(&s);
}

TEST(one_question_is_asked_at_a_time_for_all_who_type)
{
	struct scene s;
	const struct typing_show_input in = { .room_id = ROOM };
	scene(&s);
	int asked = archive_fake.heads_asked;
	for (int i = 0; i < 4; i++)
		typing_show(scope_of_session(s.sessions[i]), &in);
	CHECK_INT(archive_fake.heads_asked, asked + 1);
	fake_turn(s.g);
	CHECK_INT(archive_fake.heads_asked, asked + 2);
	CHECK_INT(bus_fake.published, 4);
	scene_end(&s);
}

TEST(an_archive_that_is_away_costs_the_indicator_only)
{
	struct scene s;
	scene(&s);
	archive_fake.failing = ERROR_UNAVAILABLE;
	type(&s, 0, ROOM);
	CHECK(strstr(fake_sent(&s.sockets[0]), "\"roomId\":12"));
	CHECK_INT(bus_fake.published, 0);
	archive_fake.failing = ERROR_OK;
	type(&s, 2, ROOM);
	CHECK_INT(bus_fake.published, 1);
	scene_end(&s);
}

/* More rooms than a socket has notes for: accepted, and not told more often for it. */
TEST(typing_everywhere_is_bounded)
{
	struct scene s;
	scene(&s);
	for (int64_t room = 100; room < 130; room++) {
		fake_head(room, 1, 1);
		struct room_state *state =
			room_state_add(&(struct room_row){ .room_id = room, .name = SLICE("r") });
		room_state_set_members(state, (struct room_member_row[]){ { .user_id = ANN } }, 1);
		struct typing_show_input in = { .room_id = room };
		typing_show(scope_of_session(s.sessions[0]), &in);
		room_state_remove(state);
		archive_fake.head_count--;
	}
	fake_turn(s.g);
	CHECK(s.sessions[0]->typed != NULL);
	type(&s, 0, ROOM);
	CHECK_INT(bus_fake.published, 0);
	scene_end(&s);
}
