/* The private MariaDB: small, fully durable, on a Unix socket in a folder that only its user can
 * enter. Its accounts have no password for that reason: who reaches the socket could read the files
 * as well. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "child.h"
#include "embedded_service.h"
#include "signals.h"

#define MARIADB_PROGRAM "/usr/sbin/mariadbd"
#define MARIADB_INSTALLER "/usr/bin/mariadb-install-db"
#define MARIADB_UPGRADER "/usr/bin/mariadb-upgrade"

enum {
	INSTALL_LIMIT_MS = 120000,
	UPGRADE_LIMIT_MS = 600000,
	VERSION_LIMIT_MS = 10000,
	MAKING_STEP_MS = 50,
};

static const char *const settings[] = {
	"skip-networking",
	"skip-name-resolve",
	"skip-log-bin",
	"local-infile = OFF",
	"performance-schema = OFF",
	"character-set-server = utf8mb4",
	"default-time-zone = +00:00",
	/* Acknowledged means on the disk. */
	"innodb-flush-log-at-trx-commit = 1",
	"innodb-doublewrite = ON",
	"innodb-buffer-pool-size = 64M",
	"innodb-log-file-size = 48M",
	"innodb-log-buffer-size = 4M",
	"innodb-read-io-threads = 1",
	"innodb-write-io-threads = 2",
	"innodb-purge-threads = 1",
	"innodb-buffer-pool-dump-at-shutdown = OFF",
	"innodb-lock-wait-timeout = 3",
	"transaction-isolation = READ-COMMITTED",
	"key-buffer-size = 1M",
	"aria-pagecache-buffer-size = 2M",
	"query-cache-type = 0",
	"query-cache-size = 0",
	"tmp-table-size = 4M",
	"max-heap-table-size = 4M",
	"table-open-cache = 200",
	"table-definition-cache = 400",
	"thread-cache-size = 8",
	/* Three of each worker, twice that during a reload. */
	"max-connections = 400",
	"max-allowed-packet = 16M",
};

/* Runs while the tables of accounts are made; FLUSH switches them on. */
static const char first_sql[] =
	"FLUSH PRIVILEGES;\n"
	"CREATE DATABASE confab CHARACTER SET utf8mb4;\n"
	"CREATE USER confab@localhost;\n"
	"GRANT ALL ON confab.* TO confab@localhost;\n"
	"DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';\n"
	"DELETE FROM mysql.proxies_priv WHERE Host <> 'localhost';\n";

static bool check_version(const struct data_directory *d, struct failure *failure);
static int installed_version(void);
static bool write_text(const char *path, const char *text, struct failure *failure);
static bool write_settings(const struct data_directory *d, struct failure *failure);
static bool make_tables(const struct data_directory *d, struct failure *failure);
static int take_making(const struct data_directory *d, struct failure *failure);
static bool run_installer(const struct data_directory *d, const char *folder, const char *sql,
			  int making);

static bool prepare(const struct data_directory *d, struct failure *failure)
{
	char path[PATH_MAX];

	if (access(MARIADB_PROGRAM, X_OK) != 0 || access(MARIADB_INSTALLER, X_OK) != 0)
		return failure_set(failure, EX_UNAVAILABLE,
				   "mariadbd is missing: apt-get install mariadb-server-core "
				   "mariadb-client-core, or set mysql_url");
	if (!check_version(d, failure) || !write_settings(d, failure))
		return false;
	/* In /tmp, another MariaDB that starts would sweep its temporary tables away. */
	data_directory_path(d, "mariadb.tmp", path);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failure_set(failure, EX_CANTCREAT, "%s cannot be made: %s", path,
				   strerror(errno));
	data_directory_path(d, "mariadb", path);
	return access(path, F_OK) == 0 || make_tables(d, failure);
}

