#include "fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/states.h"
#include "unit/harness.h"

/* ---- Redis ---- */

enum { ASK_MS = 30000 };

static int connect_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool answers(const struct server *s)
{
	char answer[16] = "";
	int fd = connect_unix(s->socket);
	ssize_t size;

	if (fd < 0)
		return false;
	size = write(fd, "PING\r\n", 6) == 6 ? read(fd, answer, sizeof answer - 1) : -1;
	close(fd);
	return size > 0 && (strncmp(answer, "+PONG", 5) == 0 || strncmp(answer, "-NOAUTH", 7) == 0);
}

/* A port that was free a moment ago. */
static int free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	CHECK(bind(fd, (const struct sockaddr *)&address, size) == 0);
	getsockname(fd, (struct sockaddr *)&address, &size);
	close(fd);
	return ntohs(address.sin_port);
}

/* Debian's redis-check-rdb is the server under another name, and package redis-server is not
 * needed. */
_Noreturn static void exec_redis(const struct server *s)
{
	static const char *const programs[] = { "/usr/bin/redis-server",
						"/usr/local/bin/redis-server",
						"/usr/bin/redis-check-rdb" };
	const char *password = s->password ? s->password : "";
	char port[16];

	snprintf(port, sizeof port, "%d", s->port);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(open("/dev/null", O_RDWR), STDOUT_FILENO);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		execl(programs[i], "redis-server", "--port", port, "--bind", "127.0.0.1",
		      "--unixsocket", s->socket, "--dir", s->directory, "--save", "",
		      "--requirepass", password, "--client-output-buffer-limit", "pubsub 0 0 0",
		      (char *)NULL);
	_exit(127);
}

static void name_server(struct server *s)
{
	static int count;

	if (s->directory[0])
		return;
	snprintf(s->directory, sizeof s->directory, "%s/redis%d", harness_directory(), ++count);
	snprintf(s->socket, sizeof s->socket, "%s/s", s->directory);
	mkdir(s->directory, 0700);
	if (s->port)
		s->port = free_port();
	if (s->port)
		snprintf(s->url, sizeof s->url, "redis://:%s@127.0.0.1:%d",
			 s->password ? s->password : "", s->port);
	else
		snprintf(s->url, sizeof s->url, "unix://%s", s->socket);
}

void server_start(struct server *s)
{
	int64_t limit_ms = clock_monotonic_ms() + 10000;

	/* As the programs do: a connection that is gone is an error of write(), not the end. */
	signal(SIGPIPE, SIG_IGN);
	name_server(s);
	unlink(s->socket);
	s->pid = fork();
	if (s->pid == 0)
		exec_redis(s);
	while (!answers(s) && clock_monotonic_ms() < limit_ms)
		poll(NULL, 0, 5);
	CHECK(answers(s));
}

void server_kill(struct server *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	s->pid = 0;
}

void server_pause(const struct server *s)
{
	kill(s->pid, SIGSTOP);
}

void server_continue(const struct server *s)
{
	kill(s->pid, SIGCONT);
}

const char *server_ask(const struct server *s, const char *command)
{
	static char answer[65536];
	char line[1024];
	size_t size = 0;
	int fd = connect_unix(s->socket);
	struct pollfd readable = { .fd = fd, .events = POLLIN };

	CHECK(fd >= 0);
	/* The answer to the ping behind it ends what belongs to the command. */
	size = (size_t)snprintf(line, sizeof line, "%s\r\nPING\r\n", command);
	CHECK(write(fd, line, size) == (ssize_t)size);
	answer[size = 0] = '\0';
	while (!strstr(answer, "+PONG\r\n") && size < sizeof answer - 1 &&
	       poll(&readable, 1, ASK_MS) > 0) {
		ssize_t n = read(fd, answer + size, sizeof answer - 1 - size);
		CHECK(n > 0);
		size += (size_t)n;
		answer[size] = '\0';
	}
	close(fd);
	return answer;
}

