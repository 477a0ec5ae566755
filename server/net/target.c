/* Percent-decoding and normalising of what stands in the request line. A path is decoded exactly
 * once and then has one form only, so that routes and files can be compared byte by byte. */
#include "net/target.h"

#include "base/text.h"

void target_split(struct slice target, struct slice *path, struct slice *query)
{
	const char *mark = target.size ? memchr(target.data, '?', target.size) : NULL;

	*path = target;
	*query = (struct slice){ 0 };
	if (!mark)
		return;
	path->size = (size_t)(mark - target.data);
	*query = (struct slice){ mark + 1, target.size - path->size - 1 };
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that begins at `i`, which moves past it; -1 for a broken percent sign. */
static int next_byte(struct slice s, size_t *i)
{
	char c = s.data[(*i)++];
	int high;
	int low;

	if (c != '%')
		return (unsigned char)c;
	if (s.size - *i < 2)
		return -1;
	high = hex_digit(s.data[*i]);
	low = hex_digit(s.data[*i + 1]);
	*i += 2;
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* A segment was just finished in out[start … size): drops "." and empty ones; -1 for "..". */
static int end_segment(const char *out, size_t start, size_t *size)
{
	struct slice segment = { out + start, *size - start };

	if (slice_equal(segment, SLICE("..")))
		return -1;
	if (slice_equal(segment, SLICE(".")))
		*size = start;
	return 0;
}

static bool path_byte_allowed(int byte, bool was_encoded)
{
	return byte >= ' ' && byte != 0x7f && byte != '\\' && !(byte == '/' && was_encoded);
}

size_t target_decode_path(struct slice path, char *out)
{
	size_t start = 1;
	size_t size = 1;
	size_t i = 1;

	if (path.size == 0 || path.data[0] != '/')
		return 0;
	out[0] = '/';
	while (i < path.size) {
		bool encoded = path.data[i] == '%';
		int byte = next_byte(path, &i);
		if (!path_byte_allowed(byte, encoded))
			return 0;
		if (byte != '/') {
			out[size++] = (char)byte;
			continue;
		}
		if (end_segment(out, start, &size) < 0)
			return 0;
		if (size > start)
			out[size++] = '/';
		start = size;
	}
	if (end_segment(out, start, &size) < 0 || !text_is_utf8((struct slice){ out, size }))
		return 0;
	return size;
}

bool target_decode_value(struct slice text, char *out, size_t *size)
{
	size_t i = 0;

	*size = 0;
	while (i < text.size) {
		bool space = text.data[i] == '+';
		int byte = next_byte(text, &i);
		if (byte <= 0)
			return false;
		out[(*size)++] = space ? ' ' : (char)byte;
	}
	return true;
}

/* Finds name=value among parts that `separator` divides; spaces before a name are skipped. */
static struct slice find_pair(struct slice s, char separator, const char *name)
{
	size_t name_size = strlen(name);

	while (s.size) {
		const char *end = memchr(s.data, separator, s.size);
		size_t size = end ? (size_t)(end - s.data) : s.size;
		struct slice part = { s.data, size };
		while (part.size && *part.data == ' ') {
			part.data++;
			part.size--;
		}
		if (part.size > name_size && part.data[name_size] == '=' &&
		    memcmp(part.data, name, name_size) == 0)
			return (struct slice){ part.data + name_size + 1,
					       part.size - name_size - 1 };
		s.data += end ? size + 1 : size;
		s.size -= end ? size + 1 : size;
	}
	return (struct slice){ 0 };
}

struct slice target_parameter(struct slice query, const char *name)
{
	return find_pair(query, '&', name);
}

struct slice target_cookie(struct slice header, const char *name)
{
	return find_pair(header, ';', name);
}
