/* Streams: dense and in order to everybody, whatever the bus does. */
#include "gateway/live.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/states.h"
#include "gateway/heads.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7, BO = 9 };

static struct live *served;
static int told;

static void on_ready(void *owner, struct live *l)
{
	(void)owner;
	served = l;
	told++;
}

/* Room 12 at seq 100 (40 messages), with ann and bo, served; ann's session has joined. */
static struct gateway *scene(struct socket *socket, struct session **session)
{
	struct gateway *g = fake_gateway();
	fake_room(ROOM, 100, 40, (int64_t[]){ BO, ANN }, 2);
	served = NULL;
	told = 0;
	live_need(g, ROOM, on_ready, NULL);
	fake_turn(g);
	*session = fake_session(g, socket, ANN);
	if (served)
		live_join(served, *session);
	return g;
}

static void scene_end(struct gateway *g, struct session *session)
{
	if (session)
		fake_session_free(session);
	fake_gateway_free(g);
}

static void store_message(int64_t seq)
{
	archive_fake.changes[archive_fake.change_count++] = (struct change_row){
		.stream_id = ROOM,
		.seq = seq,
		.kind = CHANGE_MESSAGE,
		.actor_id = BO,
		.message.room_id = ROOM,
		.message.seq = seq,
		.message.id = seq,
		.message.number = seq - 60,
		.message.content = SLICE("x"),
		.message.client_id = SLICE("c"),
	};
}

/* The seqs of what was sent, whether as the bare number of fake_envelope or as an event read from
 * the archive. */
static void check_seqs(struct socket *socket, const char *expected)
{
	char seqs[512] = "";
	char *rest = (char *)(uintptr_t)fake_sent(socket);
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		const char *seq = strstr(line, "\"seq\":");
		if (!line[0])
			continue;
		size_t used = strlen(seqs);
		const char *digits = seq ? seq + 6 : line;
		snprintf(seqs + used, sizeof(seqs) - used, "%s%.*s", used ? " " : "",
			 (int)strspn(digits, "0123456789"), digits);
	}
	CHECK_TEXT(seqs, expected);
}

TEST(served_from_the_archives_head)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	CHECK_INT(told, 1);
	CHECK_INT(served->seq, 100);
	CHECK_INT(served->room->messages, 40);
	CHECK(member_in_room(ROOM, ANN) && member_in_room(ROOM, BO) && !member_in_room(ROOM, 8));
	CHECK_INT(channels_needed, 1);
	scene_end(g, s);
	CHECK_INT(channels_released, 1);
}

TEST(in_order_once)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_envelope(g, ROOM, 101);
	fake_envelope(g, ROOM, 102);
	fake_envelope(g, ROOM, 102);
	fake_envelope(g, ROOM, 100);
	fake_envelope(g, ROOM, 103);
	check_seqs(&socket, "101 102 103");
	CHECK_INT(served->room->messages, 103);
	scene_end(g, s);
}

TEST(early_events_wait_for_the_ones_before)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_envelope(g, ROOM, 103);
	fake_envelope(g, ROOM, 104);
	fake_envelope(g, ROOM, 102);
	fake_envelope(g, ROOM, 103);
	check_seqs(&socket, "");
	fake_envelope(g, ROOM, 101);
	check_seqs(&socket, "101 102 103 104");
	CHECK_INT(archive_fake.changes_asked, 0);
	CHECK_INT(g->holes, 0);
	scene_end(g, s);
}

TEST(a_hole_is_read_from_the_archive_once)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	for (int64_t seq = 101; seq <= 104; seq++)
		store_message(seq);
	fake_envelope(g, ROOM, 103);
	CHECK_INT(g->holes, 1);
	fake_turn(g);
	check_seqs(&socket, "101 102 103 104");
	CHECK_INT(archive_fake.changes_asked, 1);
	CHECK_INT(g->holes, 0);
	fake_envelope(g, ROOM, 104);
	fake_envelope(g, ROOM, 105);
	check_seqs(&socket, "105");
	scene_end(g, s);
}

