/* The pure parts of HTTP: paths, queries, cookies, heads, hosts, addresses. */
#include "net/target.h"

#include "net/address.h"
#include "net/hosts.h"
#include "net/http_head.h"
#include "net/upgrade.h"
#include "unit/harness.h"

TEST(paths_have_one_form)
{
	/* NULL: refused. */
	static const char *const cases[][2] = {
		{ "/", "/" },
		{ "/a", "/a" },
		{ "/a/", "/a/" },
		{ "//", "/" },
		{ "//a///b//", "/a/b/" },
		{ "/.", "/" },
		{ "/./a/./b/.", "/a/b/" },
		{ "/a/...", "/a/..." },
		{ "/..a/b..", "/..a/b.." },
		{ "/.hidden", "/.hidden" },
		{ "/%61%2E%7e", "/a.~" },
		{ "/%c3%a9", "/\xc3\xa9" },
		{ "/a+b", "/a+b" },
		{ "/%2561", "/%61" },
		{ "", NULL },
		{ "a", NULL },
		{ "*", NULL },
		{ "/..", NULL },
		{ "/../", NULL },
		{ "/a/..", NULL },
		{ "/a/../b", NULL },
		{ "/%2e%2e/", NULL },
		{ "/.%2E", NULL },
		{ "/%00", NULL },
		{ "/%1f", NULL },
		{ "/%7f", NULL },
		{ "/%2f", NULL },
		{ "/%2F..", NULL },
		{ "/\\", NULL },
		{ "/%5c", NULL },
		{ "/%", NULL },
		{ "/%4", NULL },
		{ "/%4g", NULL },
		{ "/%%41", NULL },
		{ "/%ff", NULL },
		{ "/%c0%af", NULL },
		{ "/%ed%a0%80", NULL },
	};
	char out[64];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t size = target_decode_path(slice_of(cases[i][0]), out);
		CHECK_SLICE(((struct slice){ out, size }), cases[i][1] ? cases[i][1] : "");
	}
}

TEST(queries_and_cookies)
{
	struct slice path;
	struct slice query;

	target_split(SLICE("/a?b=c?d"), &path, &query);
	CHECK_SLICE(path, "/a");
	CHECK_SLICE(query, "b=c?d");
	target_split(SLICE("/a"), &path, &query);
	CHECK(query.data == NULL);
	target_split(SLICE("/a?"), &path, &query);
	CHECK(query.data != NULL && query.size == 0);
	CHECK_SLICE(target_parameter(SLICE("ab=1&a=2&a=3&b="), "a"), "2");
	CHECK(target_parameter(SLICE("ab=1"), "a").data == NULL);
	CHECK(target_parameter(SLICE("a"), "a").data == NULL);
	CHECK(target_parameter(SLICE("b="), "b").data != NULL);
	CHECK(target_parameter((struct slice){ 0 }, "b").data == NULL);
	CHECK_SLICE(target_cookie(SLICE("a=1; bb=2;b=3"), "b"), "3");
	CHECK_SLICE(target_cookie(SLICE("a=x=y; b=2"), "a"), "x=y");
	CHECK(target_cookie(SLICE("aa=1; ba=2"), "a").data == NULL);
}

TEST(values_are_decoded)
{
	char out[32];
	size_t size;

	CHECK(target_decode_value(SLICE("a+b%20c%2B%c3%a9"), out, &size));
	CHECK_SLICE(((struct slice){ out, size }), "a b c+\xc3\xa9");
	CHECK(target_decode_value(SLICE(""), out, &size) && size == 0);
	CHECK(!target_decode_value(SLICE("%0"), out, &size));
	CHECK(!target_decode_value(SLICE("a%00"), out, &size));
	CHECK(!target_decode_value(SLICE("%x0"), out, &size));
}

