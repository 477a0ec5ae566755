/* Rooms as a worker serves them: whoever comes in gets them as the archive has it, changes are read
 * again, and what is deleted is gone for good. */
#include <stdio.h>
#include <string.h>

#include "base/states.h"
#include "gateway/live.h"
#include "gateway/scope.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { MAIN_ROOM = 12, ROOM = 13, ANN = 7, BO = 9 };

static void nothing(void *owner, struct live *l)
{
	*(struct live **)owner = l;
}

static struct live *serve(struct gateway *g, int64_t stream_id)
{
	struct live *l = NULL;
	live_need(g, stream_id, nothing, &l);
	fake_turn(g);
	return l;
}

/* The main room of a group and another one, with ann and bo; ann has a session here. */
static struct gateway *scene(struct socket *socket, struct session **ann)
{
	struct gateway *g = fake_gateway();
	fake_room(MAIN_ROOM, 10, 4, (int64_t[]){ ANN, BO }, 2);
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN, BO }, 2);
	archive_fake.rooms[0].is_main = true;
	archive_fake.rooms[0].group_creator_id = archive_fake.rooms[1].group_creator_id = BO;
	*ann = fake_session(g, socket, ANN);
	live_join(serve(g, MAIN_ROOM), *ann);
	live_join(serve(g, -ANN), *ann);
	return g;
}

static void scene_end(struct gateway *g, struct session *s)
{
	fake_session_free(s);
	fake_turn(g);
	fake_gateway_free(g);
}

static void change(struct gateway *g, int64_t stream_id, int kind, int64_t seq, int64_t subject_id)
{
	char json[32];
	snprintf(json, sizeof(json), "%s %lld", kind == CHANGE_ROOM_DELETED ? "gone" : "change",
		 (long long)seq);
	struct envelope e = {
		.kind = kind,
		.stream_id = stream_id,
		.seq = seq,
		.epoch = 1,
		.subject_id = subject_id,
		.json = slice_of(json),
	};
	live_envelope(g, &e);
}

static struct member_row *put_membership(int64_t room_id, int64_t user_id)
{
	struct member_row *row = &archive_fake.memberships[archive_fake.membership_count++];
	*row = (struct member_row){
		.room_id = room_id,
		.user_id = user_id,
		.notify = NOTIFY_MENTIONS,
		.volume = 30,
		.read_seq = 90,
		.read_number = 37,
		.hidden_number = 40,
	};
	return row;
}

TEST(a_room_is_brought_as_the_archive_has_ones_place_in_it)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	put_membership(ROOM, ANN);
	change(g, -ANN, CHANGE_ROOM_ADDED, 1, ROOM);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM));
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"notify\":\"mentions\"") && strstr(sent, "\"volume\":30"));
	CHECK(strstr(sent, "\"unread\":3") && strstr(sent, "\"readSeq\":90"));
	CHECK(strstr(sent, "\"hidden\":true") && strstr(sent, "\"seq\":100"));
	scene_end(g, ann);
}

TEST(whoever_is_taken_out_while_a_room_is_brought_does_not_get_it)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	put_membership(ROOM, ANN);
	fake_config()->archive_timeout_ms = 0;
	change(g, -ANN, CHANGE_ROOM_ADDED, 1, ROOM);
	change(g, ROOM, CHANGE_MEMBER_LEFT, 101, ANN); /* before the membership was read */
	fake_turn(g);
	CHECK(!session_in_room(ann, ROOM));
	CHECK_INT(audience_size(room->audience), 0);
	CHECK(!strstr(fake_sent(&socket), "roomLive"));
	scene_end(g, ann);
}

/* The private stream was ahead: she was taken out and put in again, and the room hears it later. */
TEST(out_and_in_again_ends_in_the_room)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	live_join(serve(g, ROOM), ann);
	put_membership(ROOM, ANN);
	change(g, -ANN, CHANGE_ROOM_REMOVED, 1, ROOM);
	CHECK(!session_in_room(ann, ROOM));
	change(g, -ANN, CHANGE_ROOM_ADDED, 2, ROOM);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM));
	change(g, ROOM, CHANGE_MEMBER_LEFT, 101, ANN);
	CHECK(!session_in_room(ann, ROOM));
	change(g, ROOM, CHANGE_MEMBER_JOINED, 102, ANN);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM));
	fake_sent(&socket);
	fake_envelope(g, ROOM, 103);
	CHECK_TEXT(fake_sent(&socket), "103\n");
	scene_end(g, ann);
}

TEST(a_disabled_member_leaves_before_the_event_and_comes_back_with_the_next)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	live_join(room, ann);
	put_membership(ROOM, ANN);
	change(g, ROOM, CHANGE_MEMBER_SUSPENDED, 101, ANN);
	CHECK(!session_in_room(ann, ROOM) && !member_in_room(ROOM, ANN));
	fake_envelope(g, ROOM, 102);
	CHECK_TEXT(fake_sent(&socket), "");
	change(g, ROOM, CHANGE_MEMBER_RESUMED, 103, ANN);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM) && member_in_room(ROOM, ANN));
	scene_end(g, ann);
}

