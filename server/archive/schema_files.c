/* Reads migrations/. Names that are not NNNN_what.sql are none of its business (schema.sql is there
 * as well). */
#include "archive/schema_files.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum { FILES_MAX = 9999, FILE_BYTES_MAX = 4 * 1024 * 1024 };

static bool fail(struct migrate_problem *problem, const char *what, const char *name,
		 const char *why)
{
	snprintf(problem->text, sizeof(problem->text), "%s %.300s: %s", what, name, why);
	return false;
}

/* The version of `NNNN_what.sql`, 0 for any other name. */
static int version_of(const char *name)
{
	int64_t version;
	size_t size = strlen(name);
	if (size < 10 || size >= sizeof(((struct schema_file *)0)->name) || name[4] != '_' ||
	    strcmp(name + size - 4, ".sql") != 0 ||
	    !text_to_int((struct slice){ name, 4 }, 1, FILES_MAX, &version))
		return 0;
	return (int)version;
}

static void sum(struct schema_file *f)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < f->text.size; i++)
		hash = (hash ^ (unsigned char)f->text.data[i]) * 1099511628211u;
	snprintf(f->checksum, sizeof(f->checksum), "%016llx", (unsigned long long)hash);
}

static bool read_file(const char *directory, struct schema_file *f, struct migrate_problem *problem)
{
	char path[PATH_MAX];
	size_t size;
	snprintf(path, sizeof(path), "%s/%s", directory, f->name);
	FILE *file = fopen(path, "rbe");
	if (!file)
		return fail(problem, "cannot read", path, strerror(errno));
	while ((size = fread(buffer_reserve(&f->text, 65536), 1, 65536, file)) > 0 &&
	       f->text.size < FILE_BYTES_MAX)
		f->text.size += size;
	bool complete = feof(file) && !ferror(file);
	fclose(file);
	if (!complete)
		return fail(problem, "cannot read", path, "too large or unreadable");
	sum(f);
	return true;
}

static struct schema_file *add_file(struct schema_files *f, int version, const char *name)
{
	f->files = memory_grow(f->files, (f->count + 1) * sizeof(*f->files));
	struct schema_file *file = &f->files[f->count++];
	*file = (struct schema_file){ .version = version };
	snprintf(file->name, sizeof(file->name), "%s", name);
	return file;
}

static bool read_directory(const char *directory, DIR *dir, struct schema_files *out,
			   struct migrate_problem *problem)
{
	const struct dirent *entry;
	while ((entry = readdir(dir))) {
		int version = version_of(entry->d_name);
		if (version > 0 &&
		    !read_file(directory, add_file(out, version, entry->d_name), problem))
			return false;
	}
	return true;
}

static int compare_files(const void *a, const void *b)
{
	return ((const struct schema_file *)a)->version - ((const struct schema_file *)b)->version;
}

static bool check_dense(const char *directory, struct schema_files *f,
			struct migrate_problem *problem)
{
	if (f->count == 0)
		return fail(problem, "no migrations in", directory, "is migrations_dir right?");
	qsort(f->files, f->count, sizeof(*f->files), compare_files);
	for (size_t i = 0; i < f->count; i++)
		if (f->files[i].version != (int)i + 1)
			return fail(problem, "migration", f->files[i].name,
				    "a version before it is missing, or there twice");
	return true;
}

bool schema_files_read(const char *directory, struct schema_files *out,
		       struct migrate_problem *problem)
{
	*out = (struct schema_files){ NULL, 0 };
	DIR *dir = opendir(directory);
	if (!dir)
		return fail(problem, "cannot read", directory, strerror(errno));
	bool good = read_directory(directory, dir, out, problem);
	closedir(dir);
	good = good && check_dense(directory, out, problem);
	if (!good)
		schema_files_clear(out);
	return good;
}

void schema_files_clear(struct schema_files *f)
{
	for (size_t i = 0; i < f->count; i++)
		buffer_clear(&f->files[i].text);
	memory_free(f->files);
	*f = (struct schema_files){ NULL, 0 };
}

bool schema_directory(const char *configured, char *out, size_t capacity,
		      struct migrate_problem *problem)
{
	static const char *const places[] = { "migrations", "../migrations",
					      "../share/confab/migrations" };
	char program[PATH_MAX];
	if (configured[0]) {
		snprintf(out, capacity, "%s", configured);
		return true;
	}
	ssize_t size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	program[size > 0 ? size : 0] = '\0';
	char *slash = strrchr(program, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; slash && i < sizeof(places) / sizeof(places[0]); i++) {
		int written = snprintf(out, capacity, "%s/%s", program, places[i]);
		if (written > 0 && (size_t)written < capacity && access(out, R_OK | X_OK) == 0)
			return true;
	}
	return fail(problem, "no migrations beside", program, "set migrations_dir");
}
