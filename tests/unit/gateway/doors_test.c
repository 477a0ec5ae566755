/* HTTP: registration, signing in, links, and who may ask at all. */
#include <stdio.h>
#include <string.h>

#include "base/states.h"
#include "gateway/doorman.h"
#include "gateway/drain.h"
#include "gateway/liveness.h"
#include "gateway/routes.h"
#include "gateway/scope.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

/* POSTs `body` as our own page does. */
static struct exchange post_of(const char *path, const char *body)
{
	return (struct exchange){
		.method = METHOD_POST,
		.path = path,
		.body = body,
		.type = "application/json",
		.origin = "http://chat.test",
		.same_origin = true,
	};
}

static void ask(struct gateway *g, struct exchange *x)
{
	routes_request(g, x);
	for (int i = 0; i < 500 && x->status == 0; i++)
		fake_turn(g);
	CHECK_INT(g->requests, 0);
}

static struct exchange post(struct gateway *g, const char *path, const char *body)
{
	struct exchange x = post_of(path, body);
	ask(g, &x);
	return x;
}

static bool has(const struct exchange *x, int status, const char *part)
{
	return x->status == status && strstr(x->answer, part);
}

static const char *const REGISTER_ANN = "{\"username\":\"ann\",\"password\":\"correct horse\"}";

TEST(requests_of_other_sites_are_refused)
{
	struct gateway *g = fake_gateway();
	struct exchange x = post_of("/api/auth", "{}");
	x.same_origin = false;
	ask(g, &x);
	CHECK(has(&x, 403, "bad_origin"));
	x = post_of("/api/auth", "{}");
	x.origin = NULL;
	x.site = "cross-site";
	ask(g, &x);
	CHECK(has(&x, 403, "bad_origin"));
	x = post_of("/api/auth", "{}");
	x.type = "text/plain";
	ask(g, &x);
	CHECK(has(&x, 415, "media_type"));
	x = post_of("/api/auth", "{}");
	x.type = "application/jsonp";
	ask(g, &x);
	CHECK(has(&x, 415, "media_type"));
	fake_gateway_free(g);
}

TEST(routes_and_methods)
{
	struct gateway *g = fake_gateway();
	struct exchange x = { .method = METHOD_GET, .path = "/api/auth" };
	ask(g, &x);
	CHECK_INT(x.status, 405);
	x = (struct exchange){ .method = METHOD_GET, .path = "/api/nothing" };
	ask(g, &x);
	CHECK(has(&x, 404, "not_found"));
	x = (struct exchange){ .method = METHOD_GET, .path = "/api/status" };
	ask(g, &x);
	CHECK(has(&x, 200, "\"setup\":true"));
	x = (struct exchange){ .method = METHOD_GET, .path = "/metrics" };
	ask(g, &x);
	CHECK_INT(x.status, 403);
	fake_gateway_free(g);
}

TEST(without_a_session_nothing_that_needs_one)
{
	struct gateway *g = fake_gateway();
	struct exchange x = post(g, "/api/logout", "{}");
	CHECK(has(&x, 401, "unauthenticated"));
	archive_fake.signed_in = (struct session_row){ .user_id = 7, .state = ACCOUNT_PENDING };
	x = post_of("/api/logout", "{}");
	x.cookie = "token";
	ask(g, &x);
	CHECK(has(&x, 401, "unauthenticated"));
	CHECK_INT(archive_fake.writes, 0);
	fake_gateway_free(g);
}

TEST(a_cookie_of_plain_http_is_none_under_tls)
{
	struct gateway *g = fake_gateway();
	archive_fake.signed_in =
		(struct session_row){ .user_id = 7, .session_id = 70, .name = SLICE("ann") };
	struct exchange x = post_of("/api/logout", "{}");
	x.cookie = "token";
	x.secure = true;
	ask(g, &x);
	CHECK_INT(x.status, 200);
	CHECK(strstr(x.set_cookie, "__Host-confab=;") && strstr(x.set_cookie, "; Secure") &&
	      strstr(x.set_cookie, "Max-Age=0"));
	fake_gateway_free(g);
}

