/* Frames: who may ask what, how much, and what becomes of a request that outlives its socket. */
#include "gateway/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "base/states.h"
#include "gateway/live.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7 };

static void joined(void *owner, struct live *l)
{
	live_join(l, owner);
}

/* Ann, open, in room 12 at seq 100. */
static struct gateway *scene(struct socket *socket, struct session **session)
{
	struct gateway *g = fake_gateway();
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN }, 1);
	*session = fake_session(g, socket, ANN);
	(*session)->role = ROLE_MEMBER;
	live_need(g, ROOM, joined, *session);
	fake_turn(g);
	return g;
}

static void scene_end(struct gateway *g, struct session *s)
{
	fake_turn(g);
	CHECK_INT(g->requests, 0);
	if (s)
		fake_session_free(s);
	fake_gateway_free(g);
}

static void say(struct session *s, const char *json)
{
	dispatch_message(s, slice_of(json));
}

/* True if the next frames hold the error. */
static bool refused(struct socket *socket, const char *code)
{
	char part[64];
	snprintf(part, sizeof(part), "\"error\":\"%s\"", code);
	return strstr(fake_sent(socket), part) != NULL;
}

TEST(a_request_is_answered)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	say(s, "{\"action\":\"ping\",\"time\":5,\"cbId\":3}");
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"pong\"") && strstr(sent, "\"time\":5") && strstr(sent, "\"cbId\":3"));
	CHECK_INT(s->in_flight, 0);
	scene_end(g, s);
}

TEST(errors_name_what_is_wrong_and_the_request)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	say(s, "{\"action\":\"nothing\",\"cbId\":3}");
	CHECK(strstr(fake_sent(&socket), "\"cbId\":3"));
	say(s, "{\"action\":\"nothing\"}");
	CHECK(refused(&socket, "unknown_action"));
	say(s, "{\"action\":");
	CHECK(refused(&socket, "malformed"));
	say(s, "{\"action\":\"printMessage\",\"roomId\":12,\"clientId\":\"c\"}");
	CHECK(refused(&socket, "invalid"));
	CHECK_INT(s->strikes, 4);
	scene_end(g, s);
}

TEST(somebody_who_speaks_nonsense_is_sent_away)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	for (int i = 0; i < 20; i++)
		say(s, "[");
	CHECK_INT(socket.closed_with, 0);
	say(s, "[");
	CHECK_INT(socket.closed_with, 1008);
	fake_sent(&socket);
	say(s, "{\"action\":\"ping\"}");
	CHECK_TEXT(fake_sent(&socket), "");
	scene_end(g, s);
}

TEST(guests_do_what_guests_may)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	static const char *const not_for_guests[] = {
		"{\"action\":\"createInvitation\"}",
		"{\"action\":\"listInvitations\"}",
		"{\"action\":\"listRooms\"}",
		"{\"action\":\"joinRoom\",\"roomId\":13}",
		"{\"action\":\"listAccounts\"}",
		"{\"action\":\"setAccountRole\",\"userId\":7,\"role\":\"administrator\"}",
	};
	s->role = ROLE_GUEST;
	for (size_t i = 0; i < sizeof(not_for_guests) / sizeof(not_for_guests[0]); i++) {
		say(s, not_for_guests[i]);
		CHECK(refused(&socket, "forbidden"));
	}
	s->role = ROLE_MEMBER;
	say(s, "{\"action\":\"setAccountRole\",\"userId\":7,\"role\":\"administrator\"}");
	CHECK(refused(&socket, "forbidden"));
	CHECK_INT(archive_fake.writes, 0);
	scene_end(g, s);
}

/* What this worker believes of an administrator is asked about first. */
TEST(an_administrator_counts_as_the_archive_has_it)
{
	const char *promote = "{\"action\":\"setAccountRole\",\"userId\":7,"
			      "\"role\":\"administrator\"}";
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	s->role = ROLE_ADMINISTRATOR;
	say(s, promote);
	fake_turn(g);
	CHECK(refused(&socket, "unauthenticated"));
	archive_fake.alive[0] = (struct session_row){ .session_id = s->session_id,
						      .user_id = ANN,
						      .role = ROLE_MEMBER };
	archive_fake.alive_count = 1;
	say(s, promote);
	fake_turn(g);
	CHECK(refused(&socket, "forbidden"));
	CHECK_INT(archive_fake.writes, 0);
	CHECK_INT(s->role, ROLE_MEMBER); /* and not only for this request */
	s->role = ROLE_ADMINISTRATOR;
	archive_fake.alive[0].role = ROLE_ADMINISTRATOR;
	say(s, "{\"action\":\"listAccounts\"}");
	fake_turn(g);
	CHECK(strstr(fake_sent(&socket), "\"accounts\":[]"));
	CHECK_INT(s->in_flight, 0);
	scene_end(g, s);
}