TEST(more_events_than_may_wait_are_read)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	for (int64_t seq = 101; seq <= 110; seq++)
		store_message(seq);
	for (int64_t seq = 102; seq <= 110; seq++)
		fake_envelope(g, ROOM, seq);
	CHECK_INT(served->held_count, 4);
	fake_turn(g);
	check_seqs(&socket, "101 102 103 104 105 106 107 108 109 110");
	scene_end(g, s);
}

TEST(a_long_hole_is_read_in_parts)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	for (int64_t seq = 101; seq <= 700; seq++)
		store_message(seq);
	fake_envelope(g, ROOM, 700);
	fake_turn(g);
	CHECK_INT(served->seq, 700);
	CHECK_INT(archive_fake.changes_asked, 2);
	scene_end(g, s);
}

TEST(a_failed_read_is_tried_again)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	store_message(101);
	store_message(102);
	archive_fake.failing = ERROR_UNAVAILABLE;
	fake_envelope(g, ROOM, 102);
	fake_turn(g);
	check_seqs(&socket, "");
	archive_fake.failing = ERROR_OK;
	fake_turn(g);
	check_seqs(&socket, "101 102");
	scene_end(g, s);
}

TEST(a_head_further_on_is_a_hole)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	store_message(101);
	archive_fake.heads[0].seq = 101;
	heads_check(g->heads);
	fake_turn(g);
	check_seqs(&socket, "101");
	scene_end(g, s);
}

/* What comes next was pruned, and nothing else is there that would show it. */
TEST(a_head_whose_floor_is_further_on_resyncs_the_members)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0].seq = 103;
	archive_fake.heads[0].oldest_change = 103;
	heads_check(g->heads);
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"action\":\"resync\"") && strstr(sent, "\"seq\":103"));
	CHECK_INT(served->seq, 103);
	scene_end(g, s);
}

/* What it has is the floor: nothing is missing. */
TEST(a_floor_at_the_own_position_is_no_hole)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	store_message(101);
	archive_fake.heads[0].seq = 101;
	archive_fake.heads[0].oldest_change = 100;
	heads_check(g->heads);
	fake_turn(g);
	check_seqs(&socket, "101");
	scene_end(g, s);
}

TEST(events_while_loading_are_held)
{
	struct gateway *g = fake_gateway();
	struct socket socket;
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN }, 1);
	live_need(g, ROOM, on_ready, NULL);
	fake_envelope(g, ROOM, 100);
	fake_envelope(g, ROOM, 101);
	fake_turn(g);
	CHECK_INT(served->seq, 101);
	struct session *s = fake_session(g, &socket, ANN);
	live_join(served, s);
	fake_envelope(g, ROOM, 102);
	check_seqs(&socket, "102");
	scene_end(g, s);
}

TEST(a_new_epoch_resyncs_the_members)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0] = (struct head_row){ .stream_id = ROOM, .seq = 50, .epoch = 2 };
	heads_check(g->heads);
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"action\":\"resync\"") && strstr(sent, "\"seq\":50") &&
	      strstr(sent, "\"epoch\":2"));
	CHECK_INT(served->epoch, 2);
	struct envelope e = { .stream_id = ROOM, .seq = 51, .epoch = 2, .json = SLICE("51") };
	live_envelope(g, &e);
	check_seqs(&socket, "51");
	scene_end(g, s);
}

TEST(an_archive_gone_backwards_raises_the_epoch)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0].seq = 90;
	heads_check(g->heads);
	fake_turn(g);
	CHECK_INT(archive_fake.epoch_raised, 2);
	CHECK_INT(served->epoch, 2);
	CHECK_INT(served->seq, 90);
	scene_end(g, s);
}

static struct envelope change_of(int64_t stream_id, int kind, int64_t seq, int64_t subject_id)
{
	return (struct envelope){
		.kind = kind,
		.stream_id = stream_id,
		.seq = seq,
		.epoch = 1,
		.subject_id = subject_id,
		.json = SLICE("1"),
	};
}

