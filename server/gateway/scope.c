/* How requests begin and how their answers leave. A socket's answer finds its session by number: it
 * may be gone. */
#include "gateway/scope.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "gateway/cookie.h"
#include "gateway/joining.h"
#include "protocol/encode.gen.h"
#include "protocol/json.h"

/* Everything that one request may take from outside: body, rows read for it, its answer. */
static const size_t ARENA_BYTES_MAX = 32 * 1024 * 1024;

struct scope {
	struct request request;
	struct gateway *g;
	struct exchange *x;  /* NULL: a socket's */
	struct slice answer; /* that waits for a room */
};

static struct request *scope_new(struct gateway *g, const struct request_sink *sink)
{
	struct arena *arena = arena_new(ARENA_BYTES_MAX);
	struct scope *scope = arena_take(arena, sizeof(*scope));
	scope->g = g;
	scope->request.arena = arena;
	scope->request.sink = sink;
	scope->request.sink_owner = scope;
	scope->request.agent = "";
	g->requests++;
	metric_add(METRIC_REQUESTS, 1);
	metric_add(METRIC_REQUESTS_IN_FLIGHT, 1);
	return &scope->request;
}

static void scope_end(struct request *r)
{
	struct scope *scope = r->sink_owner;
	scope->g->requests--;
	metric_add(METRIC_REQUESTS_IN_FLIGHT, -1);
	arena_free(r->arena);
}

struct gateway *scope_gateway(const struct request *r)
{
	const struct scope *scope = r->sink_owner;
	return scope->g;
}

/* The asking session if it is still there, one request lighter. */
static struct session *scope_session(const struct request *r)
{
	const struct scope *scope = r->sink_owner;
	struct session *s = session_find(scope->g, r->session);
	if (s)
		s->in_flight--;
	return s;
}

static void socket_answer(void *owner)
{
	struct request *r = owner;
	const struct scope *scope = r->sink_owner;
	struct session *s = scope_session(r);
	if (s)
		session_send(s, scope->answer);
	scope_end(r);
}

/* Whoever is told of a room that they are in now can use it. */
static void socket_reply(struct request *r, struct slice json)
{
	struct scope *scope = r->sink_owner;
	struct session *s = r->entered_room_id ? session_find(scope->g, r->session) : NULL;
	scope->answer = json;
	if (!s) {
		socket_answer(r);
		return;
	}
	scope->answer = arena_copy(r->arena, json);
	joining_tell(s, r->entered_room_id, socket_answer, r);
}

static void socket_done(struct request *r)
{
	scope_session(r);
	scope_end(r);
}

static struct request_failed_event request_failed_of(enum error e, const char *text,
						     int64_t retry_after_ms)
{
	metric_add(METRIC_REQUEST_ERRORS, 1);
	return (struct request_failed_event){
		.error = slice_of(error_code(e)),
		.text = slice_of(text),
		.retryable = error_retryable(e),
		.has_retry_after_ms = retry_after_ms > 0,
		.retry_after_ms = retry_after_ms,
		.time_ms = clock_wall_ms(),
	};
}

static void growl(struct session *s, const struct request_failed_event *event)
{
	struct buffer json = { 0 };
	request_failed_encode(&json, event);
	session_send(s, buffer_slice(&json));
	buffer_clear(&json);
}

static void socket_fail(struct request *r, enum error e, const char *text, int64_t retry_after_ms)
{
	struct session *s = scope_session(r);
	struct request_failed_event event = request_failed_of(e, text, retry_after_ms);
	event.has_cb_id = r->has_cb_id;
	event.cb_id = r->cb_id;
	if (s)
		growl(s, &event);
	scope_end(r);
}

static const struct request_sink socket_sink = { socket_reply, socket_done, socket_fail };

struct request *scope_of_session(struct session *s)
{
	struct request *r = scope_new(s->g, &socket_sink);
	r->session = s->number;
	r->user_id = s->user_id;
	r->role = s->role;
	r->session_id = s->session_id;
	r->user_name = arena_copy(r->arena, slice_of(s->user_name)).data;
	r->address = arena_copy(r->arena, slice_of(socket_address(s->socket))).data;
	r->base_url = s->base_url;
	r->language = (enum language)s->language;
	s->in_flight++;
	return r;
}

