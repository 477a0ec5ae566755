/* One line a call, written to standard error with one write(), so that lines of several processes
 * do not mix. Invariants: no value can pass for another pair or another line, whatever is in it;
 * log_open precedes threads, and log_write only reads `settings`, so any thread may call it. */
#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/check.h"

enum { FORMAT_MAX = 512, VALUES_MAX = 4096, SEPARATOR = 0x1f };

static struct {
	int level;
	bool journal;
	char process[32];
} settings = { .level = LOG_INFO };

/* systemd names the device and inode of the stream that it connected in JOURNAL_STREAM. */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat status;
	if (!stream || fstat(STDERR_FILENO, &status) != 0)
		return false;
	char own[64];
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
	return strcmp(stream, own) == 0;
}

void log_open(int level, const char *process)
{
	settings.level = level;
	settings.journal = stderr_is_journal();
	snprintf(settings.process, sizeof(settings.process), "%s", process);
}

static void append_time(struct buffer *line)
{
	struct timespec now;
	struct tm parts;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &parts);
	char text[32];
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
	buffer_format(line, "%s.%03ldZ ", text, now.tv_nsec / 1000000);
}

static void append_head(struct buffer *line, int level, const char *area, const char *message)
{
	if (settings.journal)
		buffer_format(line, "<%d>", level);
	else
		append_time(line);
	const char *word = state_word("LOG", level);
	buffer_format(line, "%s %s %s", word ? word : "error", area, message);
}

/* C0, DEL and what would end or mimic a quoted value. Bytes of UTF-8 pass. */
static bool needs_escape(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f || c == '"' || c == '\\';
}

static bool needs_quotes(struct slice value)
{
	for (size_t i = 0; i < value.size; i++) {
		if (needs_escape(value.data[i]) || value.data[i] == ' ' || value.data[i] == '=')
			return true;
	}
	return value.size == 0;
}

static void append_value(struct buffer *line, struct slice value)
{
	if (!needs_quotes(value)) {
		buffer_append_slice(line, value);
		return;
	}
	buffer_append_byte(line, '"');
	for (size_t i = 0; i < value.size; i++) {
		char c = value.data[i];
		if (!needs_escape(c))
			buffer_append_byte(line, c);
		else if (c == '"' || c == '\\')
			buffer_format(line, "\\%c", c);
		else
			buffer_format(line, "\\x%02x", (unsigned char)c);
	}
	buffer_append_byte(line, '"');
}

/* `pair` is `key=value`: the key comes from our own format and stays as it is. */
static void append_pair(struct buffer *line, struct slice pair)
{
	const char *equals = pair.size > 0 ? memchr(pair.data, '=', pair.size) : NULL;
	size_t key_size = equals ? (size_t)(equals - pair.data) + 1 : 0;
	buffer_append_byte(line, ' ');
	buffer_append(line, pair.data, key_size);
	append_value(line, (struct slice){ pair.data + key_size, pair.size - key_size });
}

static size_t count_byte(const char *bytes, size_t size, char byte)
{
	size_t count = 0;
	for (size_t i = 0; i < size; i++)
		count += bytes[i] == byte;
	return count;
}

/* The pairs are formatted with SEPARATOR in place of the format's spaces, and parted there. If
 * there are more of them than spaces, a value brought one along: then all becomes one quoted value,
 * so that nothing passes for a pair. */
static void append_pairs(struct buffer *line, const char *format, va_list values)
{
	char parted[FORMAT_MAX];
	size_t size = strlen(format);
	ASSERT(size < sizeof(parted));
	memcpy(parted, format, size + 1);
	for (size_t i = 0; i < size; i++)
		parted[i] = parted[i] == ' ' ? SEPARATOR : parted[i];

	char text[VALUES_MAX];
	int length = vsnprintf(text, sizeof(text), parted, values);
	ASSERT(length >= 0);
	size_t left = (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1;
	if (count_byte(text, left, SEPARATOR) > count_byte(parted, size, SEPARATOR)) {
		buffer_append_text(line, " values=");
		append_value(line, (struct slice){ text, left });
		return;
	}
	for (char *at = text; at;) {
		char *end = strchr(at, SEPARATOR);
		append_pair(line, (struct slice){ at, end ? (size_t)(end - at) : strlen(at) });
		at = end ? end + 1 : NULL;
	}
}

static void write_all(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(STDERR_FILENO, bytes, size);
		if (written < 0 && errno == EINTR)
			continue;
		/* A log that cannot be written has nobody to be told. */
		if (written <= 0)
			return;
		bytes += written;
		size -= (size_t)written;
	}
}

void log_write(int level, const char *area, const char *message, const char *format, ...)
{
	if (level > settings.level)
		return;
	struct buffer line = { 0 };
	append_head(&line, level, area, message);
	if (format[0]) {
		va_list values;
		va_start(values, format);
		append_pairs(&line, format, values);
		va_end(values);
	}
	if (settings.process[0]) {
		buffer_append_text(&line, " process=");
		append_value(&line, slice_of(settings.process));
	}
	buffer_append_byte(&line, '\n');
	write_all(line.data, line.size);
	buffer_clear(&line);
}
