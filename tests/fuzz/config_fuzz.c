/* The configuration file: whatever is in it, reading ends in a problem of one line or in options
 * that are written and read back the same. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/check.h"
#include "base/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Through one file in memory for all inputs. */
static bool read_bytes(struct config *c, const void *data, size_t size,
		       struct config_problem *problem)
{
	static int fd = -1;
	if (fd < 0)
		fd = memfd_create("config-fuzz", MFD_CLOEXEC);
	int cut = ftruncate(fd, 0);
	ssize_t written = pwrite(fd, data, size, 0);
	ASSERT(cut == 0 && written == (ssize_t)size);
	char path[32];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return config_read_file(c, path, problem);
}

static void check_round_trip(const struct config *c)
{
	struct config again;
	struct config_problem problem;
	struct buffer first = { 0 };
	struct buffer second = { 0 };
	config_write(c, true, &first);
	config_init(&again);
	bool read = read_bytes(&again, first.data, first.size, &problem);
	ASSERT(read);
	config_write(&again, true, &second);
	ASSERT(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	config_clear(&again);
	buffer_clear(&first);
	buffer_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config c;
	struct config_problem problem = { .text = "" };
	config_init(&c);
	if (!read_bytes(&c, data, size, &problem)) {
		ASSERT(problem.text[0] && !strchr(problem.text, '\n'));
	} else {
		check_round_trip(&c);
		if (!config_check(&c, &problem))
			ASSERT(problem.text[0] && !strchr(problem.text, '\n'));
		struct buffer hidden = { 0 };
		config_write(&c, false, &hidden);
		buffer_clear(&hidden);
	}
	config_clear(&c);
	return 0;
}