TEST(the_end_of_a_head_is_found_in_pieces)
{
	static const char head[] = "GET / HTTP/1.1\r\n\r\nrest";
	size_t scanned = 0;

	for (size_t size = 0; size < 18; size++)
		CHECK_INT(http_head_size((struct slice){ head, size }, &scanned), 0);
	CHECK_INT(http_head_size((struct slice){ head, 18 }, &scanned), 18);
	scanned = 0;
	CHECK_INT(http_head_size((struct slice){ head, sizeof head - 1 }, &scanned), 18);
}

TEST(fields_and_lists)
{
	static const char text[] = "GET /a HTTP/1.1\r\nConnection: keep-alive , Upgrade\r\nX:\t y "
				   "\t\r\nconnection:close\r\nEmpty:\r\n\r\n";
	struct http_head head = { 0 };

	CHECK_INT(http_head_parse((struct slice){ text, sizeof text - 1 }, &head), 0);
	CHECK_INT(head.field_count, 4);
	CHECK_SLICE(http_head_field(&head, "x"), "y");
	CHECK(http_head_field(&head, "empty").data != NULL);
	CHECK(http_head_field(&head, "none").data == NULL);
	CHECK_INT(http_head_count(&head, "CONNECTION"), 2);
	CHECK(http_head_lists(&head, "connection", "upgrade"));
	CHECK(http_head_lists(&head, "connection", "CLOSE"));
	CHECK(!http_head_lists(&head, "connection", "keep"));
	CHECK(!http_keeps_alive(&head));
}

TEST(host_names)
{
	CHECK_SLICE(host_name(SLICE("example.org")), "example.org");
	CHECK_SLICE(host_name(SLICE("example.org:80")), "example.org");
	CHECK_SLICE(host_name(SLICE("[::1]:80")), "[::1]");
	CHECK_SLICE(host_name(SLICE("[::1]")), "[::1]");
	CHECK_INT(host_name(SLICE("example.org:")).size, 0);
	CHECK_INT(host_name(SLICE("a b")).size, 0);
	CHECK_INT(host_name(SLICE("a/b")).size, 0);
	CHECK_INT(host_name(SLICE("[::1")).size, 0);
	CHECK_INT(host_name(SLICE("[evil]")).size, 0);
	CHECK_INT(host_name(SLICE("[::1]x")).size, 0);
	CHECK_INT(host_name(SLICE("")).size, 0);
}

TEST(networks)
{
	static const struct {
		const char *network;
		const char *address;
		bool inside;
	} cases[] = {
		{ "10.0.0.0/8", "10.255.0.1", true },
		{ "10.0.0.0/8", "11.0.0.1", false },
		{ "10.0.0.0/8", "::ffff:10.0.0.1", true },
		{ "192.168.1.128/25", "192.168.1.200", true },
		{ "192.168.1.128/25", "192.168.1.100", false },
		{ "1.2.3.4", "1.2.3.4", true },
		{ "1.2.3.4", "1.2.3.5", false },
		{ "0.0.0.0/0", "9.9.9.9", true },
		{ "0.0.0.0/0", "::1", false },
		{ "::/0", "9.9.9.9", true },
		{ "fd00::/8", "fdff::1", true },
		{ "fd00::/8", "fe00::1", false },
		{ "::1", "::1", true },
	};
	struct network n;
	struct address a;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK(network_parse(slice_of(cases[i].network), &n));
		CHECK(address_parse(slice_of(cases[i].address), &a));
		CHECK_INT(network_has(&n, &a), cases[i].inside);
	}
	CHECK(!network_parse(SLICE("10.0.0.0/33"), &n));
	CHECK(!network_parse(SLICE("::/129"), &n));
	CHECK(!network_parse(SLICE("10.0.0.0/"), &n));
	CHECK(!network_parse(SLICE("10.0.0/8"), &n));
	CHECK(!network_parse(SLICE("host"), &n));
}

TEST(the_key_of_the_standard)
{
	char accept[UPGRADE_ACCEPT_SIZE];

	/* What was there before must not show. */
	memset(accept, 'x', sizeof accept);
	upgrade_accept(SLICE("dGhlIHNhbXBsZSBub25jZQ=="), accept);
	CHECK_TEXT(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}