TEST(nothing_is_done_before_the_session_is_open)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	s->state = SESSION_OPENING;
	say(s, "{\"action\":\"ping\"}");
	CHECK(refused(&socket, "busy"));
	scene_end(g, s);
}

TEST(requests_in_flight_are_bounded)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->requests_per_session_max = 2;
	for (int i = 0; i < 3; i++)
		say(s, "{\"action\":\"loadMessages\",\"roomId\":12}");
	CHECK_INT(s->in_flight, 2);
	CHECK(refused(&socket, "busy"));
	fake_turn(g);
	CHECK_INT(s->in_flight, 0);
	scene_end(g, s);
}

TEST(too_many_requests_are_refused_and_then_the_socket_is_closed)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->rate_requests_per_s = 1;
	fake_config()->rate_requests_burst = 3;
	for (int i = 0; i < 3; i++)
		say(s, "{\"action\":\"ping\"}");
	fake_sent(&socket);
	say(s, "{\"action\":\"ping\"}");
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"rate_limited\"") && strstr(sent, "\"retryAfterMs\":"));
	CHECK_INT(socket.closed_with, 0);
	for (int i = 0; i < 3; i++)
		say(s, "{\"action\":\"ping\"}");
	CHECK_INT(socket.closed_with, 1008);
	scene_end(g, s);
}

TEST(requests_of_a_person_are_limited_on_all_sockets_and_coming_back_does_not_help)
{
	enum { SOCKETS = 4 };
	struct socket first;
	struct session *s;
	struct gateway *g = scene(&first, &s);
	struct socket sockets[SOCKETS];
	struct session *sessions[SOCKETS];
	fake_config()->rate_requests_per_s = 1;
	fake_config()->rate_requests_burst = 3;
	for (int i = 0; i < SOCKETS; i++) {
		sessions[i] = fake_session(g, &sockets[i], ANN);
		for (int k = 0; k < 3; k++)
			say(sessions[i], "{\"action\":\"ping\"}");
		CHECK(!refused(&sockets[i], "rate_limited"));
	}
	say(s, "{\"action\":\"ping\"}");
	CHECK(refused(&first, "rate_limited"));
	for (int i = 0; i < SOCKETS; i++)
		fake_session_free(sessions[i]);
	fake_session_free(s);
	fake_config()->rate_messages_per_s = 1000000;
	people_sweep(g);
	s = fake_session(g, &first, ANN);
	say(s, "{\"action\":\"ping\"}");
	CHECK(refused(&first, "rate_limited"));
	scene_end(g, s);
}

/* Every kind of refusal counts, or one of them could be had without end. */
TEST(forbidden_requests_are_counted_as_well)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->rate_requests_burst = 3;
	fake_config()->rate_requests_per_s = 1;
	for (int i = 0; i < 10; i++)
		say(s, "{\"action\":\"listAccounts\"}");
	CHECK_INT(socket.closed_with, 1008);
	scene_end(g, s);
}

/* A write that is refused makes all that is stored with it run once more. */
TEST(a_session_that_is_not_ones_own_costs_no_write)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.alive[0] = (struct session_row){ .session_id = 55, .user_id = ANN + 1 };
	archive_fake.alive[1] = (struct session_row){ .session_id = 56, .user_id = ANN };
	archive_fake.alive_count = 2;
	say(s, "{\"action\":\"revokeSession\",\"sessionId\":55}");
	fake_turn(g);
	CHECK(refused(&socket, "not_found"));
	say(s, "{\"action\":\"revokeSession\",\"sessionId\":57}");
	fake_turn(g);
	CHECK(refused(&socket, "not_found"));
	CHECK_INT(archive_fake.writes, 0);
	say(s, "{\"action\":\"revokeSession\",\"sessionId\":56}");
	fake_turn(g);
	CHECK_INT(archive_fake.writes, 1);
	scene_end(g, s);
}

TEST(a_request_outlives_its_socket)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	say(s,
	    "{\"action\":\"printMessage\",\"roomId\":12,\"clientId\":\"c1\",\"content\":\"hi\"}");
	say(s, "{\"action\":\"loadMessages\",\"roomId\":12}");
	say(s, "{\"action\":\"getChanges\",\"streams\":[{\"roomId\":12,\"after\":90}]}");
	CHECK_INT(g->requests, 3);
	fake_session_free(s);
	fake_turn(g);
	CHECK_INT(bus_fake.published, 1);
	scene_end(g, NULL);
}

/* ---- messages ---- */

