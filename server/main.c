/* confabd: everything is a command; the table is in commands.c. */

#include <fcntl.h>
#include <unistd.h>

#include "commands.h"

/* Standard descriptors are open from here on, so that no file of ours gets their number. */
static void fill_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argument_count, char **arguments)
{
	fill_standard_descriptors();
	return commands_run(argument_count, arguments);
}
