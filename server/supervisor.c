/* The supervisor: opens the listening socket, becomes an ordinary user, starts the private
 * databases, brings the schema up to date, and then sleeps, with one short paragraph for each thing
 * that can wake it. It knows no libuv and parses nothing from the network. */

#include "supervisor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "card.h"
#include "child.h"
#include "credentials.h"
#include "data_directory.h"
#include "embedded.h"
#include "environment.h"
#include "listener.h"
#include "notify.h"
#include "privilege.h"
#include "program.h"
#include "signals.h"
#include "version.h"
#include "workers.h"

enum {
	COMMAND_LIMIT_MS = 20000,
	DEMO_LIMIT_MS = 100000,
	MIGRATE_LIMIT_MS = 3600000, /* of a large archive */
	RETRY_FIRST_MS = 500,
	RETRY_MAX_MS = 10000,
	CREDENTIALS_LOOK_MS = 10000,
	DESCRIPTORS_MIN = 256,
	GRACE_MS = 5000, /* beyond drain_limit_ms, before a worker is killed */
};

struct supervisor {
	struct options *options;
	struct config *config; /* the one that runs, of `options` or of a later reading */
	struct options reloaded;
	struct failure failure;
	int listening_fd;
	int metrics_fd;
	bool private_databases;
	bool announced;
	bool reloading;
	int64_t watchdog_ms;    /* when systemd was last told that we live */
	int64_t credentials_ms; /* when the certificate was last looked at */
};

static bool start(struct supervisor *s);
static bool become_user(struct supervisor *s);
static bool take_credentials(struct supervisor *s);
static bool raise_descriptor_limit(struct failure *failure);
static bool migrate(struct supervisor *s);
static bool fill_demo(struct supervisor *s);
static bool start_workers(struct supervisor *s);
static void watch(struct supervisor *s);
static void wait_for_anything(void);
static void reap(void);
static void announce(struct supervisor *s);
static void show_card(struct supervisor *s);
static bool show_invitation(struct supervisor *s, struct buffer *link);
static void show_code(struct supervisor *s, const char *link);
static void show_demo_links(struct supervisor *s);
static void reload(struct supervisor *s);
static bool read_again(struct supervisor *s, struct options *next);
static void renew_credentials(struct supervisor *s);
static void finish_reload(struct supervisor *s);
static void feed_watchdog(struct supervisor *s);
static void stop(struct supervisor *s);

int supervisor_run(struct options *o)
{
	struct supervisor s = {
		.options = o, .config = &o->config, .listening_fd = -1, .metrics_fd = -1
	};
	bool started;

	log_open(o->config.log_level, "supervisor");
	signals_open();
	started = start(&s);
	if (started)
		watch(&s);
	stop(&s);
	if (started || s.failure.exit_code == EX_OK)
		return EX_OK;
	notify_send("STATUS=%.400s", s.failure.text);
	return failure_report(&s.failure);
}

/* ---- starting ---- */

static bool start(struct supervisor *s)
{
	notify_send("STATUS=Starting");
	s->private_databases = embedded_needed(s->config);
	s->listening_fd = listener_open(s->config, &s->failure);
	return s->listening_fd >= 0 && become_user(s) && take_credentials(s) &&
	       (!s->private_databases || embedded_start(s->config, &s->failure)) && migrate(s) &&
	       (!s->options->demo || fill_demo(s)) && start_workers(s);
}

/* What needs root comes first. */
static bool become_user(struct supervisor *s)
{
	struct privilege p;

	if (!raise_descriptor_limit(&s->failure))
		return false;
	if (!program_open(s->config, &s->failure) || !privilege_find(&p, &s->failure))
		return false;
	if ((s->private_databases || credentials_local(s->config)) &&
	    (!data_directory_choose(s->config, &s->failure) ||
	     !data_directory_create(s->config->data_dir, &p, &s->failure)))
		return false;
	if (!privilege_drop(&p, &s->failure))
		return false;
	program_reopen(s->config);
	return true;
}