long server_number(const char *answer, const char *name)
{
	const char *at = strstr(answer, name);

	return at ? strtol(at + strlen(name), NULL, 10) : -1;
}

/* ---- a worker ---- */

static void on_envelope(void *owner, const struct envelope *e)
{
	struct worker *w = owner;
	size_t size;

	w->received++;
	w->last = *e;
	size = e->json.size < sizeof w->json ? e->json.size : sizeof w->json - 1;
	memcpy(w->json, e->json.data, size);
	w->json[size] = '\0';
	if (w->seq_expected && e->seq != w->seq_expected++)
		w->out_of_order++;
}

static void on_state(void *owner, bool up)
{
	struct worker *w = owner;

	w->up = up;
	if (up)
		w->ups++;
	else
		w->downs++;
}

static void on_ready(void *owner, int64_t stream_id, bool live)
{
	struct worker *w = owner;

	(void)stream_id;
	if (live)
		w->live++;
	else
		w->not_live++;
}

void worker_open(struct worker *w, struct loop *l, const char *url, int64_t linger_ms)
{
	const struct bus_events events = { on_envelope, on_state };
	struct config_problem problem;

	*w = (struct worker){ .loop = l };
	config_init(&w->config);
	CHECK(config_set(&w->config, "redis_url", url, "test", &problem));
	w->config.channel_linger_ms = linger_ms;
	w->bus = bus_open(l, &w->config, events, w);
}

void worker_close(struct worker *w)
{
	bus_close(w->bus);
	config_clear(&w->config);
}

void worker_need(struct worker *w, int64_t stream_id)
{
	channel_need(w->bus, stream_id, on_ready, w);
}

/* A busy machine may take longer than the 500 ms after which a waiter is told "not live yet": it
 * asks again. */
static bool worker_need_until_live(struct worker *w, int from, int to)
{
	for (int tries = 0; tries < 10; tries++) {
		int live = w->live;
		int told = w->not_live;

		for (int i = from; i <= to; i++)
			worker_need(w, i);
		for (int turns = 0; turns < 500; turns++) {
			int answers = w->live - live + w->not_live - told;

			if (answers == to - from + 1)
				break;
			loop_for(w->loop, 10);
		}
		if (w->live - live == to - from + 1)
			return true;
	}
	return false;
}

bool worker_need_live(struct worker *w, int64_t stream_id)
{
	return worker_need_until_live(w, (int)stream_id, (int)stream_id);
}

bool worker_need_all(struct worker *w, int count)
{
	for (int i = 0; i < count; i += 10000)
		if (!worker_need_until_live(w, i + 1, i + 10000 < count ? i + 10000 : count))
			return false;
	return true;
}

void worker_publish(struct worker *w, int64_t stream_id, int64_t seq)
{
	const struct envelope e = {
		.kind = CHANGE_MESSAGE,
		.stream_id = stream_id,
		.seq = seq,
		.epoch = 3,
		.number = seq,
		.subject_id = 77,
		.json = SLICE("{\"action\":\"printMessage\"}"),
	};

	bus_publish(w->bus, &e);
}

/* ---- the loop ---- */

struct until {
	struct loop *loop;
	const int *counter;
	int target;
	int64_t limit_ms;
};

static void look(void *owner)
{
	const struct until *u = owner;

	if ((u->counter && *u->counter >= u->target) || clock_monotonic_ms() >= u->limit_ms)
		loop_stop(u->loop);
}

bool loop_until(struct loop *l, const int *counter, int target, int limit_ms)
{
	struct until u = { l, counter, target, clock_monotonic_ms() + limit_ms };
	struct timer *t = timer_new(l, look, &u);

	timer_start(t, 0, 1);
	loop_run(l);
	timer_free(t);
	return counter && *counter >= target;
}

void loop_for(struct loop *l, int ms)
{
	loop_until(l, NULL, 0, ms);
}
