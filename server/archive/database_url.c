/* mysql_url taken apart and percent-decoded into fixed fields. A part that is too long, or holds a
 * NUL, is an error. */
#include "archive/database_url.h"

#include <string.h>

#include "base/url.h"

enum { PORT_DEFAULT = 3306 };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One decoded character from the front of `s`; -1 if it is no valid escape. */
static int take_character(struct slice *s)
{
	int character = (unsigned char)s->data[0];
	size_t used = 1;
	if (character == '%') {
		if (s->size < 3 || hex_digit(s->data[1]) < 0 || hex_digit(s->data[2]) < 0)
			return -1;
		character = hex_digit(s->data[1]) * 16 + hex_digit(s->data[2]);
		used = 3;
	}
	s->data += used;
	s->size -= used;
	return character;
}

static bool decode(struct slice s, char *out, size_t capacity)
{
	size_t size = 0;
	while (s.size > 0) {
		int character = take_character(&s);
		if (character <= 0 || size + 1 >= capacity)
			return false;
		out[size++] = (char)character;
	}
	out[size] = '\0';
	return true;
}

/* The next `name=value` of a query; false at its end. */
static bool take_option(struct slice *query, struct slice *name, struct slice *value)
{
	if (query->size == 0)
		return false;
	const char *end = memchr(query->data, '&', query->size);
	size_t size = end ? (size_t)(end - query->data) : query->size;
	struct slice option = { query->data, size };
	query->data += end ? size + 1 : size;
	query->size -= end ? size + 1 : size;
	const char *equals = size > 0 ? memchr(option.data, '=', size) : NULL;
	size_t name_size = equals ? (size_t)(equals - option.data) : size;
	*name = (struct slice){ option.data, name_size };
	*value = equals ? (struct slice){ equals + 1, size - name_size - 1 }
			: (struct slice){ "", 0 };
	return true;
}

static bool read_options(struct slice query, struct database_url *out)
{
	struct slice name;
	struct slice value;
	while (take_option(&query, &name, &value)) {
		if (slice_equal(name, SLICE("socket"))) {
			if (!decode(value, out->socket, sizeof(out->socket)))
				return false;
		} else if (slice_equal(name, SLICE("dialect"))) {
			out->plain_mysql = slice_equal(value, SLICE("mysql"));
		} else {
			return false;
		}
	}
	return true;
}

static struct slice without_slash(struct slice path)
{
	return path.size > 0 ? (struct slice){ path.data + 1, path.size - 1 } : path;
}

bool database_url_read(const char *text, struct database_url *out)
{
	struct url url;
	*out = (struct database_url){ .port = PORT_DEFAULT };
	if (!url_read(slice_of(text), &url) || !slice_equal(url.scheme, SLICE("mysql")))
		return false;
	if (url.port > 0)
		out->port = url.port;
	if (!decode(url.user, out->user, sizeof(out->user)) ||
	    !decode(url.password, out->password, sizeof(out->password)) ||
	    !decode(url.host, out->host, sizeof(out->host)) ||
	    !decode(without_slash(url.path), out->database, sizeof(out->database)))
		return false;
	return out->database[0] != '\0' && read_options(url.query, out) &&
	       (out->host[0] != '\0' || out->socket[0] != '\0');
}