/* As the user that it has become: it must be able to read them again later. */
static bool take_credentials(struct supervisor *s)
{
	return credentials_load(s->config, &s->failure);
}

/* With fewer, a worker would have none for its clients beside its own. */
static bool raise_descriptor_limit(struct failure *failure)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return true;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	log_debug("supervisor", "descriptor limit", "files=%llu",
		  (unsigned long long)limit.rlim_cur);
	return limit.rlim_cur >= DESCRIPTORS_MIN ||
	       failure_set(failure, EX_OSERR,
			   "only %llu files may be open (ulimit -n); %d are needed at least",
			   (unsigned long long)limit.rlim_cur, DESCRIPTORS_MIN);
}

/* Runs one of our own commands (`arguments` from the program's name on, NULL-terminated) with the
 * exact settings; `output` is the last line that it wrote, NUL-terminated. */
static bool run_command(struct supervisor *s, char **arguments, int limit_ms, struct buffer *output)
{
	struct environment *e = environment_new(s->config);
	int keep[PROGRAM_KEPT_MAX];
	struct child child = { .directory = program_directory(),
			       .file = program_name(),
			       .arguments = arguments,
			       .environment = environment_entries(e),
			       .keep = keep };
	const char *line;
	bool done;

	child.keep_count = (size_t)program_kept(keep);
	done = child_run(&child, limit_ms, output);
	environment_free(e);
	while (output->size > 0 && output->data[output->size - 1] == '\n')
		output->size--;
	buffer_append_byte(output, '\0');
	line = strrchr(output->data, '\n');
	if (line)
		buffer_consume(output, (size_t)(line + 1 - output->data));
	return done;
}

/* Of what a command of ours said, without that it was us who said it. */
static const char *without_name(const char *line)
{
	return strncmp(line, "confabd: ", 9) == 0 ? line + 9 : line;
}

/* An archive of our own must answer; one that others run may come later. */
static bool migrate(struct supervisor *s)
{
	int wait_ms = RETRY_FIRST_MS;

	for (;;) {
		struct buffer output = { 0 };
		bool done = run_command(s, (char *[]){ "confabd", "migrate", NULL },
					MIGRATE_LIMIT_MS, &output);

		if (signals()->stop)
			failure_set(&s->failure, EX_OK, "stopped");
		else if (!done)
			failure_set(&s->failure, EX_UNAVAILABLE, "the archive's schema: %s",
				    without_name(output.data));
		buffer_clear(&output);
		if (done || signals()->stop || s->private_databases)
			return done && !signals()->stop;
		log_warn("supervisor", "archive not ready", "reason=%s retry_in_ms=%d",
			 s->failure.text, wait_ms);
		notify_send("STATUS=Waiting for the archive\nEXTEND_TIMEOUT_USEC=60000000");
		signals_wait(NULL, 0, wait_ms);
		wait_ms = 2 * wait_ms < RETRY_MAX_MS ? 2 * wait_ms : RETRY_MAX_MS;
	}
}

/* Once; later it finds people there and leaves them. Before the workers: it must be alone. */
static bool fill_demo(struct supervisor *s)
{
	struct buffer output = { 0 };
	bool done = run_command(s, (char *[]){ "confabd", "demo-fill", NULL }, DEMO_LIMIT_MS,
				&output);

	if (signals()->stop)
		failure_set(&s->failure, EX_OK, "stopped");
	else if (!done)
		failure_set(&s->failure, EX_SOFTWARE, "the demo: %s", without_name(output.data));
	buffer_clear(&output);
	return done && !signals()->stop;
}

static bool start_workers(struct supervisor *s)
{
	s->metrics_fd = metrics_create();
	if (s->metrics_fd < 0)
		return failure_set(&s->failure, EX_OSERR, "no shared memory for metrics: %s",
				   strerror(errno));
	metrics_open(s->metrics_fd, -1);
	workers_open(&(struct workers_settings){ .config = s->config,
						 .listening_fd = s->listening_fd,
						 .metrics_fd = s->metrics_fd });
	return true;
}

