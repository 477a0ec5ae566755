/* The card: for a person at a terminal, and for scripts that wait for it. */

#include "card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "interfaces.h"
#include "qr.h"

enum { ADDRESSES_MAX = 8 };

static bool is_everything(const char *bind);
static void write_host(const struct address *a, struct buffer *out);
static void print_addresses(const struct config *c);
static void print_place(const struct config *c, const char *label, const char *host);

void card_address(const struct config *c, struct buffer *out)
{
	struct address own[INTERFACES_MAX];
	bool everything = is_everything(c->bind);
	bool local = everything || strcmp(c->bind, "127.0.0.1") == 0 || strcmp(c->bind, "::1") == 0;
	bool six = !local && strchr(c->bind, ':');

	if (*c->public_url) {
		buffer_append_text(out, c->public_url);
		return;
	}
	buffer_append_text(out, *c->tls_certificate ? "https://" : "http://");
	if (c->lan && everything && interfaces_addresses(own) > 0)
		write_host(&own[0], out);
	else
		buffer_format(out, "%s%s%s", six ? "[" : "", local ? "localhost" : c->bind,
			      six ? "]" : "");
	buffer_format(out, ":%lld", (long long)c->port);
}

static bool is_everything(const char *bind)
{
	return strcmp(bind, "0.0.0.0") == 0 || strcmp(bind, "::") == 0;
}

static void write_host(const struct address *a, struct buffer *out)
{
	char text[ADDRESS_TEXT_SIZE];
	bool six;

	address_write(a, text);
	six = strchr(text, ':') != NULL;
	buffer_format(out, "%s%s%s", six ? "[" : "", text, six ? "]" : "");
}

bool card_wanted(void)
{
	const char *journal = getenv("JOURNAL_STREAM");
	char own[64];
	struct stat status;

	if (!journal || fstat(STDOUT_FILENO, &status) != 0)
		return true;
	snprintf(own, sizeof(own), "%llu:%llu", (unsigned long long)status.st_dev,
		 (unsigned long long)status.st_ino);
	return strcmp(own, journal) != 0;
}

static bool speaks_both(const struct config *c)
{
	return c->lan || (*c->tls_certificate && c->plain_http);
}

void card_begin(const struct config *c, const char *fingerprint)
{
	struct buffer address = { 0 };

	card_address(c, &address);
	buffer_append_byte(&address, '\0');
	printf("\n  %s is running.\n\n", c->server_name);
	if (*c->public_url || !is_everything(c->bind))
		printf("  Address  %s\n", address.data);
	else
		print_place(c, "Address", "localhost");
	if (is_everything(c->bind))
		print_addresses(c);
	if (*fingerprint) {
		printf("  Trust    %s/ca\n           (once a device, so that https is trusted "
		       "there)\n",
		       address.data);
		printf("  SHA-256  %.48s\n           %s\n", fingerprint, fingerprint + 48);
	}
	buffer_clear(&address);
}

void card_link(const char *label, const char *url, const char *about)
{
	printf("  %-8s %s\n           %s\n", label, url, about);
}

void card_code(const char *url)
{
	printf("\n");
	(void)qr_print(url, isatty(STDOUT_FILENO));
	printf("\n");
}

void card_end(const struct config *c)
{
	printf("  Data     %s\n", c->data_dir);
	printf("  Stop     Ctrl-C\n\n");
	fflush(stdout);
}

static void print_place(const struct config *c, const char *label, const char *host)
{
	const char *scheme = *c->tls_certificate ? "https" : "http";

	printf("  %-8s %s://%s:%lld", label, scheme, host, (long long)c->port);
	if (speaks_both(c))
		printf("  %s://%s:%lld", *c->tls_certificate ? "http" : "https", host,
		       (long long)c->port);
	printf("\n");
}

/* Where others on the network find us. */
static void print_addresses(const struct config *c)
{
	struct address all[INTERFACES_MAX];
	size_t count = interfaces_addresses(all);

	for (size_t i = 0; i < count && i < ADDRESSES_MAX; i++) {
		struct buffer host = { 0 };

		write_host(&all[i], &host);
		buffer_append_byte(&host, '\0');
		print_place(c, "Network", host.data);
		buffer_clear(&host);
	}
}
