/* Runs the private databases: one table of services, started in order, restarted when they die,
 * stopped in reverse. The lock of the data directory is inherited by both, so "in use" is true
 * exactly while one of them, or the supervisor, lives. */

#include "embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "child.h"
#include "embedded_service.h"
#include "signals.h"

enum {
	PROBE_STEP_MS = 20,
	STEADY_MS = 10000, /* one that lived this long is restarted at once */
	BACK_OFF_FIRST_MS = 100,
	BACK_OFF_MAX_MS = 5000,
	HURRY_LIMIT_MS = 2000,
};

struct service {
	const struct service_kind *kind;
	size_t url; /* offset of its URL in struct config */
	pid_t pid;  /* 0: not running */
	int64_t started_ms;
	int64_t restart_ms; /* when to start it again; 0: not due */
	int back_off_ms;
	bool wanted;
};

static struct service services[] = {
	{ .kind = &embedded_mariadb, .url = offsetof(struct config, mysql_url) },
	{ .kind = &embedded_redis, .url = offsetof(struct config, redis_url) },
};

enum { SERVICES = sizeof(services) / sizeof(services[0]) };

static struct data_directory directory = { .lock = -1 };

static const char *url_of(const struct config *c, const struct service *s);
static bool start(struct service *s, struct failure *failure);
static bool launch(struct service *s);
static void keep_one_log(const struct service *s);
static int open_log(const struct service *s);
static bool wait_until_answering(struct service *s, struct failure *failure);
static bool answers(const struct service *s);
static bool set_urls(struct config *c, struct failure *failure);

bool embedded_needed(const struct config *c)
{
	for (size_t i = 0; i < SERVICES; i++)
		if (*url_of(c, &services[i]) == '\0')
			return true;
	return false;
}

static const char *url_of(const struct config *c, const struct service *s)
{
	return *(const char *const *)((const char *)c + s->url);
}

bool embedded_start(struct config *c, struct failure *failure)
{
	if (!data_directory_take(&directory, c->data_dir, failure))
		return false;
	for (size_t i = 0; i < SERVICES; i++) {
		services[i].wanted = *url_of(c, &services[i]) == '\0';
		if (services[i].wanted && !services[i].kind->prepare(&directory, failure))
			return false;
	}
	/* Both at once; MariaDB takes longer. */
	for (size_t i = 0; i < SERVICES; i++)
		if (services[i].wanted && !start(&services[i], failure))
			return false;
	for (size_t i = 0; i < SERVICES; i++)
		if (services[i].wanted && !wait_until_answering(&services[i], failure))
			return false;
	for (size_t i = 0; i < SERVICES; i++)
		if (services[i].wanted && services[i].kind->started &&
		    !services[i].kind->started(&directory, failure))
			return false;
	return set_urls(c, failure);
}

static bool start(struct service *s, struct failure *failure)
{
	keep_one_log(s);
	return launch(s) || failure_set(failure, EX_UNAVAILABLE, "%s cannot be started: %s",
					s->kind->name, strerror(errno));
}

static bool launch(struct service *s)
{
	struct service_command command = { 0 };
	struct child child = { .directory = AT_FDCWD,
			       .output = open_log(s),
			       .keep = &directory.lock,
			       .keep_count = 1 };

	s->kind->command(&directory, &command);
	child.file = command.file;
	child.arguments = command.arguments;
	s->pid = child_start(&child);
	s->started_ms = clock_monotonic_ms();
	s->restart_ms = 0;
	service_command_clear(&command);
	close(child.output);
	if (s->pid > 0)
		return true;
	s->pid = 0;
	return false;
}

/* The log of this run, and of the one before. */
static void keep_one_log(const struct service *s)
{
	char path[PATH_MAX];
	char before[PATH_MAX + 4];

	data_directory_path(&directory, s->kind->log, path);
	snprintf(before, sizeof(before), "%s.1", path);
	(void)rename(path, before);
}

static int open_log(const struct service *s)
{
	char path[PATH_MAX];
	int fd;

	data_directory_path(&directory, s->kind->log, path);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return fd >= 0 ? fd : open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static bool wait_until_answering(struct service *s, struct failure *failure)
{
	int64_t end = s->started_ms + s->kind->start_limit_ms;
	char log[PATH_MAX];
	char line[256];

	while (!answers(s)) {
		bool died = waitpid(s->pid, NULL, WNOHANG) == s->pid;

		if (died)
			s->pid = 0;
		if (signals()->stop)
			return failure_set(failure, EX_OK, "stopped");
		if (died || clock_monotonic_ms() > end) {
			data_directory_path(&directory, s->kind->log, log);
			service_last_line(log, line, sizeof(line));
			return failure_set(failure, EX_UNAVAILABLE, "%s %s (%s): %s", s->kind->name,
					   died ? "ended at its start" : "does not answer", log,
					   line);
		}
		signals_wait(NULL, 0, PROBE_STEP_MS);
	}
	return true;
}

static bool answers(const struct service *s)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct pollfd ready = { .fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
					     0),
				.events = POLLIN };
	size_t size = strlen(s->kind->probe);
	bool answered;

	snprintf(address.sun_path, sizeof(address.sun_path), "%.90s/%.16s", directory.sockets,
		 s->kind->socket);
	answered = connect(ready.fd, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
		   write(ready.fd, s->kind->probe, size) == (ssize_t)size &&
		   poll(&ready, 1, PROBE_STEP_MS) == 1 && (ready.revents & POLLIN) != 0;
	close(ready.fd);
	return answered;
}

