/* What a process may still do behind the sandbox: tests/unit/picture/probe does it, and is killed
 * by the kernel for nearly all of it. */
#include "picture/sandbox.h"

#include <linux/landlock.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/harness.h"

/* The wait status of the probe. */
static int probe(const char *deed)
{
	int status = -1;
	pid_t pid = fork();
	if (pid == 0) {
		char *const arguments[] = { "probe", (char *)(intptr_t)deed, NULL };
		char *const environment[] = { NULL };
		execve(BINARY_DIR "/unit/picture_probe", arguments, environment);
		_exit(127);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	return status;
}

TEST(what_decoding_needs_is_left)
{
	CHECK_INT(probe("nothing"), 0);
	CHECK_INT(probe("use 100 MB"), 0);
}

TEST(everything_else_is_answered_by_death)
{
	static const char *const deeds[] = {
		"open a file",
		"make a file",
		"list a folder",
		"make a socket",
		"make a Unix socket",
		"send a message",
		"start a process",
		"start a program",
		"kill",
		"trace",
		"map code",
		"map a file",
		"make code",
		"read another descriptor",
		"write the input",
		"copy a descriptor",
		"control a terminal",
		"raise a limit",
		"leave a namespace",
		"load a program",
		"make a ring",
		"change the process",
	};
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		int status = probe(deeds[i]);
		CHECK(WIFSIGNALED(status));
		CHECK_TEXT(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS ? "killed" : deeds[i],
			   "killed");
	}
}

TEST(memory_is_bounded)
{
	int status = probe("use 256 MB");
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

/* Where the kernel has it; the filter of system calls would hide it otherwise. */
TEST(landlock_alone_closes_the_files)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	int status = probe("files");
	CHECK(WIFEXITED(status));
	CHECK_INT(WEXITSTATUS(status), version >= 1 ? 1 : 0);
}