/* Data goes up with the installed MariaDB and never down. */
static bool check_version(const struct data_directory *d, struct failure *failure)
{
	int stamped = data_directory_stamp(d, "mariadb");
	int installed = installed_version();

	if (installed == 0)
		return failure_set(failure, EX_UNAVAILABLE, MARIADB_PROGRAM " does not run");
	if (stamped > installed)
		return failure_set(failure, EX_CONFIG,
				   "data directory %s was written by MariaDB %d.%d, newer than the "
				   "installed %d.%d",
				   d->path, stamped / 1000, stamped % 1000, installed / 1000,
				   installed % 1000);
	return true;
}

/* "mariadbd  Ver 10.11.6-MariaDB …" → 10011; 0 when it does not say. */
static int installed_version(void)
{
	static int version; /* asked once a process */
	char *arguments[] = { "mariadbd", "--no-defaults", "--version", NULL };
	struct child child = { .directory = AT_FDCWD,
			       .file = MARIADB_PROGRAM,
			       .arguments = arguments };
	struct buffer output = { 0 };
	const char *found;
	char *rest;

	if (version > 0)
		return version;
	(void)child_run(&child, VERSION_LIMIT_MS, &output);
	buffer_append_byte(&output, '\0');
	found = strstr(output.data, " Ver ");
	if (found) {
		version = 1000 * (int)strtol(found + 5, &rest, 10);
		if (*rest == '.')
			version += (int)strtol(rest + 1, NULL, 10);
	}
	buffer_clear(&output);
	return version;
}

static bool write_text(const char *path, const char *text, struct failure *failure)
{
	FILE *file = fopen(path, "we");
	bool written = file && fputs(text, file) >= 0;

	if (file && fclose(file) != 0)
		written = false;
	return written || failure_set(failure, EX_CANTCREAT, "%s cannot be written: %s", path,
				      strerror(errno));
}

static bool write_settings(const struct data_directory *d, struct failure *failure)
{
	struct buffer text = { 0 };
	char path[PATH_MAX];
	bool written;

	buffer_append_text(&text, "# Written anew at each start.\n[mariadbd]\n");
	buffer_format(&text, "tmpdir = %s/mariadb.tmp\n", d->path);
	buffer_format(&text, "datadir = %s/mariadb\nlog-error = %s/mariadb.log\n", d->path,
		      d->path);
	buffer_format(&text, "socket = %s/mariadb.sock\npid-file = %s/mariadb.pid\n", d->sockets,
		      d->sockets);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		buffer_format(&text, "%s\n", settings[i]);
	buffer_append_byte(&text, '\0');
	data_directory_path(d, "mariadb.cnf", path);
	written = write_text(path, text.data, failure);
	buffer_clear(&text);
	return written;
}

/* In a folder of its own first: a start that is broken off leaves nothing that looks like a
 * database. */
static bool make_tables(const struct data_directory *d, struct failure *failure)
{
	char folder[PATH_MAX];
	char final[PATH_MAX];
	char sql[PATH_MAX];
	char log[PATH_MAX];
	char line[256];
	int making = take_making(d, failure);
	bool made;

	if (making < 0)
		return false;
	data_directory_path(d, "mariadb.new", folder);
	data_directory_path(d, "mariadb", final);
	data_directory_path(d, "first.sql", sql);
	data_directory_path(d, "mariadb.log", log);
	if (!write_text(sql, first_sql, failure)) {
		close(making);
		return false;
	}
	made = run_installer(d, folder, sql, making) && rename(folder, final) == 0;
	close(making);
	unlink(sql);
	if (signals()->stop)
		return failure_set(failure, EX_OK, "stopped");
	if (made)
		return data_directory_set_stamp(d, installed_version(), failure);
	service_last_line(log, line, sizeof(line));
	return failure_set(failure, EX_CANTCREAT, "MariaDB's tables could not be made in %s: %s",
			   d->path, line);
}

/* A lock that the installer and everything it starts hold while they live. A supervisor that is
 * killed takes only the installer with it: its MariaDB may still write when we begin anew. Returns
 * the descriptor, -1 on failure. */
