/* HTTP, by table: the operator's addresses, then the API's routes of the schema, then files. */
#include "gateway/routes.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "base/text.h"
#include "chat/token.h"
#include "gateway/access.h"
#include "gateway/asker.h"
#include "gateway/dispatch.gen.h"
#include "gateway/doorman.h"
#include "gateway/photo.h"
#include "gateway/scope.h"
#include "gateway/trust.h"
#include "net/multipart.h"
#include "protocol/decode.h"

static void health(struct gateway *g, struct exchange *x)
{
	(void)g;
	exchange_reply(x, 200, "text/plain; charset=utf-8", SLICE("ok\n"));
}

static void ready(struct gateway *g, struct exchange *x)
{
	struct buffer json = { 0 };
	bool is_ready = gateway_ready(g);
	buffer_format(&json, "{\"ready\":%s,\"archive\":%s,\"bus\":%s,\"draining\":%s}\n",
		      is_ready ? "true" : "false", archive_up(g->archive) ? "true" : "false",
		      bus_up(g->bus) ? "true" : "false", g->draining ? "true" : "false");
	exchange_reply(x, is_ready ? 200 : 503, "application/json", buffer_slice(&json));
	buffer_clear(&json);
}

static bool metrics_allowed(const struct gateway *g, const struct exchange *x)
{
	const char *token = g->config->metrics_token;
	struct slice given = exchange_header(x, "authorization");
	const struct slice bearer = SLICE("Bearer ");
	if (!token[0])
		return exchange_from_loopback(x);
	size_t size = strlen(token);
	return exchange_from_loopback(x) ||
	       (given.size == bearer.size + size &&
		memcmp(given.data, bearer.data, bearer.size) == 0 &&
		token_equal((struct slice){ given.data + bearer.size, size }, slice_of(token)));
}

static void metrics(struct gateway *g, struct exchange *x)
{
	if (!metrics_allowed(g, x)) {
		scope_refuse_exchange(x, ERROR_FORBIDDEN, error_text(ERROR_FORBIDDEN), 0);
		return;
	}
	struct buffer text = { 0 };
	metrics_write(&text);
	exchange_reply(x, 200, "text/plain; version=0.0.4; charset=utf-8", buffer_slice(&text));
	buffer_clear(&text);
}

static const struct {
	const char *path;
	void (*answer)(struct gateway *g, struct exchange *x);
} operator_routes[] = {
	{ "/health", health },
	{ "/ready", ready },
	{ "/metrics", metrics },
};

static void refuse(struct exchange *x, enum error e)
{
	scope_refuse_exchange(x, e, error_text(e), 0);
}

static bool is_reading(const struct exchange *x)
{
	enum method method = exchange_method(x);
	return method == METHOD_GET || method == METHOD_HEAD;
}

/* A request of the API between its arrival and the knowledge of who asks. */
struct asking {
	struct gateway *g;
	struct exchange *x;
	const struct route_row *row;
};

static void api_known(void *owner, enum error e, const struct session_row *account);

static bool body_is_json(const struct exchange *x)
{
	struct slice type = exchange_header(x, "content-type");
	const struct slice json = SLICE("application/json");
	return type.size >= json.size && memcmp(type.data, json.data, json.size) == 0 &&
	       (type.size == json.size || type.data[json.size] == ';' ||
		type.data[json.size] == ' ');
}

/* Which kind of picture is for its bytes to say. */
static bool body_is_picture(const struct exchange *x)
{
	struct slice type = exchange_header(x, "content-type");
	const struct slice image = SLICE("image/");
	return multipart_is(type) ||
	       (type.size > image.size &&
		text_equal_ignoring_case((struct slice){ type.data, image.size }, image));
}

static bool (*const body_is[])(const struct exchange *x) = {
	[BODY_JSON] = body_is_json,
	[BODY_PICTURE] = body_is_picture,
};

