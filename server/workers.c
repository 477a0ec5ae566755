/* Keeps the wanted number of workers running. Each says 'r' when it is ready and 'h' while its loop
 * turns; silence for watchdog_ms is answered with SIGABRT (for the core) and then SIGKILL. A worker
 * that dies at once, again and again, is restarted ever more slowly. */

#include "workers.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "child.h"
#include "credentials.h"
#include "environment.h"
#include "program.h"
#include "worker.h"

enum {
	WORKERS_MAX = METRICS_WORKERS_MAX -
		      1, /* one column is free for the one that replaces another */
	STEADY_MS = 10000,
	BACK_OFF_FIRST_MS = 100,
	BACK_OFF_MAX_MS = 5000,
	ABORT_MS = 2000,
	TURN_MS = 1000,
	REPLACE_FAILURES_MAX = 3,
};

enum worker_state {
	WORKER_NONE,
	WORKER_STARTING,
	WORKER_READY,
	WORKER_DRAINING,
	WORKER_ABORTED,
};

struct process {
	enum worker_state state;
	pid_t pid;
	int pipe;
	int generation;
	int64_t started_ms;
	int64_t heard_ms;
	int64_t abort_ms;
};

static struct {
	struct workers_settings settings;
	struct process processes[METRICS_WORKERS_MAX];
	int generation;
	int back_off_ms;
	int64_t start_ms; /* not before */
	int replace_failures;
	bool gave_up;
	bool draining;
} workers;

static int count(bool (*is)(const struct process *));
static void start_one(void);
static pid_t execute(int number, int pipe_fd);
static void replace_one(void);
static void watch_over(struct process *p);
static void hear(struct process *p);
static void back_off(const struct process *p);
static void count_failure(const struct process *p);

/* ---- what counts ---- */

static bool is_alive(const struct process *p)
{
	return p->state != WORKER_NONE;
}

static bool is_serving(const struct process *p)
{
	return p->state == WORKER_READY;
}

static bool is_staying(const struct process *p)
{
	return p->state == WORKER_STARTING || p->state == WORKER_READY;
}

static bool is_old(const struct process *p)
{
	return is_staying(p) && p->generation != workers.generation;
}

static bool is_new_starting(const struct process *p)
{
	return p->state == WORKER_STARTING && p->generation == workers.generation;
}

static bool is_draining(const struct process *p)
{
	return p->state == WORKER_DRAINING;
}

static int count(bool (*is)(const struct process *))
{
	int n = 0;

	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		n += is(&workers.processes[i]);
	return n;
}

int workers_ready(void)
{
	return count(is_serving);
}

int workers_alive(void)
{
	return count(is_alive);
}

bool workers_replacing(void)
{
	return count(is_old) > 0;
}

bool workers_gave_up(void)
{
	return workers.gave_up;
}

int workers_wanted(const struct config *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t wanted = c->workers > 0 ? c->workers : cores;

	if (wanted < 1)
		return 1;
	return wanted > WORKERS_MAX ? WORKERS_MAX : (int)wanted;
}

/* ---- life ---- */

void workers_open(const struct workers_settings *settings)
{
	memset(&workers, 0, sizeof(workers));
	workers.settings = *settings;
}

void workers_replace(const struct config *config)
{
	workers.settings.config = config;
	workers.generation++;
	workers.replace_failures = 0;
	workers.gave_up = false;
}

void workers_tend(void)
{
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		watch_over(&workers.processes[i]);
	if (workers.draining || clock_monotonic_ms() < workers.start_ms)
		return;
	replace_one();
	/* Those that are being ended, or drain, keep their places until they have gone. */
	while (count(is_staying) < workers_wanted(workers.settings.config) &&
	       workers_alive() < METRICS_WORKERS_MAX && clock_monotonic_ms() >= workers.start_ms)
		start_one();
}

int workers_wait_ms(void)
{
	int64_t left = workers.start_ms - clock_monotonic_ms();

	return left > 0 && left < TURN_MS ? (int)left : TURN_MS;
}

