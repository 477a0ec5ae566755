/* HTTP: pictures on their way in (who may send a large body, in which forms) and out. */
#include <stdio.h>
#include <string.h>

#include "base/states.h"
#include "gateway/photo.h"
#include "gateway/routes.h"
#include "gateway/uploads.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

#define PATH "/api/upload_profile_image"
#define TOKEN "0123456789abcdefghijABCDEFGHIJ01"

enum { LARGE = 1000000 };

static struct exchange upload_of(size_t body_size)
{
	return (struct exchange){
		.method = METHOD_POST,
		.path = PATH,
		.body_size = body_size,
		.type = "image/jpeg",
		.cookie = "token",
		.origin = "http://chat.test",
		.same_origin = true,
	};
}

static void sign_in(int64_t user_id)
{
	archive_fake.signed_in = (struct session_row){
		.session_id = 5,
		.user_id = user_id,
		.name = SLICE("ann"),
		.role = ROLE_MEMBER,
		.state = ACCOUNT_ACTIVE,
	};
}

/* As net does it: asked, and then taken or refused. */
static void ask(struct gateway *g, struct exchange *x)
{
	uploads_asked(g, x);
	for (int i = 0; i < 500 && x->status == 0 && !x->taken; i++)
		fake_turn(g);
	CHECK(x->taken != (x->status != 0));
	CHECK_INT(g->requests, 0);
}

static void check_refused(struct gateway *g, struct exchange x, int status, const char *code)
{
	ask(g, &x);
	CHECK_INT(x.status, status);
	CHECK(strstr(x.answer, code) != NULL);
	CHECK_INT(g->upload_count, 0);
}

static void end(struct exchange *x)
{
	x->on_end(x->end_owner);
}

TEST(who_is_signed_in_may_send_a_large_picture)
{
	struct gateway *g = fake_gateway();
	struct exchange x = upload_of(LARGE);
	sign_in(7);
	ask(g, &x);
	CHECK(x.taken);
	CHECK_INT(g->upload_count, 1);
	end(&x);
	CHECK_INT(g->upload_count, 0);
	fake_gateway_free(g);
}

TEST(nobody_else_may)
{
	struct gateway *g = fake_gateway();
	struct exchange x = upload_of(LARGE);
	check_refused(g, x, 401, "unauthenticated");
	sign_in(7);
	x.cookie = NULL;
	check_refused(g, x, 401, "unauthenticated");
	x = upload_of(LARGE);
	archive_fake.signed_in.state = ACCOUNT_DISABLED;
	check_refused(g, x, 401, "unauthenticated");
	archive_fake.signed_in.state = ACCOUNT_ACTIVE;
	archive_fake.failing = ERROR_UNAVAILABLE;
	check_refused(g, x, 503, "unavailable");
	archive_fake.failing = ERROR_OK;
	x.same_origin = false;
	check_refused(g, x, 403, "bad_origin");
	fake_gateway_free(g);
}

TEST(only_pictures_may_be_large)
{
	struct gateway *g = fake_gateway();
	struct exchange x = upload_of(LARGE);
	sign_in(7);
	x.path = "/api/auth";
	check_refused(g, x, 413, "too_large");
	x.path = "/api/nothing";
	check_refused(g, x, 413, "too_large");
	x.path = "/";
	check_refused(g, x, 413, "too_large");
	x = upload_of(LARGE);
	x.type = "text/plain";
	check_refused(g, x, 415, "media_type");
	x.type = NULL;
	check_refused(g, x, 415, "media_type");
	x = upload_of(LARGE);
	x.method = METHOD_GET;
	check_refused(g, x, 405, "method_not_allowed");
	x = upload_of((size_t)g->config->picture_bytes_max + 8193);
	check_refused(g, x, 413, "too_large");
	fake_gateway_free(g);
}

TEST(a_stopping_worker_takes_none)
{
	struct gateway *g = fake_gateway();
	sign_in(7);
	g->draining = true;
	check_refused(g, upload_of(LARGE), 503, "draining");
	g->draining = false;
	fake_gateway_free(g);
}

