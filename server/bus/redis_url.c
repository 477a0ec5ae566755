/* redis:// and unix:// addresses: what base/url.h takes apart, checked, decoded and copied. */
#include "bus/redis_url.h"

#include <string.h>

#include "base/slice.h"
#include "base/text.h"
#include "base/url.h"

static bool copy(struct slice s, char *out, size_t maximum)
{
	if (s.size > maximum)
		return false;
	if (s.size)
		memcpy(out, s.data, s.size);
	out[s.size] = '\0';
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) % 16 : -1;
}

/* The byte of "%41…", -1 for a broken or cut sign and for %00. */
static int encoded_byte(struct slice s)
{
	int high = s.size > 2 ? hex_digit(s.data[1]) : -1;
	int low = high >= 0 ? hex_digit(s.data[2]) : -1;

	return low >= 0 && high + low > 0 ? high * 16 + low : -1;
}

static bool decode(struct slice s, char *out, size_t maximum)
{
	size_t size = 0;

	for (size_t i = 0; i < s.size; i++) {
		int byte = (unsigned char)s.data[i];
		if (byte == '%') {
			byte = encoded_byte((struct slice){ s.data + i, s.size - i });
			i += 2;
		}
		if (byte < 0 || size == maximum)
			return false;
		out[size++] = (char)byte;
	}
	out[size] = '\0';
	return true;
}

static bool read_number(struct slice text, int *out)
{
	int64_t number;

	if (!text_to_int(text, 0, REDIS_NUMBER_MAX, &number))
		return false;
	*out = (int)number;
	return true;
}

static bool read_unix(const struct url *url, struct redis_url *out)
{
	const struct slice key = SLICE("db=");

	if (url->host.size || url->port || url->path.size < 2 ||
	    !copy(url->path, out->host, REDIS_HOST_MAX))
		return false;
	if (!url->query.data)
		return true;
	return url->query.size > key.size && memcmp(url->query.data, key.data, key.size) == 0 &&
	       read_number((struct slice){ url->query.data + key.size, url->query.size - key.size },
			   &out->number);
}

static bool read_tcp(const struct url *url, struct redis_url *out)
{
	if (url->host.size == 0 || url->query.data || !copy(url->host, out->host, REDIS_HOST_MAX))
		return false;
	out->port = url->port ? url->port : REDIS_PORT;
	return url->path.size < 2 ||
	       read_number((struct slice){ url->path.data + 1, url->path.size - 1 }, &out->number);
}

bool redis_url_read(const char *text, struct redis_url *out)
{
	struct url url;

	*out = (struct redis_url){ 0 };
	if (!url_read(slice_of(text), &url) || (url.user.size && !url.password.size))
		return false;
	if (!decode(url.user, out->user, REDIS_SECRET_MAX) ||
	    !decode(url.password, out->password, REDIS_SECRET_MAX))
		return false;
	if (slice_equal(url.scheme, SLICE("unix")))
		return read_unix(&url, out);
	return slice_equal(url.scheme, SLICE("redis")) && read_tcp(&url, out);
}