/* One step of a reload: a new one beside the old ones; when it is ready the first old one drains;
 * when that has gone, the next. */
static void replace_one(void)
{
	int wanted = workers_wanted(workers.settings.config);

	if (count(is_old) == 0 || count(is_new_starting) > 0 || count(is_draining) > 0)
		return;
	if (count(is_staying) <= wanted) {
		if (workers_alive() < METRICS_WORKERS_MAX)
			start_one();
		return;
	}
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++) {
		struct process *p = &workers.processes[i];

		if (!is_old(p))
			continue;
		log_info("supervisor", "worker drains for its successor", "worker=%zu", i);
		p->state = WORKER_DRAINING;
		kill(p->pid, SIGTERM);
		return;
	}
}

static void start_one(void)
{
	int pipes[2];
	int number = 0;
	struct process *p;

	while (workers.processes[number].state != WORKER_NONE)
		number++;
	ASSERT(number < METRICS_WORKERS_MAX);
	p = &workers.processes[number];
	if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) != 0) {
		workers.start_ms = clock_monotonic_ms() + BACK_OFF_MAX_MS;
		return;
	}
	*p = (struct process){ .state = WORKER_STARTING,
			       .pipe = pipes[0],
			       .generation = workers.generation,
			       .started_ms = clock_monotonic_ms(),
			       .heard_ms = clock_monotonic_ms() };
	p->pid = execute(number, pipes[1]);
	close(pipes[1]);
	if (p->pid > 0) {
		log_debug("supervisor", "worker started", "worker=%d pid=%d", number, (int)p->pid);
		return;
	}
	log_error("supervisor", "worker cannot be started", "reason=%s", strerror(errno));
	close(pipes[0]);
	back_off(p);
	count_failure(p);
	p->state = WORKER_NONE;
}

static pid_t execute(int number, int pipe_fd)
{
	char *arguments[] = { "confabd", "worker", NULL };
	struct environment *e = environment_new(workers.settings.config);
	int tls_fd = credentials_descriptor();
	int keep[4 + PROGRAM_KEPT_MAX] = { workers.settings.listening_fd,
					   workers.settings.metrics_fd, pipe_fd, tls_fd };
	size_t own_count = tls_fd < 0 ? 3 : 4;
	struct child child = { .directory = program_directory(),
			       .file = program_name(),
			       .arguments = arguments,
			       .output = -1,
			       .keep = keep };
	pid_t pid;

	child.keep_count = own_count + (size_t)program_kept(keep + own_count);
	environment_set_int(e, WORKER_NUMBER, number);
	environment_set_int(e, WORKER_LISTENING_FD, workers.settings.listening_fd);
	environment_set_int(e, WORKER_METRICS_FD, workers.settings.metrics_fd);
	environment_set_int(e, WORKER_PIPE_FD, pipe_fd);
	if (tls_fd >= 0)
		environment_set_int(e, WORKER_TLS_FD, tls_fd);
	child.environment = environment_entries(e);
	pid = child_start(&child);
	environment_free(e);
	if (tls_fd >= 0)
		close(tls_fd);
	return pid;
}

static void watch_over(struct process *p)
{
	int64_t now = clock_monotonic_ms();
	long number = p - workers.processes;

	if (p->state == WORKER_NONE)
		return;
	if (p->state == WORKER_ABORTED) {
		if (now - p->abort_ms > ABORT_MS)
			kill(p->pid, SIGKILL);
		return;
	}
	if (now - p->heard_ms <= workers.settings.config->watchdog_ms)
		return;
	/* It may be the supervisor that did something else for so long. */
	if (p->pipe >= 0)
		hear(p);
	if (now - p->heard_ms <= workers.settings.config->watchdog_ms)
		return;
	log_error("supervisor", "worker hangs", "worker=%ld pid=%d silent_ms=%lld", number,
		  (int)p->pid, (long long)(now - p->heard_ms));
	p->state = WORKER_ABORTED;
	p->abort_ms = now;
	kill(p->pid, SIGABRT);
}

/* ---- what they say, and their end ---- */

