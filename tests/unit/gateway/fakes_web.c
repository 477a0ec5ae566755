/* HTTP exchanges as the test fills them in; a web without connections. */
#include <stdio.h>
#include <string.h>

#include "net/static.h"
#include "net/web.h"
#include "unit/gateway/fakes.h"
#include "unit/harness.h"

static struct slice text_or_none(const char *text)
{
	return text ? slice_of(text) : (struct slice){ NULL, 0 };
}

enum method exchange_method(const struct exchange *x)
{
	return x->method;
}

struct slice exchange_path(const struct exchange *x)
{
	return slice_of(x->path);
}

struct slice exchange_header(const struct exchange *x, const char *name)
{
	const struct {
		const char *name;
		const char *value;
	} headers[] = {
		{ "host", "chat.test" },
		{ "origin", x->origin },
		{ "sec-fetch-site", x->site },
		{ "content-type", x->type },
	};
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (strcmp(headers[i].name, name) == 0)
			return text_or_none(headers[i].value);
	}
	return (struct slice){ NULL, 0 };
}

struct slice exchange_parameter(struct exchange *x, const char *name)
{
	(void)x;
	(void)name;
	return (struct slice){ NULL, 0 };
}

struct slice exchange_cookie(const struct exchange *x, const char *name)
{
	const char *expected = x->secure ? "__Host-confab" : "confab";
	return strcmp(name, expected) == 0 ? text_or_none(x->cookie) : (struct slice){ NULL, 0 };
}

struct slice exchange_body(const struct exchange *x)
{
	return slice_of(x->body ? x->body : "");
}

size_t exchange_body_size(const struct exchange *x)
{
	return x->body_size ? x->body_size : exchange_body(x).size;
}

void exchange_take_body(struct exchange *x)
{
	CHECK_INT(x->status, 0);
	CHECK(!x->taken);
	x->taken = true;
}

void exchange_at_end(struct exchange *x, void (*on_end)(void *owner), void *owner)
{
	x->on_end = on_end;
	x->end_owner = owner;
}

const char *exchange_address(const struct exchange *x)
{
	return x->address ? x->address : "192.0.2.1";
}

bool exchange_from_loopback(const struct exchange *x)
{
	return strcmp(exchange_address(x), "127.0.0.1") == 0;
}

bool exchange_secure(const struct exchange *x)
{
	return x->secure;
}

bool exchange_same_origin(const struct exchange *x)
{
	return x->same_origin;
}

void exchange_set_header(struct exchange *x, const char *name, const char *value)
{
	if (strcmp(name, "Set-Cookie") == 0)
		snprintf(x->set_cookie, sizeof(x->set_cookie), "%s", value);
	size_t used = strlen(x->headers);
	snprintf(x->headers + used, sizeof(x->headers) - used, "%s: %s\n", name, value);
}

void exchange_reply(struct exchange *x, int status, const char *type, struct slice body)
{
	(void)type;
	CHECK_INT(x->status, 0);
	x->status = status;
	snprintf(x->answer, sizeof(x->answer), "%.*s", (int)body.size, body.data ? body.data : "");
	if (x->on_end)
		x->on_end(x->end_owner);
}

struct web *web_open(struct loop *l, const struct config *config, struct web_events events,
		     void *owner)
{
	(void)l;
	(void)config;
	(void)events;
	(void)owner;
	return NULL;
}

void web_listen(struct web *w, int listening_fd)
{
	(void)w;
	(void)listening_fd;
}

bool web_secure(struct web *w, const struct tls_material *m, char *problem, size_t size)
{
	(void)w;
	(void)m;
	(void)problem;
	(void)size;
	return true;
}

void web_stop_listening(struct web *w)
{
	(void)w;
}

size_t web_connections(const struct web *w)
{
	(void)w;
	return 0;
}

void web_close(struct web *w)
{
	(void)w;
}

struct static_files *static_open(const char *directory)
{
	(void)directory;
	return NULL;
}

bool static_serve(struct static_files *files, struct exchange *x)
{
	(void)files;
	(void)x;
	return false;
}

void static_close(struct static_files *files)
{
	(void)files;
}
