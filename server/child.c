/* fork and exec with everything that must hold for a child of the supervisor: own session, death
 * with its parent, no blocked signals, only the descriptors it is meant to have. */

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "signals.h"

enum {
	WAIT_STEP_MS = 1000,
	OUTPUT_MAX = 65536,
};

static _Noreturn void become(const struct child *c, pid_t parent, int error_pipe);
static void place_descriptors(const struct child *c);
static bool read_output(int fd, struct buffer *output);

pid_t child_start(const struct child *c)
{
	int error_pipe[2];
	int failed = 0;
	pid_t parent = getpid();
	pid_t pid;

	if (pipe2(error_pipe, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0)
		become(c, parent, error_pipe[1]);
	close(error_pipe[1]);
	if (pid > 0 && read(error_pipe[0], &failed, sizeof(failed)) == (ssize_t)sizeof(failed)) {
		waitpid(pid, NULL, 0);
		errno = failed;
		pid = -1;
	}
	close(error_pipe[0]);
	return pid;
}

/* The user was set before the fork: a later setuid would clear the death signal. */
static _Noreturn void become(const struct child *c, pid_t parent, int error_pipe)
{
	int failed;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	signals_restore();
	place_descriptors(c);
	execveat(c->directory, c->file, c->arguments, c->environment ? c->environment : environ, 0);
	failed = errno;
	(void)!write(error_pipe, &failed, sizeof(failed));
	_exit(127);
}

static void place_descriptors(const struct child *c)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	dup2(nothing, STDIN_FILENO);
	if (c->output >= 0) {
		dup2(c->output, STDOUT_FILENO);
		dup2(c->output, STDERR_FILENO);
	}
	for (size_t i = 0; i < c->keep_count; i++)
		fcntl(c->keep[i], F_SETFD, 0);
}

bool child_wait(pid_t pid, int timeout_ms, int *status)
{
	int64_t end = clock_monotonic_ms() + timeout_ms;

	while (waitpid(pid, status, WNOHANG) == 0) {
		int64_t left = timeout_ms < 0 ? WAIT_STEP_MS : end - clock_monotonic_ms();

		if (left <= 0 || signals()->stop)
			return false;
		signals_wait(NULL, 0, (int)(left < WAIT_STEP_MS ? left : WAIT_STEP_MS));
	}
	return true;
}

void child_stop(pid_t pid, int limit_ms)
{
	int64_t end = clock_monotonic_ms() + limit_ms;
	bool killed = false;

	kill(pid, SIGTERM);
	while (waitpid(pid, NULL, WNOHANG) == 0) {
		int64_t left = end - clock_monotonic_ms();

		if (!killed && (left <= 0 || signals()->hurry)) {
			kill(pid, SIGKILL);
			killed = true;
		}
		signals_wait(NULL, 0, killed || left > WAIT_STEP_MS ? WAIT_STEP_MS : (int)left);
	}
}

bool child_run(struct child *c, int timeout_ms, struct buffer *output)
{
	int64_t end = clock_monotonic_ms() + timeout_ms;
	int pipes[2];
	int status = -1;
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	c->output = pipes[1];
	pid = child_start(c);
	close(pipes[1]);
	while (pid > 0 && !signals()->stop && clock_monotonic_ms() < end &&
	       read_output(pipes[0], output))
		;
	close(pipes[0]);
	if (pid < 0)
		return false;
	errno = 0;
	if (!child_wait(pid, (int)(end - clock_monotonic_ms()), &status)) {
		/* With everything that it started: its session is its process group as well. */
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		return false;
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* False at its end. */
static bool read_output(int fd, struct buffer *output)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	char bytes[4096];
	ssize_t size;

	signals_wait(&ready, 1, WAIT_STEP_MS);
	size = read(fd, bytes, sizeof(bytes));
	if (size > 0 && output->size < OUTPUT_MAX)
		buffer_append(output, bytes, (size_t)size);
	return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}
