/* Enters the sandbox of confab-picture and then does what argv[1] says: for sandbox_test.c. Ends
 * with 0 if the deed was done, with 1 if it was refused by an error; most are answered by a signal.
 * Built without sanitizers, like confab-picture itself. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "picture/sandbox.h"

enum { PAGE = 4096, DESCRIPTOR = 7, MEGABYTE = 1 << 20 };

static bool nothing(void)
{
	return true;
}

static bool open_file(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool make_file(void)
{
	return open("/tmp/confab-probe", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool list_folder(void)
{
	return syscall(SYS_getdents64, 0, NULL, 0) == 0;
}

static bool make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool make_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool send_message(void)
{
	struct msghdr message = { 0 };
	return sendmsg(STDIN_FILENO, &message, 0) >= 0;
}

static bool start_process(void)
{
	return fork() >= 0;
}

static bool start_program(void)
{
	char *const arguments[] = { "/bin/true", NULL };
	return execv("/bin/true", arguments) == 0;
}

static bool kill_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool map_code(void)
{
	return mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
	       MAP_FAILED;
}

static bool map_file(void)
{
	return mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0) != MAP_FAILED;
}

static bool make_code(void)
{
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return mprotect(page, PAGE, PROT_READ | PROT_EXEC) == 0;
}

static bool read_other(void)
{
	char byte;
	return read(DESCRIPTOR, &byte, 1) >= 0;
}

static bool write_input(void)
{
	return write(STDIN_FILENO, "x", 1) >= 0;
}

static bool copy_descriptor(void)
{
	return dup(STDIN_FILENO) >= 0;
}

static bool control_terminal(void)
{
	int n;
	return ioctl(STDIN_FILENO, FIONREAD, &n) == 0;
}

static bool raise_limit(void)
{
	const struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	return setrlimit(RLIMIT_AS, &limit) == 0;
}

static bool leave_namespace(void)
{
	return unshare(CLONE_NEWUSER) == 0;
}

static bool load_program(void)
{
	return syscall(SYS_bpf, 0, NULL, 0) >= 0;
}

static bool make_ring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL) >= 0;
}

static bool call_prctl(void)
{
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

/* Memory of `size` bytes that is really used. */
static bool use_memory(size_t size)
{
	/* Given back by the process's end alone. */
	static char *bytes;
	bytes = malloc(size);
	if (bytes)
		memset(bytes, 1, size);
	return bytes != NULL;
}

static bool use_some_memory(void)
{
	return use_memory(100 * (size_t)MEGABYTE);
}

static bool use_much_memory(void)
{
	return use_memory(SANDBOX_MEMORY_BYTES);
}

static const struct {
	const char *name;
	bool (*deed)(void);
} deeds[] = {
	{ "nothing", nothing },
	{ "open a file", open_file },
	{ "make a file", make_file },
	{ "list a folder", list_folder },
	{ "make a socket", make_socket },
	{ "make a Unix socket", make_unix_socket },
	{ "send a message", send_message },
	{ "start a process", start_process },
	{ "start a program", start_program },
	{ "kill", kill_parent },
	{ "trace", trace },
	{ "map code", map_code },
	{ "map a file", map_file },
	{ "make code", make_code },
	{ "read another descriptor", read_other },
	{ "write the input", write_input },
	{ "copy a descriptor", copy_descriptor },
	{ "control a terminal", control_terminal },
	{ "raise a limit", raise_limit },
	{ "leave a namespace", leave_namespace },
	{ "load a program", load_program },
	{ "make a ring", make_ring },
	{ "change the process", call_prctl },
	{ "use 100 MB", use_some_memory },
	{ "use 256 MB", use_much_memory },
};

static int do_deed(const char *name)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].name, name) == 0)
			return deeds[i].deed() ? EXIT_SUCCESS : EXIT_FAILURE;
	return 3;
}

/* `probe files`: Landlock alone, without the system call filter before it. */
static int try_files(void)
{
	bool closed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && sandbox_close_files();
	if (!closed)
		return 3;
	return open_file() || errno != EACCES ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	if (strcmp(argv[1], "files") == 0)
		return try_files();
	if (!sandbox_enter())
		return 2;
	_exit(do_deed(argv[1]));
}
