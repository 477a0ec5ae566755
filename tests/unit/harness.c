/* Runs the registered tests one after another. A failed check leaves its test by longjmp; what the
 * test had open then stays open, which does no harm as the run has failed anyway. */
#include "unit/harness.h"

#include <ftw.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
	struct harness_test *first;
	struct harness_test **last;
	jmp_buf out;
	pid_t child;
	char directory[64];
} harness;

void harness_register(struct harness_test *test)
{
	if (!harness.last)
		harness.last = &harness.first;
	*harness.last = test;
	harness.last = &test->next;
}

_Noreturn static void leave(void)
{
	fflush(stdout);
	longjmp(harness.out, 1);
}

void harness_check(bool passed, const char *what, const char *file, int line)
{
	if (passed)
		return;
	printf("\t%s:%d: not true: %s\n", file, line, what);
	leave();
}

void harness_check_int(int64_t actual, int64_t expected, const char *what, const char *file,
		       int line)
{
	if (actual == expected)
		return;
	printf("\t%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", file, line, what, actual, expected);
	leave();
}

void harness_check_text(const char *actual, const char *expected, const char *what,
			const char *file, int line)
{
	if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
		return;
	printf("\t%s:%d: %s is \"%s\",\n\tnot \"%s\"\n", file, line, what,
	       actual ? actual : "(NULL)", expected ? expected : "(NULL)");
	leave();
}

void harness_check_slice(struct slice actual, struct slice expected, const char *what,
			 const char *file, int line)
{
	if (slice_equal(actual, expected))
		return;
	printf("\t%s:%d: %s is \"%.*s\",\n\tnot \"%.*s\"\n", file, line, what, (int)actual.size,
	       actual.data ? actual.data : "", (int)expected.size,
	       expected.data ? expected.data : "");
	leave();
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
	nftw(harness.directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *harness_directory(void)
{
	if (harness.directory[0])
		return harness.directory;
	snprintf(harness.directory, sizeof(harness.directory), "/tmp/confab-unit-XXXXXX");
	if (!mkdtemp(harness.directory)) {
		perror(harness.directory);
		exit(1);
	}
	atexit(remove_directory);
	return harness.directory;
}

bool harness_child(void)
{
	fflush(NULL);
	harness.child = fork();
	if (harness.child != 0)
		return false;
	/* The line that goes before an abort is expected, and not for the tests' output. */
	if (!freopen("/dev/null", "w", stderr))
		_exit(1);
	return true;
}

void harness_child_survived(void)
{
	_exit(0);
}

bool harness_child_aborted(void)
{
	int status = 0;
	if (harness.child < 0 || waitpid(harness.child, &status, 0) != harness.child)
		return false;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static bool run(struct harness_test *test)
{
	if (setjmp(harness.out) != 0)
		return false;
	test->run();
	return true;
}

int main(int count, char **arguments)
{
	const char *filter = count > 1 ? arguments[1] : "";
	int passed = 0;
	int failed = 0;
	for (struct harness_test *test = harness.first; test; test = test->next) {
		if (!strstr(test->name, filter))
			continue;
		bool good = run(test);
		printf("%s %s\n", good ? "ok" : "FAIL", test->name);
		fflush(stdout);
		passed += good;
		failed += !good;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0;
}
