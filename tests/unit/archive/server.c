/* Starting, stopping and asking the private mariadbd. */
#include "unit/archive/server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mariadb/mysql.h>

#include "archive/migrate.h"
#include "base/memory.h"

static struct {
	char directory[64];
	char data[96];
	char temporary[96]; /* its own: names of temporary tables are made of thread numbers */
	char socket[96];
	char log[96];
	char url[512];
	pid_t pid;
} server;

static void show_log(void)
{
	FILE *log = fopen(server.log, "r");
	for (int c = log ? fgetc(log) : EOF; c != EOF; c = fgetc(log))
		fputc(c, stderr);
	if (log)
		fclose(log);
}

static _Noreturn void give_up(const char *what, const char *why)
{
	show_log();
	fprintf(stderr, "test server: %s: %s\n", what, why);
	exit(2);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

static void remove_directory(void)
{
	if (nftw(server.directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
		fprintf(stderr, "could not remove %s\n", server.directory);
}

static pid_t spawn(char *const arguments[])
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	int log = open(server.log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(log, 1);
	dup2(log, 2);
	execvp(arguments[0], arguments);
	_exit(127);
}

static const char *user_option(void)
{
	return geteuid() == 0 ? "--user=root" : "--console";
}

static void install(void)
{
	char data[128];
	int status;
	snprintf(data, sizeof(data), "--datadir=%s", server.data);
	char *arguments[] = {
		"mariadb-install-db",
		"--no-defaults",
		data,
		"--auth-root-authentication-method=normal",
		"--skip-test-db",
		"--skip-name-resolve",
		server.temporary,
		geteuid() == 0 ? "--user=root" : NULL,
		NULL,
	};
	pid_t pid = spawn(arguments);
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		give_up("mariadb-install-db failed", server.log);
}

static void launch(void)
{
	char data[128];
	char socket[128];
	snprintf(data, sizeof(data), "--datadir=%s", server.data);
	snprintf(socket, sizeof(socket), "--socket=%s", server.socket);
	char *arguments[] = {
		"mariadbd",
		"--no-defaults",
		(char *)user_option(),
		data,
		socket,
		server.temporary,
		"--skip-networking",
		"--skip-name-resolve",
		"--innodb-buffer-pool-size=32M",
		"--innodb-log-file-size=16M",
		"--performance-schema=off",
		"--innodb-fast-shutdown=2",
		"--skip-log-bin",
		"--max-connections=50",
		NULL,
	};
	server.pid = spawn(arguments);
}

static MYSQL *connect_to(const char *database)
{
	MYSQL *m = mysql_init(NULL);
	if (mysql_real_connect(m, NULL, "root", "", database, 0, server.socket,
			       CLIENT_MULTI_STATEMENTS))
		return m;
	mysql_close(m);
	return NULL;
}

static void wait_until_ready(void)
{
	int status;
	for (int i = 0; i < 1500; i++) {
		MYSQL *m = connect_to(NULL);
		if (m) {
			mysql_close(m);
			return;
		}
		if (waitpid(server.pid, &status, WNOHANG) == server.pid)
			give_up("mariadbd ended", server.log);
		usleep(20000);
	}
	give_up("mariadbd does not answer", server.log);
}

static void stop_at_exit(void)
{
	server_kill();
	remove_directory();
}

static void create(void)
{
	const char *temporary = getenv("TMPDIR");
	snprintf(server.directory, sizeof(server.directory), "%.40s/archiveXXXXXX",
		 temporary ? temporary : "/tmp");
	if (!mkdtemp(server.directory))
		give_up(server.directory, strerror(errno));
	snprintf(server.data, sizeof(server.data), "%s/data", server.directory);
	snprintf(server.temporary, sizeof(server.temporary), "--tmpdir=%s", server.directory);
	snprintf(server.socket, sizeof(server.socket), "%s/s", server.directory);
	snprintf(server.log, sizeof(server.log), "%s/log", server.directory);
	atexit(stop_at_exit);
	install();
}

void server_start(void)
{
	/* A test that failed may have left it suspended. */
	if (server.pid > 0) {
		kill(server.pid, SIGCONT);
		return;
	}
	if (!server.directory[0])
		create();
	launch();
	wait_until_ready();
}

void server_kill(void)
{
	if (server.pid <= 0)
		return;
	kill(server.pid, SIGKILL);
	waitpid(server.pid, NULL, 0);
	server.pid = 0;
}

void server_suspend(void)
{
	/* Each of its threads has stopped when this returns. */
	kill(server.pid, SIGSTOP);
	waitpid(server.pid, NULL, WUNTRACED);
}

void server_resume(void)
{
	kill(server.pid, SIGCONT);
}

const char *server_socket(void)
{
	return server.socket;
}

const char *server_url(const char *database, const char *options)
{
	snprintf(server.url, sizeof(server.url), "mysql://root@localhost/%s?socket=%s%s", database,
		 server.socket, options);
	return server.url;
}

void server_sql(const char *database, const char *sql)
{
	MYSQL *m = connect_to(database);
	if (!m)
		give_up("cannot connect", database ? database : "");
	int status = mysql_query(m, sql);
	while (status == 0) {
		mysql_free_result(mysql_store_result(m));
		status = mysql_next_result(m);
	}
	if (status > 0)
		give_up(sql, mysql_error(m));
	mysql_close(m);
}

int64_t server_number(const char *database, const char *sql)
{
	MYSQL *m = connect_to(database);
	if (!m || mysql_query(m, sql) != 0)
		give_up(sql, m ? mysql_error(m) : "cannot connect");
	MYSQL_RES *result = mysql_store_result(m);
	MYSQL_ROW row = mysql_fetch_row(result);
	int64_t number = row && row[0] ? strtoll(row[0], NULL, 10) : 0;
	mysql_free_result(result);
	mysql_close(m);
	return number;
}

void server_database(const char *database, const char *options, struct config *config)
{
	char sql[128];
	int applied;
	struct migrate_problem problem;
	struct config_problem wrong;
	server_start();
	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s", database);
	server_sql(NULL, sql);
	config_init(config);
	if (!config_set(config, "mysql_url", server_url(database, options), "test", &wrong) ||
	    !config_set(config, "migrations_dir", SOURCE_DIR "/migrations", "test", &wrong))
		give_up("config_set", wrong.text);
	if (!migrate_run(config, &applied, &problem))
		give_up("migrate_run", problem.text);
}