TEST(the_door_follows_the_configuration)
{
	struct gateway *g = fake_gateway();
	struct exchange x = post(g, "/api/register", REGISTER_ANN);
	CHECK(has(&x, 403, "registration_closed"));
	fake_config()->registration = REGISTRATION_OPEN;
	x = post(g, "/api/register", REGISTER_ANN);
	CHECK(has(&x, 200, "\"state\":\"active\""));
	CHECK(strstr(x.set_cookie, "confab=") == x.set_cookie);
	CHECK(strstr(x.set_cookie, "; HttpOnly; SameSite=Lax; Max-Age=34560000"));
	CHECK_INT(archive_fake.changed_count, 1);
	CHECK_INT(archive_fake.changed[0].stream_id, 1);
	fake_config()->registration = REGISTRATION_APPROVAL;
	x = post(g, "/api/register", REGISTER_ANN);
	CHECK(has(&x, 200, "\"state\":\"pending\""));
	CHECK_TEXT(x.set_cookie, "");
	CHECK_INT(archive_fake.changed_count, 0);
	fake_gateway_free(g);
}

TEST(a_taken_name_leaves_no_session)
{
	struct gateway *g = fake_gateway();
	fake_config()->registration = REGISTRATION_OPEN;
	archive_fake.refusing = ERROR_NAME_TAKEN;
	struct exchange x = post(g, "/api/register", REGISTER_ANN);
	CHECK(has(&x, 409, "name_taken"));
	CHECK_TEXT(x.set_cookie, "");
	CHECK_INT(bus_fake.published, 0);
	fake_gateway_free(g);
}

static const char *const WITH_SETUP =
	"{\"username\":\"ann\",\"password\":\"correct horse\",\"setup\":\"token\"}";
static const char *const WITH_INVITATION =
	"{\"username\":\"ann\",\"password\":\"correct horse\",\"invitation\":\"token\"}";

TEST(the_setup_link_makes_the_administrator_and_a_reset_link_does_not)
{
	struct gateway *g = fake_gateway();
	struct exchange x = post(g, "/api/register", WITH_SETUP);
	CHECK(has(&x, 410, "link_invalid"));
	archive_fake.link = (struct link_row){ .kind = LINK_RESET, .user_name = SLICE("bo") };
	x = post(g, "/api/register", WITH_SETUP);
	CHECK(has(&x, 410, "link_invalid"));
	CHECK_INT(archive_fake.writes, 0);
	archive_fake.link.kind = LINK_SETUP;
	x = post(g, "/api/register", WITH_SETUP);
	CHECK_INT(x.status, 200);
	CHECK(strstr(archive_fake.written, "DELETE FROM link"));
	CHECK(strstr(archive_fake.written, "UPDATE installation SET epoch = epoch"));
	fake_gateway_free(g);
}

TEST(an_invitation_lets_in_and_is_used_up)
{
	static const int64_t rooms[] = { 1, 12 };
	struct gateway *g = fake_gateway();
	struct exchange x = post(g, "/api/register", WITH_INVITATION);
	CHECK(has(&x, 410, "link_invalid"));
	archive_fake.invitation = (struct invitation_row){
		.invitation_id = 3, .room_ids = rooms, .room_count = 2, .guest = true
	};
	x = post(g, "/api/register", WITH_INVITATION);
	CHECK_INT(x.status, 200);
	CHECK(strstr(archive_fake.written, "UPDATE invitation SET uses"));
	CHECK_INT(archive_fake.changed_count, 2); /* a guest gets the invitation's rooms alone */
	fake_config()->registration = REGISTRATION_CLOSED;
	x = post(g, "/api/register", WITH_INVITATION);
	CHECK(has(&x, 403, "registration_closed"));
	fake_gateway_free(g);
}

