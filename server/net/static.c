/* The built client, read whole into memory at start, so that serving never waits for a disk and a
 * file that is replaced meanwhile is never sent half old, half new. Each representation (plain,
 * .br, .gz) is a frame that any number of answers share. */
#include "net/static.h"

#include <dirent.h>
#include <fcntl.h>
#include <libwebsockets.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/dictionary.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/exchange_private.h"
#include "net/frame_private.h"
#include "net/http_head.h"
#include "net/mime.h"

enum {
	DEPTH_MAX = 8,
	FILES_MAX = 4096,
	FILE_BYTES_MAX = 16 << 20,
	TOTAL_BYTES_MAX = 128 << 20,
	DIGEST_SIZE = 20,
	/* Quotes, 128 bits of the hash in hex, NUL. */
	ETAG_SIZE = 35,
	HASH_CHARACTERS_MIN = 8,
};

enum variant {
	VARIANT_BROTLI,
	VARIANT_GZIP,
	VARIANT_PLAIN,
	VARIANT_COUNT,
};

static const struct {
	const char *suffix;
	const char *coding;
} variants[VARIANT_COUNT] = {
	[VARIANT_BROTLI] = { ".br", "br" },
	[VARIANT_GZIP] = { ".gz", "gzip" },
	[VARIANT_PLAIN] = { "", NULL },
};

struct file {
	char *path;
	const char *type;
	bool immutable;
	struct frame *bodies[VARIANT_COUNT];
	char etags[VARIANT_COUNT][ETAG_SIZE];
};

struct static_files {
	/* By path, which begins with '/'. */
	struct dictionary *files;
	size_t total_bytes;
};

static void read_directory(struct static_files *f, int directory, const char *path, int depth);

struct static_files *static_open(const char *directory)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct static_files *f;

	if (fd < 0)
		return NULL;
	f = memory_zero(1, sizeof *f);
	f->files = dictionary_new();
	read_directory(f, fd, "", 0);
	return f;
}

static void free_file(struct file *file)
{
	for (int v = 0; v < VARIANT_COUNT; v++)
		if (file->bodies[v])
			frame_unref(file->bodies[v]);
	memory_free(file->path);
	memory_free(file);
}

void static_close(struct static_files *f)
{
	size_t position = 0;
	struct file *file;

	if (!f)
		return;
	while ((file = dictionary_next(f->files, &position, NULL)) != NULL)
		free_file(file);
	dictionary_free(f->files);
	memory_free(f);
}

/* ---- reading ---- */

/* "index-DiwrgTda.js": a dash and at least eight characters of a hash before the extension. */
static bool has_hash(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *dash = name;
	size_t run;

	if (strncmp(path, "/assets/", strlen("/assets/")) != 0)
		return false;
	while ((dash = strchr(dash + 1, '-')) != NULL) {
		run = strspn(dash + 1,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
		if (run >= HASH_CHARACTERS_MIN && dash[1 + run] == '.')
			return true;
	}
	return false;
}

static struct file *take_file(struct static_files *f, const char *path)
{
	struct file *file = dictionary_get(f->files, slice_of(path));

	if (file)
		return file;
	file = memory_zero(1, sizeof *file);
	file->path = memory_text(path);
	file->type = mime_type(path);
	file->immutable = has_hash(path);
	dictionary_put(f->files, slice_of(path), file);
	return file;
}

static bool read_all(int fd, char *out, size_t size)
{
	while (size) {
		ssize_t n = read(fd, out, size);
		if (n <= 0)
			return false;
		out += n;
		size -= (size_t)n;
	}
	return true;
}

static void write_etag(struct slice bytes, char out[ETAG_SIZE])
{
	unsigned char digest[DIGEST_SIZE];

	lws_SHA1((const unsigned char *)bytes.data, bytes.size, digest);
	out[0] = '"';
	text_hex(out + 1, digest, (ETAG_SIZE - 3) / 2);
	out[ETAG_SIZE - 2] = '"';
	out[ETAG_SIZE - 1] = '\0';
}

/* Which representation of which path a file is: strips .br and .gz off `path`. */
static enum variant split_variant(char *path)
{
	size_t size = strlen(path);

	for (int v = 0; v < VARIANT_PLAIN; v++) {
		size_t suffix = strlen(variants[v].suffix);
		if (size <= suffix || strcmp(path + size - suffix, variants[v].suffix) != 0)
			continue;
		path[size - suffix] = '\0';
		return (enum variant)v;
	}
	return VARIANT_PLAIN;
}

static void add_file(struct static_files *f, int fd, size_t size, char *path)
{
	enum variant v = split_variant(path);
	struct file *file = take_file(f, path);
	char *bytes;

	if (file->bodies[v])
		return;
	file->bodies[v] = frame_bare(size, &bytes);
	if (!read_all(fd, bytes, size)) {
		frame_unref(file->bodies[v]);
		file->bodies[v] = NULL;
		log_warn("net", "static file not read", "path=%s", path);
		return;
	}
	f->total_bytes += size;
	write_etag((struct slice){ bytes, size }, file->etags[v]);
}

static bool fits(const struct static_files *f, off_t size)
{
	return size <= FILE_BYTES_MAX && f->total_bytes + (size_t)size <= TOTAL_BYTES_MAX &&
	       dictionary_size(f->files) < FILES_MAX;
}

static void read_entry(struct static_files *f, int directory, const char *path, const char *name,
		       int depth)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct buffer below = { 0 };
	struct stat status;

	if (fd < 0)
		return;
	buffer_format(&below, "%s/%s", path, name);
	buffer_append_byte(&below, '\0');
	if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode) && depth < DEPTH_MAX) {
		read_directory(f, fd, below.data, depth + 1);
		fd = -1;
	} else if (S_ISREG(status.st_mode) && fits(f, status.st_size)) {
		add_file(f, fd, (size_t)status.st_size, below.data);
	} else {
		log_warn("net", "static file left out", "path=%s", below.data);
	}
	if (fd >= 0)
		close(fd);
	buffer_clear(&below);
}

