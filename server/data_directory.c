/* The data directory: who may use it, who uses it now, and which version of its layout it has. */

#include "data_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "signals.h"

enum {
	LAYOUT = 1, /* raise it when what lies in the directory changes, and add the step to
		       data_directory_take */
	LOCK_WAIT_MS = 2000,
	LOCK_STEP_MS = 50,
	SOCKET_FOLDER_MAX = 84, /* bytes: with "/mariadb.sock" below 100; Redis refuses 108 */
	FREE_BYTES_MIN = 256 * 1024 * 1024, /* for a new one; a tenth of it for one that exists */
};

static bool make_parents(char *path);
static bool take_lock(struct data_directory *d, struct failure *failure);
static bool check_layout(const struct data_directory *d, struct failure *failure);
static bool check_space(const struct data_directory *d, struct failure *failure);
static bool make_sockets(struct data_directory *d, struct failure *failure);
static bool sockets_left_elsewhere(struct data_directory *d);
static bool make_sockets_elsewhere(struct data_directory *d, const char *link,
				   struct failure *failure);
static void find_sockets(struct data_directory *d);

bool data_directory_choose(struct config *c, struct failure *failure)
{
	const char *home = getenv("HOME");
	const char *base = getenv("XDG_DATA_HOME");
	struct config_problem problem;
	char path[PATH_MAX];

	if (*c->data_dir != '\0') {
		if (*c->data_dir == '/')
			return true;
		/* A relative path would mean something else after a reload. */
		if (!getcwd(path, sizeof(path) / 2))
			return failure_set(failure, EX_CONFIG,
					   "data_dir = %s: the current directory is gone",
					   c->data_dir);
		snprintf(path + strlen(path), sizeof(path) - strlen(path), "/%s", c->data_dir);
	} else if (geteuid() == 0) {
		snprintf(path, sizeof(path), "/var/lib/confab");
	} else if (base && *base == '/') {
		snprintf(path, sizeof(path), "%s/confab", base);
	} else if (home && *home == '/') {
		snprintf(path, sizeof(path), "%s/.local/share/confab", home);
	} else {
		return failure_set(failure, EX_CONFIG,
				   "data_dir is not set and there is no HOME to put it into");
	}
	return config_set(c, "data_dir", path, "data_dir", &problem) ||
	       failure_set(failure, EX_CONFIG, "%s", problem.text);
}

bool data_directory_create(const char *path, const struct privilege *p, struct failure *failure)
{
	char copy[PATH_MAX];
	struct stat status;

	snprintf(copy, sizeof(copy), "%s", path);
	if (!make_parents(copy) || (mkdir(path, 0700) != 0 && errno != EEXIST))
		return failure_set(failure, EX_CANTCREAT, "data directory %s cannot be made: %s",
				   path, strerror(errno));
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return failure_set(failure, EX_CANTCREAT, "data directory %s is not a directory",
				   path);
	if (status.st_uid == p->user)
		return true;
	/* Only a new, empty one is given away; somebody's own folder stays theirs. */
	if (p->root && status.st_uid == 0 && rmdir(path) == 0 && mkdir(path, 0700) == 0 &&
	    chown(path, p->user, p->group) == 0)
		return true;
	return failure_set(
		failure, EX_NOPERM, "data directory %s belongs to another user (uid %u)%s", path,
		(unsigned)status.st_uid, p->root ? "; as root Confab runs as " PRIVILEGE_USER : "");
}

static bool make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
			return false;
		*slash = '/';
	}
	return true;
}

bool data_directory_take(struct data_directory *d, const char *path, struct failure *failure)
{
	struct stat status;

	*d = (struct data_directory){ .lock = -1 };
	if (strlen(path) >= PATH_MAX - 64)
		return failure_set(failure, EX_CONFIG,
				   "the path of the data directory is too long");
	snprintf(d->path, sizeof(d->path), "%s", path);
	if (stat(path, &status) != 0 || access(path, R_OK | W_OK | X_OK) != 0)
		return failure_set(failure, EX_NOPERM,
				   "data directory %s cannot be reached by the user that Confab "
				   "runs as (uid %u): %s",
				   path, (unsigned)geteuid(), strerror(errno));
	if ((status.st_mode & 0077) != 0 && chmod(path, 0700) != 0)
		return failure_set(failure, EX_NOPERM, "data directory %s is open to others: %s",
				   path, strerror(errno));
	return take_lock(d, failure) && check_layout(d, failure) && check_space(d, failure) &&
	       make_sockets(d, failure);
}

static bool take_lock(struct data_directory *d, struct failure *failure)
{
	int64_t end = clock_monotonic_ms() + LOCK_WAIT_MS;
	char path[PATH_MAX];

	data_directory_path(d, "lock", path);
	d->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (d->lock < 0)
		return failure_set(failure, EX_CANTCREAT, "%s cannot be made: %s", path,
				   strerror(errno));
	while (flock(d->lock, LOCK_EX | LOCK_NB) != 0) {
		if (clock_monotonic_ms() >= end || signals()->stop)
			return failure_set(failure, EX_UNAVAILABLE,
					   "data directory %s is in use by another Confab",
					   d->path);
		signals_wait(NULL, 0, LOCK_STEP_MS);
	}
	return true;
}