static void send_message(struct session *s, const char *client_id, const char *more)
{
	char json[256];
	snprintf(json, sizeof(json),
		 "{\"action\":\"printMessage\",\"roomId\":12,\"clientId\":\"%s\",\"content\":"
		 "\"hi\"%s}",
		 client_id, more);
	say(s, json);
}

TEST(a_message_is_stored_published_and_acknowledged)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	send_message(s, "c1", "");
	CHECK_TEXT(fake_sent(&socket), "");
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"messageStored\"") && strstr(sent, "\"seq\":101") &&
	      strstr(sent, "\"clientId\":\"c1\""));
	CHECK_INT(bus_fake.published, 1);
	CHECK_INT(bus_fake.last.seq, 101);
	CHECK_INT(bus_fake.last.number, 41);
	/* What this worker knows of her membership counts if nothing came after it. */
	CHECK(archive_fake.changed[0].check_member);
	CHECK_INT(archive_fake.changed[0].known_seq, 100);
	scene_end(g, s);
}

TEST(messages_keep_their_order)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	send_message(s, "c1", "");
	send_message(s, "c2", "");
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	const char *first = strstr(sent, "\"c1\"");
	const char *second = strstr(sent, "\"c2\"");
	CHECK(first && second && first < second);
	CHECK(first && strstr(first, "\"seq\":101"));
	CHECK(second && strstr(second, "\"seq\":102"));
	scene_end(g, s);
}

TEST(a_refused_message_is_not_published)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.refusing = ERROR_TIMEOUT;
	send_message(s, "c1", ",\"cbId\":9");
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"timeout\"") && strstr(sent, "\"retryable\":true") &&
	      strstr(sent, "\"cbId\":9"));
	CHECK_INT(bus_fake.published, 0);
	scene_end(g, s);
}

TEST(what_a_message_may_not_have)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	send_message(s, "c1", ",\"parentMessage\":5");
	fake_turn(g);
	CHECK(refused(&socket, "not_found"));
	send_message(s, "c1", ",\"quotedMessage\":5");
	fake_turn(g);
	CHECK(refused(&socket, "not_found"));
	send_message(s, "c1", ",\"tags\":{\"@\":9}");
	CHECK(refused(&socket, "invalid"));
	send_message(s, "c1", ",\"files\":[5]");
	CHECK(refused(&socket, "unsupported"));
	fake_config()->message_bytes_max = 1;
	send_message(s, "c1", "");
	CHECK(refused(&socket, "too_large"));
	say(s, "{\"action\":\"printMessage\",\"roomId\":13,\"clientId\":\"c\",\"content\":\"x\"}");
	CHECK(refused(&socket, "not_member"));
	CHECK_INT(archive_fake.writes, 0);
	scene_end(g, s);
}

TEST(membership_that_was_not_confirmed_lately_is_read_in_the_transaction)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	room_state_find(ROOM)->verified_ms -= 3 * fake_config()->head_check_ms;
	send_message(s, "c1", "");
	CHECK(archive_fake.changed[0].check_member);
	CHECK_INT(archive_fake.changed[0].known_seq, 0);
	scene_end(g, s);
}

TEST(messages_of_a_person_are_limited_and_coming_back_does_not_help)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->rate_messages_per_s = 1;
	fake_config()->rate_messages_burst = 1;
	send_message(s, "c1", "");
	send_message(s, "c2", "");
	CHECK(refused(&socket, "rate_limited"));
	fake_turn(g);
	fake_session_free(s);
	s = fake_session(g, &socket, ANN);
	send_message(s, "c3", "");
	CHECK(refused(&socket, "rate_limited"));
	scene_end(g, s);
}

TEST(people_without_sessions_are_forgotten)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	send_message(s, "c1", "");
	fake_turn(g);
	fake_session_free(s);
	CHECK(person_find(g, ANN));
	fake_config()->rate_messages_per_s = 1000000;
	fake_config()->rate_requests_per_s = 1000000;
	fake_turn(g);
	people_sweep(g);
	CHECK(!person_find(g, ANN));
	scene_end(g, NULL);
}

/* ---- pages and catching up ---- */

static void store_messages(int64_t first, int64_t last, struct slice content)
{
	for (int64_t seq = first; seq <= last; seq++)
		archive_fake.changes[archive_fake.change_count++] = (struct change_row){
			.stream_id = ROOM,
			.seq = seq,
			.kind = CHANGE_MESSAGE,
			.message.room_id = ROOM,
			.message.seq = seq,
			.message.id = seq,
			.message.number = seq,
			.message.client_id = SLICE("c"),
			.message.content = content,
		};
}

static size_t answered_bytes(struct gateway *g, struct socket *socket)
{
	fake_turn(g);
	size_t size = socket->sent.size;
	buffer_reset(&socket->sent);
	return size;
}

