/* HTTP, by table: the operator's addresses, then the API's routes of the schema, then files. */
#include "gateway/routes.h"

#include "archive/accounts.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/states.h"
#include "chat/token.h"
#include "gateway/access.h"
#include "gateway/cookie.h"
#include "gateway/dispatch.gen.h"
#include "gateway/doorman.h"
#include "gateway/scope.h"
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

/* A request of the API between its arrival and the knowledge of who asks. */
struct asking {
	struct gateway *g;
	struct exchange *x;
	const struct route_row *row;
	struct arena *arena;
	char token_hash[TOKEN_HASH_SIZE];
};

static void api_identified(void *owner, enum error e, void *rows, size_t count);

static bool body_is_json(const struct exchange *x)
{
	struct slice type = exchange_header(x, "content-type");
	const struct slice json = SLICE("application/json");
	return type.size >= json.size && memcmp(type.data, json.data, json.size) == 0 &&
	       (type.size == json.size || type.data[json.size] == ';' ||
		type.data[json.size] == ' ');
}

static enum error api_refusal(const struct gateway *g, const struct exchange *x,
			      const struct route_row *row)
{
	bool post = strcmp(row->method, "POST") == 0;
	enum method method = exchange_method(x);
	if (post ? method != METHOD_POST : method != METHOD_GET && method != METHOD_HEAD)
		return ERROR_METHOD;
	if (g->draining)
		return ERROR_DRAINING;
	if (!post)
		return ERROR_OK;
	if (!doorman_same_site(x))
		return ERROR_BAD_ORIGIN;
	return body_is_json(x) ? ERROR_OK : ERROR_MEDIA_TYPE;
}

static void api_run(struct asking *a, const struct session_row *account)
{
	const struct route_row *row = a->row;
	struct request *r = scope_of_exchange(a->g, a->x, account);
	enum error e = access_refusal(row->access, r->user_id, r->role);
	if (e) {
		request_fail(r, e);
		return;
	}
	struct slice body = exchange_method(a->x) == METHOD_POST ? exchange_body(a->x)
								 : SLICE("{}");
	struct decode_problem problem;
	void *input = arena_take(r->arena, row->input_size);
	struct document *document = document_read(body, (size_t)a->g->config->body_bytes_max,
						  &problem);
	bool decoded = document && document_decode(document, row->input, r->arena, input, &problem);
	document_free(document);
	if (decoded)
		route_handlers[row->route](r, input);
	else
		request_fail_text(r, problem.error, "%s", problem.text);
}

static void api(struct gateway *g, struct exchange *x, const struct route_row *row)
{
	enum error e = api_refusal(g, x, row);
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
	struct arena *arena = arena_new(SIZE_MAX);
	struct asking *a = arena_take(arena, sizeof(*a));
	*a = (struct asking){ .g = g, .x = x, .row = row, .arena = arena };
	struct slice token = cookie_token(x);
	if (!token.data) {
		api_run(a, NULL);
		arena_free(arena);
		return;
	}
	g->requests++; /* a drain waits for it */
	token_hash(token, a->token_hash);
	struct read read = { arena, api_identified, a };
	sessions_by_token(g->archive, read, (struct slice){ a->token_hash, TOKEN_HASH_SIZE },
			  clock_wall_ms());
}

static void api_identified(void *owner, enum error e, void *rows, size_t count)
{
	struct asking *a = owner;
	const struct session_row *account = count ? rows : NULL;
	a->g->requests--;
	if (account && account->state != ACCOUNT_ACTIVE)
		account = NULL;
	if (e)
		refuse(a->x, e);
	else
		api_run(a, account);
	arena_free(a->arena);
}

static void files(struct gateway *g, struct exchange *x)
{
	enum method method = exchange_method(x);
	if (method != METHOD_GET && method != METHOD_HEAD)
		refuse(x, ERROR_METHOD);
	else if (!g->files || !static_serve(g->files, x))
		refuse(x, ERROR_NOT_FOUND);
}

void routes_request(struct gateway *g, struct exchange *x)
{
	struct slice path = exchange_path(x);
	for (size_t i = 0; i < sizeof(operator_routes) / sizeof(operator_routes[0]); i++) {
		if (slice_equal(path, slice_of(operator_routes[i].path))) {
			operator_routes[i].answer(g, x);
			return;
		}
	}
	const struct slice prefix = SLICE("/api/");
	const struct route_row *row = route_find(path);
	if (row)
		api(g, x, row);
	else if (path.size >= prefix.size && memcmp(path.data, prefix.data, prefix.size) == 0)
		refuse(x, ERROR_NOT_FOUND);
	else
		files(g, x);
}
