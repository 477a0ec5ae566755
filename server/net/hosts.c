/* Allowed names in Host. Own addresses are read again when an unknown one is asked for (machines
 * change networks), at most every ten seconds. */
#include "net/hosts.h"

#include <ifaddrs.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"
#include "net/http_head.h"

enum {
	/* allowed_hosts, localhost, and the machine's own name with and without .local. */
	HOSTS_MAX = CONFIG_LIST_MAX + 4,
	ADDRESSES_MAX = 256,
	REFRESH_MS = 10000,
	NAME_MAX_BYTES = 253,
};

struct hosts {
	char *allowed;
	char *public_url;
	struct slice names[HOSTS_MAX];
	size_t name_count;
	char own_name[NAME_MAX_BYTES + 1];
	char local_name[NAME_MAX_BYTES + sizeof ".local"];
	bool own_addresses;
	struct address addresses[ADDRESSES_MAX];
	size_t address_count;
	int64_t refreshed_at_ms;
};

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_';
}

static bool is_port(struct slice s)
{
	int64_t port;

	return s.size == 0 ||
	       (s.data[0] == ':' &&
		text_to_int((struct slice){ s.data + 1, s.size - 1 }, 0, 65535, &port));
}

static struct slice bracketed_name(struct slice host)
{
	const char *end = memchr(host.data, ']', host.size);
	size_t size = end ? (size_t)(end - host.data) + 1 : 0;
	struct address address;

	if (size == 0 || !is_port((struct slice){ host.data + size, host.size - size }))
		return (struct slice){ 0 };
	host.size = size;
	return address_parse(host, &address) ? host : (struct slice){ 0 };
}

struct slice host_name(struct slice host)
{
	struct slice name = { host.data, 0 };

	if (host.size && host.data[0] == '[')
		return bracketed_name(host);
	while (name.size < host.size && is_name_character(host.data[name.size]))
		name.size++;
	if (name.size == 0 || name.size > NAME_MAX_BYTES)
		return (struct slice){ 0 };
	if (!is_port((struct slice){ host.data + name.size, host.size - name.size }))
		return (struct slice){ 0 };
	return name;
}

bool host_has_port(struct slice host)
{
	return host_name(host).size + 1 < host.size;
}

static bool ends_with(struct slice name, struct slice end)
{
	if (name.size < end.size)
		return false;
	name.data += name.size - end.size;
	name.size = end.size;
	return text_equal_ignoring_case(name, end);
}

bool host_is_loopback(struct slice host)
{
	struct slice name = host_name(host);
	struct address address;

	if (text_equal_ignoring_case(name, SLICE("localhost")) ||
	    ends_with(name, SLICE(".localhost")))
		return true;
	return name.size && address_parse(name, &address) && address_is_loopback(&address);
}

static void add_name(struct hosts *h, struct slice name)
{
	if (name.size && h->name_count < HOSTS_MAX)
		h->names[h->name_count++] = name;
}

static void add_list(struct hosts *h, struct slice list)
{
	struct slice host;

	while (http_list_next(&list, &host)) {
		if (host_name(host).size == 0)
			log_warn("net", "not a host name", "allowed_hosts=\"%.*s\"", (int)host.size,
				 host.data);
		add_name(h, host_name(host));
	}
}

/* scheme://host:port/… */
static struct slice url_host(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return host_name((struct slice){ host, strcspn(host, "/?#") });
}

static void read_addresses(struct hosts *h)
{
	struct ifaddrs *list;

	h->refreshed_at_ms = clock_monotonic_ms();
	h->address_count = 0;
	if (getifaddrs(&list) != 0)
		return;
	for (const struct ifaddrs *i = list; i && h->address_count < ADDRESSES_MAX; i = i->ifa_next)
		if (i->ifa_addr && address_of_socket(i->ifa_addr, &h->addresses[h->address_count]))
			h->address_count++;
	freeifaddrs(list);
}

static void add_own_name(struct hosts *h)
{
	add_name(h, host_name(slice_of(h->own_name)));
	if (strchr(h->own_name, '.'))
		return;
	snprintf(h->local_name, sizeof h->local_name, "%s.local", h->own_name);
	add_name(h, host_name(slice_of(h->local_name)));
}

static void add_defaults(struct hosts *h)
{
	add_list(h, SLICE("localhost, 127.0.0.1, [::1]"));
	if (gethostname(h->own_name, sizeof h->own_name - 1) == 0)
		add_own_name(h);
	h->own_addresses = true;
	read_addresses(h);
}

struct hosts *hosts_new(const struct config *config)
{
	struct hosts *h = memory_zero(1, sizeof *h);

	h->allowed = memory_text(config->allowed_hosts ? config->allowed_hosts : "");
	h->public_url = memory_text(config->public_url ? config->public_url : "");
	add_name(h, url_host(h->public_url));
	if (h->allowed[0])
		add_list(h, slice_of(h->allowed));
	else
		add_defaults(h);
	return h;
}

void hosts_free(struct hosts *h)
{
	if (!h)
		return;
	memory_free(h->allowed);
	memory_free(h->public_url);
	memory_free(h);
}

static bool has_address(const struct hosts *h, const struct address *a)
{
	for (size_t i = 0; i < h->address_count; i++)
		if (memcmp(&h->addresses[i], a, sizeof *a) == 0)
			return true;
	return false;
}

static bool is_own_address(struct hosts *h, struct slice name)
{
	struct address address;

	if (!h->own_addresses || !address_parse(name, &address))
		return false;
	if (has_address(h, &address))
		return true;
	if (clock_monotonic_ms() - h->refreshed_at_ms < REFRESH_MS)
		return false;
	read_addresses(h);
	return has_address(h, &address);
}

bool hosts_allow(struct hosts *h, struct slice host)
{
	struct slice name = host_name(host);

	if (name.size == 0)
		return false;
	for (size_t i = 0; i < h->name_count; i++)
		if (text_equal_ignoring_case(h->names[i], name))
			return true;
	return is_own_address(h, name);
}

bool hosts_secure(const struct hosts *h, struct slice host)
{
	struct slice name = host_name(host);

	return strncmp(h->public_url, "https://", strlen("https://")) == 0 && name.size &&
	       text_equal_ignoring_case(url_host(h->public_url), name);
}