TEST(answers_fit_into_the_queue_of_a_socket)
{
	static char text[20000];
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->socket_queue_bytes_max = 300000;
	memset(text, 1, sizeof(text)); /* six bytes each in JSON */
	store_messages(1, 100, (struct slice){ text, sizeof(text) });
	say(s, "{\"action\":\"loadMessages\",\"roomId\":12,\"count\":100}");
	size_t size = answered_bytes(g, &socket);
	CHECK(size > 100000 && size < 300000);
	say(s, "{\"action\":\"getChanges\",\"streams\":[{\"roomId\":12,\"after\":0}]}");
	size = answered_bytes(g, &socket);
	CHECK(size > 100000 && size < 300000);
	scene_end(g, s);
}

static const char *changes_after(struct gateway *g, struct session *s, const char *stream)
{
	char json[256];
	snprintf(json, sizeof(json), "{\"action\":\"getChanges\",\"streams\":[%s]}", stream);
	say(s, json);
	fake_turn(g);
	return fake_sent(s->socket);
}

TEST(changes_after_a_position)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	store_messages(99, 100, SLICE("x"));
	const char *sent = changes_after(g, s, "{\"roomId\":12,\"after\":98}");
	CHECK(strstr(sent, "\"seq\":99,") && strstr(sent, "\"seq\":100,\"head\":100"));
	CHECK(strstr(sent, "\"resync\":false"));
	sent = changes_after(g, s, "{\"roomId\":12,\"after\":100}");
	CHECK(strstr(sent, "\"changes\":[],\"seq\":100,\"head\":100"));
	scene_end(g, s);
}

TEST(who_is_too_far_behind_or_ahead_is_told_to_begin_anew)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	CHECK(strstr(changes_after(g, s, "{\"roomId\":12,\"after\":101}"), "\"resync\":true"));
	archive_fake.heads[0].oldest_change = 50;
	CHECK(strstr(changes_after(g, s, "{\"roomId\":12,\"after\":49}"), "\"resync\":true"));
	/* A hole in what the archive still has. */
	store_messages(70, 100, SLICE("x"));
	const char *sent = changes_after(g, s, "{\"roomId\":12,\"after\":60}");
	CHECK(strstr(sent, "\"resync\":true") && strstr(sent, "\"changes\":[]"));
	scene_end(g, s);
}

TEST(only_ones_own_streams_are_read)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	CHECK(strstr(changes_after(g, s, "{\"roomId\":13,\"after\":0}"), "not_member"));
	CHECK(strstr(changes_after(g, s, "{\"userId\":8,\"after\":0}"), "not_member"));
	CHECK(strstr(changes_after(g, s, "{\"after\":0}"), "invalid"));
	CHECK(strstr(changes_after(g, s, "{\"userId\":7,\"roomId\":12,\"after\":0}"), "invalid"));
	CHECK(strstr(changes_after(g, s, "{\"userId\":7,\"after\":0}"), "\"resync\":false"));
	say(s, "{\"action\":\"loadMessages\",\"roomId\":13}");
	CHECK(refused(&socket, "not_member"));
	scene_end(g, s);
}

/* ---- rooms ---- */

TEST(a_room_that_may_not_be_joined_does_not_exist)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	say(s, "{\"action\":\"joinRoom\",\"roomId\":13}");
	fake_turn(g);
	CHECK(refused(&socket, "not_found"));
	CHECK_INT(archive_fake.writes, 0);
	scene_end(g, s);
}

TEST(joining_tells_the_room_and_the_person)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.joinable = true;
	/* What the archive has of it then is what is published. */
	archive_fake.changes[archive_fake.change_count++] = (struct change_row){
		.stream_id = 13,
		.seq = 1,
		.kind = CHANGE_MEMBER_JOINED,
		.subject_id = ANN,
		.user_name = SLICE("ann"),
		.display_name = SLICE("Ann"),
	};
	say(s, "{\"action\":\"joinRoom\",\"roomId\":13}");
	fake_turn(g);
	CHECK_INT(archive_fake.changed_count, 2);
	CHECK_INT(archive_fake.changed[0].kind, CHANGE_MEMBER_JOINED);
	CHECK_INT(archive_fake.changed[1].kind, CHANGE_ROOM_ADDED);
	CHECK_INT(archive_fake.changed[1].stream_id, -ANN);
	CHECK_INT(bus_fake.published, 2);
	say(s, "{\"action\":\"joinRoom\",\"roomId\":12}"); /* she is in it */
	fake_turn(g);
	CHECK_INT(bus_fake.published, 2);
	scene_end(g, s);
}