size_t workers_watch(struct pollfd *ready)
{
	size_t n = 0;

	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		if (workers.processes[i].state != WORKER_NONE && workers.processes[i].pipe >= 0)
			ready[n++] = (struct pollfd){ .fd = workers.processes[i].pipe,
						      .events = POLLIN };
	return n;
}

static void hear(struct process *p)
{
	char said[64];
	ssize_t size = read(p->pipe, said, sizeof(said));

	if (size == 0) { /* it is ending; waiting for more would only spin */
		close(p->pipe);
		p->pipe = -1;
	}
	if (size <= 0)
		return;
	p->heard_ms = clock_monotonic_ms();
	if (p->state == WORKER_STARTING && memchr(said, WORKER_SAYS_READY, (size_t)size)) {
		p->state = WORKER_READY;
		log_info("supervisor", "worker ready", "worker=%d pid=%d after_ms=%lld",
			 (int)(p - workers.processes), (int)p->pid,
			 (long long)(p->heard_ms - p->started_ms));
	}
}

void workers_listen(const struct pollfd *ready, size_t count_ready)
{
	for (size_t r = 0; r < count_ready; r++) {
		if (ready[r].revents == 0)
			continue;
		for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
			if (workers.processes[i].state != WORKER_NONE &&
			    workers.processes[i].pipe == ready[r].fd)
				hear(&workers.processes[i]);
	}
}

static void back_off(const struct process *p)
{
	int64_t now = clock_monotonic_ms();

	if (now - p->started_ms > STEADY_MS)
		workers.back_off_ms = 0;
	if (workers.start_ms < now + workers.back_off_ms)
		workers.start_ms = now + workers.back_off_ms;
	workers.back_off_ms = workers.back_off_ms == 0 ? BACK_OFF_FIRST_MS
						       : 2 * workers.back_off_ms;
	if (workers.back_off_ms > BACK_OFF_MAX_MS)
		workers.back_off_ms = BACK_OFF_MAX_MS;
}

/* New workers that cannot even start end a reload; the old ones go on. */
static void count_failure(const struct process *p)
{
	if (p->state != WORKER_STARTING || count(is_old) == 0 ||
	    ++workers.replace_failures < REPLACE_FAILURES_MAX)
		return;
	log_error("supervisor", "reload given up: new workers do not start", "");
	workers.gave_up = true;
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		if (is_staying(&workers.processes[i]))
			workers.processes[i].generation = workers.generation;
}

/* What a dead worker had committed but not published is found by its siblings' next look at the
 * archive: now. */
static void tell_siblings(void)
{
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		if (workers.processes[i].state == WORKER_READY)
			kill(workers.processes[i].pid, SIGUSR1);
}

bool workers_reap(pid_t pid, int status)
{
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++) {
		struct process *p = &workers.processes[i];

		if (p->state == WORKER_NONE || p->pid != pid)
			continue;
		metrics_forget((int)i);
		if (p->state == WORKER_DRAINING) {
			log_info("supervisor", "worker drained", "worker=%zu pid=%d", i, (int)pid);
		} else {
			log_error("supervisor", "worker ended",
				  "worker=%zu pid=%d status=%d signal=%d", i, (int)pid,
				  WIFEXITED(status) ? WEXITSTATUS(status) : 0,
				  WIFSIGNALED(status) ? WTERMSIG(status) : 0);
			back_off(p);
			count_failure(p);
		}
		if (p->pipe >= 0)
			close(p->pipe);
		*p = (struct process){ .state = WORKER_NONE, .pipe = -1 };
		tell_siblings();
		return true;
	}
	return false;
}

void workers_drain(void)
{
	workers.draining = true;
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++) {
		if (!is_staying(&workers.processes[i]))
			continue;
		workers.processes[i].state = WORKER_DRAINING;
		kill(workers.processes[i].pid, SIGTERM);
	}
}

void workers_kill(void)
{
	for (size_t i = 0; i < METRICS_WORKERS_MAX; i++)
		if (is_alive(&workers.processes[i]))
			kill(workers.processes[i].pid, SIGKILL);
}
