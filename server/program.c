/* The program's own files: the binary, the built client and the migrations, in the build tree or
 * installed. */

#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

struct place {
	const char *key;
	const char *file;          /* that must be in it */
	const char *candidates[4]; /* relative to the program's directory, the first that has `file`
				      is taken */
	size_t offset;             /* of the text in struct config */
};

static const struct place places[PROGRAM_KEPT_MAX] = {
	{ "static_dir",
	  "index.html",
	  { "../../frontend/dist", "../share/confab/client", "client" },
	  offsetof(struct config, static_dir) },
	{ "migrations_dir",
	  ".",
	  { "../../migrations", "../share/confab/migrations", "migrations" },
	  offsetof(struct config, migrations_dir) },
	{ "helpers_dir",
	  "confab-picture",
	  { ".", "../libexec/confab" },
	  offsetof(struct config, helpers_dir) },
};

static struct {
	int directory;
	char name[NAME_MAX + 1];
	char path[PATH_MAX];
	int kept[PROGRAM_KEPT_MAX]; /* O_PATH descriptors of the places; -1: none */
} program = { .directory = -1, .kept = { -1, -1, -1 } };

static bool find_program(struct failure *failure);
static bool find_place(struct config *c, size_t which);
static const char *place_path(const struct config *c, size_t which);
static void set_place(struct config *c, size_t which, const char *path);

bool program_open(struct config *c, struct failure *failure)
{
	if (*program.path == '\0' && !find_program(failure))
		return false;
	for (size_t i = 0; i < PROGRAM_KEPT_MAX; i++) {
		if (*place_path(c, i) == '\0' && !find_place(c, i))
			continue;
		if (program.kept[i] >= 0)
			close(program.kept[i]);
		program.kept[i] = open(place_path(c, i), O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	return true;
}

static bool find_program(struct failure *failure)
{
	ssize_t size = readlink("/proc/self/exe", program.path, sizeof(program.path) - 1);
	char *slash;

	if (size <= 0)
		return failure_set(failure, EX_OSERR, "/proc/self/exe cannot be read: %s",
				   strerror(errno));
	program.path[size] = '\0';
	slash = strrchr(program.path, '/');
	snprintf(program.name, sizeof(program.name), "%s", slash + 1);
	*slash = '\0';
	/* It may be closed to us by now: then a supervisor has executed us, and we execute nothing.
	 */
	program.directory = open(program.path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return true;
}

static bool find_place(struct config *c, size_t which)
{
	char path[2 * PATH_MAX];
	char file[2 * PATH_MAX + 16];

	for (size_t i = 0; i < 4 && places[which].candidates[i]; i++) {
		snprintf(path, sizeof(path), "%s/%s", program.path, places[which].candidates[i]);
		snprintf(file, sizeof(file), "%s/%s", path, places[which].file);
		if (access(file, R_OK) == 0) {
			char canonical[PATH_MAX];

			set_place(c, which, realpath(path, canonical) ? canonical : path);
			return true;
		}
	}
	return false;
}

void program_reopen(struct config *c)
{
	for (size_t i = 0; i < PROGRAM_KEPT_MAX; i++) {
		char path[64];

		if (program.kept[i] < 0 || access(place_path(c, i), R_OK | X_OK) == 0)
			continue;
		snprintf(path, sizeof(path), "/proc/self/fd/%d", program.kept[i]);
		set_place(c, i, path);
	}
}

static const char *place_path(const struct config *c, size_t which)
{
	return *(const char *const *)((const char *)c + places[which].offset);
}

static void set_place(struct config *c, size_t which, const char *path)
{
	struct config_problem problem;

	(void)config_set(c, places[which].key, path, "the program's own place", &problem);
}

int program_directory(void)
{
	return program.directory;
}

const char *program_name(void)
{
	return program.name;
}

int program_kept(int descriptors[PROGRAM_KEPT_MAX])
{
	int count = 0;

	for (size_t i = 0; i < PROGRAM_KEPT_MAX; i++)
		if (program.kept[i] >= 0)
			descriptors[count++] = program.kept[i];
	return count;
}
