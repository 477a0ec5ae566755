/* Views of sockets: whom they watch, what they are told, and what they must not be. */
#include "gateway/watcher.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/states.h"
#include "gateway/news.h"
#include "gateway/presence.h"
#include "unit/gateway/fakes.h"
#include "unit/gateway/fakes_presence.h"
#include "unit/harness.h"

enum {
	ROOM = 12,
	ANN = 7,
	BO = 9,
	CY = 11,
	ONLINE = PERSON_PRESENCE_PRESENCE_ONLINE,
	OFFLINE = PERSON_PRESENCE_PRESENCE_OFFLINE,
	AFTER_MS = PRESENCE_LINGER_MS + 1,
};

static struct presence_map *map;
static struct presence_source *elsewhere;

static struct gateway *scene(void)
{
	struct gateway *g = fake_gateway();
	store_fake.away = true; /* the map is all that counts here */
	presence_open(g);
	g->news = news_open(g);
	map = presence_map_of(g);
	elsewhere = presence_source_add(map, SLICE("elsewhere"));
	return g;
}

static void scene_end(struct gateway *g)
{
	fake_turn(g);
	news_close(g->news);
	presence_close(g->presence);
	fake_gateway_free(g);
	store_fake = (struct fake_store){ 0 };
}

static void say(int64_t user_id, int state)
{
	const struct presence_entry entry = { user_id, state ? 0 : 1790000000000, state };
	presence_source_set(elsewhere, &entry, clock_monotonic_ms());
}

static void let_go(void)
{
	presence_map_tick(map, clock_monotonic_ms() + AFTER_MS);
}

/* Every socket has had its turn. */
static void second(struct gateway *g)
{
	for (int i = 0; i < WATCHER_TURNS; i++)
		watcher_tick(g);
}

static struct account_row account(int64_t user_id)
{
	return (struct account_row){ .user_id = user_id, .show_presence = true };
}

/* Sets the view to these people; returns how the first one is. */
static struct person_presence watch(struct session *s, const int64_t *ids, size_t count)
{
	struct account_row rows[200];
	static struct person_presence views[200];
	for (size_t i = 0; i < count; i++)
		rows[i] = account(ids[i]);
	CHECK(watcher_set(s, watcher_ask(s), rows, count, views));
	return views[0];
}

static struct person_presence watch_bo(struct session *s)
{
	return watch(s, (int64_t[]){ BO }, 1);
}

static int frames(struct socket *socket)
{
	int count = 0;
	const char *at = fake_sent(socket);
	while ((at = strstr(at, "\"presence\",\"handler\""))) {
		count++;
		at++;
	}
	return count;
}

TEST(changes_are_told_once_and_only_to_who_watches)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = fake_session(g, &sockets[0], ANN);
	struct session *c = fake_session(g, &sockets[1], CY);
	CHECK_INT(watch_bo(a).presence, OFFLINE);
	say(BO, PRESENCE_ONLINE);
	say(77, PRESENCE_ONLINE);
	second(g);
	CHECK_TEXT(fake_sent(&sockets[0]),
		   "{\"action\":\"presence\",\"handler\":\"room\",\"people\":[{\"userId\":9,"
		   "\"presence\":\"online\",\"lastSeen\":null}]}\n");
	second(g);
	CHECK_TEXT(fake_sent(&sockets[0]), "");
	CHECK_TEXT(fake_sent(&sockets[1]), "");
	CHECK_INT(watch_bo(c).presence, ONLINE);
	fake_session_free(a);
	fake_session_free(c);
	scene_end(g);
}

TEST(many_changes_of_a_second_are_one_frame_with_how_it_ended)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	int64_t ids[50];
	for (int i = 0; i < 50; i++)
		ids[i] = 100 + i;
	watch(a, ids, 50);
	for (int round = 0; round < 7; round++) {
		for (int i = 0; i < 50; i++)
			say(100 + i, round % 2 ? PRESENCE_ONLINE : PRESENCE_AWAY);
	}
	second(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"away\"") && !strstr(sent, "\"online\""));
	CHECK(strchr(sent, '\n') == strrchr(sent, '\n'));
	fake_session_free(a);
	scene_end(g);
}

