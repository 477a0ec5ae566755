/* A whole connection: any bytes, in any pieces, through connection, http, upgrade, socket and
 * reader, with a kernel that takes any amount at a time. It comes to the same however the bytes are
 * cut; what leaves is well-formed, either answers or an upgrade in the end; nobody who pauses is
 * left waiting, and nobody waits for us without a deadline.
 *
 * The first byte of an input are run.h's flags, the second how it is cut. */
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <uv.h>

#include "base/check.h"
#include "base/config.h"
#include "base/log.h"
#include "base/memory.h"
#include "fuzz/connection/run.h"
#include "net/certificate.h"
#include "net/connection.h"
#include "net/peer.h"
#include "net/proxy.h"
#include "net/socket_private.h"
#include "net/tls.h"
#include "net/web_private.h"

enum {
	PIECE_MAX = 65536,
	TURNS_MAX = 400000,
	EXPIRIES_MAX = 4,
	FLAGS = RUN_PROXIED | RUN_SECURE | RUN_FORGETFUL | RUN_LAN | RUN_REPEATED,
	/* Above what http.c holds of input and of output. */
	REPEATED_BYTES = 90000,
	REPEATED_PIECES = 100,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct web web;
static struct config config;
static struct tls_context *tls;
/* It is shut down again and again. */
static int descriptor;

static void set(const char *key, const char *value)
{
	struct config_problem problem;
	bool done = config_set(&config, key, value, "fuzz", &problem);

	ASSERT(done);
}

static void open_tls(void)
{
	const struct certificate_names names = { .host = "example.org" };
	struct buffer parts[4] = { { 0 } };
	struct tls_material m = { 0 };
	char problem[256];

	certificate_make_authority(&names, &parts[0], &parts[1]);
	bool made = certificate_make(buffer_slice(&parts[0]), buffer_slice(&parts[1]), &names,
				     &parts[2], &parts[3]);
	ASSERT(made);
	m.chain = buffer_slice(&parts[2]);
	m.key = buffer_slice(&parts[3]);
	tickets_open(&m.tickets, 1000000, 0);
	tls = tls_open(&m, problem, sizeof(problem));
	ASSERT(tls != NULL);
	for (size_t i = 0; i < 4; i++)
		buffer_clear(&parts[i]);
}

static void on_tick(void *owner)
{
	(void)owner;
}

static void open_web(void)
{
	int pair[2];

	log_open(LOG_ERROR, "fuzz");
	config_init(&config);
	set("allowed_hosts", "example.org, localhost");
	set("public_url", "https://example.org");
	set("trusted_proxies", "127.0.0.1");
	set("body_bytes_max", "1024");
	set("frame_bytes_max", "1024");
	set("socket_queue_bytes_max", "16777216");
	web.loop = loop_new();
	web.config = &config;
	web.events = application_events();
	link_init(&web.dirty);
	link_init(&web.timed);
	link_init(&web.doomed);
	link_init(&web.dirty_audiences);
	web.peers = dictionary_new();
	web.hosts = hosts_new(&config);
	web.tick = timer_new(web.loop, on_tick, NULL);
	proxy_configure(&web);
	application_open(&config);
	open_tls();
	int made = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	ASSERT(made == 0);
	descriptor = pair[0];
}

/* ---- the loop ---- */

static void flush(void)
{
	while (!link_empty(&web.dirty)) {
		struct connection *c = LINK_OWNER(web.dirty.next, struct connection, dirty);
		link_remove(&c->dirty);
		connection_flush(c);
	}
}

static bool turn(struct run *r)
{
	bool writable = r->wants_writable;

	flush();
	uv_run(loop_native(web.loop), UV_RUN_NOWAIT);
	r->taken = 0;
	if (!writable || !r->connection)
		return false;
	r->wants_writable = false;
	connection_writable(r->connection);
	flush();
	return true;
}

/* Until nothing more leaves by itself. */
static void settle(struct run *r)
{
	int turns = 0;

	while (turn(r) || r->wants_writable || !link_empty(&web.dirty) || web.doom_planned) {
		ASSERT(turns++ < TURNS_MAX);
		if (!r->connection)
			break;
	}
}

static void settle_all(struct run *r)
{
	settle(r);
	while (r->late && !(r->flags & RUN_FORGETFUL)) {
		application_answer_late();
		settle(r);
	}
}

/* ---- one run ---- */

static void adopt(struct run *r)
{
	struct address address;
	bool proxied = r->flags & RUN_PROXIED;
	bool parsed = address_parse(proxied ? SLICE("127.0.0.1") : SLICE("192.0.2.7"), &address);

	ASSERT(parsed);
	web.tls = r->flags & RUN_SECURE ? tls : NULL;
	config.lan = r->flags & RUN_LAN;
	connection_adopt(&web, descriptor, &address, proxied ? NULL : peer_take(&web, "192.0.2.7"));
	ASSERT(r->connection && web.connections == 1);
}

/* False: it is not read any more until something is answered that will not be. */
static bool may_read(struct run *r)
{
	if (r->paused)
		settle_all(r);
	if (!r->connection)
		return false;
	/* Somebody who is not read must be waiting for an answer of the gateway's. */
	ASSERT(!r->paused || (r->late && (r->flags & RUN_FORGETFUL)));
	return !r->paused;
}

static void feed(struct run *r, struct slice bytes, size_t piece)
{
	for (size_t at = 0; at < bytes.size && may_read(r); at += piece) {
		size_t length = bytes.size - at < piece ? bytes.size - at : piece;
		char *copy = memory_take(length);
		memcpy(copy, bytes.data + at, length);
		connection_read(r->connection, copy, length);
		memory_free(copy);
		turn(r);
	}
}

static bool is_open_socket(const struct connection *c)
{
	return c->socket && c->socket->state == SOCKET_OPEN;
}

/* Nothing more comes: time passes, and it ends. */
static void end(struct run *r)
{
	for (int i = 0; i < EXPIRIES_MAX && r->connection; i++) {
		struct connection *c = r->connection;
		if (is_open_socket(c) || r->late)
			connection_kill(c);
		else
			ASSERT(link_used(&c->timed));
		if (!c->dead)
			connection_expired(c);
		settle(r);
	}
	ASSERT(!r->connection && web.connections == 0 && dictionary_size(web.peers) == 0);
	application_answer_late();
	ASSERT(r->opened == r->closed && r->opened <= 1);
}

static struct run run(int flags, struct slice bytes, size_t piece, size_t taken_max)
{
	struct run r = { .flags = flags, .taken_max = taken_max };

