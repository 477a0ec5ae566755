/* Bodies beyond the usual limit: asked about before they are read, taken now or later, refused. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"

enum { SIZE = 3000000 };

static struct fixture f;

static void begin(void)
{
	fixture_init(&f);
	f.large_bodies = true;
	fixture_start(&f);
}

static void send_head(int fd, const char *path, size_t size, const char *headers)
{
	char head[512];

	snprintf(head, sizeof head,
		 "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n%s\r\n", path, size,
		 headers);
	client_send_text(fd, head);
}

/* Bytes that tell a shift or a hole. */
static char *make_body(void)
{
	char *body = memory_take(SIZE);

	for (size_t i = 0; i < SIZE; i++)
		body[i] = (char)('a' + i % 23);
	return body;
}

static void check_echo(int fd, const char *path, const char *body)
{
	struct response r = { 0 };
	char before[64];
	size_t size = (size_t)snprintf(before, sizeof before, "POST %s  ", path);

	CHECK(client_response(fd, &r, true));
	CHECK_INT(r.status, 200);
	CHECK_INT(r.body.size, size + SIZE + 1);
	CHECK(memcmp(r.body.data, before, size) == 0);
	CHECK(memcmp(r.body.data + size, body, SIZE) == 0);
	response_clear(&r);
}

TEST(a_large_body_arrives_whole_and_the_connection_goes_on)
{
	char *body = make_body();
	struct response r = { 0 };

	begin();
	int fd = client_connect(&f, 0);
	for (int i = 0; i < 2; i++) {
		send_head(fd, "/large", SIZE, "");
		client_send(fd, body, SIZE);
		check_echo(fd, "/large", body);
	}
	send_head(fd, "/small", 2, "");
	client_send_text(fd, "hi");
	CHECK(client_response(fd, &r, true));
	CHECK_TEXT(r.body.data, "POST /small  hi");
	response_clear(&r);
	close(fd);
	CHECK(fixture_wait(&f.large_ended, 2));
	fixture_stop(&f);
	memory_free(body);
}

TEST(what_is_sent_before_the_answer_waits)
{
	char *body = make_body();

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large-late", SIZE, "");
	client_send(fd, body, SIZE);
	check_echo(fd, "/large-late", body);
	close(fd);
	fixture_stop(&f);
	memory_free(body);
}

TEST(a_request_behind_a_large_body_is_answered_after_it)
{
	char *body = make_body();
	struct response r = { 0 };

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large", SIZE, "");
	client_send(fd, body, SIZE);
	send_head(fd, "/small", 2, "");
	client_send_text(fd, "hi");
	check_echo(fd, "/large", body);
	CHECK(client_response(fd, &r, true));
	CHECK_TEXT(r.body.data, "POST /small  hi");
	response_clear(&r);
	close(fd);
	fixture_stop(&f);
	memory_free(body);
}

TEST(a_refusal_comes_before_the_body_and_ends_the_connection)
{
	struct response r = { 0 };

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/other", SIZE, "");
	CHECK(client_response(fd, &r, true));
	CHECK_INT(r.status, 403);
	CHECK_TEXT(response_header(&r, "Connection"), "close");
	/* What would be another request is part of the body. */
	client_send_text(fd, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
	CHECK(client_closed(fd));
	response_clear(&r);
	close(fd);
	CHECK(fixture_wait(&f.large_ended, 1));
	fixture_stop(&f);
}

TEST(a_client_that_waits_for_continue_is_told_when_it_may)
{
	char *body = make_body();
	char text[64] = { 0 };

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large-late", SIZE, "Expect: 100-continue\r\n");
	CHECK_INT(recv(fd, text, 25, MSG_WAITALL), 25);
	CHECK_TEXT(text, "HTTP/1.1 100 Continue\r\n\r\n");
	client_send(fd, body, SIZE);
	check_echo(fd, "/large-late", body);
	close(fd);
	fixture_stop(&f);
	memory_free(body);
}

TEST(another_expectation_is_refused)
{
	struct response r = { 0 };

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large", SIZE, "Expect: wonders\r\n");
	CHECK(client_response(fd, &r, true));
	CHECK_INT(r.status, 417);
	response_clear(&r);
	close(fd);
	CHECK(fixture_wait(&f.large_ended, 1));
	fixture_stop(&f);
}

TEST(a_client_that_goes_while_it_is_asked_leaves_nothing)
{
	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large-late", SIZE, "");
	CHECK(fixture_wait(&f.late_begun, 1));
	close(fd);
	CHECK(fixture_wait(&f.large_ended, 1));
	fixture_stop(&f);
}

TEST(a_client_that_goes_in_the_middle_of_its_body_leaves_nothing)
{
	char *body = make_body();

	begin();
	int fd = client_connect(&f, 0);
	send_head(fd, "/large", SIZE, "");
	client_send(fd, body, SIZE / 2);
	close(fd);
	CHECK(fixture_wait(&f.large_ended, 1));
	fixture_stop(&f);
	memory_free(body);
}

TEST(what_nobody_could_want_is_refused_without_asking)
{
	struct buffer out = { 0 };

	begin();
	CHECK_INT(client_request(&f,
				 "POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
				 "1073741825\r\n\r\n",
				 &out),
		  413);
	CHECK_INT(f.large_ended, 0);
	buffer_clear(&out);
	fixture_stop(&f);
}

TEST(without_anybody_to_ask_the_usual_limit_holds)
{
	struct buffer out = { 0 };

	fixture_init(&f);
	fixture_start(&f);
	CHECK_INT(client_request(&f,
				 "POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
				 "4097\r\n\r\n",
				 &out),
		  413);
	buffer_clear(&out);
	fixture_stop(&f);
}
