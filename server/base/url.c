/* Takes a URL apart from the left: scheme, authority, path, query; nothing is copied or decoded. */
#include "base/url.h"

#include <string.h>

#include "base/text.h"

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The characters of RFC 3986 but '#', as a fragment means nothing to a server. */
static bool all_allowed(struct slice text)
{
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (c == '\0' || (!is_letter_or_digit(c) && !strchr("-._~:/?[]@!$&'()*+,;=%", c)))
			return false;
	}
	return true;
}

/* Cuts `rest` at the first of `stops`: returns what is before; the rest begins with the stop or is
 * {NULL, 0}. */
static struct slice cut(struct slice *rest, const char *stops)
{
	size_t size = 0;
	while (size < rest->size && !strchr(stops, rest->data[size]))
		size++;
	struct slice before = { rest->data, size };
	bool stopped = size < rest->size;
	*rest = (struct slice){ stopped ? rest->data + size : NULL, rest->size - size };
	return before;
}

static struct slice without_first(struct slice s)
{
	return s.data ? (struct slice){ s.data + 1, s.size - 1 } : s;
}

static bool read_scheme(struct slice *rest, struct url *out)
{
	out->scheme = cut(rest, ":");
	if (out->scheme.size == 0 || rest->size < 3 || memcmp(rest->data, "://", 3) != 0)
		return false;
	*rest = (struct slice){ rest->data + 3, rest->size - 3 };
	return true;
}

/* Takes `user[:password]@` from the front of the authority, if it is there. */
static bool read_user(struct slice *authority, struct url *out)
{
	const char *at = authority->size > 0 ? memchr(authority->data, '@', authority->size) : NULL;
	if (!at)
		return true;
	struct slice user = { authority->data, (size_t)(at - authority->data) };
	*authority = (struct slice){ at + 1, authority->size - user.size - 1 };
	if (authority->size > 0 && memchr(authority->data, '@', authority->size))
		return false;
	out->user = cut(&user, ":");
	out->password = without_first(user);
	return true;
}

static bool read_host(struct slice authority, struct url *out)
{
	if (authority.size == 0 || authority.data[0] != '[') {
		out->host = cut(&authority, ":[]");
	} else {
		authority = without_first(authority);
		out->host = cut(&authority, "[]");
		if (!authority.data || authority.data[0] != ']' || out->host.size == 0)
			return false;
		authority = without_first(authority);
	}
	if (authority.size == 0)
		return true;
	int64_t port;
	if (authority.data[0] != ':' || !text_to_int(without_first(authority), 1, 65535, &port))
		return false;
	out->port = (int)port;
	return true;
}

bool url_read(struct slice text, struct url *out)
{
	*out = (struct url){ 0 };
	struct slice rest = text;
	if (!all_allowed(text) || !read_scheme(&rest, out))
		return false;
	struct slice authority = cut(&rest, "/?");
	out->path = cut(&rest, "?");
	if (out->path.size == 0)
		out->path = (struct slice){ NULL, 0 };
	out->query = without_first(rest);
	return read_user(&authority, out) && read_host(authority, out);
}
