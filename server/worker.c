/* A worker: one loop, one gateway, and the pipe on which it tells the supervisor that it is ready
 * and alive. */

#include "worker.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/text.h"
#include "credentials.h"
#include "gateway/gateway.h"
#include "net/loop.h"

enum {
	HEARTBEATS = 5, /* within watchdog_ms */
	HEARTBEAT_MAX_MS = 1000,
	READY_STEP_MS = 20,
	/* Without archive or bus it serves all the same after this: /ready says so, and clients get
	   errors that they can retry. */
	LISTEN_LIMIT_MS = 2000,
	TLS_STEP_BYTES = 16384,
};

struct worker {
	int number;
	int listening_fd;
	int metrics_fd;
	int pipe_fd;
	int tls_fd; /* -1: none */
	struct loop *loop;
	struct gateway *gateway;
	struct timer *heartbeat;
	struct timer *readiness;
	int64_t opened_ms;
	bool draining;
};

static bool take_descriptors(struct worker *w);
static int take_number(const char *name);
static void read_tls(struct worker *w, struct buffer *out);
static void start(struct worker *w, const struct config *config);
static void on_heartbeat(void *owner);
static void on_readiness(void *owner);
static void on_terminate(void *owner, int number);
static void on_sibling_gone(void *owner, int number);
static void on_drained(void *owner);
static void say(const struct worker *w, char what);

int worker_run(const struct config *config)
{
	struct worker w = { 0 };
	char name[32];

	if (!take_descriptors(&w)) {
		fprintf(stderr, "confabd: a worker is started by `confabd run`, not by hand\n");
		return EX_USAGE;
	}
	/* Clients would be served in the clear. */
	if (credentials_wanted(config) && w.tls_fd < 0) {
		fprintf(stderr, "confabd: a worker was given no certificate\n");
		return EX_SOFTWARE;
	}
	snprintf(name, sizeof(name), "worker %d", w.number);
	log_open(config->log_level, name);
	metrics_open(w.metrics_fd, w.number);
	start(&w, config);
	loop_run(w.loop);

	timer_free(w.heartbeat);
	timer_free(w.readiness);
	gateway_close(w.gateway);
	loop_free(w.loop);
	metrics_close();
	return EX_OK;
}

static bool take_descriptors(struct worker *w)
{
	w->number = take_number(WORKER_NUMBER);
	w->listening_fd = take_number(WORKER_LISTENING_FD);
	w->metrics_fd = take_number(WORKER_METRICS_FD);
	w->pipe_fd = take_number(WORKER_PIPE_FD);
	w->tls_fd = take_number(WORKER_TLS_FD);
	if (w->number < 0 || w->listening_fd < 0 || w->metrics_fd < 0 || w->pipe_fd < 0)
		return false;
	fcntl(w->listening_fd, F_SETFD, FD_CLOEXEC);
	fcntl(w->metrics_fd, F_SETFD, FD_CLOEXEC);
	fcntl(w->pipe_fd, F_SETFD, FD_CLOEXEC);
	return true;
}

static int take_number(const char *name)
{
	const char *text = getenv(name);
	int64_t number = -1;

	if (!text || !text_to_int(slice_of(text), 0, 1 << 20, &number))
		return -1;
	unsetenv(name);
	return (int)number;
}

/* The supervisor's certificate and keys, out of memory that only we have besides. */
static void read_tls(struct worker *w, struct buffer *out)
{
	ssize_t n = 1;

	while (w->tls_fd >= 0 && n > 0) {
		n = pread(w->tls_fd, buffer_reserve(out, TLS_STEP_BYTES), TLS_STEP_BYTES,
			  (off_t)out->size);
		out->size += n > 0 ? (size_t)n : 0;
	}
	if (w->tls_fd >= 0)
		close(w->tls_fd);
	w->tls_fd = -1;
}

static void start(struct worker *w, const struct config *config)
{
	struct gateway_settings settings = { .config = config, .worker = w->number };
	int64_t heartbeat_ms = config->watchdog_ms / HEARTBEATS;
	struct buffer tls = { 0 };

	/* A Ctrl-C and a SIGHUP are the supervisor's to pass on. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	settings.static_dir = *config->static_dir ? config->static_dir : NULL;
	read_tls(w, &tls);
	settings.tls = buffer_slice(&tls);
	w->loop = loop_new();
	loop_on_signal(w->loop, SIGTERM, on_terminate, w);
	loop_on_signal(w->loop, SIGUSR1, on_sibling_gone, w);
	w->gateway = gateway_open(w->loop, &settings);
	if (tls.data)
		explicit_bzero(tls.data, tls.capacity);
	buffer_clear(&tls);
	w->opened_ms = loop_now_ms(w->loop);
	w->heartbeat = timer_new(w->loop, on_heartbeat, w);
	timer_start(w->heartbeat, 0,
		    heartbeat_ms < HEARTBEAT_MAX_MS ? heartbeat_ms : HEARTBEAT_MAX_MS);
	w->readiness = timer_new(w->loop, on_readiness, w);
	timer_start(w->readiness, 0, READY_STEP_MS);
}

static void on_heartbeat(void *owner)
{
	say(owner, WORKER_SAYS_ALIVE);
}

static void on_readiness(void *owner)
{
	struct worker *w = owner;
	bool ready = gateway_ready(w->gateway);

	if (w->draining) {
		timer_stop(w->readiness);
		return;
	}
	if (!ready && loop_now_ms(w->loop) - w->opened_ms < LISTEN_LIMIT_MS)
		return;
	if (!ready)
		log_warn("worker", "serving without archive or bus", "");
	timer_stop(w->readiness);
	gateway_listen(w->gateway, w->listening_fd);
	say(w, WORKER_SAYS_READY);
}

static void on_sibling_gone(void *owner, int number)
{
	const struct worker *w = owner;

	(void)number;
	gateway_check(w->gateway);
}

static void on_terminate(void *owner, int number)
{
	struct worker *w = owner;

	(void)number;
	if (w->draining)
		return;
	w->draining = true;
	gateway_drain(w->gateway, on_drained, w);
}

static void on_drained(void *owner)
{
	struct worker *w = owner;

	loop_stop(w->loop);
}

static void say(const struct worker *w, char what)
{
	/* A full pipe is a supervisor that is busy: what it has not read yet says the same. */
	(void)!write(w->pipe_fd, &what, 1);
}