static void sign_in(struct gateway *g, struct exchange *x, const char *name, const char *password)
{
	char body[256];
	snprintf(body, sizeof(body), "{\"username\":\"%s\",\"password\":\"%s\"}", name, password);
	*x = post_of("/api/auth", body);
	bus_fake.keys[0] = '\0';
	ask(g, x);
}

/* Ann, with the password "correct horse" as registration stored it. */
static void know_ann(struct gateway *g)
{
	static char hash[256];
	fake_config()->registration = REGISTRATION_OPEN;
	post(g, "/api/register", REGISTER_ANN);
	snprintf(hash, sizeof(hash), "%s", archive_fake.password_hash);
	archive_fake.accounts[archive_fake.account_count++] = (struct account_row){
		.user_id = 7,
		.name = SLICE("ann"),
		.display_name = SLICE("Ann"),
		.email = SLICE("ann@chat.test"),
		.password_hash = slice_of(hash),
	};
}

TEST(signing_in)
{
	struct gateway *g = fake_gateway();
	struct exchange x;
	know_ann(g);
	sign_in(g, &x, "ANN", "correct horse");
	CHECK_INT(x.status, 200);
	CHECK(strstr(x.set_cookie, "confab=") == x.set_cookie);
	sign_in(g, &x, "ann@chat.test", "correct horse");
	CHECK_INT(x.status, 200);
	sign_in(g, &x, "ann", "wrong horse");
	CHECK(has(&x, 401, "bad_credentials"));
	CHECK_TEXT(x.set_cookie, "");
	sign_in(g, &x, "nobody", "correct horse");
	CHECK(has(&x, 401, "bad_credentials"));
	fake_gateway_free(g);
}

TEST(pending_and_disabled_are_told_only_who_knows_the_password)
{
	struct gateway *g = fake_gateway();
	struct exchange x;
	know_ann(g);
	archive_fake.accounts[0].state = ACCOUNT_DISABLED;
	sign_in(g, &x, "ann", "wrong horse");
	CHECK(has(&x, 401, "bad_credentials"));
	sign_in(g, &x, "ann", "correct horse");
	CHECK(has(&x, 403, "account_disabled"));
	archive_fake.accounts[0].state = ACCOUNT_PENDING;
	sign_in(g, &x, "ann", "correct horse");
	CHECK(has(&x, 403, "account_pending"));
	CHECK_TEXT(x.set_cookie, "");
	fake_gateway_free(g);
}

/* One name has one limit, however it is written. */
TEST(guessing_is_limited_by_the_accounts_own_name)
{
	struct gateway *g = fake_gateway();
	struct exchange x;
	know_ann(g);
	static const char *const spellings[] = { "ann", "ANN", "aNn", "ann@chat.test" };
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		sign_in(g, &x, spellings[i], "wrong horse");
		CHECK_TEXT(bus_fake.keys, "sign-in-address:192.0.2.1 "
					  "sign-in-pair:192.0.2.1:ann sign-in-name:ann ");
	}
	snprintf(bus_fake.limited, sizeof(bus_fake.limited), "sign-in-name:ann");
	sign_in(g, &x, "Ann", "correct horse");
	CHECK(has(&x, 429, "\"retryAfterMs\":1000"));
	fake_gateway_free(g);
}

/* The archive compares names without accents: "änn" must not be a way around the limit. */
TEST(a_name_that_nobody_can_have_is_nobodys)
{
	struct gateway *g = fake_gateway();
	struct exchange x;
	know_ann(g);
	archive_fake.accounts[0].name = SLICE("\xc3\xa4nn");
	sign_in(g, &x, "\xc3\xa4nn", "correct horse");
	CHECK(has(&x, 401, "bad_credentials"));
	fake_gateway_free(g);
}