	run_now = &r;
	adopt(&r);
	feed(&r, bytes, piece);
	settle_all(&r);
	end(&r);
	run_now = NULL;
	return r;
}

/* ---- comparing ---- */

/* Of a head that has several mistakes, or that is refused before it is whole: which mistake is
 * named, and whether the answer has a body (not to HEAD), depends on how it comes. */
static bool is_of_head(int status)
{
	return status == 400 || status == 414 || status == 431 || status == 505;
}

/* What may differ besides: the time, and whether somebody is told to go on whose body is there
 * already. */
static void blank(struct buffer *sent)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	static const char date[] = "\r\nDate: ";
	char *at;

	while (sent->size && (at = memmem(sent->data, sent->size, go_on, sizeof(go_on) - 1))) {
		size_t left = sent->size - (size_t)(at - sent->data) - (sizeof(go_on) - 1);
		memmove(at, at + sizeof(go_on) - 1, left);
		sent->size -= sizeof(go_on) - 1;
	}
	while (sent->size && (at = memmem(sent->data, sent->size, date, sizeof(date) - 1))) {
		memset(at + 2, ' ', sizeof(date) - 3);
		for (char *c = at + sizeof(date) - 1; *c != '\r'; c++)
			*c = ' ';
	}
}

static void compare(struct run *a, struct run *b)
{
	ASSERT(slice_equal(buffer_slice(&a->seen), buffer_slice(&b->seen)));
	ASSERT(a->opened == b->opened);
	if (is_of_head(a->refusal) && is_of_head(b->refusal)) {
		a->sent.size = a->refused_at;
		b->sent.size = b->refused_at;
	}
	blank(&a->sent);
	blank(&b->sent);
	ASSERT(slice_equal(buffer_slice(&a->sent), buffer_slice(&b->sent)));
}

static void clear(struct run *r)
{
	buffer_clear(&r->sent);
	buffer_clear(&r->seen);
	buffer_clear(&r->heads);
}

/* Whole and cut. */
static void run_twice(int flags, struct slice bytes, unsigned cut)
{
	size_t scale = flags & RUN_REPEATED ? REPEATED_PIECES : 1;
	struct run whole = run(flags, bytes, PIECE_MAX, 0);
	struct run pieces = run(flags, bytes, (cut % 48 + 1) * scale, (cut * 8 + 40) * scale);

	/* TLS has chance in it, and an alert is no answer. */
	if ((unsigned char)bytes.data[0] != TLS_FIRST_BYTE) {
		sent_check(&whole);
		sent_check(&pieces);
		compare(&whole, &pieces);
	}
	clear(&whole);
	clear(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer bytes = { 0 };

	if (!web.loop)
		open_web();
	if (size < 3)
		return 0;
	/* It takes long, so few of all inputs do it. */
	bool repeated = data[0] >> 4 == RUN_REPEATED >> 4;
	int flags = data[0] & (repeated ? FLAGS : FLAGS & ~RUN_REPEATED);
	do {
		buffer_append(&bytes, data + 2, size - 2);
	} while (flags & RUN_REPEATED && size > 16 && bytes.size < REPEATED_BYTES);
	run_twice(flags, buffer_slice(&bytes), data[1]);
	buffer_clear(&bytes);
	return 0;
}
