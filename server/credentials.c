/* Certificate, key and ticket keys, from files into a sealed run of memory for each worker. */

#include "credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "authority.h"
#include "base/clock.h"
#include "base/log.h"
#include "net/certificate.h"
#include "net/tls.h"

enum {
	PEM_BYTES_MAX = 1 << 20,
	/* Looks at which a change must be there: interfaces come and go in moments. */
	CHANGE_LOOKS = 2,
	END_NEAR_DAYS = 14,
};

#define DAY_MS (24LL * 60 * 60 * 1000)

static struct {
	bool loaded;
	bool local;
	struct buffer chain;
	struct buffer key;
	struct buffer authority;
	struct tls_tickets tickets;
	char fingerprint[CERTIFICATE_FINGERPRINT_SIZE];
	int changed_looks;
} credentials;

bool credentials_wanted(const struct config *c)
{
	return *c->tls_certificate || c->lan;
}

bool credentials_local(const struct config *c)
{
	return c->lan && !*c->tls_certificate;
}

static void wipe(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buffer_clear(b);
}

/* ---- loading ---- */

static bool read_pem(const char *key, const char *path, struct buffer *out, struct failure *failure)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	while (fd >= 0 && out->size <= PEM_BYTES_MAX &&
	       (n = read(fd, buffer_reserve(out, 65536), 65536)) > 0)
		out->size += (size_t)n;
	if (fd < 0 || n < 0)
		failure_set(failure, EX_CONFIG, "%s = %s cannot be read by user id %u: %s", key,
			    path, (unsigned)geteuid(), strerror(errno));
	else if (out->size > PEM_BYTES_MAX)
		failure_set(failure, EX_CONFIG, "%s = %s is too large", key, path);
	if (fd >= 0)
		close(fd);
	return fd >= 0 && n >= 0 && out->size <= PEM_BYTES_MAX;
}

static bool read_given(const struct config *c, struct buffer *chain, struct buffer *key,
		       struct failure *failure)
{
	const char *key_path = *c->tls_key ? c->tls_key : c->tls_certificate;

	return read_pem("tls_certificate", c->tls_certificate, chain, failure) &&
	       read_pem("tls_key", key_path, key, failure);
}

/* What a worker would do with them. */
static bool check(const struct tls_material *m, struct failure *failure)
{
	char problem[256];
	struct tls_context *context = tls_open(m, problem, sizeof(problem));

	if (!context)
		return failure_set(failure, EX_CONFIG, "%s", problem);
	tls_close(context);
	return true;
}

static struct tls_material material_of(const struct buffer *chain, const struct buffer *key)
{
	struct tls_material m = { .chain = buffer_slice(chain), .key = buffer_slice(key) };

	m.tickets = credentials.tickets;
	return m;
}

bool credentials_check(const struct config *c, struct failure *failure)
{
	struct buffer chain = { 0 };
	struct buffer key = { 0 };
	struct tls_material m;
	bool good = !*c->tls_certificate || read_given(c, &chain, &key, failure);

	m = material_of(&chain, &key);
	good = good && (!*c->tls_certificate || check(&m, failure));
	wipe(&chain);
	wipe(&key);
	return good;
}

static void open_tickets(const struct config *c)
{
	if (credentials.tickets.period_ms != c->tls_ticket_ms)
		tickets_open(&credentials.tickets, c->tls_ticket_ms, clock_monotonic_ms());
}

static void keep(struct buffer *chain, struct buffer *key, struct buffer *authority)
{
	wipe(&credentials.chain);
	wipe(&credentials.key);
	buffer_clear(&credentials.authority);
	credentials.chain = *chain;
	credentials.key = *key;
	credentials.authority = *authority;
	credentials.loaded = true;
	credentials.changed_looks = 0;
	credentials.local = authority->size > 0;
	*credentials.fingerprint = '\0';
	if (credentials.local)
		(void)certificate_fingerprint(buffer_slice(authority), credentials.fingerprint);
}

static void warn_of_end(const struct buffer *chain)
{
	int64_t left_ms = certificate_end_ms(buffer_slice(chain)) - clock_wall_ms();

	if (left_ms < END_NEAR_DAYS * DAY_MS)
		log_warn("supervisor",
			 left_ms > 0 ? "the certificate ends soon" : "the certificate has ended",
			 "days=%lld", (long long)(left_ms / DAY_MS));
}

static bool load_given(const struct config *c, struct failure *failure)
{
	struct buffer chain = { 0 };
	struct buffer key = { 0 };
	struct buffer none = { 0 };
	struct tls_material m;
	bool good = read_given(c, &chain, &key, failure);

	m = material_of(&chain, &key);
	good = good && check(&m, failure);
	if (!good) {
		wipe(&chain);
		wipe(&key);
		return false;
	}
	warn_of_end(&chain);
	keep(&chain, &key, &none);
	return true;
}

static bool load_local(const struct config *c, struct failure *failure)
{
	struct authority a;
	struct buffer key = { 0 };
	struct tls_material m;
	bool good = authority_take(&a, c->data_dir, failure);

	/* One file holds both. */
	buffer_append_slice(&key, buffer_slice(&a.server));
	m = material_of(&a.server, &key);
	if (!good || !check(&m, failure)) {
		wipe(&key);
		authority_clear(&a);
		return false;
	}
	keep(&a.server, &key, &a.certificate);
	return true;
}

bool credentials_load(const struct config *c, struct failure *failure)
{
	if (!credentials_wanted(c)) {
		credentials_clear();
		return true;
	}
	open_tickets(c);
	return credentials_local(c) ? load_local(c, failure) : load_given(c, failure);
}

/* ---- handing over ---- */

static bool fill(int fd, struct slice bytes)
{
	while (bytes.size > 0) {
		ssize_t n = write(fd, bytes.data, bytes.size);

		if (n <= 0)
			return false;
		bytes.data += n;
		bytes.size -= (size_t)n;
	}
	return true;
}

int credentials_descriptor(void)
{
	struct buffer bytes = { 0 };
	struct tls_material m;
	int fd;

	if (!credentials.loaded)
		return -1;
	/* A worker never learns the secret of a time before its own. */
	tickets_turn(&credentials.tickets, clock_monotonic_ms());
	m = material_of(&credentials.chain, &credentials.key);
	m.authority = slice_of(credentials.authority.data ? credentials.authority.data : "");
	tls_material_write(&m, &bytes);
	fd = memfd_create("confab-tls", MFD_CLOEXEC);
	if (fd >= 0 && !fill(fd, buffer_slice(&bytes))) {
		close(fd);
		fd = -1;
	}
	wipe(&bytes);
	explicit_bzero(&m, sizeof(m));
	return fd;
}

const char *credentials_fingerprint(void)
{
	return credentials.fingerprint;
}

bool credentials_old(void)
{
	const struct authority now = { credentials.authority, credentials.chain };

	if (!credentials.loaded || !credentials.local)
		return false;
	credentials.changed_looks = authority_serves(&now) ? 0 : credentials.changed_looks + 1;
	return credentials.changed_looks >= CHANGE_LOOKS;
}

void credentials_clear(void)
{
	wipe(&credentials.chain);
	wipe(&credentials.key);
	buffer_clear(&credentials.authority);
	explicit_bzero(&credentials, sizeof(credentials));
}