/* ---- watching ---- */

static void watch(struct supervisor *s)
{
	while (!signals()->stop) {
		workers_tend();
		embedded_tend();
		wait_for_anything();
		if (signals()->child)
			reap();
		if (!s->announced)
			announce(s);
		if (signals()->reload)
			reload(s);
		renew_credentials(s);
		if (s->reloading)
			finish_reload(s);
		feed_watchdog(s);
	}
}

static void wait_for_anything(void)
{
	struct pollfd pipes[METRICS_WORKERS_MAX];
	size_t count = workers_watch(pipes);
	const int limits[] = { embedded_wait_ms(), notify_watchdog_ms() };
	int timeout_ms = workers_wait_ms();

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (limits[i] >= 0 && limits[i] < timeout_ms)
			timeout_ms = limits[i];
	signals_wait(pipes, count, timeout_ms);
	workers_listen(pipes, count);
}

static void reap(void)
{
	int status;
	pid_t pid;

	signals()->child = false;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (!workers_reap(pid, status))
			(void)embedded_reap(pid, status);
}

/* Once, when the first workers serve. */
static void announce(struct supervisor *s)
{
	struct buffer address = { 0 };

	if (workers_ready() < workers_wanted(s->config))
		return;
	s->announced = true;
	card_address(s->config, &address);
	buffer_append_byte(&address, '\0');
	embedded_keep_address(address.data);
	if (card_wanted())
		show_card(s);
	log_info("supervisor", "running", "version=" CONFAB_VERSION " workers=%d address=%s",
		 workers_ready(), address.data);
	notify_send("READY=1\nSTATUS=Running with %d workers", workers_ready());
	buffer_clear(&address);
}

static void show_card(struct supervisor *s)
{
	struct buffer link = { 0 };
	bool made = run_command(s, (char *[]){ "confabd", "setup-link", NULL }, COMMAND_LIMIT_MS,
				&link);

	card_begin(s->config, credentials_fingerprint());
	if (made)
		card_link("Set-up", link.data,
			  "(creates the first account, the administrator; works once)");
	else if (s->config->lan && !s->options->demo)
		made = show_invitation(s, &link);
	if (s->options->demo)
		show_demo_links(s);
	show_code(s, made ? link.data : NULL);
	buffer_clear(&link);
	card_end(s->config);
}

/* For the others on the network. */
static bool show_invitation(struct supervisor *s, struct buffer *link)
{
	char *words[] = { "confabd", "invite", "--hours=24", "--uses=100", NULL };

	buffer_clear(link);
	if (!run_command(s, words, COMMAND_LIMIT_MS, link))
		return false;
	card_link("Invite", link->data, "(makes an account; for a day, a hundred times)");
	return true;
}

/* Of the link, or of the address. */
static void show_code(struct supervisor *s, const char *link)
{
	struct buffer address = { 0 };

	if (!s->config->lan || !(isatty(STDOUT_FILENO) || options_extra(s->options, "qr")))
		return;
	card_address(s->config, &address);
	buffer_append_byte(&address, '\0');
	card_code(link ? link : address.data);
	buffer_clear(&address);
}

/* The two whom somebody who tries the demo is, in two windows. */
static void show_demo_links(struct supervisor *s)
{
	static const struct {
		char *name;
		const char *label;
		const char *about;
	} people[] = {
		{ "mara", "Mara", "(signs in as the administrator; works once)" },
		{ "jonas", "Jonas",
		  "(signs in as a member; in another browser or a private window)" },
	};

	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		struct buffer link = { 0 };
		char *words[] = { "confabd", "user", "sign-in-link", people[i].name, NULL };

		if (run_command(s, words, COMMAND_LIMIT_MS, &link))
			card_link(people[i].label, link.data, people[i].about);
		buffer_clear(&link);
	}
}

