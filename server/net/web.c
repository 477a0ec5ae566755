/* HTTP and WebSocket for clients, assembled: the libwebsockets context on our loop, and what
 * happens at the end of a turn.
 *
 * libwebsockets adopts the connections as raw sockets: it owns the descriptors, waits, reads and
 * closes; TLS (tls.c), HTTP and RFC 6455 above that are ours (http.c, reader.c, socket.c). That
 * makes the request rules and close codes exact, which its own parsers are not (4.1.6 takes
 * unmasked frames, joins repeated headers and decodes paths before anybody sees them), and it
 * halves the memory of an idle socket. */
#include "net/web.h"

#include <libwebsockets.h>
#include <sys/resource.h>
#include <uv.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "net/burst.h"
#include "net/connection.h"
#include "net/proxy.h"
#include "net/socket_private.h"
#include "net/tls.h"
#include "net/web_private.h"

enum {
	READ_BYTES = 65536,
	/* Descriptors that are not clients': databases, files, the loop's own. */
	DESCRIPTORS_RESERVED = 64,
	/* Without sockets_max; each costs libwebsockets 16 bytes at start, used or not. */
	DESCRIPTORS_DEFAULT = 65536,
	CLOSING_TURNS = 8,
};

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *bytes,
		    size_t size);

static const struct lws_protocols protocols[] = {
	{ .name = "confab", .callback = on_event, .tx_packet_size = READ_BYTES },
	{ .name = NULL },
};

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *bytes,
		    size_t size)
{
	struct connection *c = lws_get_opaque_user_data(wsi);

	(void)user;
	/* While it is being adopted its maker still holds it, and hears of a failure from there. */
	if (!c || c->adopting)
		return 0;
	switch ((int)reason) {
	case LWS_CALLBACK_RAW_RX:
		connection_read(c, bytes, size);
		break;
	case LWS_CALLBACK_RAW_WRITEABLE:
		connection_writable(c);
		break;
	case LWS_CALLBACK_RAW_CLOSE:
		lws_set_opaque_user_data(wsi, NULL);
		connection_gone(c);
		break;
	default:
		break;
	}
	return 0;
}

static void on_lws_log(int level, const char *line)
{
	(void)level;
	log_warn("net", "libwebsockets", "line=\"%.*s\"", (int)strcspn(line, "\n"), line);
}

/* libwebsockets sizes its table by the descriptor limit, and searches it linearly if told of a
 * lower one: so the limit itself is set. */
static size_t limit_descriptors(const struct config *config)
{
	struct rlimit limit;
	rlim_t wanted = DESCRIPTORS_DEFAULT;
	rlim_t before;

	ASSERT(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	before = limit.rlim_cur;
	if (config->sockets_max)
		wanted = (rlim_t)config->sockets_max + DESCRIPTORS_RESERVED;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = before;
	ASSERT(limit.rlim_cur > DESCRIPTORS_RESERVED);
	return (size_t)limit.rlim_cur - DESCRIPTORS_RESERVED;
}

static void open_context(struct web *w)
{
	static const lws_retry_bo_t no_idle_policy = { 0 };
	void *loops[] = { loop_native(w->loop) };
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = protocols,
		.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
		.foreign_loops = loops,
		.pt_serv_buf_size = READ_BYTES,
		/* With lws' own policy every connection has a timer in one sorted list: accepts
		   become quadratic. */
		.retry_and_idle_policy = &no_idle_policy,
		.gid = -1,
		.uid = -1,
		.user = w,
	};

	lws_set_log_level(LLL_ERR | LLL_WARN, on_lws_log);
	w->context = lws_create_context(&info);
	ASSERT(w->context != NULL);
	w->vhost = lws_get_vhost_by_name(w->context, "default");
	ASSERT(w->vhost != NULL);
}

static void flush_connections(struct web *w)
{
	while (!link_empty(&w->dirty)) {
		struct connection *c = LINK_OWNER(w->dirty.next, struct connection, dirty);
		link_remove(&c->dirty);
		connection_flush(c);
	}
}

/* Single sockets first, so that as many members as possible take the short way; then what the
 * batches have queued. */
static void on_turn_end(void *owner)
{
	struct web *w = owner;

	flush_connections(w);
	audience_flush_all(w);
	flush_connections(w);
}

/* Only connections that wait for something are in the ring, so a walk is short. */
static void on_tick(void *owner)
{
	struct web *w = owner;
	int64_t now_ms = loop_now_ms(w->loop);
	struct link *next;

	for (struct link *at = w->timed.next; at != &w->timed; at = next) {
		struct connection *c = LINK_OWNER(at, struct connection, timed);
		next = at->next;
		if (c->deadline_ms <= now_ms)
			connection_expired(c);
	}
	if (link_empty(&w->timed))
		timer_stop(w->tick);
}

struct web *web_open(struct loop *l, const struct config *config, struct web_events events,
		     void *owner)
{
	struct web *w = memory_zero(1, sizeof *w);

	w->loop = l;
	w->config = config;
	w->events = events;
	w->owner = owner;
	link_init(&w->dirty);
	link_init(&w->timed);
	link_init(&w->doomed);
	link_init(&w->dirty_audiences);
	w->peers = dictionary_new();
	w->hosts = hosts_new(config);
	proxy_configure(w);
	w->tick = timer_new(l, on_tick, w);
	w->connections_max = limit_descriptors(config);
	open_context(w);
	loop_at_turn_end(l, on_turn_end, w);
	return w;
}

bool web_secure(struct web *w, const struct tls_material *m, char *problem, size_t size)
{
	ASSERT(!w->tls && w->connections == 0);
	w->tls = tls_open(m, problem, size);
	return w->tls != NULL;
}

void web_each_socket(struct web *w, void (*each)(void *owner, struct socket *s), void *owner)
{
	for (size_t i = w->socket_count; i-- > 0;)
		each(owner, w->sockets[i]);
}

size_t web_connections(const struct web *w)
{
	return w->connections;
}

/* libwebsockets closes in two steps, with turns of the loop for libuv's close callbacks between
 * them. */
static void close_context(struct web *w)
{
	struct lws_context *context = w->context;

	lws_context_destroy(context);
	for (int i = 0; i < CLOSING_TURNS; i++)
		uv_run(loop_native(w->loop), UV_RUN_NOWAIT);
	lws_context_destroy(context);
}

void web_close(struct web *w)
{
	accept_close(w);
	on_turn_end(w);
	loop_forget_hooks(w->loop, w);
	close_context(w);
	ASSERT(w->connections == 0);
	timer_free(w->tick);
	dictionary_free(w->peers);
	hosts_free(w->hosts);
	tls_close(w->tls);
	buffer_clear(&w->batch);
	burst_free(w->burst);
	buffer_clear(&w->joined);
	memory_free(w->sockets);
	memory_free(w);
}
