/* mysql_url taken apart. */
#include "archive/database_url.h"

#include <string.h>

#include "unit/harness.h"

TEST(all_parts)
{
	struct database_url u;
	CHECK(database_url_read("mysql://conf%40b:p%3a%2fw@db.example.org:3307/chat", &u));
	CHECK_TEXT(u.user, "conf@b");
	CHECK_TEXT(u.password, "p:/w");
	CHECK_TEXT(u.host, "db.example.org");
	CHECK_INT(u.port, 3307);
	CHECK_TEXT(u.database, "chat");
	CHECK_TEXT(u.socket, "");
	CHECK(!u.plain_mysql);
}

TEST(a_socket)
{
	struct database_url u;
	CHECK(database_url_read("mysql://root@localhost/chat?socket=/run/x%20y/s&dialect=mysql",
				&u));
	CHECK_TEXT(u.user, "root");
	CHECK_TEXT(u.password, "");
	CHECK_TEXT(u.socket, "/run/x y/s");
	CHECK_INT(u.port, 3306);
	CHECK(u.plain_mysql);
}

TEST(wrong_ones)
{
	static const char *const wrong[] = {
		"",
		"mysql://",
		"redis://x/y",
		"mysql://host",
		"mysql://host/",
		"mysql://host/a%0",
		"mysql://host/a%00b",
		"mysql://host/a?nonsense=1",
		"mysql://host:0/a",
		"mysql:///a",
		"mysql://host/"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"mysql://h/d?socket=/"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};
	struct database_url u;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(!database_url_read(wrong[i], &u));
}
