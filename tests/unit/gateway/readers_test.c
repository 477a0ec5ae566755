/* Read positions of others: to whom, and when. */
#include "base/states.h"
#include "gateway/live.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ROOM = 12, ANN = 7, BO = 9 };

struct scene {
	struct gateway *g;
	struct live *l;
	struct socket sockets[2];
	struct session *ann;
	struct session *bo;
};

static void on_ready(void *owner, struct live *l)
{
	((struct scene *)owner)->l = l;
}

/* Room 12 at seq 100, where Ann and Bo have joined; Bo does not show how far he reads. */
static void scene_open(struct scene *s)
{
	*s = (struct scene){ .g = fake_gateway() };
	fake_room(ROOM, 100, 40, (int64_t[]){ BO, ANN }, 2);
	live_need(s->g, ROOM, on_ready, s);
	fake_turn(s->g);
	s->ann = fake_session(s->g, &s->sockets[0], ANN);
	s->bo = fake_session(s->g, &s->sockets[1], BO);
	s->ann->person->shows_read = true;
	s->bo->person->shows_read = false;
	live_join(s->l, s->ann);
	live_join(s->l, s->bo);
}

static void scene_close(struct scene *s)
{
	fake_session_free(s->ann);
	fake_session_free(s->bo);
	fake_gateway_free(s->g);
}

static void read_event(const struct scene *s, int64_t seq, int64_t epoch, const char *json)
{
	const struct envelope e = { .kind = ENVELOPE_READ,
				    .stream_id = ROOM,
				    .seq = seq,
				    .epoch = epoch,
				    .except_worker = -1,
				    .json = slice_of(json) };
	live_envelope(s->g, &e);
}

TEST(only_those_who_show_it_are_told)
{
	struct scene s;
	scene_open(&s);
	read_event(&s, 100, s.l->epoch, "one");
	CHECK_TEXT(fake_sent(&s.sockets[0]), "one\n");
	CHECK_TEXT(fake_sent(&s.sockets[1]), "");
	s.bo->person->shows_read = true;
	read_event(&s, 0, s.l->epoch, "two");
	CHECK_TEXT(fake_sent(&s.sockets[1]), "two\n");
	scene_close(&s);
}

TEST(what_is_ahead_of_the_room_waits_for_it)
{
	struct scene s;
	scene_open(&s);
	read_event(&s, 102, s.l->epoch, "late");
	fake_envelope(s.g, ROOM, 101);
	CHECK_TEXT(fake_sent(&s.sockets[0]), "101\n");
	fake_envelope(s.g, ROOM, 102);
	CHECK_TEXT(fake_sent(&s.sockets[0]), "102\nlate\n");
	fake_envelope(s.g, ROOM, 103);
	CHECK_TEXT(fake_sent(&s.sockets[0]), "103\n");
	scene_close(&s);
}

TEST(who_was_removed_meanwhile_is_not_told)
{
	struct scene s;
	scene_open(&s);
	read_event(&s, 101, s.l->epoch, "late");
	const struct envelope left = { .kind = CHANGE_MEMBER_LEFT,
				       .stream_id = ROOM,
				       .seq = 101,
				       .epoch = s.l->epoch,
				       .subject_id = ANN,
				       .json = SLICE("left") };
	live_envelope(s.g, &left);
	CHECK(!strstr(fake_sent(&s.sockets[0]), "late"));
	scene_close(&s);
}

TEST(another_numbering_is_not_told)
{
	struct scene s;
	scene_open(&s);
	read_event(&s, 100, s.l->epoch + 1, "newer");
	read_event(&s, 100, s.l->epoch - 1, "older");
	CHECK_TEXT(fake_sent(&s.sockets[0]), "");
	scene_close(&s);
}

TEST(only_so_many_wait)
{
	struct scene s;
	scene_open(&s);
	for (int i = 0; i < 20; i++)
		read_event(&s, 101, s.l->epoch, i < 4 ? "given up" : "kept");
	fake_envelope(s.g, ROOM, 101);
	const char *sent = fake_sent(&s.sockets[0]);
	size_t kept = 0;
	for (const char *at = sent; (at = strstr(at, "kept")); at++)
		kept++;
	CHECK_INT(kept, 16);
	CHECK(!strstr(sent, "given up"));
	/* What still waits when the room is given up is freed. */
	read_event(&s, 200, s.l->epoch, "never");
	scene_close(&s);
}
