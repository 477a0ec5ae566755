#include "database.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mariadb/mysql.h>

static struct {
	char directory[64];
	char data[128];
	char temporary[128];
	char socket[128];
	pid_t pid;
} database;

static pid_t spawn(char *const arguments[])
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	char log[96];
	snprintf(log, sizeof(log), "%s/log", database.directory);
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(fd, 1);
	dup2(fd, 2);
	execvp(arguments[0], arguments);
	_exit(127);
}

static void fail(const char *what)
{
	fprintf(stderr, "%s, see %s/log\n", what, database.directory);
	exit(1);
}

static void wait_until_ready(void)
{
	for (int i = 0; i < 500; i++) {
		MYSQL *m = mysql_init(NULL);
		bool ready = mysql_real_connect(m, NULL, "root", "", NULL, 0, database.socket + 9,
						0) != NULL;
		mysql_close(m);
		if (ready)
			return;
		usleep(20000);
	}
	fail("mariadbd does not answer");
}

const char *database_start(void)
{
	const char *temporary = getenv("TMPDIR");
	int status;
	snprintf(database.directory, sizeof(database.directory), "%.40s/benchXXXXXX",
		 temporary ? temporary : "/var/tmp");
	if (!mkdtemp(database.directory))
		fail("no temporary directory");
	snprintf(database.data, sizeof(database.data), "--datadir=%s/data", database.directory);
	snprintf(database.temporary, sizeof(database.temporary), "--tmpdir=%s", database.directory);
	snprintf(database.socket, sizeof(database.socket), "--socket=%s/s", database.directory);
	char *user = geteuid() == 0 ? "--user=root" : "--console";
	char *install[] = { "mariadb-install-db",
			    "--no-defaults",
			    database.data,
			    database.temporary,
			    "--auth-root-authentication-method=normal",
			    "--skip-test-db",
			    geteuid() == 0 ? user : NULL,
			    NULL };
	char *run[] = { "mariadbd",
			"--no-defaults",
			user,
			database.data,
			database.temporary,
			database.socket,
			"--skip-networking",
			"--innodb-buffer-pool-size=128M",
			"--innodb-flush-log-at-trx-commit=1",
			"--skip-log-bin",
			NULL };
	if (waitpid(spawn(install), &status, 0) < 0 || status != 0)
		fail("mariadb-install-db failed");
	database.pid = spawn(run);
	atexit(database_stop);
	wait_until_ready();
	return database.socket + 9;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

void database_stop(void)
{
	if (database.pid <= 0)
		return;
	kill(database.pid, SIGKILL);
	waitpid(database.pid, NULL, 0);
	database.pid = 0;
	if (nftw(database.directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
		fprintf(stderr, "could not remove %s\n", database.directory);
}