TEST(one_person_sends_two_at_a_time)
{
	struct gateway *g = fake_gateway();
	struct exchange x[3] = { upload_of(LARGE), upload_of(LARGE), upload_of(LARGE) };
	sign_in(7);
	for (int i = 0; i < 3; i++)
		ask(g, &x[i]);
	CHECK(x[0].taken && x[1].taken);
	CHECK_INT(x[2].status, 503);
	end(&x[0]);
	x[0] = upload_of(LARGE);
	ask(g, &x[0]);
	CHECK(x[0].taken);
	end(&x[0]);
	end(&x[1]);
	CHECK_INT(g->upload_count, 0);
	fake_gateway_free(g);
}

TEST(so_many_are_on_their_way_and_no_more)
{
	struct gateway *g = fake_gateway();
	struct exchange x[4];
	fake_config()->pictures_at_once = 1;
	fake_config()->picture_queue_max = 2;
	for (int i = 0; i < 4; i++) {
		sign_in(10 + i);
		x[i] = upload_of(LARGE);
		ask(g, &x[i]);
		CHECK(x[i].taken == (i < 3));
	}
	CHECK_INT(x[3].status, 503);
	CHECK(strstr(x[3].answer, "\"busy\"") != NULL);
	for (int i = 0; i < 3; i++)
		end(&x[i]);
	fake_gateway_free(g);
}

static void request(struct gateway *g, struct exchange *x)
{
	routes_request(g, x);
	for (int i = 0; i < 500 && x->status == 0; i++)
		fake_turn(g);
	CHECK_INT(g->requests, 0);
}

TEST(forms_without_the_part_are_refused)
{
	struct gateway *g = fake_gateway();
	struct exchange x = upload_of(0);
	sign_in(7);
	x.type = "multipart/form-data; boundary=b";
	x.body = "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--";
	request(g, &x);
	CHECK_INT(x.status, 400);
	CHECK(strstr(x.answer, "part called file") != NULL);
	fake_gateway_free(g);
}

static struct exchange get(struct gateway *g, const char *path)
{
	struct exchange x = { .method = METHOD_GET, .path = path };
	request(g, &x);
	return x;
}

TEST(pictures_are_served_for_good)
{
	struct gateway *g = fake_gateway();
	archive_fake.picture.bytes = SLICE("jpeg");
	struct exchange x = get(g, "/photo/" TOKEN ".jpeg");
	CHECK_INT(x.status, 200);
	CHECK_TEXT(x.answer, "jpeg");
	CHECK_TEXT(archive_fake.picture_asked, TOKEN " 0");
	CHECK(strstr(x.headers, "Cache-Control: private, max-age=31536000, immutable\n") != NULL);
	x = get(g, "/photo/thumbnail/" TOKEN ".jpeg");
	CHECK_INT(x.status, 200);
	CHECK_TEXT(archive_fake.picture_asked, TOKEN " 1");
	fake_gateway_free(g);
}

TEST(what_is_no_picture_is_not_found)
{
	static const char *const paths[] = {
		"/photo/",
		"/photo/thumbnail/",
		"/photo/" TOKEN,
		"/photo/" TOKEN ".png",
		"/photo/" TOKEN "x.jpeg",
		"/photo/0123456789abcdefghijABCDEFGHIJ0.jpeg",
		"/photo/0123456789abcdefghijABCDEFGHIJ0_.jpeg",
		"/photo/thumbnail/thumbnail/" TOKEN ".jpeg",
	};
	struct gateway *g = fake_gateway();
	archive_fake.picture.bytes = SLICE("jpeg");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct exchange x = get(g, paths[i]);
		CHECK_INT(x.status, 404);
		CHECK(strstr(x.answer, "not_found") != NULL);
	}
	CHECK_TEXT(archive_fake.picture_asked, "");
	archive_fake.picture.bytes = (struct slice){ NULL, 0 };
	struct exchange x = get(g, "/photo/" TOKEN ".jpeg");
	CHECK_INT(x.status, 404);
	CHECK(strstr(x.headers, "immutable") == NULL);
	fake_gateway_free(g);
}

TEST(the_archive_being_away_is_said)
{
	struct gateway *g = fake_gateway();
	archive_fake.failing = ERROR_UNAVAILABLE;
	CHECK_INT(get(g, "/photo/" TOKEN ".jpeg").status, 503);
	archive_fake.failing = ERROR_OK;
	struct exchange x = { .method = METHOD_POST, .path = "/photo/" TOKEN ".jpeg" };
	request(g, &x);
	CHECK_INT(x.status, 405);
	fake_gateway_free(g);
}
