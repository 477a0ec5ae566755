/* From a socket to a session: who comes in, with which rooms, and what may go wrong meanwhile. */
#include "gateway/opening.h"

#include <string.h>

#include "base/states.h"
#include "chat/room_state.h"
#include "gateway/validation.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7, BO = 9 };

static void nothing(void *owner, struct live *l)
{
	(void)owner;
	(void)l;
}

/* Ann is known, in room 12 at seq 100, and has one living session. */
static struct gateway *scene(void)
{
	struct gateway *g = fake_gateway();
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN, BO }, 2);
	archive_fake.signed_in = (struct session_row){
		.session_id = 70,
		.user_id = ANN,
		.name = SLICE("ann"),
		.display_name = SLICE("Ann"),
		.state = ACCOUNT_ACTIVE,
		.role = ROLE_MEMBER,
	};
	archive_fake.memberships[archive_fake.membership_count++] = (struct member_row){
		.room_id = ROOM, .user_id = ANN, .read_seq = 90, .read_number = 38
	};
	archive_fake.alive[archive_fake.alive_count++] = archive_fake.signed_in;
	return g;
}

static struct session *knock(struct gateway *g, struct socket *socket)
{
	struct exchange handshake = { .path = "/ws" };
	*socket = (struct socket){ 0 };
	struct session *s = session_new(g, socket, &handshake);
	opening_start(s, SLICE("token"));
	return s;
}

static void scene_end(struct gateway *g, struct session *s)
{
	if (s)
		fake_session_free(s);
	fake_turn(g);
	fake_gateway_free(g);
}

TEST(a_session_opens_with_its_rooms)
{
	struct socket socket;
	struct gateway *g = scene();
	struct session *s = knock(g, &socket);
	fake_turn(g);
	CHECK_INT(s->state, SESSION_OPEN);
	CHECK(session_in_room(s, ROOM));
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "{\"action\":\"setWsId\"") == sent);
	CHECK(strstr(sent, "\"seq\":100") && strstr(sent, "\"unread\":2"));
	fake_envelope(g, ROOM, 101);
	CHECK_TEXT(fake_sent(&socket), "101\n");
	scene_end(g, s);
}

static void check_refused(struct gateway *g, int code)
{
	struct socket socket;
	struct session *s = knock(g, &socket);
	fake_turn(g);
	CHECK_INT(socket.closed_with, code);
	CHECK_INT(s->state, SESSION_CLOSING);
	scene_end(g, s);
}

TEST(an_unknown_token_is_sent_to_sign_in)
{
	struct gateway *g = scene();
	archive_fake.signed_in.user_id = 0;
	check_refused(g, 1008);
}

TEST(pending_and_disabled_accounts_do_not_come_in)
{
	struct gateway *g = scene();
	archive_fake.signed_in.state = ACCOUNT_PENDING;
	check_refused(g, 1008);
	g = scene();
	archive_fake.signed_in.state = ACCOUNT_DISABLED;
	check_refused(g, 1008);
}

TEST(an_archive_that_is_away_means_come_again)
{
	struct gateway *g = scene();
	archive_fake.failing = ERROR_UNAVAILABLE;
	check_refused(g, 1013);
}

TEST(one_person_has_so_many_sockets)
{
	struct socket first;
	struct gateway *g = scene();
	fake_config()->sockets_per_user_max = 1;
	struct session *s = knock(g, &first);
	fake_turn(g);
	struct socket second;
	struct session *other = knock(g, &second);
	fake_turn(g);
	CHECK_INT(first.closed_with, 0);
	CHECK_INT(second.closed_with, 1008);
	fake_session_free(other);
	scene_end(g, s);
}

TEST(a_socket_that_goes_while_opening)
{
	struct socket socket;
	struct gateway *g = scene();
	struct session *s = knock(g, &socket);
	fake_session_free(s);
	fake_turn(g);
	CHECK_INT(table_size(g->sessions), 0);
	scene_end(g, NULL);
}

TEST(a_session_ended_meanwhile_is_closed_after_it_opened)
{
	struct socket socket;
	struct gateway *g = scene();
	archive_fake.alive_count = 0;
	struct session *s = knock(g, &socket);
	fake_turn(g);
	CHECK_INT(socket.closed_with, 1008);
	scene_end(g, s);
}

