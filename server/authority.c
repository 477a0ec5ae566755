/* The local authority's files. Each is written beside its place and moved there, the key before its
 * certificate: what a stop half-way leaves is made again, as nobody can have trusted it yet. */

#include "authority.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "interfaces.h"
#include "net/certificate.h"

enum { FILE_BYTES_MAX = 65536 };

#define DAY_MS (24LL * 60 * 60 * 1000)

struct own_names {
	char host[INTERFACES_NAME_SIZE];
	struct address addresses[INTERFACES_MAX];
	struct certificate_names names;
};

static void find_names(struct own_names *own)
{
	interfaces_name(own->host);
	own->names = (struct certificate_names){ .host = own->host, .addresses = own->addresses };
	own->names.address_count = interfaces_addresses(own->addresses);
}

static struct slice text_of(const struct buffer *b)
{
	return slice_of(b->data ? b->data : "");
}

static void wipe(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buffer_clear(b);
}

/* ---- files ---- */

/* True also when there is none: then `out` stays empty. */
static bool read_file(int folder, const char *name, struct buffer *out, struct failure *failure)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = 0;

	if (fd < 0 && errno == ENOENT)
		return true;
	while (fd >= 0 && out->size < FILE_BYTES_MAX &&
	       (n = read(fd, buffer_reserve(out, FILE_BYTES_MAX), FILE_BYTES_MAX)) > 0)
		out->size += (size_t)n;
	if (fd < 0 || n < 0)
		failure_set(failure, EX_NOINPUT, "%s of the local authority cannot be read: %s",
			    name, strerror(errno));
	if (fd >= 0)
		close(fd);
	buffer_append_byte(out, '\0');
	return fd >= 0 && n >= 0;
}

static bool write_all(int fd, struct slice text)
{
	while (text.size > 0) {
		ssize_t n = write(fd, text.data, text.size);

		if (n < 0)
			return false;
		text.data += n;
		text.size -= (size_t)n;
	}
	return fsync(fd) == 0;
}

static bool write_file(int folder, const char *name, struct slice text, struct failure *failure)
{
	char next[64];
	bool written;
	int fd;

	snprintf(next, sizeof(next), "%s.new", name);
	(void)unlinkat(folder, next, 0);
	fd = openat(folder, next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	written = fd >= 0 && write_all(fd, text);
	if (fd >= 0)
		close(fd);
	if (written && renameat(folder, next, folder, name) == 0 && fsync(folder) == 0)
		return true;
	return failure_set(failure, EX_CANTCREAT, "%s of the local authority cannot be written: %s",
			   name, strerror(errno));
}

static int open_folder(const char *data_dir, struct failure *failure)
{
	char path[PATH_MAX];
	struct stat status;
	int folder;

	snprintf(path, sizeof(path), "%.*s/authority", PATH_MAX - 16, data_dir);
	(void)mkdir(path, 0700);
	folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder >= 0 && fstat(folder, &status) == 0 && status.st_uid == geteuid() &&
	    ((status.st_mode & 0077) == 0 || fchmod(folder, 0700) == 0))
		return folder;
	failure_set(failure, EX_NOPERM, "%s is no folder of this user alone: %s", path,
		    strerror(errno));
	if (folder >= 0)
		close(folder);
	return -1;
}

/* ---- the authority ---- */

static bool make_authority(int folder, struct buffer *certificate, struct failure *failure)
{
	struct buffer key = { 0 };
	struct own_names own;
	bool written;

	find_names(&own);
	buffer_clear(certificate);
	certificate_make_authority(&own.names, certificate, &key);
	buffer_append_byte(certificate, '\0');
	written = write_file(folder, "ca.key", buffer_slice(&key), failure) &&
		  write_file(folder, "ca.crt", text_of(certificate), failure);
	wipe(&key);
	if (written)
		log_info("supervisor", "local authority made", "host=%s", own.host);
	return written;
}

/* One that ends before what it is to sign is as good as none. */
static bool lasts(const struct buffer *certificate)
{
	return certificate_end_ms(text_of(certificate)) >
	       clock_wall_ms() + CERTIFICATE_DAYS * DAY_MS;
}

static bool take_authority(int folder, struct authority *a, struct failure *failure)
{
	if (!read_file(folder, "ca.crt", &a->certificate, failure))
		return false;
	return (text_of(&a->certificate).size > 0 && lasts(&a->certificate)) ||
	       make_authority(folder, &a->certificate, failure);
}

/* ---- the server's certificate ---- */

static bool make_server(int folder, struct authority *a, const struct own_names *own,
			struct failure *failure)
{
	struct buffer signer = { 0 };
	struct buffer key = { 0 };
	bool made;

	wipe(&a->server);
	if (!read_file(folder, "ca.key", &signer, failure))
		return false;
	made = certificate_make(text_of(&a->certificate), text_of(&signer), &own->names, &a->server,
				&key);
	wipe(&signer);
	if (!made)
		return failure_set(
			failure, EX_DATAERR,
			"the local authority's ca.crt and ca.key do not belong together; "
			"without both files new ones are made, and trusted anew");
	buffer_append_slice(&a->server, buffer_slice(&key));
	buffer_append_byte(&a->server, '\0');
	wipe(&key);
	log_info("supervisor", "certificate for the local network made", "host=%s addresses=%zu",
		 own->host, own->names.address_count);
	return write_file(folder, "server.pem", text_of(&a->server), failure);
}

static bool take_server(int folder, struct authority *a, struct failure *failure)
{
	struct own_names own;

	find_names(&own);
	return read_file(folder, "server.pem", &a->server, failure) &&
	       (certificate_serves(text_of(&a->server), text_of(&a->certificate), &own.names) ||
		make_server(folder, a, &own, failure));
}

bool authority_take(struct authority *a, const char *data_dir, struct failure *failure)
{
	int folder = open_folder(data_dir, failure);
	bool taken;

	*a = (struct authority){ 0 };
	if (folder < 0)
		return false;
	taken = take_authority(folder, a, failure) && take_server(folder, a, failure);
	close(folder);
	return taken;
}

bool authority_serves(const struct authority *a)
{
	struct own_names own;

	find_names(&own);
	return certificate_serves(text_of(&a->server), text_of(&a->certificate), &own.names);
}

void authority_clear(struct authority *a)
{
	buffer_clear(&a->certificate);
	wipe(&a->server);
}
