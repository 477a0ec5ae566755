/* Files of the built client: types, encodings, tags, caching, routes. */
#include "net/static.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/harness.h"
#include "unit/net/fixture.h"

static void put(const char *name, const char *content)
{
	char path[256];
	int fd;

	snprintf(path, sizeof path, "%s/%s", harness_directory(), name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK(fd >= 0);
	CHECK(write(fd, content, strlen(content)) == (ssize_t)strlen(content));
	close(fd);
}

static void put_all(void)
{
	char path[256];

	snprintf(path, sizeof path, "%s/assets", harness_directory());
	mkdir(path, 0700);
	put("index.html", "<!doctype html>");
	put("index.html.br", "brotli page");
	put("index.html.gz", "gzip page");
	put("sw.js", "worker");
	put("manifest.webmanifest", "{}");
	put("favicon.svg", "<svg/>");
	put(".secret", "secret");
	put("orphan.txt.gz", "only packed");
	put("assets/index-DiwrgTda.js", "script");
	put("assets/index-DiwrgTda.js.gz", "packed script");
	put("assets/font-B3k9_x-2.woff2", "font");
	put("assets/plain.wasm", "wasm");
}

/* One request on a connection of its own. */
static void get(const struct fixture *f, const char *method, const char *path, const char *headers,
		struct response *r)
{
	char request[1024];
	int fd = client_connect(f, 0);

	snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", method,
		 path, headers);
	client_send_text(fd, request);
	CHECK(client_response(fd, r, strcmp(method, "HEAD") != 0));
	close(fd);
}

static void check_policy(const struct response *r, const char *type)
{
	const char *policy = response_header(r, "Content-Security-Policy");
	bool page = strncmp(type, "text/html", 9) == 0;
	bool script = strncmp(type, "text/javascript", 15) == 0;

	CHECK(strstr(policy, "default-src 'none'; ") == policy);
	CHECK(page == (strstr(policy, "trusted-types confab;") != NULL));
	CHECK(script == (strstr(policy, "trusted-types 'none';") != NULL));
	CHECK(page == (*response_header(r, "Permissions-Policy") != '\0'));
}

TEST(files_are_served)
{
	static const struct {
		const char *path;
		const char *headers;
		const char *type;
		const char *caching;
		const char *coding;
		const char *body;
	} cases[] = {
		{ "/", "", "text/html; charset=utf-8", "no-cache", "", "<!doctype html>" },
		{ "/index.html", "", "text/html; charset=utf-8", "no-cache", "",
		  "<!doctype html>" },
		{ "/", "Accept-Encoding: gzip, deflate, br, zstd\r\n", "text/html; charset=utf-8",
		  "no-cache", "br", "brotli page" },
		{ "/", "Accept-Encoding: gzip\r\n", "text/html; charset=utf-8", "no-cache", "gzip",
		  "gzip page" },
		{ "/", "Accept-Encoding: br;q=0, gzip;q=0.5\r\n", "text/html; charset=utf-8",
		  "no-cache", "gzip", "gzip page" },
		{ "/", "Accept-Encoding: br; q=0.0, GZIP; q=0\r\n", "text/html; charset=utf-8",
		  "no-cache", "", "<!doctype html>" },
		{ "/", "Accept-Encoding: brotli\r\n", "text/html; charset=utf-8", "no-cache", "",
		  "<!doctype html>" },
		{ "/rooms/12", "", "text/html; charset=utf-8", "no-cache", "", "<!doctype html>" },
		{ "/invite/abc?x=1.2", "", "text/html; charset=utf-8", "no-cache", "",
		  "<!doctype html>" },
		{ "/sw.js", "Accept-Encoding: br\r\n", "text/javascript; charset=utf-8", "no-cache",
		  "", "worker" },
		{ "/manifest.webmanifest", "", "application/manifest+json", "no-cache", "", "{}" },
		{ "/favicon.svg", "", "image/svg+xml", "no-cache", "", "<svg/>" },
		{ "/assets/index-DiwrgTda.js", "", "text/javascript; charset=utf-8",
		  "public, max-age=31536000, immutable", "", "script" },
		{ "/assets/index-DiwrgTda.js", "Accept-Encoding: br, gzip\r\n",
		  "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "gzip",
		  "packed script" },
		{ "/assets/font-B3k9_x-2.woff2", "", "font/woff2",
		  "public, max-age=31536000, immutable", "", "font" },
		{ "/assets/plain.wasm", "", "application/wasm", "no-cache", "", "wasm" },
	};
	struct fixture f;
	struct response r = { 0 };

	put_all();
	fixture_init(&f);
	f.static_dir = harness_directory();
	fixture_start(&f);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		get(&f, "GET", cases[i].path, cases[i].headers, &r);
		CHECK_INT(r.status, 200);
		CHECK_TEXT(response_header(&r, "Content-Type"), cases[i].type);
		CHECK_TEXT(response_header(&r, "Cache-Control"), cases[i].caching);
		CHECK_TEXT(response_header(&r, "Content-Encoding"), cases[i].coding);
		CHECK_TEXT(r.body.data, cases[i].body);
		CHECK_INT(strlen(response_header(&r, "ETag")), 34);
		check_policy(&r, cases[i].type);
		CHECK_TEXT(response_header(&r, "X-Content-Type-Options"), "nosniff");
	}
	response_clear(&r);
	fixture_stop(&f);
}