static int take_making(const struct data_directory *d, struct failure *failure)
{
	int64_t end = clock_monotonic_ms() + INSTALL_LIMIT_MS;
	char path[PATH_MAX];
	bool told = false;
	int fd;

	data_directory_path(d, "mariadb.making", path);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		failure_set(failure, EX_CANTCREAT, "%s cannot be made: %s", path, strerror(errno));
		return -1;
	}
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		bool stopped = signals()->stop;

		if (stopped || clock_monotonic_ms() >= end) {
			close(fd);
			if (stopped)
				failure_set(failure, EX_OK, "stopped");
			else
				failure_set(failure, EX_UNAVAILABLE,
					    "an earlier start's MariaDB still holds %s", path);
			return -1;
		}
		if (!told)
			log_info("supervisor", "waiting for an earlier start's MariaDB to end",
				 "lock=%s", path);
		told = true;
		signals_wait(NULL, 0, MAKING_STEP_MS);
	}
	return fd;
}

static bool run_installer(const struct data_directory *d, const char *folder, const char *sql,
			  int making)
{
	struct service_command c = { .file = "/bin/rm" };
	struct child child = { .directory = AT_FDCWD };
	struct buffer output = { 0 };
	bool made;

	service_argument(&c, "rm");
	service_argument(&c, "-rf");
	service_argument(&c, "%s", folder);
	child.file = c.file;
	child.arguments = c.arguments;
	(void)child_run(&child, INSTALL_LIMIT_MS, &output);
	service_command_clear(&c);

	service_argument(&c, "mariadb-install-db");
	service_argument(&c, "--defaults-file=%s/mariadb.cnf", d->path);
	service_argument(&c, "--basedir=/usr");
	service_argument(&c, "--datadir=%s", folder);
	service_argument(&c, "--extra-file=%s", sql);
	service_argument(&c, "--auth-root-authentication-method=normal");
	service_argument(&c, "--skip-test-db");
	service_argument(&c, "--skip-name-resolve");
	child.file = MARIADB_INSTALLER;
	child.arguments = c.arguments;
	child.keep = &making;
	child.keep_count = 1;
	made = child_run(&child, INSTALL_LIMIT_MS, &output);
	service_command_clear(&c);
	buffer_clear(&output);
	return made;
}

static void command(const struct data_directory *d, struct service_command *c)
{
	c->file = MARIADB_PROGRAM;
	service_argument(c, "mariadbd");
	/* First, and alone: the machine's own settings do not leak in. */
	service_argument(c, "--defaults-file=%s/mariadb.cnf", d->path);
}

static bool upgrade(const struct data_directory *d, struct failure *failure)
{
	struct service_command c = { 0 };
	struct child child = { .directory = AT_FDCWD, .file = MARIADB_UPGRADER };
	struct buffer output = { 0 };
	bool done;

	if (data_directory_stamp(d, "mariadb") == installed_version())
		return true;
	log_info("supervisor", "upgrading MariaDB's own tables", "to=%d.%d",
		 installed_version() / 1000, installed_version() % 1000);
	service_argument(&c, "mariadb-upgrade");
	service_argument(&c, "--no-defaults");
	service_argument(&c, "--socket=%s/mariadb.sock", d->sockets);
	service_argument(&c, "--user=root");
	service_argument(&c, "--force");
	child.arguments = c.arguments;
	done = child_run(&child, UPGRADE_LIMIT_MS, &output);
	service_command_clear(&c);
	buffer_clear(&output);
	return done ? data_directory_set_stamp(d, installed_version(), failure)
		    : failure_set(failure, EX_SOFTWARE, "mariadb-upgrade failed in %s", d->path);
}

const struct service_kind embedded_mariadb = {
	.name = "mariadb",
	.socket = "mariadb.sock",
	.log = "mariadb.log",
	.probe = "",
	.start_limit_ms = 120000,
	.stop_limit_ms = 30000,
	.prepare = prepare,
	.command = command,
	.started = upgrade,
};