/* The new configuration is checked first; a bad one changes nothing. */
static void reload(struct supervisor *s)
{
	struct options next = *s->options;

	signals()->reload = false;
	if (!read_again(s, &next) || !credentials_load(&next.config, &s->failure)) {
		log_error("supervisor", "reload refused", "reason=%s", s->failure.text);
		config_clear(&next.config);
		return;
	}
	notify_send("RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=Replacing workers",
		    (long long)clock_monotonic_us());
	if (s->config == &s->reloaded.config)
		config_clear(s->config);
	s->reloaded = next;
	s->config = &s->reloaded.config;
	s->reloading = true;
	log_open(s->config->log_level, "supervisor");
	log_info("supervisor", "reload", "workers=%d", workers_wanted(s->config));
	workers_replace(s->config);
}

/* What this process has opened stays as it is until a restart. */
static bool read_again(struct supervisor *s, struct options *next)
{
	const struct config *c = s->config;
	const char *const fixed[][2] = {
		{ "bind", c->bind },
		{ "lan", c->lan ? "true" : "false" },
		{ "data_dir", c->data_dir },
		{ "static_dir", c->static_dir },
		{ "migrations_dir", c->migrations_dir },
		{ "helpers_dir", c->helpers_dir },
		{ "mysql_url", c->mysql_url },
		{ "redis_url", c->redis_url },
	};
	struct config_problem problem;

	if (!options_read(next, &s->failure))
		return false;
	next->config.port = c->port;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (!config_set(&next->config, fixed[i][0], fixed[i][1], "the running supervisor",
				&problem))
			return failure_set(&s->failure, EX_SOFTWARE, "%s", problem.text);
	return true;
}

/* The machine is on another network, or time has passed: new workers have the new certificate. */
static void renew_credentials(struct supervisor *s)
{
	int64_t now = clock_monotonic_ms();

	if (s->reloading || !s->announced || now - s->credentials_ms < CREDENTIALS_LOOK_MS)
		return;
	s->credentials_ms = now;
	if (!credentials_old())
		return;
	if (!credentials_load(s->config, &s->failure)) {
		log_error("supervisor", "certificate not renewed", "reason=%s", s->failure.text);
		return;
	}
	log_info("supervisor", "certificate renewed", "");
	s->reloading = true;
	workers_replace(s->config);
}

static void finish_reload(struct supervisor *s)
{
	if (workers_replacing())
		return;
	s->reloading = false;
	if (!workers_gave_up())
		log_info("supervisor", "reloaded", "workers=%d", workers_ready());
	notify_send("READY=1\nSTATUS=Running with %d workers", workers_ready());
}

/* Hung workers are our own business; this says that the supervisor turns. */
static void feed_watchdog(struct supervisor *s)
{
	int interval_ms = notify_watchdog_ms();
	int64_t now = clock_monotonic_ms();

	if (interval_ms < 0 || now - s->watchdog_ms < interval_ms)
		return;
	s->watchdog_ms = now;
	notify_send("WATCHDOG=1");
}

/* ---- stopping ---- */

static void stop_workers(const struct supervisor *s)
{
	int64_t end = clock_monotonic_ms() + s->config->drain_limit_ms + GRACE_MS;

	if (s->metrics_fd < 0)
		return;
	workers_drain();
	while (workers_alive() > 0) {
		if (signals()->hurry || clock_monotonic_ms() > end)
			workers_kill();
		wait_for_anything();
		reap();
	}
}

/* Workers drain, then Redis, then MariaDB. */
static void stop(struct supervisor *s)
{
	if (s->announced) {
		notify_send("STOPPING=1\nSTATUS=Draining");
		log_info("supervisor", "stopping", "");
	}
	if (s->listening_fd >= 0)
		close(s->listening_fd);
	stop_workers(s);
	embedded_stop();
	credentials_clear();
	if (s->metrics_fd >= 0) {
		metrics_close();
		close(s->metrics_fd);
	}
	if (s->config == &s->reloaded.config)
		config_clear(s->config);
	if (s->announced)
		log_info("supervisor", "stopped", "");
}
