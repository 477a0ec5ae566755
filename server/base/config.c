/* Where options come from: a file of `key = value` lines, and CONFAB_… variables. Reading a file
 * blocks, which is fine: it happens before any worker is forked. */
#include "base/config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config_option.h"
#include "base/memory.h"
#include "base/text.h"

enum {
	FILE_BYTES_MAX = 262144,
	KEY_MAX = 64,
};

/* Counts the rows of config.def. */
enum option_number {
#define CONFIG_TEXT(field, fallback, maximum, help) OPTION_##field,
#define CONFIG_INT(field, fallback, minimum, maximum, unit, help) OPTION_##field,
#define CONFIG_BOOL(field, fallback, help) OPTION_##field,
#define CONFIG_CHOICE(field, fallback, group, help) OPTION_##field,
#include "base/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
#undef CONFIG_CHOICE
	OPTION_COUNT
};

/* Variables that belong to the program's own processes and scripts and are no options. */
static const char *const internal_prefixes[] = {
	"CONFAB_INTERNAL_",  /* what the supervisor hands to a worker: descriptors, its number */
	"CONFAB_BUILD_DIR=", /* of the build and test scripts */
	"CONFAB_CONFIG=",    /* path of the configuration file */
};

/* One pass over a file. */
struct reading {
	struct config *config;
	const char *path;
	struct config_problem *problem;
	int line;
	bool seen[OPTION_COUNT];
};

static bool complain(struct config_problem *problem, const char *source, const char *reason)
{
	snprintf(problem->text, sizeof(problem->text), "%.300s: %.160s", source, reason);
	return false;
}

static bool complain_line(const struct reading *r, const char *reason)
{
	char source[320];
	snprintf(source, sizeof(source), "%.300s:%d", r->path, r->line);
	return complain(r->problem, source, reason);
}

/* ---- file ---- */

/* Reads what `fd` gives until its end. False with errno: EFBIG when it is more than FILE_BYTES_MAX.
 */
static bool read_all(int fd, struct buffer *content)
{
	for (;;) {
		if (content->size > FILE_BYTES_MAX) {
			errno = EFBIG;
			return false;
		}
		ssize_t got = read(fd, buffer_reserve(content, 4096), 4096);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		content->size += (size_t)got;
	}
}

static bool load(const char *path, struct buffer *content)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	bool done = read_all(fd, content);
	int why = errno;
	close(fd);
	errno = why;
	return done;
}

/* A quoted value with its escapes (\" and \\) resolved into `out`; returns what follows the closing
 * quote, or NULL. */
static const char *unquote(const char *at, char *out)
{
	for (at++; *at && *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		*out++ = *at;
	}
	*out = '\0';
	return *at == '"' ? at + 1 : NULL;
}

/* Ends an unquoted value before white space that is followed by '#'. */
static void cut_comment(char *value)
{
	for (char *at = value; *at; at++) {
		bool after_space = at == value || at[-1] == ' ' || at[-1] == '\t';
		if (*at == '#' && after_space) {
			*at = '\0';
			return;
		}
	}
}

static void trim_end(char *text)
{
	size_t size = strlen(text);
	while (size > 0 &&
	       (text[size - 1] == ' ' || text[size - 1] == '\t' || text[size - 1] == '\r'))
		text[--size] = '\0';
}

/* Reads the value at `value` in place; NULL if what stands there is no value. */
static char *read_value(char *value)
{
	if (*value != '"') {
		cut_comment(value);
		trim_end(value);
		return value;
	}
	const char *rest = unquote(value, value);
	if (!rest)
		return NULL;
	rest += strspn(rest, " \t\r");
	return *rest == '\0' || *rest == '#' ? value : NULL;
}

static bool set_from_line(struct reading *r, const char *key, const char *value)
{
	size_t number;
	if (config_option_find(key, &number)) {
		if (r->seen[number])
			return complain_line(r, "this option was set before in the same file");
		r->seen[number] = true;
	}
	char source[320];
	snprintf(source, sizeof(source), "%.300s:%d", r->path, r->line);
	return config_set(r->config, key, value, source, r->problem);
}

static bool read_line(struct reading *r, char *line)
{
	line += strspn(line, " \t\r");
	if (*line == '\0' || *line == '#')
		return true;
	char *equals = strchr(line, '=');
	if (!equals)
		return complain_line(r, "a line is `key = value`");
	*equals = '\0';
	trim_end(line);
	char *value = equals + 1;
	value += strspn(value, " \t");
	value = read_value(value);
	if (!value)
		return complain_line(r, "a quoted value ends with its second \"");
	return set_from_line(r, line, value);
}

static bool read_lines(struct reading *r, struct buffer *content)
{
	if (memchr(content->data, '\0', content->size))
		return complain(r->problem, r->path, "this is not a text file");
	buffer_append_byte(content, '\0');
	for (char *line = content->data; line;) {
		char *end = strchr(line, '\n');
		if (end)
			*end = '\0';
		r->line++;
		if (!read_line(r, line))
			return false;
		line = end ? end + 1 : NULL;
	}
	return true;
}

bool config_read_file(struct config *c, const char *path, struct config_problem *problem)
{
	struct buffer content = { 0 };
	struct reading r = { .config = c, .path = path, .problem = problem };
	bool good = load(path, &content) ? read_lines(&r, &content)
					 : complain(problem, path, strerror(errno));
	buffer_clear(&content);
	return good;
}

/* ---- environment ---- */

static bool is_internal(const char *variable)
{
	for (size_t i = 0; i < sizeof(internal_prefixes) / sizeof(internal_prefixes[0]); i++) {
		if (strncmp(variable, internal_prefixes[i], strlen(internal_prefixes[i])) == 0)
			return true;
	}
	return false;
}

/* CONFAB_DATA_DIR=… → data_dir. False if it cannot be a key. */
static bool key_of_variable(const char *variable, const char *equals, char key[KEY_MAX])
{
	const char *name = variable + strlen("CONFAB_");
	size_t size = (size_t)(equals - name);
	if (size == 0 || size >= KEY_MAX)
		return false;
	for (size_t i = 0; i < size; i++) {
		if (!isupper((unsigned char)name[i]) && name[i] != '_')
			return false;
		key[i] = (char)tolower((unsigned char)name[i]);
	}
	key[size] = '\0';
	return true;
}

static bool read_variable(struct config *c, const char *variable, struct config_problem *problem)
{
	const char *equals = strchr(variable, '=');
	if (strncmp(variable, "CONFAB_", strlen("CONFAB_")) != 0 || is_internal(variable) ||
	    !equals)
		return true;
	char source[KEY_MAX + 16];
	char key[KEY_MAX];
	snprintf(source, sizeof(source), "%.*s", (int)(equals - variable), variable);
	if (!key_of_variable(variable, equals, key))
		return complain(problem, source, "there is no option of this name");
	return config_set(c, key, equals + 1, source, problem);
}

bool config_read_environment(struct config *c, char *const *environment,
			     struct config_problem *problem)
{
	for (; environment && *environment; environment++) {
		if (!read_variable(c, *environment, problem))
			return false;
	}
	return true;
}