TEST(a_changed_room_is_read_again)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	archive_fake.rooms[1].is_read_only = true;
	archive_fake.rooms[1].name = SLICE("quiet");
	change(g, ROOM, CHANGE_ROOM_CHANGED, 101, ROOM);
	fake_turn(g);
	CHECK(room->room->is_read_only);
	CHECK_TEXT(room->room->name, "quiet");
	/* Changed again while it was being read: the last one counts. */
	archive_fake.rooms[1].name = SLICE("one");
	change(g, ROOM, CHANGE_ROOM_CHANGED, 102, ROOM);
	archive_fake.rooms[1].name = SLICE("two");
	change(g, ROOM, CHANGE_ROOM_CHANGED, 103, ROOM);
	fake_turn(g);
	CHECK_TEXT(room->room->name, "two");
	scene_end(g, ann);
}

TEST(a_changed_room_is_read_again_until_the_archive_answers)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	archive_fake.rooms[1].creator_id = BO;
	archive_fake.failing = ERROR_UNAVAILABLE;
	change(g, ROOM, CHANGE_ROOM_CHANGED, 101, ROOM);
	fake_turn(g);
	CHECK_INT(room->room->creator_id, 0);
	archive_fake.failing = ERROR_OK;
	for (int i = 0; i < 500 && room->room->creator_id == 0; i++)
		fake_turn(g);
	CHECK_INT(room->room->creator_id, BO);
	scene_end(g, ann);
}

/* The worker ends meanwhile: nothing is left behind. */
TEST(a_changed_room_is_not_read_again_at_the_end)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	serve(g, ROOM);
	change(g, ROOM, CHANGE_ROOM_CHANGED, 101, ROOM);
	archive_fake.failing = ERROR_UNAVAILABLE;
	g->closing = true;
	fake_turn(g);
	scene_end(g, ann);
}

/* Only the main room hears of it. */
TEST(a_group_that_is_handed_over_counts_in_all_of_its_rooms)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	CHECK_INT(room->room->group_creator_id, BO);
	archive_fake.rooms[0].group_creator_id = ANN;
	archive_fake.rooms[0].group_name = SLICE("new name");
	change(g, MAIN_ROOM, CHANGE_GROUP_CHANGED, 11, 1);
	fake_turn(g);
	CHECK_INT(room->room->group_creator_id, ANN);
	CHECK_TEXT(room->room->group_name, "new name");
	CHECK(room->room->name && strcmp(room->room->name, "room") == 0);
	scene_end(g, ann);
}

static void check_gone(struct gateway *g, struct session *ann, int64_t next_seq)
{
	CHECK(!session_in_room(ann, ROOM) && !member_in_room(ROOM, ANN));
	CHECK(!room_state_find(ROOM));
	fake_sent(ann->socket);
	fake_envelope(g, ROOM, next_seq);
	CHECK_TEXT(fake_sent(ann->socket), "");
	CHECK(!serve(g, ROOM));
	fake_turn(g);
	live_sweep(g);
	CHECK(!live_find(g, ROOM));
}

TEST(a_deleted_room_says_so_and_nothing_more)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	live_join(serve(g, ROOM), ann);
	change(g, ROOM, CHANGE_ROOM_DELETED, 101, ROOM);
	CHECK_TEXT(fake_sent(&socket), "gone 101\n");
	check_gone(g, ann, 102);
	scene_end(g, ann);
}

TEST(a_deleted_room_is_found_by_healing_too)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	struct live *room = serve(g, ROOM);
	live_join(room, ann);
	archive_fake.changes[archive_fake.change_count++] = (struct change_row){
		.stream_id = ROOM, .seq = 101, .kind = CHANGE_ROOM_DELETED, .subject_id = ROOM
	};
	live_heal(room);
	fake_turn(g);
	CHECK(strstr(fake_sent(&socket), "\"action\":\"deleteRoom\""));
	check_gone(g, ann, 102);
	scene_end(g, ann);
}

/* A restored backup knows nothing of it. */
TEST(a_room_that_vanished_is_left_by_all)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	live_join(serve(g, ROOM), ann);
	archive_fake.room_count = 1;
	struct envelope e = { .stream_id = ROOM, .seq = 50, .epoch = 2, .json = SLICE("50") };
	live_envelope(g, &e);
	fake_turn(g);
	CHECK(!session_in_room(ann, ROOM));
	CHECK(!live_find(g, ROOM) && !room_state_find(ROOM));
	scene_end(g, ann);
}

