/* The card: for a person at a terminal, and for scripts that wait for it. */

#include "card.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ADDRESSES_MAX = 8 };

static bool is_everything(const char *bind);
static void print_addresses(const struct config *c);

void card_address(const struct config *c, struct buffer *out)
{
	bool local = is_everything(c->bind) || strcmp(c->bind, "127.0.0.1") == 0 ||
		     strcmp(c->bind, "::1") == 0;
	bool six = !local && strchr(c->bind, ':');

	if (*c->public_url) {
		buffer_append_text(out, c->public_url);
		return;
	}
	buffer_format(out, "http://%s%s%s:%lld", six ? "[" : "", local ? "localhost" : c->bind,
		      six ? "]" : "", (long long)c->port);
}

static bool is_everything(const char *bind)
{
	return strcmp(bind, "0.0.0.0") == 0 || strcmp(bind, "::") == 0;
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

void card_begin(const struct config *c)
{
	struct buffer address = { 0 };

	card_address(c, &address);
	buffer_append_byte(&address, '\0');
	printf("\n  %s is running.\n\n", c->server_name);
	printf("  Address  %s\n", address.data);
	if (is_everything(c->bind))
		print_addresses(c);
	buffer_clear(&address);
}

void card_link(const char *label, const char *url, const char *about)
{
	printf("  %-8s %s\n           %s\n", label, url, about);
}

void card_end(const struct config *c)
{
	printf("  Data     %s\n", c->data_dir);
	printf("  Stop     Ctrl-C\n\n");
	fflush(stdout);
}

/* Where others on the network find us. */
static void print_addresses(const struct config *c)
{
	struct ifaddrs *all = NULL;
	int shown = 0;

	if (getifaddrs(&all) != 0)
		return;
	for (const struct ifaddrs *one = all; one && shown < ADDRESSES_MAX; one = one->ifa_next) {
		char text[INET_ADDRSTRLEN];

		if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET ||
		    (one->ifa_flags & IFF_LOOPBACK) != 0)
			continue;
		if (!inet_ntop(AF_INET,
			       &((const struct sockaddr_in *)(const void *)one->ifa_addr)->sin_addr,
			       text, sizeof(text)))
			continue;
		printf("  Network  http://%s:%lld\n", text, (long long)c->port);
		shown++;
	}
	freeifaddrs(all);
}
