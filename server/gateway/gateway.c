/* A worker's service: the parts are opened here, joined, and closed in the opposite order. */
#include "gateway/gateway.h"

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "chat/chat.h"
#include "gateway/context.h"
#include "gateway/cookie.h"
#include "gateway/dispatch.h"
#include "gateway/doorman.h"
#include "gateway/drain.h"
#include "gateway/heads.h"
#include "gateway/joining.h"
#include "gateway/live.h"
#include "gateway/liveness.h"
#include "gateway/news.h"
#include "gateway/opening.h"
#include "gateway/presence.h"
#include "gateway/pruning.h"
#include "gateway/routes.h"
#include "gateway/session.h"
#include "gateway/statuses.h"
#include "gateway/trust.h"
#include "gateway/typing.h"
#include "gateway/uploads.h"
#include "gateway/validation.h"

static void on_archive(void *owner, bool up)
{
	struct gateway *g = owner;
	metric_set(METRIC_ARCHIVE_UP, up);
	log_write(up ? LOG_INFO : LOG_WARN, "gateway", up ? "archive is up" : "archive is away",
		  "");
	if (up && g->heads)
		heads_check(g->heads);
}

static void on_envelope(void *owner, const struct envelope *e)
{
	if (e->stream_id == STREAM_PRESENCE)
		presence_note(owner, e->json);
	else if (e->stream_id == STREAM_PEOPLE)
		news_person(owner, e->subject_id);
	else
		live_envelope(owner, e);
}

/* What was published while it was away is gone: the heads tell. */
static void on_bus(void *owner, bool up)
{
	struct gateway *g = owner;
	metric_set(METRIC_BUS_UP, up);
	log_write(up ? LOG_INFO : LOG_WARN, "gateway", up ? "bus is up" : "bus is away", "");
	if (!g->heads)
		return;
	heads_check(g->heads);
	presence_bus(g, up);
	if (up)
		validation_all(g);
}

static void on_request(void *owner, struct exchange *x)
{
	routes_request(owner, x);
}

static void on_large_body(void *owner, struct exchange *x)
{
	uploads_asked(owner, x);
}

static bool on_handshake(void *owner, const char *address)
{
	return doorman_secures(owner, address);
}

static int on_upgrade(void *owner, struct exchange *x)
{
	return doorman_admit(owner, x);
}

static void on_open(void *owner, struct socket *socket, struct exchange *x)
{
	struct session *s = session_new(owner, socket, x);
	struct slice token = cookie_token(x);
	if (token.data)
		opening_start(s, token);
	else
		session_close(s, 1008, "Please sign in.");
}

static void on_message(void *owner, struct socket *socket, struct slice text)
{
	(void)owner;
	struct session *s = socket_owner(socket);
	if (s)
		dispatch_message(s, text);
}

static void on_close(void *owner, struct socket *socket)
{
	(void)owner;
	struct session *s = socket_owner(socket);
	if (s)
		session_free(s);
}

static void on_alive(void *owner, struct socket *socket)
{
	(void)owner;
	struct session *s = socket_owner(socket);
	if (s)
		liveness_pinged(s);
}

static const struct web_events web_events = {
	.on_request = on_request,
	.on_upgrade = on_upgrade,
	.on_open = on_open,
	.on_message = on_message,
	.on_close = on_close,
	.on_alive = on_alive,
	.on_large_body = on_large_body,
	.on_handshake = on_handshake,
};

/* Every second: the loop's longest turn, and what need not be remembered any longer. */
static void on_second(void *owner)
{
	struct gateway *g = owner;
	metric_set(METRIC_LOOP_LAG_MS, loop_longest_turn_ms(g->loop));
	doorman_sweep(g);
	people_sweep(g);
}

/* The supervisor has tried all of it before. */
static void secure(struct gateway *g, struct slice tls)
{
	struct tls_material m;
	char problem[256];

	if (tls.size == 0)
		return;
	ASSERT(tls_material_read(tls, &m));
	ASSERT(web_secure(g->web, &m, problem, sizeof(problem)));
	if (m.authority.size)
		g->trust = trust_open(m.authority);
}

struct gateway *gateway_open(struct loop *l, const struct gateway_settings *settings)
{
	struct gateway *g = memory_zero(1, sizeof(*g));
	g->loop = l;
	g->config = settings->config;
	g->worker = settings->worker;
	g->sessions = table_new();
	g->people = table_new();
	g->lives = table_new();
	g->bases = dictionary_new();
	g->visitors = dictionary_new();
	link_init(&g->uploads);
	link_init(&g->joinings);
	g->files = settings->static_dir ? static_open(settings->static_dir) : NULL;
	g->archive = archive_open(l, g->config, on_archive, g);
	g->bus = bus_open(l, g->config, (struct bus_events){ on_envelope, on_bus }, g);
	g->web = web_open(l, g->config, web_events, g);
	secure(g, settings->tls);
	chat_open(&(struct chat){ l, g->config, g->archive, g->bus });
	g->heads = heads_open(g);
	g->liveness = liveness_open(g);
	g->validation = validation_open(g);
	g->pruning = pruning_open(g);
	g->presence = presence_open(g);
	g->typing = typing_open(g);
	g->news = news_open(g);
	g->statuses = statuses_open(g);
	g->second = timer_new(l, on_second, g);
	timer_start(g->second, 1000, 1000);
	return g;
}

void gateway_listen(struct gateway *g, int listening_fd)
{
	web_listen(g->web, listening_fd);
}

bool gateway_ready(const struct gateway *g)
{
	return !g->draining && archive_up(g->archive);
}

void gateway_drain(struct gateway *g, void (*done)(void *owner), void *owner)
{
	presence_drain(g);
	drain_start(g, done, owner);
}

void gateway_check(struct gateway *g)
{
	heads_check(g->heads);
	presence_check(g);
}

void gateway_close(struct gateway *g)
{
	g->closing = true;
	timer_free(g->second);
	drain_free(g->drain);
	pruning_close(g->pruning);
	validation_close(g->validation);
	liveness_close(g->liveness);
	heads_close(g->heads);
	web_close(g->web);
	joining_close(g);
	live_close(g);
	archive_close(g->archive);
	bus_close(g->bus);
	typing_close(g->typing);
	statuses_close(g->statuses);
	news_close(g->news);
	presence_close(g->presence);
	chat_close();
	if (g->files)
		static_close(g->files);
	trust_close(g->trust);
	doorman_close(g);
	session_bases_close(g);
	table_free(g->sessions);
	people_close(g);
	table_free(g->lives);
	memory_free(g);
}