/* 16 MB and a byte. */
TEST(files_that_are_too_large_are_left_out)
{
	enum { FILE_BYTES_MAX = 16 << 20 };
	static char content[FILE_BYTES_MAX + 2];
	struct fixture f;
	struct response r = { 0 };

	put_all();
	memset(content, 'x', FILE_BYTES_MAX + 1);
	put("assets/too-large.js", content);
	content[FILE_BYTES_MAX] = '\0';
	put("assets/just-fits.js", content);
	fixture_init(&f);
	f.static_dir = harness_directory();
	fixture_start(&f);
	get(&f, "GET", "/assets/too-large.js", "", &r);
	CHECK(strlen(r.body.data) < 100);
	get(&f, "GET", "/assets/just-fits.js", "", &r);
	CHECK_INT(r.status, 200);
	CHECK_INT(strlen(r.body.data), FILE_BYTES_MAX);
	response_clear(&r);
	fixture_stop(&f);
	char path[256];
	snprintf(path, sizeof path, "%s/assets/too-large.js", harness_directory());
	unlink(path);
	snprintf(path, sizeof path, "%s/assets/just-fits.js", harness_directory());
	unlink(path);
}

TEST(what_is_no_file_is_left_to_others)
{
	/* The fixture answers those with an echo. */
	static const char *const cases[][2] = {
		{ "GET", "/missing.png" },   { "GET", "/.secret" }, { "GET", "/orphan.txt" },
		{ "GET", "/index.html.br" }, { "POST", "/" },       { "OPTIONS", "/index.html" },
	};
	struct fixture f;
	struct response r = { 0 };

	put_all();
	fixture_init(&f);
	f.static_dir = harness_directory();
	fixture_start(&f);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		get(&f, cases[i][0], cases[i][1], "Content-Length: 0\r\n", &r);
		CHECK_TEXT(response_header(&r, "Content-Type"), "text/plain");
	}
	response_clear(&r);
	fixture_stop(&f);
	CHECK(static_open("/nowhere/at/all") == NULL);
}

/* Far more than the kernel takes at once, to clients that read in small bites: each gets all of it.
 */
TEST(a_large_file_to_slow_readers)
{
	enum { SIZE = 3 << 20, CLIENTS = 4 };
	struct fixture f;
	struct response r = { 0 };
	char *content = memory_zero(1, SIZE + 1);
	int fds[CLIENTS];

	for (int i = 0; i < SIZE; i++)
		content[i] = (char)('a' + i % 23);
	put("large.txt", content);
	fixture_init(&f);
	f.static_dir = harness_directory();
	fixture_start(&f);
	for (int i = 0; i < CLIENTS; i++) {
		fds[i] = client_connect(&f, 4096);
		client_send_text(fds[i], "GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
					 "GET /sw.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}
	for (int i = 0; i < CLIENTS; i++) {
		CHECK(client_response(fds[i], &r, true));
		CHECK_INT(r.body.size, SIZE + 1);
		CHECK(memcmp(r.body.data, content, SIZE) == 0);
		CHECK(client_response(fds[i], &r, true));
		CHECK_TEXT(r.body.data, "worker");
		close(fds[i]);
	}
	memory_free(content);
	response_clear(&r);
	fixture_stop(&f);
}

TEST(known_files_are_not_sent_again)
{
	struct fixture f;
	struct response r = { 0 };
	char plain[64];
	char brotli[64];
	char headers[256];

	put_all();
	fixture_init(&f);
	f.static_dir = harness_directory();
	fixture_start(&f);
	get(&f, "GET", "/", "", &r);
	snprintf(plain, sizeof plain, "%s", response_header(&r, "ETag"));
	CHECK_TEXT(response_header(&r, "Vary"), "Accept-Encoding");
	get(&f, "GET", "/", "Accept-Encoding: br\r\n", &r);
	snprintf(brotli, sizeof brotli, "%s", response_header(&r, "ETag"));
	CHECK(strcmp(plain, brotli) != 0);

	snprintf(headers, sizeof headers, "If-None-Match: \"x\", W/%s\r\n", plain);
	get(&f, "GET", "/", headers, &r);
	CHECK_INT(r.status, 304);
	CHECK_TEXT(response_header(&r, "ETag"), plain);
	CHECK_TEXT(response_header(&r, "Content-Length"), "");
	CHECK_INT(r.body.size, 1);
	/* Another representation is not what the client has. */
	snprintf(headers, sizeof headers, "If-None-Match: %s\r\nAccept-Encoding: br\r\n", plain);
	get(&f, "GET", "/", headers, &r);
	CHECK_INT(r.status, 200);
	get(&f, "GET", "/", "If-None-Match: *\r\n", &r);
	CHECK_INT(r.status, 304);
	get(&f, "HEAD", "/", "", &r);
	CHECK_INT(r.status, 200);
	CHECK_TEXT(response_header(&r, "Content-Length"), "15");
	response_clear(&r);
	fixture_stop(&f);
}