TEST(what_changed_back_is_not_told)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	say(BO, PRESENCE_ONLINE);
	watch_bo(a);
	say(BO, PRESENCE_AWAY);
	say(BO, PRESENCE_ONLINE);
	second(g);
	CHECK_TEXT(fake_sent(&socket), "");
	fake_session_free(a);
	scene_end(g);
}

TEST(who_went_has_a_time_from_here_or_from_the_archive)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	struct account_row rows[2] = { account(BO), account(CY) };
	struct person_presence views[2];
	rows[1].last_seen_ms = 1780000000000;
	say(BO, PRESENCE_ONLINE);
	CHECK(watcher_set(a, watcher_ask(a), rows, 2, views));
	CHECK(!views[0].has_last_seen_ms);
	CHECK_INT(views[1].last_seen_ms, 1780000000000);
	say(BO, PRESENCE_NONE);
	let_go();
	second(g);
	CHECK(strstr(fake_sent(&socket), "\"offline\",\"lastSeen\":1790000000000"));
	fake_session_free(a);
	scene_end(g);
}

TEST(who_hides_is_offline_for_others_and_not_for_themselves)
{
	struct gateway *g = scene();
	struct socket sockets[2];
	struct session *a = fake_session(g, &sockets[0], ANN);
	struct session *b = fake_session(g, &sockets[1], BO);
	watch_bo(a);
	watch_bo(b);
	say(BO, PRESENCE_ONLINE | PRESENCE_HIDDEN);
	second(g);
	CHECK_TEXT(fake_sent(&sockets[0]), "");
	CHECK(strstr(fake_sent(&sockets[1]), "\"online\""));
	CHECK_INT(watch_bo(a).presence, OFFLINE);
	say(BO, PRESENCE_ONLINE);
	second(g);
	CHECK(strstr(fake_sent(&sockets[0]), "\"online\""));
	say(BO, PRESENCE_AWAY | PRESENCE_HIDDEN);
	second(g);
	CHECK(strstr(fake_sent(&sockets[0]), "\"offline\",\"lastSeen\":null"));
	say(BO, PRESENCE_NONE);
	let_go();
	second(g);
	CHECK_TEXT(fake_sent(&sockets[0]), "");
	CHECK(!watch(a, (int64_t[]){ CY }, 1).has_last_seen_ms);
	fake_session_free(a);
	fake_session_free(b);
	/* Nobody is there: what the archive says of them counts. */
	struct session *c = fake_session(g, &sockets[0], CY);
	struct account_row bo = { .user_id = BO, .last_seen_ms = 5 };
	struct person_presence view;
	CHECK(watcher_set(c, watcher_ask(c), &bo, 1, &view));
	CHECK_INT(view.presence, OFFLINE);
	CHECK(!view.has_last_seen_ms);
	fake_session_free(c);
	scene_end(g);
}

TEST(service_accounts_are_always_there)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	struct account_row echo = { .user_id = 2, .bot = true, .show_presence = true };
	struct person_presence view;
	CHECK(watcher_set(a, watcher_ask(a), &echo, 1, &view));
	CHECK_INT(view.presence, ONLINE);
	fake_session_free(a);
	scene_end(g);
}

TEST(the_view_asked_for_last_stays)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	struct account_row bo = account(BO);
	struct account_row cy = account(CY);
	struct person_presence view;
	uint64_t first = watcher_ask(a);
	uint64_t later = watcher_ask(a);
	CHECK(watcher_set(a, later, &cy, 1, &view));
	/* Answered late: it says how they are, and is not the view. */
	say(BO, PRESENCE_ONLINE);
	CHECK(watcher_set(a, first, &bo, 1, &view));
	CHECK_INT(view.presence, ONLINE);
	say(BO, PRESENCE_AWAY);
	say(CY, PRESENCE_ONLINE);
	second(g);
	const char *sent = fake_sent(&socket);
	CHECK(strstr(sent, "\"userId\":11") && !strstr(sent, "\"userId\":9"));
	fake_session_free(a);
	scene_end(g);
}