/* What said that she left was forgotten by the archive before this worker came to it. */
TEST(whoever_is_no_member_after_loading_anew_leaves)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	live_join(serve(g, ROOM), ann);
	for (size_t i = 0; i < archive_fake.member_count; i++) {
		if (archive_fake.members[i].room_id == ROOM &&
		    archive_fake.members[i].user_id == ANN)
			archive_fake.members[i].user_id = BO + 1;
	}
	fake_head_of(ROOM)->epoch = 2;
	struct envelope e = { .stream_id = ROOM, .seq = 50, .epoch = 2, .json = SLICE("50") };
	live_envelope(g, &e);
	fake_turn(g);
	CHECK(!session_in_room(ann, ROOM));
	CHECK(live_find(g, ROOM));
	CHECK(!strstr(fake_sent(&socket), "resync"));
	scene_end(g, ann);
}

TEST(a_direct_room_shows_its_two_whoever_is_disabled)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	archive_fake.rooms[1] = (struct room_row){ .room_id = ROOM, .low_id = ANN, .high_id = BO };
	put_membership(ROOM, ANN);
	serve(g, ROOM);
	change(g, ROOM, CHANGE_MEMBER_SUSPENDED, 101, BO);
	change(g, -ANN, CHANGE_ROOM_ADDED, 1, ROOM);
	fake_turn(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"users\":[7,9]") && strstr(sent, "\"memberCount\":2"));
	CHECK(strstr(sent, "\"channel\":null"));
	CHECK(!member_in_room(ROOM, BO));
	scene_end(g, ann);
}

/* Its request is over, and it is in ROOM by that. */
static void made(struct session *s)
{
	struct request *r = scope_of_session(s);
	r->entered_room_id = ROOM;
	request_reply(r, SLICE("made"));
}

TEST(an_answer_leaves_when_the_room_it_speaks_of_can_be_used)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	put_membership(ROOM, ANN);
	made(ann);
	CHECK_TEXT(fake_sent(&socket), "");
	CHECK_INT(ann->in_flight, 1);
	change(g, -ANN, CHANGE_ROOM_ADDED, 1, ROOM);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM));
	CHECK_INT(ann->in_flight, 0);
	const char *sent = fake_sent(&socket);
	const char *live = strstr(sent, "roomLive");
	CHECK(live && !strstr(live + 1, "roomLive"));
	CHECK(strstr(sent, "made\n") > live);
	made(ann);
	CHECK_TEXT(fake_sent(&socket), "made\n");
	scene_end(g, ann);
}

TEST(an_answer_waits_until_the_room_knows_of_the_member)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	archive_fake.members[2].user_id = BO + 1; /* hers in ROOM */
	serve(g, ROOM);
	put_membership(ROOM, ANN);
	made(ann);
	fake_turn(g);
	CHECK_TEXT(fake_sent(&socket), "");
	change(g, ROOM, CHANGE_MEMBER_JOINED, 101, ANN);
	fake_turn(g);
	CHECK(session_in_room(ann, ROOM));
	CHECK(strstr(fake_sent(&socket), "made\n"));
	CHECK_INT(ann->in_flight, 0);
	scene_end(g, ann);
}

TEST(an_answer_does_not_wait_for_an_archive_that_is_away)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	archive_fake.failing = ERROR_UNAVAILABLE;
	fake_config()->archive_timeout_ms = 10;
	put_membership(ROOM, ANN);
	made(ann);
	CHECK_TEXT(fake_sent(&socket), "");
	fake_turn(g);
	CHECK_TEXT(fake_sent(&socket), "made\n");
	CHECK(!session_in_room(ann, ROOM));
	archive_fake.failing = ERROR_OK;
	for (int i = 0; i < 500 && !session_in_room(ann, ROOM); i++)
		fake_turn(g);
	CHECK(strstr(fake_sent(&socket), "roomLive"));
	scene_end(g, ann);
}

TEST(an_answer_to_who_is_not_in_the_room_any_more_leaves_all_the_same)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	archive_fake.members[2].user_id = BO + 1;
	fake_config()->archive_timeout_ms = 0;
	made(ann);
	fake_turn(g);
	CHECK_TEXT(fake_sent(&socket), "made\n");
	CHECK(!session_in_room(ann, ROOM));
	scene_end(g, ann);
}

TEST(an_answer_to_who_went_away_meanwhile_is_forgotten)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	put_membership(ROOM, ANN);
	made(ann);
	CHECK_INT(g->requests, 1);
	scene_end(g, ann);
}

/* A request that was never ended would be seen by the sanitizer. */
TEST(an_answer_that_waits_is_given_up_at_the_end)
{
	struct socket socket;
	struct session *ann;
	struct gateway *g = scene(&socket, &ann);
	archive_fake.members[2].user_id = BO + 1;
	serve(g, ROOM);
	put_membership(ROOM, ANN);
	made(ann);
	fake_turn(g);
	made(ann);
	CHECK_INT(g->requests, 2);
	fake_session_free(ann);
	fake_gateway_free(g);
}
