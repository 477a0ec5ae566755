/* confab-picture BYTES_MAX: a picture of at most BYTES_MAX bytes on standard input, two JPEGs on
 * standard output in the frame of base/picture_frame.h. Run by a worker, once a picture, with an
 * empty environment; it enters its sandbox before it reads a byte. Ends with 0 whenever it wrote a
 * frame, also one that says what is wrong with the picture. */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/text.h"
#include "picture/picture.h"
#include "picture/sandbox.h"

enum { BYTES_MAX = 1 << 30, READ_SIZE = 65536 };

/* Up to one byte more than allowed, which says that it is too much. */
static bool read_input(struct buffer *input, size_t bytes_max)
{
	while (input->size <= bytes_max) {
		ssize_t n = read(STDIN_FILENO, buffer_reserve(input, READ_SIZE), READ_SIZE);
		if (n <= 0)
			return n == 0;
		input->size += (size_t)n;
	}
	return true;
}

static bool write_all(struct slice bytes)
{
	while (bytes.size > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes.data, bytes.size);
		if (n <= 0)
			return false;
		bytes.data += n;
		bytes.size -= (size_t)n;
	}
	return true;
}

static bool write_answer(enum picture_status status, const struct picture_pair *pair)
{
	unsigned char head[PICTURE_FRAME_HEAD_SIZE];
	const struct picture_frame frame = {
		.status = status,
		.full = buffer_slice(&pair->full),
		.thumbnail = buffer_slice(&pair->thumbnail),
	};
	picture_frame_head(&frame, head);
	return write_all((struct slice){ (const char *)head, sizeof(head) }) &&
	       write_all(frame.full) && write_all(frame.thumbnail);
}

static int work(size_t bytes_max)
{
	const struct picture_limits limits = { .pixels_max = PICTURE_PIXELS_MAX };
	struct picture_pair pair = { 0 };
	struct buffer input = { 0 };
	enum picture_status status = PICTURE_TOO_LARGE;
	if (!read_input(&input, bytes_max))
		return EX_IOERR;
	if (input.size <= bytes_max)
		status = picture_make(buffer_slice(&input), &limits, &pair);
	return write_answer(status, &pair) ? EX_OK : EX_IOERR;
}

int main(int argc, char **argv)
{
	int64_t bytes_max;
	if (argc != 2 || !text_to_int(slice_of(argv[1]), 1, BYTES_MAX, &bytes_max)) {
		fprintf(stderr, "confab-picture is run by confabd\n");
		return EX_USAGE;
	}
	if (!sandbox_enter()) {
		fprintf(stderr, "confab-picture: this kernel has no seccomp\n");
		return EX_OSERR;
	}
	/* Without the C library's farewell, which has no business left. */
	_exit(work((size_t)bytes_max));
}