static bool set_urls(struct config *c, struct failure *failure)
{
	struct config_problem problem;
	char text[256];
	bool set = true;

	if (services[0].wanted) {
		snprintf(text, sizeof(text),
			 "mysql://confab@localhost/confab?socket=%s/mariadb.sock",
			 directory.sockets);
		set = config_set(c, "mysql_url", text, "the private MariaDB", &problem);
	}
	if (set && services[1].wanted) {
		snprintf(text, sizeof(text), "unix://%s/redis.sock", directory.sockets);
		set = config_set(c, "redis_url", text, "the private Redis", &problem);
	}
	return set || failure_set(failure, EX_SOFTWARE, "%s", problem.text);
}

bool embedded_join(struct config *c)
{
	struct failure failure;

	if (!data_directory_in_use(&directory, c->data_dir))
		return false;
	for (size_t i = 0; i < SERVICES; i++)
		services[i].wanted = *url_of(c, &services[i]) == '\0';
	return set_urls(c, &failure);
}

void embedded_keep_address(const char *address)
{
	char path[PATH_MAX];
	FILE *file;

	if (directory.lock < 0)
		return;
	data_directory_path(&directory, "address", path);
	file = fopen(path, "we");
	if (!file)
		return;
	fprintf(file, "%s\n", address);
	fclose(file);
}

void embedded_recall_address(struct config *c)
{
	struct config_problem problem;
	char path[PATH_MAX];
	char address[1100];
	FILE *file;

	data_directory_path(&directory, "address", path);
	file = *c->public_url ? NULL : fopen(path, "re");
	if (!file)
		return;
	if (fgets(address, sizeof(address), file)) {
		address[strcspn(address, "\n")] = '\0';
		(void)config_set(c, "public_url", address, path, &problem);
	}
	fclose(file);
}

/* ---- while they run ---- */

bool embedded_reap(pid_t pid, int status)
{
	for (size_t i = 0; i < SERVICES; i++) {
		struct service *s = &services[i];
		int64_t now = clock_monotonic_ms();

		if (s->pid != pid)
			continue;
		s->pid = 0;
		if (now - s->started_ms > STEADY_MS)
			s->back_off_ms = 0;
		s->restart_ms = now + s->back_off_ms;
		log_error("supervisor", "database ended",
			  "name=%s status=%d signal=%d restart_in_ms=%d", s->kind->name,
			  WIFEXITED(status) ? WEXITSTATUS(status) : 0,
			  WIFSIGNALED(status) ? WTERMSIG(status) : 0, s->back_off_ms);
		s->back_off_ms = s->back_off_ms == 0 ? BACK_OFF_FIRST_MS : 2 * s->back_off_ms;
		if (s->back_off_ms > BACK_OFF_MAX_MS)
			s->back_off_ms = BACK_OFF_MAX_MS;
		return true;
	}
	return false;
}

void embedded_tend(void)
{
	int64_t now = clock_monotonic_ms();

	for (size_t i = 0; i < SERVICES; i++) {
		struct service *s = &services[i];

		if (s->restart_ms == 0 || s->restart_ms > now)
			continue;
		if (launch(s)) {
			log_info("supervisor", "database started again", "name=%s pid=%d",
				 s->kind->name, (int)s->pid);
			continue;
		}
		log_error("supervisor", "database cannot be started", "name=%s reason=%s",
			  s->kind->name, strerror(errno));
		s->restart_ms = now + BACK_OFF_MAX_MS;
	}
}

int embedded_wait_ms(void)
{
	int64_t now = clock_monotonic_ms();
	int wait = -1;

	for (size_t i = 0; i < SERVICES; i++) {
		int64_t left = services[i].restart_ms - now;

		if (services[i].restart_ms == 0)
			continue;
		if (left < 0)
			left = 0;
		if (wait < 0 || left < wait)
			wait = (int)left;
	}
	return wait;
}

void embedded_stop(void)
{
	for (size_t i = SERVICES; i-- > 0;) {
		struct service *s = &services[i];

		if (s->pid > 0)
			child_stop(s->pid,
				   signals()->hurry ? HURRY_LIMIT_MS : s->kind->stop_limit_ms);
		s->pid = 0;
		s->restart_ms = 0;
	}
	data_directory_release(&directory);
}

/* ---- for the services ---- */

void service_argument(struct service_command *c, const char *format, ...)
{
	struct buffer text = { 0 };
	char *room = buffer_reserve(&text, PATH_MAX + 64);
	va_list values;

	if (c->count + 1 < SERVICE_ARGUMENTS_MAX) {
		va_start(values, format);
		vsnprintf(room, PATH_MAX + 64, format, values);
		va_end(values);
		c->arguments[c->count++] = memory_text(room);
		c->arguments[c->count] = NULL;
	}
	buffer_clear(&text);
}

void service_command_clear(struct service_command *c)
{
	for (int i = 0; i < c->count; i++)
		memory_free(c->arguments[i]);
	*c = (struct service_command){ 0 };
}

void service_last_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "re");
	char text[256];
	bool error_seen = false;

	snprintf(line, (size_t)size, "no log");
	while (file && fgets(text, sizeof(text), file)) {
		bool error = strstr(text, "ERROR") || strstr(text, "rror:") ||
			     strstr(text, "No space");

		text[strcspn(text, "\n")] = '\0';
		if (*text == '\0' || (error_seen && !error) || strstr(text, "Aborting"))
			continue;
		error_seen = error;
		snprintf(line, (size_t)size, "%s", text);
	}
	if (file)
		fclose(file);
}
