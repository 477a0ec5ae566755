/* Disabling an account: its places and its state say the same in the end, whatever fails or happens
 * meanwhile. The places that the archive has are the test's. */
#include <string.h>

#include "archive/members.h"
#include "base/states.h"
#include "gateway/dispatch.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

enum { ANN = 7, BO = 9, ROOM = 20, PLACES = 3 };

static struct {
	bool suspended[PLACES];
	bool disabled;   /* the account */
	int asked;       /* questions for places */
	int failing_at;  /* this one ends with ERROR_TIMEOUT; 0: none */
	bool rooms_fail; /* the question for rooms does */
	int enabled_at;  /* this one finds a new place, before another administrator enables the
			    account; 0: none */
} bo;

/* What the last write did to places and account. */
static void take_write(void)
{
	for (size_t i = 0; i < archive_fake.changed_count; i++) {
		const struct change *c = &archive_fake.changed[i];
		if (c->kind == CHANGE_MEMBER_SUSPENDED || c->kind == CHANGE_MEMBER_RESUMED)
			bo.suspended[c->stream_id - ROOM] = c->kind == CHANGE_MEMBER_SUSPENDED;
		if (c->kind == CHANGE_ACCOUNT_CHANGED)
			bo.disabled = true;
	}
	archive_fake.changed_count = 0;
}

static void answer(struct read read, bool any, bool suspended)
{
	struct place_row rows[PLACES];
	size_t count = 0;
	bool enabled = ++bo.asked == bo.enabled_at;
	if (enabled)
		bo.suspended[0] = false;
	for (int i = 0; any && i < PLACES; i++) {
		if (bo.suspended[i] == suspended)
			rows[count++] = (struct place_row){ .room_id = ROOM + i, .user_id = BO };
	}
	archive_fake.failing = bo.asked == bo.failing_at ? ERROR_TIMEOUT : ERROR_OK;
	fake_answer(read, rows, count, sizeof(rows[0]));
	if (!enabled)
		return;
	bo.disabled = false;
	memset(bo.suspended, 0, sizeof(bo.suspended));
}

void places_suspended(struct archive *a, struct read read, int64_t user_id, bool suspended)
{
	(void)a;
	(void)user_id;
	take_write();
	answer(read, true, suspended);
}

void places_unsettled(struct archive *a, struct read read, int64_t user_id, bool suspended)
{
	(void)a;
	(void)user_id;
	take_write();
	answer(read, bo.disabled != suspended, suspended);
}

void members_of_user(struct archive *a, struct read read, int64_t user_id)
{
	(void)a;
	(void)user_id;
	archive_fake.failing = bo.rooms_fail ? ERROR_TIMEOUT : ERROR_OK;
	fake_answer(read, NULL, 0, 0);
}

static int suspended_places(void)
{
	int count = 0;
	take_write();
	for (int i = 0; i < PLACES; i++)
		count += bo.suspended[i];
	return count;
}

/* Ann sets the state of bo's account; returns what her socket was told. */
static const char *set_state(struct gateway *g, struct session *ann, const char *request)
{
	ann->role = ROLE_ADMINISTRATOR;
	archive_fake.accounts[0] = (struct account_row){ .user_id = BO,
							 .name = SLICE("bo"),
							 .display_name = SLICE("Bo"),
							 .state = bo.disabled ? ACCOUNT_DISABLED
									      : ACCOUNT_ACTIVE };
	archive_fake.account_count = 1;
	archive_fake.alive[0] = (struct session_row){ .session_id = ANN * 10,
						      .user_id = ANN,
						      .role = ROLE_ADMINISTRATOR };
	archive_fake.alive_count = 1;
	dispatch_message(ann, slice_of(request));
	for (int i = 0; i < 500 && g->requests > 0; i++)
		fake_turn(g);
	return fake_sent(ann->socket);
}

static const char *disable(struct gateway *g, struct session *ann)
{
	return set_state(g, ann,
			 "{\"action\":\"setAccountState\",\"userId\":9,\"state\":\"disabled\","
			 "\"cbId\":1}");
}

static const char *enable(struct gateway *g, struct session *ann)
{
	return set_state(g, ann,
			 "{\"action\":\"setAccountState\",\"userId\":9,\"state\":\"active\","
			 "\"cbId\":1}");
}

static void end(struct gateway *g, struct session *s)
{
	fake_session_free(s);
	fake_turn(g);
	fake_gateway_free(g);
	memset(&bo, 0, sizeof(bo));
}

TEST(all_places_of_a_disabled_account_are_suspended)
{
	struct socket socket;
	struct gateway *g = fake_gateway();
	struct session *ann = fake_session(g, &socket, ANN);
	CHECK(strstr(disable(g, ann), "\"state\":\"disabled\""));
	CHECK_INT(suspended_places(), PLACES);
	end(g, ann);
}

TEST(who_could_not_be_disabled_gets_the_places_back)
{
	struct socket socket;
	struct gateway *g = fake_gateway();
	struct session *ann = fake_session(g, &socket, ANN);
	bo.failing_at = 2;
	CHECK(strstr(disable(g, ann), "\"error\":\"timeout\""));
	CHECK(!bo.disabled);
	CHECK_INT(suspended_places(), 0);
	end(g, ann);
}

/* Enabled by somebody else between the last question for places and the write that suspends. */
TEST(what_another_administrator_decided_last_counts)
{
	struct socket socket;
	struct gateway *g = fake_gateway();
	struct session *ann = fake_session(g, &socket, ANN);
	bo.enabled_at = 3;
	CHECK(strstr(disable(g, ann), "\"state\":\"disabled\""));
	CHECK(!bo.disabled && bo.asked > 3);
	CHECK_INT(suspended_places(), 0);
	end(g, ann);
}

TEST(who_could_not_be_enabled_stays_out_of_the_rooms)
{
	struct socket socket;
	struct gateway *g = fake_gateway();
	struct session *ann = fake_session(g, &socket, ANN);
	bo.disabled = true;
	for (int i = 0; i < PLACES; i++)
		bo.suspended[i] = true;
	bo.rooms_fail = true;
	CHECK(strstr(enable(g, ann), "\"error\":\"timeout\""));
	CHECK_INT(suspended_places(), PLACES);
	end(g, ann);
}
