/* Whom the WebSocket is opened for, before anybody is asked who they are. */
#include "gateway/doorman.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "chat/limits.h"
#include "gateway/bucket.h"

enum { VISITORS_MAX = 100000, VISIT_MS = 60000 };

/* An address, and what it has asked for. */
struct visitor {
	struct bucket handshakes;
	struct bucket requests;
	struct bucket tls;
};

bool doorman_same_site(const struct exchange *x)
{
	if (exchange_header(x, "origin").data)
		return exchange_same_origin(x);
	/* Every browser that could be abused sends one of the two; without both it is a program
	 * with its own cookie. */
	struct slice site = exchange_header(x, "sec-fetch-site");
	return !site.data || slice_equal(site, SLICE("same-origin")) ||
	       slice_equal(site, SLICE("none"));
}

/* When there are too many addresses to remember, the new ones share what one may do. */
static struct visitor *visitor_at(struct gateway *g, const char *whose)
{
	char text[LIMIT_ADDRESS_SIZE];
	struct slice address = limit_address(whose, text);
	struct visitor *v = dictionary_get(g->visitors, address);
	if (!v && dictionary_size(g->visitors) >= VISITORS_MAX) {
		address = SLICE("others");
		v = dictionary_get(g->visitors, address);
	}
	if (!v) {
		v = memory_zero(1, sizeof(*v));
		dictionary_put(g->visitors, address, v);
	}
	return v;
}

static struct visitor *visitor_of(struct gateway *g, const struct exchange *x)
{
	return visitor_at(g, exchange_address(x));
}

bool doorman_secures(struct gateway *g, const char *address)
{
	int64_t retry_after_ms;
	if (bucket_take(&visitor_at(g, address)->tls, g->config->rate_tls_per_s,
			g->config->rate_tls_burst, &retry_after_ms))
		return true;
	metric_add(METRIC_RATE_LIMITED, 1);
	return false;
}

bool doorman_refuses(struct gateway *g, const struct exchange *x, int64_t *retry_after_ms)
{
	if (bucket_take(&visitor_of(g, x)->requests, g->config->rate_handshakes_per_s,
			g->config->rate_handshakes_burst, retry_after_ms))
		return false;
	metric_add(METRIC_RATE_LIMITED, 1);
	return true;
}

int doorman_admit(struct gateway *g, struct exchange *x)
{
	if (g->draining)
		return error_http_status(ERROR_DRAINING);
	if (!doorman_same_site(x))
		return error_http_status(ERROR_BAD_ORIGIN);
	int64_t retry_after_ms;
	if (bucket_take(&visitor_of(g, x)->handshakes, g->config->rate_handshakes_per_s,
			g->config->rate_handshakes_burst, &retry_after_ms))
		return 0;
	metric_add(METRIC_RATE_LIMITED, 1);
	return error_http_status(ERROR_RATE_LIMITED);
}

void doorman_sweep(struct gateway *g)
{
	int64_t now_ms = clock_monotonic_ms();
	size_t position = 0;
	struct slice address;
	struct visitor *v;
	while ((v = dictionary_next(g->visitors, &position, &address))) {
		if (now_ms - v->handshakes.at_ms < VISIT_MS ||
		    now_ms - v->requests.at_ms < VISIT_MS || now_ms - v->tls.at_ms < VISIT_MS)
			continue;
		dictionary_remove(g->visitors, address);
		memory_free(v);
	}
}

void doorman_close(struct gateway *g)
{
	size_t position = 0;
	struct visitor *v;
	while ((v = dictionary_next(g->visitors, &position, NULL)))
		memory_free(v);
	dictionary_free(g->visitors);
}
