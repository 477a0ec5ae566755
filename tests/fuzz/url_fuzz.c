/* Addresses of databases and of Redis. What is taken apart is within the text and put together
 * again gives the same parts; what is decoded, written with every byte escaped, decodes to the
 * same. */
#include <stdint.h>
#include <string.h>

#include "archive/database_url.h"
#include "base/buffer.h"
#include "base/check.h"
#include "base/memory.h"
#include "base/url.h"
#include "bus/redis_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within(struct slice part, struct slice text)
{
	return !part.data ||
	       (part.data >= text.data && part.data + part.size <= text.data + text.size);
}

static bool same(struct slice a, struct slice b)
{
	return (a.data == NULL) == (b.data == NULL) && slice_equal(a, b);
}

static void join(const struct url *url, struct buffer *out)
{
	bool brackets = url->host.size && memchr(url->host.data, ':', url->host.size);

	buffer_append_slice(out, url->scheme);
	buffer_append_text(out, "://");
	buffer_append_slice(out, url->user);
	if (url->password.data) {
		buffer_append_byte(out, ':');
		buffer_append_slice(out, url->password);
	}
	if (url->user.data)
		buffer_append_byte(out, '@');
	buffer_append_text(out, brackets ? "[" : "");
	buffer_append_slice(out, url->host);
	buffer_append_text(out, brackets ? "]" : "");
	if (url->port)
		buffer_format(out, ":%d", url->port);
	buffer_append_slice(out, url->path);
	if (url->query.data) {
		buffer_append_byte(out, '?');
		buffer_append_slice(out, url->query);
	}
}

static void check_url(struct slice text)
{
	struct buffer joined = { 0 };
	struct url url;
	struct url again;

	if (!url_read(text, &url))
		return;
	ASSERT(url.scheme.size > 0 && url.port >= 0 && url.port <= 65535);
	ASSERT(within(url.scheme, text) && within(url.user, text) && within(url.password, text) &&
	       within(url.host, text) && within(url.path, text) && within(url.query, text));
	ASSERT(!url.path.data || url.path.data[0] == '/');
	join(&url, &joined);
	bool read = url_read(buffer_slice(&joined), &again);
	ASSERT(read);
	ASSERT(slice_equal(url.scheme, again.scheme) && same(url.user, again.user) &&
	       same(url.password, again.password) && slice_equal(url.host, again.host) &&
	       url.port == again.port && same(url.path, again.path) &&
	       same(url.query, again.query));
	buffer_clear(&joined);
}

static void append_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++)
		buffer_format(out, "%%%02X", (unsigned char)*text);
}

static void check_redis(const char *text)
{
	struct redis_url url;
	struct redis_url again;
	struct buffer b = { 0 };

	if (!redis_url_read(text, &url))
		return;
	ASSERT(url.host[0] && url.number >= 0 && url.number <= REDIS_NUMBER_MAX);
	bool local = url.host[0] == '/';
	ASSERT(local ? url.port == 0 : url.port > 0 && url.port <= 65535);
	buffer_append_text(&b, local ? "unix://" : "redis://");
	if (url.password[0]) {
		append_escaped(&b, url.user);
		buffer_append_byte(&b, ':');
		append_escaped(&b, url.password);
		buffer_append_byte(&b, '@');
	}
	if (local)
		buffer_format(&b, "%s?db=%d", url.host, url.number);
	else
		buffer_format(&b, strchr(url.host, ':') ? "[%s]:%d/%d" : "%s:%d/%d", url.host,
			      url.port, url.number);
	buffer_append_byte(&b, '\0');
	bool read = redis_url_read(b.data, &again);
	ASSERT(read);
	ASSERT(strcmp(url.host, again.host) == 0 && strcmp(url.user, again.user) == 0 &&
	       strcmp(url.password, again.password) == 0 && url.port == again.port &&
	       url.number == again.number);
	buffer_clear(&b);
}

static void check_database(const char *text)
{
	struct database_url url;
	struct database_url again;
	struct buffer b = { 0 };

	if (!database_url_read(text, &url))
		return;
	ASSERT(url.database[0] && (url.host[0] || url.socket[0]));
	ASSERT(url.port > 0 && url.port <= 65535);
	buffer_append_text(&b, "mysql://");
	append_escaped(&b, url.user);
	buffer_append_byte(&b, ':');
	append_escaped(&b, url.password);
	buffer_append_byte(&b, '@');
	append_escaped(&b, url.host);
	buffer_format(&b, ":%d/", url.port);
	append_escaped(&b, url.database);
	buffer_append_text(&b, "?socket=");
	append_escaped(&b, url.socket);
	buffer_append_text(&b, url.plain_mysql ? "&dialect=mysql" : "");
	buffer_append_byte(&b, '\0');
	bool read = database_url_read(b.data, &again);
	ASSERT(read);
	ASSERT(strcmp(url.user, again.user) == 0 && strcmp(url.password, again.password) == 0 &&
	       strcmp(url.host, again.host) == 0 && strcmp(url.database, again.database) == 0 &&
	       strcmp(url.socket, again.socket) == 0 && url.port == again.port &&
	       url.plain_mysql == again.plain_mysql);
	buffer_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = memory_take(size + 1);

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	check_url((struct slice){ text, size });
	check_redis(text);
	check_database(text);
	memory_free(text);
	return 0;
}