TEST(addresses_of_one_ipv6_network_are_one)
{
	struct gateway *g = fake_gateway();
	struct exchange x = post_of("/api/validate_user", "{\"username\":\"bo\"}");
	x.address = "2001:db8:1:2:3:4:5:6";
	ask(g, &x);
	CHECK_TEXT(bus_fake.keys, "validate-name:2001:db8:1:2:: ");
	fake_gateway_free(g);
}

TEST(the_api_is_limited_by_address)
{
	struct gateway *g = fake_gateway();
	fake_config()->rate_handshakes_per_s = 1;
	fake_config()->rate_handshakes_burst = 2;
	struct exchange x;
	for (int i = 0; i < 3; i++) {
		x = (struct exchange){ .method = METHOD_GET, .path = "/api/status" };
		ask(g, &x);
		CHECK_INT(x.status, i < 2 ? 200 : 429);
	}
	x = (struct exchange){ .method = METHOD_GET,
			       .path = "/api/status",
			       .address = "192.0.2.2" };
	ask(g, &x);
	CHECK_INT(x.status, 200);
	x = (struct exchange){ .path = "/ws" };
	CHECK_INT(doorman_admit(g, &x), 0); /* handshakes are counted apart */
	fake_gateway_free(g);
}

TEST(tls_handshakes_are_limited_by_address)
{
	struct gateway *g = fake_gateway();
	fake_config()->rate_tls_per_s = 1;
	fake_config()->rate_tls_burst = 2;
	for (int i = 0; i < 3; i++)
		CHECK_INT(doorman_secures(g, "192.0.2.1"), i < 2);
	CHECK(doorman_secures(g, "192.0.2.2"));
	CHECK(doorman_secures(g, "2001:db8::1") && doorman_secures(g, "2001:db8::2"));
	CHECK(!doorman_secures(g, "2001:db8::3")); /* the same network */
	fake_gateway_free(g);
}

