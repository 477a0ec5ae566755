/* One HTTP request, read once, and its answer. It owns copies of everything, so that it outlives
 * its connection. */
#include "net/exchange.h"

#include <inttypes.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/answer.h"
#include "net/connection.h"
#include "net/exchange_private.h"
#include "net/http.h"
#include "net/proxy.h"
#include "net/target.h"
#include "net/web_private.h"

enum {
	STATUS_BAD = 400,
	STATUS_MISDIRECTED = 421,
	/* Decoded copies: the path, and parameters asked for. */
	ARENA_EXTRA = 4 * HTTP_HEAD_BYTES_MAX,
	SECONDS_A_DAY = 24 * 60 * 60,
};

static int read_path(struct exchange *x)
{
	struct slice raw;
	char *path;

	target_split(x->head.target, &raw, &x->query);
	path = arena_take(x->arena, raw.size + 1);
	x->path = (struct slice){ path, target_decode_path(raw, path) };
	return x->path.size ? 0 : STATUS_BAD;
}

/* An authority in the target goes before Host; refused unless both say the same, so that nobody in
 * between can have believed the other one. */
static int read_host(const struct exchange *x, const struct web *w)
{
	struct slice authority = x->head.authority;
	struct slice host = exchange_header(x, "host");

	if (http_head_count(&x->head, "host") != 1 || host_name(host).size == 0)
		return STATUS_BAD;
	if (authority.data && !text_equal_ignoring_case(authority, host))
		return STATUS_BAD;
	return hosts_allow(w->hosts, host) ? 0 : STATUS_MISDIRECTED;
}

static void read_client(struct exchange *x, const struct connection *c)
{
	struct address client = proxy_client(c->web, &c->address, &x->head);

	address_write(&client, x->address);
	x->secure = proxy_secure(c->web, &c->address, &x->head, c->tls != NULL);
	x->strict = c->tls && c->web->config->hsts_days > 0 &&
		    hosts_secure(c->web->hosts, exchange_header(x, "host"));
	x->from_loopback = address_is_loopback(&c->address) && !proxy_forwarded(&x->head);
}

struct exchange *exchange_new(struct http *h, struct slice head, int *status)
{
	struct connection *c = http_connection(h);
	struct exchange *x = memory_zero(1, sizeof *x);

	x->http = h;
	x->arena = arena_new(ARENA_EXTRA + (size_t)c->web->config->body_bytes_max);
	*status = http_head_parse(arena_copy(x->arena, head), &x->head);
	if (*status == 0)
		*status = read_host(x, c->web);
	if (*status == 0)
		*status = read_path(x);
	if (*status != 0)
		return x;
	x->keep_alive = http_keeps_alive(&x->head);
	read_client(x, c);
	return x;
}

bool exchange_must_be_secure(const struct exchange *x)
{
	const struct web *w = http_connection(x->http)->web;

	return w->tls && !x->secure && !w->config->plain_http && !w->config->lan;
}

void exchange_free(struct exchange *x)
{
	if (x->on_end)
		x->on_end(x->end_owner);
	buffer_clear(&x->headers);
	buffer_clear(&x->large);
	arena_free(x->arena);
	memory_free(x);
}

void exchange_set_body(struct exchange *x, struct slice body)
{
	x->body = arena_copy(x->arena, body);
	ASSERT(x->body.data != NULL);
}

void exchange_move_body(struct exchange *x, struct buffer *input)
{
	struct buffer rest = { 0 };

	buffer_append(&rest, input->data + x->body_size, input->size - x->body_size);
	x->large = *input;
	x->body = (struct slice){ x->large.data, x->body_size };
	*input = rest;
}

size_t exchange_body_size(const struct exchange *x)
{
	return x->body_size;
}

void exchange_take_body(struct exchange *x)
{
	if (x->http)
		http_take_body(x->http);
	else
		exchange_free(x);
}

void exchange_at_end(struct exchange *x, void (*on_end)(void *owner), void *owner)
{
	x->on_end = on_end;
	x->end_owner = owner;
}

enum method exchange_method(const struct exchange *x)
{
	return x->head.method;
}

struct slice exchange_path(const struct exchange *x)
{
	return x->path;
}

struct slice exchange_query(const struct exchange *x)
{
	return x->query;
}

struct slice exchange_parameter(struct exchange *x, const char *name)
{
	struct slice raw = target_parameter(x->query, name);
	struct slice value = { 0 };
	char *out = raw.data ? arena_try(x->arena, raw.size + 1) : NULL;

	if (out && target_decode_value(raw, out, &value.size))
		value.data = out;
	else
		value.size = 0;
	return value;
}

struct slice exchange_header(const struct exchange *x, const char *name)
{
	return http_head_field(&x->head, name);
}

struct slice exchange_cookie(const struct exchange *x, const char *name)
{
	return target_cookie(exchange_header(x, "cookie"), name);
}

struct slice exchange_body(const struct exchange *x)
{
	return x->body;
}

const char *exchange_address(const struct exchange *x)
{
	return x->address;
}

bool exchange_from_loopback(const struct exchange *x)
{
	return x->from_loopback;
}

bool exchange_secure(const struct exchange *x)
{
	return x->secure;
}

bool exchange_same_origin(const struct exchange *x)
{
	struct slice origin = exchange_header(x, "origin");
	struct slice scheme = x->secure ? SLICE("https://") : SLICE("http://");

	if (origin.size <= scheme.size || http_head_count(&x->head, "origin") != 1)
		return false;
	if (!text_equal_ignoring_case((struct slice){ origin.data, scheme.size }, scheme))
		return false;
	origin.data += scheme.size;
	origin.size -= scheme.size;
	return text_equal_ignoring_case(origin, exchange_header(x, "host"));
}

static bool is_clean(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

void exchange_set_header(struct exchange *x, const char *name, const char *value)
{
	ASSERT(is_clean(name) && is_clean(value));
	if (text_equal_ignoring_case(slice_of(name), SLICE("cache-control")))
		x->cached = true;
	buffer_format(&x->headers, "%s: %s\r\n", name, value);
}

static void reply(struct exchange *x, struct answer *a, struct frame *body)
{
	struct http *h = x->http;

	if (h) {
		if (x->strict)
			buffer_format(&x->headers,
				      "Strict-Transport-Security: max-age=%" PRId64 "\r\n",
				      http_connection(h)->web->config->hsts_days * SECONDS_A_DAY);
		a->headers = buffer_slice(&x->headers);
		a->cached = x->cached;
		a->in_the_clear = !x->secure && !host_is_loopback(exchange_header(x, "host"));
		a->keep_alive = x->keep_alive && !http_connection(h)->web->stopping;
		http_answer(h, answer_frame(a), body, a->keep_alive);
	}
	exchange_free(x);
}

void exchange_reply(struct exchange *x, int status, const char *type, struct slice body)
{
	struct answer a = { .status = status, .type = type, .body_size = body.size };

	if (type && x->head.method != METHOD_HEAD)
		a.body = body;
	reply(x, &a, NULL);
}

void exchange_reply_frame(struct exchange *x, int status, const char *type, struct frame *body)
{
	struct answer a = { .status = status, .type = type, .body_size = frame_bytes(body).size };

	reply(x, &a, x->head.method == METHOD_HEAD ? NULL : body);
}

void *exchange_owner(const struct exchange *x)
{
	return x->owner;
}

void exchange_set_owner(struct exchange *x, void *owner)
{
	x->owner = owner;
}