/* Takes `directory` and closes it. Names that begin with a dot are nobody's business. */
static void read_directory(struct static_files *f, int directory, const char *path, int depth)
{
	DIR *list = fdopendir(directory);
	const struct dirent *entry;

	if (!list) {
		close(directory);
		return;
	}
	while ((entry = readdir(list)) != NULL)
		if (entry->d_name[0] != '.')
			read_entry(f, directory, path, entry->d_name, depth);
	closedir(list);
}

/* ---- serving ---- */

/* "br;q=0" and "br;q=0.000" refuse; any other weight accepts. */
static bool accepts(struct slice element, const char *coding)
{
	const char *mark = memchr(element.data, ';', element.size);
	struct slice name = { element.data, mark ? (size_t)(mark - element.data) : element.size };
	struct slice weight = { NULL, 0 };

	if (!text_equal_ignoring_case(text_trim(name), slice_of(coding)))
		return false;
	if (!mark)
		return true;
	weight = text_trim((struct slice){ mark + 1, element.size - name.size - 1 });
	if (weight.size < 3 || memcmp(weight.data, "q=0", 3) != 0)
		return true;
	for (size_t i = 3; i < weight.size; i++)
		if (weight.data[i] >= '1' && weight.data[i] <= '9')
			return true;
	return false;
}

static bool accepts_any(struct slice list, const char *coding)
{
	struct slice element;

	while (http_list_next(&list, &element))
		if (accepts(element, coding))
			return true;
	return false;
}

static enum variant choose(const struct file *file, const struct exchange *x)
{
	struct slice accepted = exchange_header(x, "accept-encoding");

	for (int v = 0; v < VARIANT_PLAIN; v++)
		if (file->bodies[v] && accepts_any(accepted, variants[v].coding))
			return (enum variant)v;
	return VARIANT_PLAIN;
}

static bool has_variants(const struct file *file)
{
	return file->bodies[VARIANT_BROTLI] || file->bodies[VARIANT_GZIP];
}

/* Weak comparison (RFC 9110 §13.1.2): a proxy may have weakened the tag. */
static bool is_known(const struct exchange *x, const char *etag)
{
	struct slice list = exchange_header(x, "if-none-match");
	struct slice element;

	while (http_list_next(&list, &element)) {
		if (element.size > 2 && memcmp(element.data, "W/", 2) == 0) {
			element.data += 2;
			element.size -= 2;
		}
		if (slice_equal(element, slice_of(etag)) || slice_equal(element, SLICE("*")))
			return true;
	}
	return false;
}

static void answer(const struct file *file, struct exchange *x)
{
	enum variant v = choose(file, x);

	exchange_set_header(x, "ETag", file->etags[v]);
	exchange_set_header(x, "Cache-Control",
			    file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
	if (has_variants(file))
		exchange_set_header(x, "Vary", "Accept-Encoding");
	if (is_known(x, file->etags[v])) {
		exchange_reply(x, 304, NULL, (struct slice){ 0 });
		return;
	}
	if (variants[v].coding)
		exchange_set_header(x, "Content-Encoding", variants[v].coding);
	exchange_reply_frame(x, 200, file->type, file->bodies[v]);
}

/* The client's own routes: no dot in the last part. */
static bool is_route(struct slice path)
{
	const char *last = memrchr(path.data, '/', path.size);

	return memchr(last, '.', path.size - (size_t)(last - path.data)) == NULL;
}

static const struct file *find_file(const struct static_files *f, struct slice path)
{
	const struct file *file = dictionary_get(f->files, path);

	if (!file && is_route(path))
		file = dictionary_get(f->files, SLICE("/index.html"));
	return file && file->bodies[VARIANT_PLAIN] ? file : NULL;
}

bool static_serve(struct static_files *f, struct exchange *x)
{
	const struct file *file;

	if (!f || (exchange_method(x) != METHOD_GET && exchange_method(x) != METHOD_HEAD))
		return false;
	file = find_file(f, exchange_path(x));
	if (!file)
		return false;
	answer(file, x);
	return true;
}