/* Whoever comes when there is no place for another address shares what one may do. */
TEST(addresses_remembered_are_bounded)
{
	enum { REMEMBERED = 100000 };
	struct gateway *g = fake_gateway();
	struct exchange x = { .path = "/ws" };
	char address[32];
	int64_t retry_after_ms;
	fake_config()->rate_handshakes_per_s = 1;
	fake_config()->rate_handshakes_burst = 2;
	x.address = address;
	for (int i = 0; i < REMEMBERED; i++) {
		snprintf(address, sizeof(address), "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255);
		CHECK(!doorman_refuses(g, &x, &retry_after_ms));
	}
	CHECK_INT(dictionary_size(g->visitors), REMEMBERED);
	for (int i = 0; i < 4; i++) {
		snprintf(address, sizeof(address), "192.0.2.%d", i);
		CHECK_INT(doorman_refuses(g, &x, &retry_after_ms), i >= 2);
	}
	CHECK_INT(dictionary_size(g->visitors), REMEMBERED + 1);
	fake_gateway_free(g);
}

TEST(a_reset_link_sets_a_password_and_ends_all_sessions)
{
	static const char *const accept = "{\"token\":\"t\",\"password\":\"correct horse\"}";
	struct gateway *g = fake_gateway();
	struct exchange x = post(g, "/api/accept_token", accept);
	CHECK(has(&x, 410, "link_invalid"));
	archive_fake.link = (struct link_row){ .kind = LINK_SETUP, .user_name = SLICE("bo") };
	x = post(g, "/api/accept_token", accept);
	CHECK(has(&x, 410, "link_invalid"));
	archive_fake.link = (struct link_row){ LINK_RESET, 9, SLICE("bo"), 0 };
	x = post(g, "/api/accept_token", "{\"token\":\"t\",\"password\":\"password\"}");
	CHECK(has(&x, 400, "password_weak"));
	CHECK_INT(archive_fake.writes, 0);
	x = post(g, "/api/accept_token", accept);
	CHECK_INT(x.status, 200);
	CHECK(strstr(archive_fake.written, "DELETE FROM link"));
	CHECK(strstr(archive_fake.written, "DELETE FROM session"));
	CHECK_INT(archive_fake.changed[0].kind, CHANGE_SESSION_REVOKED);
	CHECK_INT(archive_fake.changed[0].stream_id, -9);
	fake_gateway_free(g);
}

/* ---- ends ---- */

static int drained;

static void on_drained(void *owner)
{
	(void)owner;
	drained++;
}

TEST(a_drain_sends_everybody_away_and_waits_for_requests)
{
	struct gateway *g = fake_gateway();
	struct socket socket;
	struct session *s = fake_session(g, &socket, 7);
	drained = 0;
	struct exchange x = post_of("/api/logout", "{}");
	x.cookie = "token";
	archive_fake.signed_in =
		(struct session_row){ .user_id = 7, .session_id = 70, .name = SLICE("ann") };
	routes_request(g, &x); /* its session is being looked up */
	CHECK_INT(g->requests, 1);
	drain_start(g, on_drained, NULL);
	struct exchange late = post_of("/api/logout", "{}");
	routes_request(g, &late);
	CHECK(has(&late, 503, "draining"));
	late = (struct exchange){ .path = "/ws" };
	CHECK_INT(doorman_admit(g, &late), 503);
	fake_turn(g);
	CHECK_INT(x.status, 200);
	CHECK_INT(socket.closed_with, 1001);
	CHECK_INT(drained, 0); /* its close frame is on its way */
	fake_session_free(s);
	fake_turn(g);
	fake_turn(g);
	CHECK_INT(drained, 1);
	drain_free(g->drain);
	fake_gateway_free(g);
}

TEST(a_drain_that_takes_too_long_closes_all_and_ends)
{
	struct gateway *g = fake_gateway();
	struct socket socket;
	struct session *s = fake_session(g, &socket, 7);
	fake_config()->drain_limit_ms = 1;
	drained = 0;
	s->in_flight = 1;
	drain_start(g, on_drained, NULL);
	fake_turn(g);
	fake_turn(g);
	fake_turn(g);
	CHECK_INT(socket.closed_with, 1001);
	CHECK_INT(drained, 1);
	s->in_flight = 0;
	fake_session_free(s);
	drain_free(g->drain);
	fake_gateway_free(g);
}

TEST(who_does_not_answer_pings_is_closed)
{
	struct gateway *g = fake_gateway();
	struct socket silent;
	struct socket alive;
	struct session *s = fake_session(g, &silent, 7);
	struct session *other = fake_session(g, &alive, 9);
	fake_config()->ping_interval_ms = 20; /* a tick is 1 ms, each session's turn every 20 */
	g->liveness = liveness_open(g);
	for (int i = 0; i < 6; i++) {
		fake_turn(g);
		liveness_heard(other);
	}
	CHECK_INT(silent.closed_with, 1001);
	CHECK_INT(alive.closed_with, 0);
	CHECK(strstr(fake_sent(&alive), "\"action\":\"ping\""));
	liveness_close(g->liveness);
	fake_session_free(s);
	fake_session_free(other);
	fake_gateway_free(g);
}

TEST(pings_of_a_socket_are_limited)
{
	struct gateway *g = fake_gateway();
	struct socket wild;
	struct socket calm;
	struct session *s = fake_session(g, &wild, 7);
	struct session *other = fake_session(g, &calm, 9);
	fake_config()->rate_pings_per_s = 1;
	fake_config()->rate_pings_burst = 5;
	for (int i = 0; i < 5; i++) {
		liveness_pinged(s);
		liveness_pinged(other);
	}
	CHECK_INT(wild.closed_with, 0);
	liveness_pinged(s);
	CHECK_INT(wild.closed_with, 1008);
	CHECK_INT(calm.closed_with, 0);
	fake_session_free(s);
	fake_session_free(other);
	fake_gateway_free(g);
}