enum error routes_refusal(const struct gateway *g, const struct exchange *x,
			  const struct route_row *row)
{
	bool post = strcmp(row->method, "POST") == 0;
	if (post ? exchange_method(x) != METHOD_POST : !is_reading(x))
		return ERROR_METHOD;
	if (g->draining)
		return ERROR_DRAINING;
	if (!post)
		return ERROR_OK;
	if (!doorman_same_site(x))
		return ERROR_BAD_ORIGIN;
	return body_is[row->body](x) ? ERROR_OK : ERROR_MEDIA_TYPE;
}

/* The input of a route, from the body; NULL when the request has ended with an error. */
static const void *read_json(struct asking *a, struct request *r)
{
	const struct route_row *row = a->row;
	struct slice body = exchange_method(a->x) == METHOD_POST ? exchange_body(a->x)
								 : SLICE("{}");
	struct decode_problem problem;
	void *input = arena_take(r->arena, row->input_size);
	struct document *document = document_read(body, (size_t)a->g->config->body_bytes_max,
						  &problem);
	bool decoded = document && document_decode(document, row->input, r->arena, input, &problem);
	document_free(document);
	if (decoded)
		return input;
	request_fail_text(r, problem.error, "%s", problem.text);
	return NULL;
}

/* The bytes stay where they are: the exchange outlives the request. */
static const void *read_picture(struct asking *a, struct request *r)
{
	struct slice type = exchange_header(a->x, "content-type");
	struct slice *input = arena_take(r->arena, a->row->input_size);
	*input = exchange_body(a->x);
	if (!multipart_is(type) || multipart_find(type, *input, SLICE("file"), input))
		return input;
	request_fail_text(r, ERROR_INVALID, "The form is not whole, or has no part called file.");
	return NULL;
}

static const void *(*const readers[])(struct asking *a, struct request *r) = {
	[BODY_JSON] = read_json,
	[BODY_PICTURE] = read_picture,
};

static void api_run(struct asking *a, const struct session_row *account)
{
	struct request *r = scope_of_exchange(a->g, a->x, account);
	enum error e = access_refusal(a->row->access, r->user_id, r->role);
	if (e) {
		request_fail(r, e);
		return;
	}
	const void *input = readers[a->row->body](a, r);
	if (input)
		route_handlers[a->row->route](r, input);
}

static void api(struct gateway *g, struct exchange *x, const struct route_row *row)
{
	enum error e = routes_refusal(g, x, row);
	if (e == ERROR_METHOD) {
		scope_refuse_method(x, strcmp(row->method, "POST") == 0);
		return;
	}
	if (e) {
		refuse(x, e);
		return;
	}
	int64_t retry_after_ms;
	if (doorman_refuses(g, x, &retry_after_ms)) {
		scope_refuse_exchange(x, ERROR_RATE_LIMITED, error_text(ERROR_RATE_LIMITED),
				      retry_after_ms);
		return;
	}
	struct asking *a = memory_zero(1, sizeof(*a));
	*a = (struct asking){ g, x, row };
	asker_find(g, x, api_known, a);
}

static void api_known(void *owner, enum error e, const struct session_row *account)
{
	struct asking *a = owner;
	if (e)
		refuse(a->x, e);
	else
		api_run(a, account);
	memory_free(a);
}

static void files(struct gateway *g, struct exchange *x)
{
	if (!is_reading(x))
		scope_refuse_method(x, false);
	else if (!g->files || !static_serve(g->files, x))
		refuse(x, ERROR_NOT_FOUND);
}

void routes_request(struct gateway *g, struct exchange *x)
{
	struct slice path = exchange_path(x);
	for (size_t i = 0; i < sizeof(operator_routes) / sizeof(operator_routes[0]); i++) {
		if (!slice_equal(path, slice_of(operator_routes[i].path)))
			continue;
		if (is_reading(x))
			operator_routes[i].answer(g, x);
		else
			scope_refuse_method(x, false);
		return;
	}
	const struct slice prefix = SLICE("/api/");
	const struct route_row *row = route_find(path);
	if (row)
		api(g, x, row);
	else if (path.size >= prefix.size && memcmp(path.data, prefix.data, prefix.size) == 0)
		refuse(x, ERROR_NOT_FOUND);
	else if (!photo_serve(g, x) && !trust_serve(g->trust, x))
		files(g, x);
}
