/* What must hold beyond the range of each option: addresses parse, lists hold what they are lists
 * of, sizes and times fit together. Tables: one row a rule. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/config_option.h"
#include "base/text.h"
#include "base/url.h"

typedef bool checker(struct slice value);

struct text_rule {
	const char *key;
	checker *holds;
	bool is_list; /* each comma-separated item on its own */
	const char *wanted;
};

struct order_rule {
	const char *smaller;
	const char *larger;
};

/* An address of `family`; the longest text of one fits the buffer. */
static bool is_address_of(int family, struct slice value)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char address[sizeof(struct in6_addr)];
	if (value.size == 0 || value.size >= sizeof(text))
		return false;
	memcpy(text, value.data, value.size);
	text[value.size] = '\0';
	return inet_pton(family, text, address) == 1;
}

static bool is_address(struct slice value)
{
	return is_address_of(AF_INET, value) || is_address_of(AF_INET6, value);
}

static bool is_network(struct slice value)
{
	const char *slash = value.size > 0 ? memchr(value.data, '/', value.size) : NULL;
	if (!slash)
		return is_address(value);
	struct slice address = { value.data, (size_t)(slash - value.data) };
	struct slice bits = { slash + 1, value.size - address.size - 1 };
	int64_t number;
	if (is_address_of(AF_INET, address))
		return text_to_int(bits, 0, 32, &number);
	return is_address_of(AF_INET6, address) && text_to_int(bits, 0, 128, &number);
}

/* Letters, digits, '-' and '.' of a host name, or an address in its brackets. Names of other
 * scripts come as punycode. */
static bool is_host(struct slice value)
{
	if (is_address(value))
		return true;
	if (value.size > 2 && value.data[0] == '[' && value.data[value.size - 1] == ']')
		return is_address_of(AF_INET6, (struct slice){ value.data + 1, value.size - 2 });
	if (value.size == 0 || value.size > 253 || value.data[0] == '.' || value.data[0] == '-')
		return false;
	for (size_t i = 0; i < value.size; i++) {
		char c = value.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.')
			return false;
	}
	return true;
}

static bool starts_with(struct slice s, struct slice start)
{
	return s.size >= start.size && memcmp(s.data, start.data, start.size) == 0;
}

static bool is_mysql_url(struct slice value)
{
	struct url url;
	if (!url_read(value, &url) || !slice_equal(url.scheme, SLICE("mysql")))
		return false;
	bool named = url.user.size > 0 && url.host.size > 0 && url.path.size > 1;
	if (!named || memchr(url.path.data + 1, '/', url.path.size - 1))
		return false;
	return !url.query.data || starts_with(url.query, SLICE("socket=/"));
}

static bool is_redis_url(struct slice value)
{
	struct url url;
	int64_t number;
	if (!url_read(value, &url))
		return false;
	if (slice_equal(url.scheme, SLICE("unix")))
		return url.host.size == 0 && url.port == 0 && url.path.size > 1 &&
		       (!url.query.data || starts_with(url.query, SLICE("db=")));
	if (!slice_equal(url.scheme, SLICE("redis")) || url.host.size == 0 || url.query.data)
		return false;
	struct slice path = url.path;
	return path.size <= 1 ||
	       text_to_int((struct slice){ path.data + 1, path.size - 1 }, 0, 16383, &number);
}

static bool is_public_url(struct slice value)
{
	struct url url;
	if (!url_read(value, &url) || url.user.data || url.query.data || url.path.size > 1)
		return false;
	bool web = slice_equal(url.scheme, SLICE("http")) ||
		   slice_equal(url.scheme, SLICE("https"));
	return web && is_host(url.host);
}

static bool is_name(struct slice value)
{
	return text_trim(value).size > 0;
}

/* An empty value means the default, and passes, but for `bind` and `server_name`. */
static const struct text_rule text_rules[] = {
	{ "bind", is_address, false, "an IPv4 or IPv6 address" },
	{ "server_name", is_name, false, "a name of at least one character" },
	{ "mysql_url", is_mysql_url, false,
	  "mysql://user:password@host:port/database or "
	  "mysql://user@localhost/database?socket=/path" },
	{ "redis_url", is_redis_url, false, "redis://:password@host:port/number or unix:///path" },
	{ "public_url", is_public_url, false,
	  "http:// or https://, a host and perhaps a port, without a path" },
	{ "allowed_hosts", is_host, true,
	  "a list of at most 64 host names or addresses without a port" },
	{ "trusted_proxies", is_network, true,
	  "a list of at most 64 addresses or networks such as 10.0.0.0/8" },
	{ "registration_domains", is_host, true, "a list of at most 64 domains" },
};

static const struct order_rule order_rules[] = {
	{ "drain_ms", "drain_limit_ms" },
	{ "hole_wait_ms", "head_check_ms" },
	{ "message_bytes_max", "frame_bytes_max" },
	{ "frame_bytes_max", "socket_queue_bytes_max" },
};

/* So many items at most: what holds the list beyond this file has places for them. */
static bool list_holds(struct slice list, checker *holds)
{
	for (int items = 1; items <= CONFIG_LIST_MAX; items++) {
		const char *comma = memchr(list.data, ',', list.size);
		size_t size = comma ? (size_t)(comma - list.data) : list.size;
		if (!holds(text_trim((struct slice){ list.data, size })))
			return false;
		if (!comma)
			return true;
		list = (struct slice){ comma + 1, list.size - size - 1 };
	}
	return false;
}

static bool text_rule_holds(const struct config *c, const struct text_rule *rule,
			    struct config_problem *problem)
{
	const struct config_option *option = config_option_find(rule->key, NULL);
	struct slice value = slice_of(config_text(c, option));
	bool may_be_empty = option->text[0] == '\0';
	if (value.size == 0 && may_be_empty)
		return true;
	if (rule->is_list ? list_holds(value, rule->holds) : rule->holds(value))
		return true;
	bool secret = config_option_secret(option);
	snprintf(problem->text, sizeof(problem->text), "%s = \"%.200s\" is not %s", rule->key,
		 secret ? "*****" : value.data, rule->wanted);
	return false;
}

static bool order_rule_holds(const struct config *c, const struct order_rule *rule,
			     struct config_problem *problem)
{
	int64_t smaller = config_number(c, config_option_find(rule->smaller, NULL));
	int64_t larger = config_number(c, config_option_find(rule->larger, NULL));
	if (smaller <= larger)
		return true;
	snprintf(problem->text, sizeof(problem->text),
		 "%s = %" PRId64 " must not be more than %s = %" PRId64, rule->smaller, smaller,
		 rule->larger, larger);
	return false;
}

bool config_check(const struct config *c, struct config_problem *problem)
{
	for (size_t i = 0; i < sizeof(text_rules) / sizeof(text_rules[0]); i++) {
		if (!text_rule_holds(c, &text_rules[i], problem))
			return false;
	}
	for (size_t i = 0; i < sizeof(order_rules) / sizeof(order_rules[0]); i++) {
		if (!order_rule_holds(c, &order_rules[i], problem))
			return false;
	}
	return true;
}
