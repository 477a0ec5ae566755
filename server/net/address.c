/* Addresses and networks, for allowed hosts, trusted proxies and limits per address. */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/text.h"

enum {
	BITS = 128,
	BITS_MAPPED = 96,
};

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static bool is_mapped(const struct address *a)
{
	return memcmp(a->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

static void set_mapped(struct address *out, const void *four)
{
	memcpy(out->bytes, mapped_prefix, sizeof mapped_prefix);
	memcpy(out->bytes + sizeof mapped_prefix, four, 4);
}

bool address_parse(struct slice text, struct address *out)
{
	char copy[ADDRESS_TEXT_SIZE];
	struct in_addr four;

	if (text.size >= 2 && text.data[0] == '[' && text.data[text.size - 1] == ']') {
		text.data++;
		text.size -= 2;
	}
	if (text.size == 0 || text.size >= sizeof copy || memchr(text.data, '\0', text.size))
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	if (inet_pton(AF_INET, copy, &four) != 1)
		return inet_pton(AF_INET6, copy, out->bytes) == 1;
	set_mapped(out, &four);
	return true;
}

bool address_of_socket(const struct sockaddr *from, struct address *out)
{
	if (from->sa_family == AF_INET) {
		set_mapped(out, &((const struct sockaddr_in *)(const void *)from)->sin_addr);
		return true;
	}
	if (from->sa_family != AF_INET6)
		return false;
	memcpy(out->bytes, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr,
	       sizeof out->bytes);
	return true;
}

void address_reduce(struct address *a)
{
	if (!is_mapped(a))
		memset(a->bytes + 8, 0, 8);
}

void address_write(const struct address *a, char *out)
{
	if (is_mapped(a))
		inet_ntop(AF_INET, a->bytes + sizeof mapped_prefix, out, ADDRESS_TEXT_SIZE);
	else
		inet_ntop(AF_INET6, a->bytes, out, ADDRESS_TEXT_SIZE);
}

bool address_is_loopback(const struct address *a)
{
	static const struct address six = { { [15] = 1 } };

	if (is_mapped(a))
		return a->bytes[sizeof mapped_prefix] == 127;
	return memcmp(a, &six, sizeof six) == 0;
}

bool network_parse(struct slice text, struct network *out)
{
	const char *slash = text.size ? memchr(text.data, '/', text.size) : NULL;
	struct slice address = text;
	int64_t bits;
	bool four;

	if (slash)
		address.size = (size_t)(slash - text.data);
	if (!address_parse(address, &out->address))
		return false;
	out->bits = BITS;
	if (!slash)
		return true;
	four = memchr(address.data, ':', address.size) == NULL;
	if (!text_to_int((struct slice){ slash + 1, text.size - address.size - 1 }, 0,
			 four ? 32 : BITS, &bits))
		return false;
	out->bits = (int)bits + (four ? BITS_MAPPED : 0);
	return true;
}

bool network_has(const struct network *n, const struct address *a)
{
	size_t whole = (size_t)n->bits / 8;
	unsigned rest = (unsigned)n->bits % 8;

	if (memcmp(n->address.bytes, a->bytes, whole) != 0)
		return false;
	return rest == 0 || (n->address.bytes[whole] ^ a->bytes[whole]) >> (8 - rest) == 0;
}