TEST(who_left_gets_nothing_from_that_event_on)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	struct socket other;
	struct session *bo = fake_session(g, &other, BO);
	live_join(served, bo);
	struct envelope e = change_of(ROOM, CHANGE_MEMBER_LEFT, 101, ANN);
	live_envelope(g, &e);
	fake_envelope(g, ROOM, 102);
	check_seqs(&socket, "");
	check_seqs(&other, "1 102");
	CHECK(!member_in_room(ROOM, ANN));
	CHECK(!session_in_room(s, ROOM));
	fake_session_free(bo);
	scene_end(g, s);
}

TEST(a_room_added_is_joined_and_told)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_room(13, 5, 5, (int64_t[]){ ANN }, 1);
	archive_fake.memberships[archive_fake.membership_count++] = (struct member_row){
		.room_id = 13, .user_id = ANN, .read_number = 5, .hidden_number = -1
	};
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	live_join(served, s);
	struct envelope e = change_of(-ANN, CHANGE_ROOM_ADDED, 1, 13);
	live_envelope(g, &e);
	fake_turn(g);
	CHECK(session_in_room(s, 13));
	CHECK(strstr(fake_sent(&socket), "\"action\":\"roomLive\""));
	fake_envelope(g, 13, 6);
	check_seqs(&socket, "6");
	scene_end(g, s);
}

TEST(a_revoked_session_is_closed_and_others_are_not)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	struct socket second;
	struct session *other = fake_session(g, &second, ANN);
	other->session_id = 71;
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	archive_fake.alive[0] =
		(struct session_row){ .session_id = 71, .user_id = ANN, .role = ROLE_GUEST };
	archive_fake.alive_count = 1;
	struct envelope e = change_of(-ANN, CHANGE_SESSION_REVOKED, 1, s->session_id);
	live_envelope(g, &e);
	fake_turn(g);
	CHECK_INT(socket.closed_with, 1008);
	CHECK_INT(second.closed_with, 0);
	CHECK_INT(other->role, ROLE_GUEST);
	fake_session_free(other);
	scene_end(g, s);
}

TEST(streams_of_one_turn_are_loaded_together)
{
	struct gateway *g = fake_gateway();
	fake_room(ROOM, 1, 1, (int64_t[]){ ANN }, 1);
	fake_room(13, 2, 2, (int64_t[]){ ANN }, 1);
	told = 0;
	live_need(g, ROOM, on_ready, NULL);
	live_need(g, 13, on_ready, NULL);
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	CHECK_INT(told, 3);
	CHECK_INT(archive_fake.heads_asked, 1);
	scene_end(g, NULL);
}

TEST(no_such_room)
{
	struct gateway *g = fake_gateway();
	told = 0;
	served = (struct live *)&told;
	live_need(g, 404, on_ready, NULL);
	fake_turn(g);
	CHECK_INT(told, 1);
	CHECK(!served);
	CHECK(!live_find(g, 404));
	scene_end(g, NULL);
}

TEST(streams_are_given_up_when_nobody_needs_them)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_turn(g);
	live_sweep(g);
	CHECK(live_find(g, ROOM));
	live_leave(g, ROOM, s);
	fake_turn(g);
	live_sweep(g);
	CHECK(!live_find(g, ROOM));
	CHECK_INT(channels_released, 1);
	CHECK(!member_in_room(ROOM, ANN));
	scene_end(g, s);
}

TEST(an_event_that_found_no_place_is_read_without_waiting_for_the_next_check)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	for (int64_t seq = 101; seq <= 106; seq++)
		store_message(seq);
	for (int64_t seq = 102; seq <= 106; seq++)
		fake_envelope(g, ROOM, seq);
	/* The last one found no place and started the read; it is committed after that read. */
	fake_envelope(g, ROOM, 107);
	store_message(107);
	fake_turn(g);
	fake_turn(g);
	check_seqs(&socket, "101 102 103 104 105 106 107");
	CHECK_INT(g->holes, 0);
	scene_end(g, s);
}

TEST(what_was_published_before_the_numbering_began_anew_is_dropped)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0] = (struct head_row){ .stream_id = ROOM, .seq = 50, .epoch = 2 };
	heads_check(g->heads);
	fake_turn(g);
	fake_sent(&socket);
	fake_envelope(g, ROOM, 51); /* of epoch 1 */
	struct envelope e = { .stream_id = ROOM, .seq = 51, .epoch = 2, .json = SLICE("51") };
	live_envelope(g, &e);
	check_seqs(&socket, "51");
	CHECK_INT(g->holes, 0);
	scene_end(g, s);
}