void scope_refuse(struct session *s, enum error e, int64_t retry_after_ms, const int64_t *cb_id)
{
	struct request_failed_event event = request_failed_of(e, error_text(e), retry_after_ms);
	event.has_cb_id = cb_id != NULL;
	event.cb_id = cb_id ? *cb_id : 0;
	growl(s, &event);
}

void scope_refuse_text(struct session *s, enum error e, const char *text)
{
	struct request_failed_event event = request_failed_of(e, text, 0);
	growl(s, &event);
}

static void exchange_sink_reply(struct request *r, struct slice json)
{
	struct scope *scope = r->sink_owner;
	if (r->cookie.data)
		cookie_set(scope->x, r->cookie);
	exchange_reply(scope->x, 200, "application/json", json);
	scope_end(r);
}

static void exchange_sink_done(struct request *r)
{
	struct scope *scope = r->sink_owner;
	exchange_reply(scope->x, 204, NULL, (struct slice){ NULL, 0 });
	scope_end(r);
}

static void exchange_sink_fail(struct request *r, enum error e, const char *text,
			       int64_t retry_after_ms)
{
	struct scope *scope = r->sink_owner;
	metric_add(METRIC_REQUEST_ERRORS, 1);
	scope_refuse_exchange(scope->x, e, text, retry_after_ms);
	scope_end(r);
}

static const struct request_sink exchange_sink = { exchange_sink_reply, exchange_sink_done,
						   exchange_sink_fail };

static const char *base_url_of(struct request *r, const struct exchange *x)
{
	struct buffer url = { 0 };
	struct slice host = exchange_header(x, "host");
	buffer_format(&url, "%s://%.*s", exchange_secure(x) ? "https" : "http", (int)host.size,
		      host.data ? host.data : "");
	const char *kept = arena_copy(r->arena, buffer_slice(&url)).data;
	buffer_clear(&url);
	return kept;
}

static const char *header_text(struct request *r, const struct exchange *x, const char *name)
{
	struct slice value = exchange_header(x, name);
	return value.data ? arena_copy(r->arena, value).data : "";
}

struct request *scope_of_exchange(struct gateway *g, struct exchange *x,
				  const struct session_row *account)
{
	struct request *r = scope_new(g, &exchange_sink);
	struct scope *scope = r->sink_owner;
	scope->x = x;
	r->address = arena_copy(r->arena, slice_of(exchange_address(x))).data;
	r->agent = header_text(r, x, "user-agent");
	r->base_url = base_url_of(r, x);
	r->language = language_choose(exchange_header(x, "accept-language"));
	r->user_name = "";
	if (!account)
		return r;
	r->user_id = account->user_id;
	r->role = account->role;
	if (account->settings.language.size)
		r->language = language_choose(account->settings.language);
	r->session_id = account->session_id;
	r->user_name = arena_copy(r->arena, account->name).data;
	return r;
}

void scope_refuse_exchange(struct exchange *x, enum error e, const char *text,
			   int64_t retry_after_ms)
{
	struct buffer json = { 0 };
	buffer_append_text(&json, "{\"error\":");
	json_text(&json, slice_of(error_code(e)));
	buffer_append_text(&json, ",\"message\":");
	json_text(&json, slice_of(text));
	if (retry_after_ms > 0)
		buffer_format(&json, ",\"retryAfterMs\":%lld", (long long)retry_after_ms);
	buffer_append_byte(&json, '}');
	if (retry_after_ms > 0) {
		char seconds[24];
		snprintf(seconds, sizeof(seconds), "%lld",
			 (long long)(retry_after_ms + 999) / 1000);
		exchange_set_header(x, "Retry-After", seconds);
	}
	exchange_reply(x, error_http_status(e), "application/json", buffer_slice(&json));
	buffer_clear(&json);
}

void scope_refuse_method(struct exchange *x, bool post)
{
	exchange_set_header(x, "Allow", post ? "POST" : "GET, HEAD");
	scope_refuse_exchange(x, ERROR_METHOD, error_text(ERROR_METHOD), 0);
}
