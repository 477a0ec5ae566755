#include "base/url.h"

#include "unit/harness.h"

TEST(url_with_every_part)
{
	struct url u;
	CHECK(url_read(SLICE("mysql://me:pa%40ss@db.example.org:3306/chat?socket=/run/x"), &u));
	CHECK_SLICE(u.scheme, "mysql");
	CHECK_SLICE(u.user, "me");
	CHECK_SLICE(u.password, "pa%40ss");
	CHECK_SLICE(u.host, "db.example.org");
	CHECK_INT(u.port, 3306);
	CHECK_SLICE(u.path, "/chat");
	CHECK_SLICE(u.query, "socket=/run/x");
}

TEST(url_with_few_parts)
{
	struct url u;
	CHECK(url_read(SLICE("http://a"), &u));
	CHECK_SLICE(u.host, "a");
	CHECK(!u.user.data && !u.password.data && !u.path.data && !u.query.data);
	CHECK_INT(u.port, 0);
	CHECK(url_read(SLICE("unix:///run/redis.sock?db=1"), &u));
	CHECK_INT(u.host.size, 0);
	CHECK_SLICE(u.path, "/run/redis.sock");
	CHECK_SLICE(u.query, "db=1");
	CHECK(url_read(SLICE("http://a?q"), &u));
	CHECK(!u.path.data);
	CHECK_SLICE(u.query, "q");
}

TEST(url_with_password_alone)
{
	struct url u;
	CHECK(url_read(SLICE("redis://:p:q@h"), &u));
	CHECK(u.user.data);
	CHECK_INT(u.user.size, 0);
	CHECK_SLICE(u.password, "p:q");
	CHECK(url_read(SLICE("redis://u@h"), &u));
	CHECK(!u.password.data);
}

TEST(url_with_an_ipv6_host)
{
	struct url u;
	CHECK(url_read(SLICE("http://[::1]:8888/"), &u));
	CHECK_SLICE(u.host, "::1");
	CHECK_INT(u.port, 8888);
	CHECK(url_read(SLICE("http://[::1]"), &u));
	CHECK_INT(u.port, 0);
}

TEST(url_refused)
{
	static const char *const rows[] = {
		"",           "http",           "http:",       "http:/",
		"://a",       "http//a",        "http://a:0",  "http://a:",
		"http://a:x", "http://a:65536", "http://a:-1", "http://[::1",
		"http://[]",  "http://[::1]x",  "http://a]",   "http://a b",
		"http://a#b", "http://u@v@h",   "http://a\"b", "http://\xc3\xa9",
		"a://[b[c]",  "a://[b]c]",      "a://]",       "a://[[b]]",
	};
	struct url u;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(!url_read(slice_of(rows[i]), &u));
	CHECK(!url_read((struct slice){ NULL, 0 }, &u));
	CHECK(!url_read((struct slice){ "http://a\0b", 10 }, &u));
}