TEST(a_lost_room_empties_the_view_and_older_questions_do_not_fill_it)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	struct account_row bo = account(BO);
	struct person_presence view;
	watcher_lost(a);
	CHECK_TEXT(fake_sent(&socket), ""); /* there was no view */
	watch_bo(a);
	uint64_t asked = watcher_ask(a);
	watcher_lost(a);
	CHECK_TEXT(fake_sent(&socket), "{\"action\":\"peopleStale\",\"handler\":\"room\"}\n");
	CHECK(!watcher_set(a, asked, &bo, 1, &view));
	say(BO, PRESENCE_ONLINE);
	second(g);
	CHECK_TEXT(fake_sent(&socket), "");
	CHECK(watcher_set(a, watcher_ask(a), &bo, 1, &view));
	CHECK_INT(view.presence, ONLINE);
	fake_session_free(a);
	scene_end(g);
}

static struct live *served;

static void on_ready(void *owner, struct live *l)
{
	(void)owner;
	served = l;
}

/* Ann, a guest, and Cy, a member, share room 12 with Bo, who leaves it. */
TEST(a_guest_does_not_watch_who_left_their_last_room)
{
	struct gateway *g = scene();
	struct socket sockets[3];
	fake_room(ROOM, 100, 40, (int64_t[]){ ANN, BO, CY }, 3);
	live_need(g, ROOM, on_ready, NULL);
	fake_turn(g);
	int64_t ids[] = { ANN, CY, BO };
	struct session *sessions[3];
	for (int i = 0; i < 3; i++) {
		sessions[i] = fake_session(g, &sockets[i], ids[i]);
		live_join(served, sessions[i]);
		watch(sessions[i], (int64_t[]){ BO, CY }, 2);
	}
	sessions[0]->role = ROLE_GUEST;
	struct envelope left = { .kind = CHANGE_MEMBER_LEFT,
				 .stream_id = ROOM,
				 .seq = 101,
				 .epoch = 1,
				 .subject_id = BO,
				 .json = SLICE("left") };
	live_envelope(g, &left);
	CHECK(strstr(fake_sent(&sockets[0]), "peopleStale"));
	CHECK_TEXT(fake_sent(&sockets[1]), "left\n");         /* members see everybody */
	CHECK(strstr(fake_sent(&sockets[2]), "peopleStale")); /* Bo lost a room */
	say(BO, PRESENCE_ONLINE);
	say(CY, PRESENCE_ONLINE);
	second(g);
	const char *sent = fake_sent(&sockets[0]);
	CHECK(strstr(sent, "\"userId\":11") && !strstr(sent, "\"userId\":9"));
	CHECK(strstr(fake_sent(&sockets[1]), "\"userId\":9"));
	for (int i = 0; i < 3; i++)
		fake_session_free(sessions[i]);
	scene_end(g);
}

TEST(who_becomes_a_guest_begins_with_an_empty_view)
{
	struct gateway *g = scene();
	struct socket socket;
	struct session *a = fake_session(g, &socket, ANN);
	struct session_row row = { .user_id = ANN, .session_id = 70, .role = ROLE_GUEST };
	watch_bo(a);
	session_refresh(a, &row, 1);
	CHECK(strstr(fake_sent(&socket), "peopleStale"));
	session_refresh(a, &row, 2);
	CHECK_TEXT(fake_sent(&socket), "");
	fake_session_free(a);
	scene_end(g);
}

TEST(news_of_a_person_are_read_once_for_all_who_watch)
{
	struct gateway *g = scene();
	struct socket sockets[3];
	struct session *a = fake_session(g, &sockets[0], ANN);
	struct session *b = fake_session(g, &sockets[1], CY);
	struct session *c = fake_session(g, &sockets[2], 99);
	archive_fake.accounts[0] = (struct account_row){ .user_id = BO,
							 .name = SLICE("bo"),
							 .display_name = SLICE("Bo 1") };
	archive_fake.account_count = 1;
	news_person(g, BO);
	fake_turn(g);
	watch_bo(a);
	watch_bo(b);
	news_person(g, BO);
	news_person(g, BO); /* while it is being read: once more afterwards */
	archive_fake.accounts[0].display_name = SLICE("Bo 2");
	fake_turn(g);
	const char *sent = fake_sent(&sockets[0]);
	CHECK(strstr(sent, "personChanged") && strstr(sent, "Bo 2"));
	CHECK(strstr(fake_sent(&sockets[1]), "Bo 2"));
	CHECK_TEXT(fake_sent(&sockets[2]), "");
	fake_session_free(a);
	fake_session_free(b);
	fake_session_free(c);
	scene_end(g);
}