/* The archive knows that she is in it; this worker's room does not yet. */
TEST(a_room_that_does_not_know_its_member_yet_catches_up_first)
{
	struct socket socket;
	struct gateway *g = scene();
	archive_fake.member_count = 1;
	archive_fake.members[0] = (struct room_member_row){ ROOM, BO };
	live_need(g, ROOM, nothing, NULL);
	fake_turn(g);
	CHECK(!member_in_room(ROOM, ANN));
	archive_fake.changes[archive_fake.change_count++] = (struct change_row){
		.stream_id = ROOM,
		.seq = 101,
		.kind = CHANGE_MEMBER_JOINED,
		.actor_id = ANN,
		.subject_id = ANN,
		.user_name = SLICE("ann"),
		.display_name = SLICE("Ann"),
	};
	struct session *s = knock(g, &socket);
	fake_turn(g);
	fake_turn(g);
	CHECK_INT(s->state, SESSION_OPEN);
	CHECK(session_in_room(s, ROOM));
	CHECK(strstr(fake_sent(&socket), "\"seq\":101"));
	scene_end(g, s);
}

/* A room that is being loaded anew must not be left out of the first frame. */
TEST(a_room_that_loads_anew_is_waited_for)
{
	struct socket socket;
	struct gateway *g = scene();
	live_need(g, ROOM, nothing, NULL);
	fake_turn(g);
	struct live *room = live_find(g, ROOM);
	room->state = LIVE_LOADING;
	struct session *s = knock(g, &socket);
	fake_turn(g);
	CHECK_INT(s->state, SESSION_OPENING);
	room->state = LIVE_READY;
	fake_envelope(g, ROOM, 101);
	archive_fake.heads[0] = (struct head_row){ .stream_id = ROOM, .seq = 50, .epoch = 2 };
	struct envelope e = { .stream_id = ROOM, .seq = 50, .epoch = 2, .json = SLICE("50") };
	live_envelope(g, &e); /* loads it, and tells who waits */
	fake_turn(g);
	CHECK_INT(s->state, SESSION_OPEN);
	CHECK(session_in_room(s, ROOM));
	scene_end(g, s);
}

TEST(rooms_that_changed_meanwhile_are_asked_for_again)
{
	struct socket socket;
	struct gateway *g = scene();
	live_need(g, -ANN, nothing, NULL);
	fake_turn(g);
	struct session *s = knock(g, &socket);
	fake_room(13, 5, 5, (int64_t[]){ ANN }, 1);
	archive_fake.memberships[archive_fake.membership_count++] =
		(struct member_row){ .room_id = 13, .user_id = ANN };
	struct envelope e = { .kind = CHANGE_ROOM_ADDED,
			      .stream_id = -ANN,
			      .seq = 1,
			      .epoch = 1,
			      .subject_id = 13,
			      .json = SLICE("1") };
	live_envelope(g, &e);
	fake_turn(g);
	CHECK_INT(s->state, SESSION_OPEN);
	CHECK(session_in_room(s, ROOM) && session_in_room(s, 13));
	scene_end(g, s);
}

TEST(use_of_a_session_moves_its_end)
{
	struct socket socket;
	struct gateway *g = scene();
	struct session *s = knock(g, &socket);
	fake_turn(g);
	CHECK(strstr(archive_fake.written, "UPDATE session SET last_seen_ms"));
	int before = archive_fake.writes;
	archive_fake.alive[0].last_seen_ms = INT64_MAX;
	validation_all(g);
	fake_turn(g);
	CHECK_INT(archive_fake.writes, before);
	archive_fake.alive[0].last_seen_ms = 0;
	validation_all(g); /* a socket that stays open is use as well */
	fake_turn(g);
	CHECK_INT(archive_fake.writes, before + 1);
	scene_end(g, s);
}

static void end_role(struct session_row *row, int role)
{
	*row = archive_fake.signed_in;
	row->role = role;
}

TEST(roles_follow_the_archive)
{
	struct socket socket;
	struct gateway *g = scene();
	struct session *s = knock(g, &socket);
	fake_turn(g);
	end_role(&archive_fake.alive[0], ROLE_GUEST);
	validation_person(g, ANN);
	fake_turn(g);
	CHECK_INT(s->role, ROLE_GUEST);
	CHECK_INT(socket.closed_with, 0);
	scene_end(g, s);
}

TEST(an_earlier_question_answered_late_does_not_bring_a_role_back)
{
	struct socket socket;
	struct gateway *g = scene();
	struct session *s = knock(g, &socket);
	fake_turn(g);
	end_role(&archive_fake.alive[0], ROLE_MEMBER);
	s->checked = g->validations + 2; /* as if the next question had been answered already */
	s->role = ROLE_GUEST;
	validation_person(g, ANN);
	fake_turn(g);
	CHECK_INT(s->role, ROLE_GUEST);
	scene_end(g, s);
}
