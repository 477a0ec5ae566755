/* Where this machine is on its networks. */

#include "interfaces.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/slice.h"
#include "net/hosts.h"

static bool is_useful(const struct ifaddrs *one, struct address *address)
{
	return one->ifa_addr && (one->ifa_flags & IFF_UP) != 0 &&
	       (one->ifa_flags & IFF_LOOPBACK) == 0 && address_of_socket(one->ifa_addr, address) &&
	       !address_is_loopback(address) &&
	       !(address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80);
}

/* The address that packets to the world carry: of a datagram socket, which sends none for that. */
static bool find_way_out(struct address *address)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct sockaddr_in own;
	socklen_t size = sizeof(own);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool found;

	if (fd < 0)
		return false;
	/* Of the documentation's network: nobody has it. */
	inet_pton(AF_INET, "192.0.2.1", &to.sin_addr);
	found = connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
		getsockname(fd, (struct sockaddr *)&own, &size) == 0 &&
		address_of_socket((const struct sockaddr *)&own, address);
	close(fd);
	return found && !address_is_loopback(address);
}

static bool has(const struct address *all, size_t count, const struct address *one)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(&all[i], one, sizeof(*one)) == 0)
			return true;
	return false;
}

size_t interfaces_addresses(struct address out[INTERFACES_MAX])
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct ifaddrs *all = NULL;
	size_t count = find_way_out(&out[0]) ? 1 : 0;

	if (getifaddrs(&all) != 0)
		return count;
	for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
		for (const struct ifaddrs *one = all; one && count < INTERFACES_MAX;
		     one = one->ifa_next)
			if (is_useful(one, &out[count]) &&
			    one->ifa_addr->sa_family == families[f] &&
			    !has(out, count, &out[count]))
				count++;
	freeifaddrs(all);
	return count;
}

void interfaces_name(char out[INTERFACES_NAME_SIZE])
{
	memset(out, 0, INTERFACES_NAME_SIZE);
	if (gethostname(out, INTERFACES_NAME_SIZE - 1) != 0 ||
	    host_name(slice_of(out)).size != strlen(out))
		*out = '\0';
}