/* Random views of twenty sockets over thirty people, some ending, against the plain definition. */
TEST(both_lists_always_agree)
{
	enum { SOCKETS = 20, PEOPLE = 30, STEPS = 3000 };
	struct gateway *g = scene();
	struct socket sockets[SOCKETS];
	struct session *sessions[SOCKETS];
	bool watched[SOCKETS][PEOPLE] = { { false } };
	uint32_t seed = 4711;
	for (int i = 0; i < SOCKETS; i++)
		sessions[i] = fake_session(g, &sockets[i], 1000 + i);
	for (int step = 0; step < STEPS; step++) {
		seed = seed * 1664525 + 1013904223;
		int i = (int)((seed >> 8) % SOCKETS);
		int64_t ids[PEOPLE];
		size_t count = 0;
		memset(watched[i], 0, sizeof(watched[i]));
		for (int64_t k = 0; k < PEOPLE; k++) {
			seed = seed * 1664525 + 1013904223;
			if ((seed >> 16) % 3)
				continue;
			watched[i][k] = true;
			ids[count++] = k + 1;
		}
		if (seed % 17 == 0) {
			fake_session_free(sessions[i]);
			memset(watched[i], 0, sizeof(watched[i]));
			sessions[i] = fake_session(g, &sockets[i], 1000 + i);
		} else {
			watch(sessions[i], ids, count);
		}
		int64_t changed = 1 + (seed >> 20) % PEOPLE;
		const struct presence_person *p = presence_map_find(map, changed);
		uint32_t expected = 0;
		for (int k = 0; k < SOCKETS; k++)
			expected += watched[k][changed - 1];
		CHECK_INT(p ? p->watcher_count : 0, expected);
	}
	for (int64_t k = 1; k <= PEOPLE; k++)
		say(k, PRESENCE_ONLINE);
	second(g);
	for (int i = 0; i < SOCKETS; i++) {
		const char *sent = fake_sent(&sockets[i]);
		for (int64_t k = 1; k <= PEOPLE; k++) {
			char id[32];
			snprintf(id, sizeof(id), "\"userId\":%lld,", (long long)k);
			CHECK((strstr(sent, id) != NULL) == watched[i][k - 1]);
		}
		fake_session_free(sessions[i]);
	}
	CHECK_INT(table_size(map->people), PEOPLE);
	scene_end(g);
}

/* 2,000 sockets that watch 50 of 2,000 people each, of whom 200 change in a second (a tenth, as
 * 1,000 of 10,000): frames, and time. */
TEST(what_a_second_of_changes_costs_who_is_watched)
{
	enum { SOCKETS = 2000, VIEW = 50, CHANGES = 200, SECONDS = 5 };
	struct gateway *g = scene();
	struct socket *sockets = memory_zero(SOCKETS, sizeof(*sockets));
	struct session **sessions = memory_zero(SOCKETS, sizeof(struct session *));
	int64_t ids[VIEW];
	int sent = 0;
	int64_t spent_us = 0;
	for (int i = 0; i < SOCKETS; i++) {
		sessions[i] = fake_session(g, &sockets[i], 10000 + i);
		for (int k = 0; k < VIEW; k++)
			ids[k] = 1 + (i * 13 + k * 41) % SOCKETS;
		watch(sessions[i], ids, VIEW);
	}
	for (int n = 0; n < SECONDS; n++) {
		int64_t started_us = clock_monotonic_us();
		for (int k = 0; k < CHANGES; k++)
			say(1 + (n * 37 + k * 7) % SOCKETS,
			    n % 2 ? PRESENCE_AWAY : PRESENCE_ONLINE);
		second(g);
		spent_us += clock_monotonic_us() - started_us;
		for (int i = 0; i < SOCKETS; i++)
			sent += frames(&sockets[i]);
	}
	CHECK(sent > 0 && sent <= SOCKETS * SECONDS);
	printf("# %d changes, %d sockets with views of %d: %d frames and %lld us a second\n",
	       CHANGES, SOCKETS, VIEW, sent / SECONDS, (long long)spent_us / SECONDS);
	for (int i = 0; i < SOCKETS; i++)
		fake_session_free(sessions[i]);
	memory_free(sessions);
	memory_free(sockets);
	scene_end(g);
}