TEST(old_events_held_while_loading_anew_are_dropped)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0] = (struct head_row){ .stream_id = ROOM, .seq = 50, .epoch = 2 };
	struct envelope e = { .stream_id = ROOM, .seq = 50, .epoch = 2, .json = SLICE("50") };
	live_envelope(g, &e);
	CHECK_INT(served->state, LIVE_LOADING);
	fake_envelope(g, ROOM, 51); /* of epoch 1 */
	fake_turn(g);
	CHECK_INT(served->seq, 50);
	CHECK_INT(served->held_count, 0);
	scene_end(g, s);
}

TEST(a_head_read_before_a_resync_does_not_raise_the_epoch_again)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	archive_fake.heads[0] = (struct head_row){ .stream_id = ROOM, .seq = 50, .epoch = 2 };
	heads_check(g->heads);
	fake_turn(g);
	const struct head_row late = { .stream_id = ROOM, .seq = 50, .epoch = 2 };
	live_head(served, &late, 100);
	fake_turn(g);
	CHECK_INT(archive_fake.epoch_raised, 0);
	scene_end(g, s);
}

/* Bo comes into room 13; his private stream says so before the room's own stream does. */
TEST(a_room_is_joined_once_its_own_stream_knows_the_member)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_room(13, 5, 5, (int64_t[]){ BO }, 1);
	archive_fake.memberships[archive_fake.membership_count++] = (struct member_row){
		.room_id = 13, .user_id = ANN, .read_number = 5, .hidden_number = -1
	};
	live_need(g, 13, on_ready, NULL);
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	live_join(live_find(g, -ANN), s);
	struct envelope e = change_of(-ANN, CHANGE_ROOM_ADDED, 1, 13);
	live_envelope(g, &e);
	fake_turn(g);
	CHECK(!session_in_room(s, 13));
	e = change_of(13, CHANGE_MEMBER_JOINED, 6, ANN);
	live_envelope(g, &e);
	fake_turn(g);
	CHECK(session_in_room(s, 13));
	CHECK(strstr(fake_sent(&socket), "\"action\":\"roomLive\""));
	scene_end(g, s);
}

TEST(a_room_taken_away_before_it_was_served_is_not_joined)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_config()->archive_timeout_ms = 10;
	fake_room(13, 5, 5, (int64_t[]){ BO }, 1);
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	struct envelope e = change_of(-ANN, CHANGE_ROOM_ADDED, 1, 13);
	live_envelope(g, &e);
	e = change_of(-ANN, CHANGE_ROOM_REMOVED, 2, 13);
	live_envelope(g, &e);
	fake_turn(g);
	fake_turn(g);
	CHECK(!session_in_room(s, 13));
	fake_envelope(g, 13, 6);
	check_seqs(&socket, "");
	scene_end(g, s);
}

TEST(after_a_resync_a_person_has_the_rooms_that_the_archive_says)
{
	struct socket socket;
	struct session *s;
	struct gateway *g = scene(&socket, &s);
	fake_room(13, 5, 5, (int64_t[]){ ANN }, 1);
	live_need(g, -ANN, on_ready, NULL);
	fake_turn(g);
	live_join(live_find(g, -ANN), s);
	archive_fake.memberships[archive_fake.membership_count++] =
		(struct member_row){ .room_id = 13, .user_id = ANN };
	archive_fake.alive[archive_fake.alive_count++] =
		(struct session_row){ .session_id = s->session_id, .role = ROLE_MEMBER };
	struct envelope e = change_of(-ANN, CHANGE_ACCOUNT_CHANGED, 1, ANN);
	e.epoch = 2;
	live_envelope(g, &e);
	fake_turn(g);
	fake_turn(g);
	CHECK(!session_in_room(s, ROOM));
	CHECK(session_in_room(s, 13));
	CHECK_INT(socket.closed_with, 0);
	scene_end(g, s);
}