bool data_directory_in_use(struct data_directory *d, const char *path)
{
	char lock[PATH_MAX];
	int fd;
	bool in_use;

	*d = (struct data_directory){ .lock = -1 };
	snprintf(d->path, sizeof(d->path), "%s", path);
	data_directory_path(d, "lock", lock);
	fd = open(lock, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	in_use = flock(fd, LOCK_EX | LOCK_NB) != 0;
	close(fd);
	find_sockets(d);
	return in_use;
}

void data_directory_release(struct data_directory *d)
{
	char link[PATH_MAX];

	if (d->lock < 0)
		return;
	data_directory_path(d, "sockets", link);
	if (strcmp(link, d->sockets) != 0) {
		rmdir(d->sockets);
		unlink(link);
	}
	close(d->lock);
	d->lock = -1;
}

void data_directory_path(const struct data_directory *d, const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX - 64, d->path, name);
}

/* ---- the stamp ---- */

int data_directory_stamp(const struct data_directory *d, const char *word)
{
	char path[PATH_MAX];
	char line[128];
	FILE *file;
	int version = 0;

	data_directory_path(d, "VERSION", path);
	file = fopen(path, "re");
	if (!file)
		return 0;
	while (version == 0 && fgets(line, sizeof(line), file)) {
		char *space = strchr(line, ' ');
		char *rest;

		if (!space || strncmp(line, word, (size_t)(space - line)) != 0 ||
		    word[space - line] != '\0')
			continue;
		version = 1000 * (int)strtol(space + 1, &rest, 10);
		if (*rest == '.')
			version += (int)strtol(rest + 1, NULL, 10);
	}
	fclose(file);
	return version;
}

bool data_directory_set_stamp(const struct data_directory *d, int mariadb, struct failure *failure)
{
	char path[PATH_MAX];
	char next[PATH_MAX];
	FILE *file;
	bool written;

	data_directory_path(d, "VERSION", path);
	data_directory_path(d, "VERSION.new", next);
	file = fopen(next, "we");
	written = file &&
		  fprintf(file, "layout %d\nmariadb %d.%d\n", LAYOUT, mariadb / 1000,
			  mariadb % 1000) > 0 &&
		  fflush(file) == 0 && fsync(fileno(file)) == 0;
	if (file && fclose(file) != 0)
		written = false;
	if (written && rename(next, path) == 0)
		return true;
	return failure_set(failure, EX_CANTCREAT, "%s cannot be written: %s", path,
			   strerror(errno));
}

/* There is one layout so far; an older one will be brought up to date here. */
static bool check_layout(const struct data_directory *d, struct failure *failure)
{
	int layout = data_directory_stamp(d, "layout") / 1000;

	if (layout <= LAYOUT)
		return true;
	return failure_set(
		failure, EX_CONFIG,
		"data directory %s was written by a newer Confab (layout %d, this one knows %d)",
		d->path, layout, LAYOUT);
}

static bool check_space(const struct data_directory *d, struct failure *failure)
{
	bool new = data_directory_stamp(d, "layout") == 0;
	unsigned long long needed = (unsigned long long)FREE_BYTES_MIN / (new ? 1 : 10);
	unsigned long long left;
	struct statvfs status;

	if (statvfs(d->path, &status) != 0)
		return true;
	left = (unsigned long long)status.f_bavail * status.f_frsize;
	if (left >= needed)
		return true;
	return failure_set(failure, EX_CANTCREAT,
			   "the disk of %s is full: %llu MB free, %llu MB needed", d->path,
			   left >> 20, needed >> 20);
}

/* ---- the sockets' folder ---- */

static bool make_sockets(struct data_directory *d, struct failure *failure)
{
	char path[PATH_MAX];
	struct stat status;
	size_t size;

	data_directory_path(d, "sockets", path);
	size = strlen(path);
	if (size > SOCKET_FOLDER_MAX)
		return sockets_left_elsewhere(d) || make_sockets_elsewhere(d, path, failure);
	if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
		unlink(path);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failure_set(failure, EX_CANTCREAT, "%s cannot be made: %s", path,
				   strerror(errno));
	memcpy(d->sockets, path, size + 1);
	return true;
}

/* The folder of a supervisor that was killed. */
static bool sockets_left_elsewhere(struct data_directory *d)
{
	struct stat status;

	find_sockets(d);
	return strncmp(d->sockets, d->path, strlen(d->path)) != 0 &&
	       lstat(d->sockets, &status) == 0 && S_ISDIR(status.st_mode) &&
	       status.st_uid == geteuid() && (status.st_mode & 0077) == 0;
}

static bool make_sockets_elsewhere(struct data_directory *d, const char *link,
				   struct failure *failure)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	bool usable = runtime && strlen(runtime) < SOCKET_FOLDER_MAX / 2 &&
		      access(runtime, W_OK | X_OK) == 0;

	snprintf(d->sockets, sizeof(d->sockets), "%s/confab-XXXXXX", usable ? runtime : "/tmp");
	(void)(unlink(link) == 0 ||
	       rmdir(link)); /* a dead link, or the folder of a time when the path was shorter */
	if (mkdtemp(d->sockets) && symlink(d->sockets, link) == 0)
		return true;
	return failure_set(failure, EX_CANTCREAT,
			   "a folder for the sockets cannot be made in %s: %s",
			   usable ? runtime : "/tmp", strerror(errno));
}

static void find_sockets(struct data_directory *d)
{
	char path[PATH_MAX];
	ssize_t size;

	data_directory_path(d, "sockets", path);
	size = readlink(path, d->sockets, sizeof(d->sockets) - 1);
	if (size < 0)
		snprintf(d->sockets, sizeof(d->sockets), "%.*s", (int)sizeof(d->sockets) - 1, path);
	else
		d->sockets[size] = '\0';
}
