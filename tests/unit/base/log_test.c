#include "base/log.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/harness.h"

static int kept;
static char line[8192];

/* Standard error goes to a file between capture and captured. */
static void capture(void)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/stderr", harness_directory());
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	kept = dup(STDERR_FILENO);
	dup2(file, STDERR_FILENO);
	close(file);
}

/* What was written; it is one line (or none), given without its time. */
static const char *captured(void)
{
	ssize_t size = pread(STDERR_FILENO, line, sizeof(line) - 1, 0);
	dup2(kept, STDERR_FILENO);
	close(kept);
	line[size > 0 ? size : 0] = '\0';
	char *time_end = line[0] != '<' ? strchr(line, ' ') : NULL;
	return time_end ? time_end + 1 : line;
}

TEST(log_line_has_time_level_area_and_pairs)
{
	log_open(LOG_INFO, "worker 1");
	capture();
	log_warn("archive", "connection lost", "attempt=%d port=%" PRId64, 3, (int64_t)3306);
	const char *text = captured();
	CHECK_TEXT(text, "warn archive connection lost attempt=3 port=3306 process=\"worker 1\"\n");
	CHECK_INT(text - line, 25);
	CHECK_INT(line[10], 'T');
	CHECK_INT(line[23], 'Z');
}

TEST(log_line_without_pairs)
{
	log_open(LOG_INFO, "");
	capture();
	log_error("net", "no memory", "");
	CHECK_TEXT(captured(), "error net no memory\n");
}

TEST(log_drops_what_is_above_its_level)
{
	log_open(LOG_WARN, "");
	capture();
	log_info("net", "quiet", "");
	CHECK_TEXT(captured(), "");
	log_open(LOG_DEBUG, "");
	capture();
	log_debug("net", "loud", "");
	CHECK_TEXT(captured(), "debug net loud\n");
}

TEST(log_values_are_quoted_when_they_need_it)
{
	log_open(LOG_INFO, "");
	capture();
	log_info("x", "y", "a=%s b=%s c=%s d=%s", "", "two words", "\"\\", "k=v");
	CHECK_TEXT(captured(), "info x y a=\"\" b=\"two words\" c=\"\\\"\\\\\" d=\"k=v\"\n");
}

TEST(log_values_cannot_make_lines_or_pairs)
{
	log_open(LOG_INFO, "");
	capture();
	log_info("x", "y", "a=%s b=%s", "1\n<2>error forged", "2");
	CHECK_TEXT(captured(), "info x y a=\"1\\x0a<2>error forged\" b=2\n");
	capture();
	log_info("x", "y", "a=%s b=%s",
		 "1\x1f"
		 "admin=true",
		 "2");
	CHECK_TEXT(captured(), "info x y values=\"a=1\\x1fadmin=true\\x1fb=2\"\n");
}

TEST(log_long_values_are_cut)
{
	static char value[10000];
	memset(value, 'v', sizeof(value) - 1);
	log_open(LOG_INFO, "");
	capture();
	log_info("x", "y", "a=%s", value);
	size_t size = strlen(captured());
	CHECK(size > 4000 && size < 4200);
}

TEST(log_to_the_journal_has_a_priority)
{
	capture();
	struct stat status;
	fstat(STDERR_FILENO, &status);
	char own[64];
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
	setenv("JOURNAL_STREAM", own, 1);
	log_open(LOG_INFO, "");
	log_warn("x", "y", "");
	unsetenv("JOURNAL_STREAM");
	captured();
	CHECK_TEXT(line, "<4>warn x y\n");
	log_open(LOG_INFO, "");
}
