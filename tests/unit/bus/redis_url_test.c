/* Addresses of Redis: what is understood, and that the rest is refused. */
#include "bus/redis_url.h"

#include <stdio.h>

#include "unit/harness.h"

struct good {
	const char *text;
	struct redis_url url;
};

TEST(understood)
{
	static const struct good rows[] = {
		{ "redis://localhost", { .host = "localhost", .port = 6379 } },
		{ "redis://127.0.0.1:6380/", { .host = "127.0.0.1", .port = 6380 } },
		{ "redis://[::1]:7000/3", { .host = "::1", .port = 7000, .number = 3 } },
		{ "redis://:p%40ss%3aword@h:1/16383",
		  { .host = "h", .port = 1, .password = "p@ss:word", .number = 16383 } },
		{ "redis://worker:secret@redis.example.org",
		  { "redis.example.org", 6379, "worker", "secret", 0 } },
		{ "unix:///run/redis/s", { .host = "/run/redis/s" } },
		{ "unix://:pw@/run/s?db=5", { .host = "/run/s", .password = "pw", .number = 5 } },
		{ "unix:///a@b", { .host = "/a@b" } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct redis_url url;
		CHECK(redis_url_read(rows[i].text, &url));
		CHECK_TEXT(url.host, rows[i].url.host);
		CHECK_INT(url.port, rows[i].url.port);
		CHECK_TEXT(url.user, rows[i].url.user);
		CHECK_TEXT(url.password, rows[i].url.password);
		CHECK_INT(url.number, rows[i].url.number);
	}
}

TEST(refused)
{
	static const char *const rows[] = {
		"",
		"redis://",
		"redis:///0",
		"rediss://host",
		"http://host",
		"host:6379",
		"redis://host:0",
		"redis://host:65536",
		"redis://host:x",
		"redis://host/x",
		"redis://host/-1",
		"redis://host/16384",
		"redis://host/1/2",
		"redis://[::1",
		"redis://user@host",
		"redis://:%4@host",
		"redis://:%zz@host",
		"redis://:%00@host",
		"redis://a b",
		"unix://",
		"unix:///",
		"unix://host/path",
		"unix:///p?db=",
		"unix:///p?db=x",
		"unix:///p?base=1",
		"redis://host?x=1",
		"unix://:a%@/p",
		"redis://:%@host",
	};
	struct redis_url url;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (redis_url_read(rows[i], &url))
			printf("\taccepted: %s\n", rows[i]);
		CHECK(!redis_url_read(rows[i], &url));
	}
}

TEST(too_long_is_refused)
{
	char text[3000] = "redis://:";
	struct redis_url url;

	memset(text + 9, 'x', 1023);
	memcpy(text + 9 + 1023, "@h", 3);
	CHECK(redis_url_read(text, &url));
	memcpy(text + 9 + 1023, "x@h", 4);
	CHECK(!redis_url_read(text, &url));
}
