/* The program itself, as a worker runs it: its frame, its limits, and that it is behind its sandbox
 * before it has read anything. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/picture_frame.h"
#include "unit/harness.h"

enum { BYTES_MAX = 100000 };

struct program {
	pid_t pid;
	int input;
	int output;
};

static struct program start(const char *argument)
{
	struct program p = { .pid = -1 };
	int input[2] = { -1, -1 };
	int output[2] = { -1, -1 };
	CHECK(pipe2(input, O_CLOEXEC) == 0 && pipe2(output, O_CLOEXEC) == 0);
	p.pid = fork();
	if (p.pid == 0) {
		char *const arguments[] = { "confab-picture", (char *)(intptr_t)argument, NULL };
		char *const environment[] = { NULL };
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		execve(BINARY_DIR "/confab-picture", arguments, environment);
		_exit(127);
	}
	close(input[0]);
	close(output[1]);
	p.input = input[1];
	p.output = output[0];
	return p;
}

static void read_all(int fd, struct buffer *out)
{
	ssize_t n;
	while ((n = read(fd, buffer_reserve(out, 65536), 65536)) > 0)
		out->size += (size_t)n;
	close(fd);
}

/* Gives it `bytes` and waits for its end; returns the wait status. */
static int finish(const struct program *p, struct slice bytes, struct buffer *output)
{
	int status = -1;
	signal(SIGPIPE, SIG_IGN);
	while (bytes.size > 0) {
		ssize_t n = write(p->input, bytes.data, bytes.size);
		if (n <= 0)
			break;
		bytes.data += n;
		bytes.size -= (size_t)n;
	}
	close(p->input);
	read_all(p->output, output);
	CHECK(waitpid(p->pid, &status, 0) == p->pid);
	return status;
}

static void load(const char *path, struct buffer *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	read_all(fd, out);
	CHECK(out->size > 0);
}

TEST(a_picture_goes_in_and_two_come_out)
{
	struct buffer input = { 0 };
	struct buffer output = { 0 };
	struct picture_frame frame;
	load(SOURCE_DIR "/tests/unit/picture/fixtures/quads.jpg", &input);
	struct program p = start("100000");
	CHECK_INT(finish(&p, buffer_slice(&input), &output), 0);
	CHECK(picture_frame_read(buffer_slice(&output), &frame));
	CHECK_INT(frame.status, PICTURE_OK);
	CHECK(frame.full.size > 100 && frame.thumbnail.size > 100);
	buffer_clear(&input);
	buffer_clear(&output);
}

/* Each ends well and says what it is; nothing is killed by its own sandbox. */
TEST(every_picture_is_decoded_behind_the_sandbox)
{
	static const struct {
		const char *name;
		enum picture_status status;
	} files[] = {
		{ "progressive.jpg", PICTURE_OK },
		{ "cmyk.jpg", PICTURE_OK },
		{ "gray.jpg", PICTURE_OK },
		{ "turned.jpg", PICTURE_OK },
		{ "large.jpg", PICTURE_OK },
		{ "polyglot.jpg", PICTURE_OK },
		{ "deep.png", PICTURE_OK },
		{ "interlaced.png", PICTURE_OK },
		{ "palette.png", PICTURE_OK },
		{ "alpha.png", PICTURE_OK },
		{ "turned.webp", PICTURE_OK },
		{ "large.webp", PICTURE_OK },
		{ "animated.webp", PICTURE_OK },
		{ "alpha.webp", PICTURE_OK },
		{ "animated.gif", PICTURE_OK },
		{ "transparent.gif", PICTURE_OK },
		{ "bomb.png", PICTURE_TOO_MANY_PIXELS },
		{ "bomb.jpg", PICTURE_TOO_MANY_PIXELS },
		{ "bomb.gif", PICTURE_TOO_MANY_PIXELS },
		{ "bomb.webp", PICTURE_TOO_MANY_PIXELS },
		{ "page.html", PICTURE_UNKNOWN },
		{ "drawing.svg", PICTURE_UNKNOWN },
	};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[512];
		struct buffer input = { 0 };
		struct buffer output = { 0 };
		struct picture_frame frame;
		snprintf(path, sizeof(path), SOURCE_DIR "/tests/unit/picture/fixtures/%s",
			 files[i].name);
		load(path, &input);
		struct program p = start("100000");
		CHECK_INT(finish(&p, buffer_slice(&input), &output), 0);
		CHECK(picture_frame_read(buffer_slice(&output), &frame));
		CHECK_INT(frame.status, files[i].status);
		buffer_clear(&input);
		buffer_clear(&output);
	}
}

static enum picture_status status_of(struct slice bytes)
{
	struct buffer output = { 0 };
	struct picture_frame frame;
	struct program p = start("100000");
	CHECK_INT(finish(&p, bytes, &output), 0);
	CHECK(picture_frame_read(buffer_slice(&output), &frame));
	buffer_clear(&output);
	return frame.status;
}

TEST(no_bytes_and_too_many_bytes_are_refused)
{
	struct buffer input = { 0 };
	CHECK_INT(status_of(SLICE("")), PICTURE_UNKNOWN);
	memset(buffer_reserve(&input, BYTES_MAX + 1), 0xff, BYTES_MAX + 1);
	input.size = BYTES_MAX;
	CHECK_INT(status_of(buffer_slice(&input)), PICTURE_UNKNOWN);
	input.size = BYTES_MAX + 1;
	CHECK_INT(status_of(buffer_slice(&input)), PICTURE_TOO_LARGE);
	buffer_clear(&input);
}

static void read_proc(pid_t pid, const char *name, struct buffer *out)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	buffer_clear(out);
	load(path, out);
	buffer_append_byte(out, '\0');
}

/* Until it waits for its first byte, which is when all it does beforehand is done. */
static void wait_until_it_reads(pid_t pid, struct buffer *text)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	for (int i = 0; i < 1000; i++) {
		read_proc(pid, "status", text);
		if (strstr(text->data, "\nSeccomp:\t2\n") && strstr(text->data, "State:\tS"))
			return;
		nanosleep(&pause, NULL);
	}
}

TEST(it_is_closed_before_it_reads_its_first_byte)
{
	struct buffer text = { 0 };
	struct buffer output = { 0 };
	int kept[2];
	char byte;
	/* A descriptor that it inherits: the other end sees that it was closed. */
	CHECK(pipe2(kept, O_NONBLOCK) == 0);
	struct program p = start("100000");
	close(kept[1]);
	wait_until_it_reads(p.pid, &text);
	CHECK(strstr(text.data, "\nSeccomp:\t2\n") != NULL);
	CHECK(strstr(text.data, "\nNoNewPrivs:\t1\n") != NULL);
	CHECK(strstr(text.data, "\nThreads:\t1\n") != NULL);
	CHECK_INT(read(kept[0], &byte, 1), 0);
	read_proc(p.pid, "limits", &text);
	CHECK(strstr(text.data, "Max address space         268435456            268435456 ") !=
	      NULL);
	CHECK(strstr(text.data, "Max cpu time              5                    5 ") != NULL);
	CHECK(strstr(text.data, "Max open files            0                    0 ") != NULL);
	CHECK(strstr(text.data, "Max processes             0                    0 ") != NULL);
	CHECK(strstr(text.data, "Max file size             0                    0 ") != NULL);
	CHECK_INT(finish(&p, SLICE("GIF89a"), &output), 0);
	close(kept[0]);
	buffer_clear(&text);
	buffer_clear(&output);
}

TEST(it_wants_to_be_run_by_a_worker)
{
	static const char *const arguments[] = { NULL, "", "0", "-1", "many", "99999999999" };
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		struct buffer output = { 0 };
		struct program p = start(arguments[i]);
		int status = finish(&p, SLICE(""), &output);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 64);
		CHECK_INT(output.size, 0);
		buffer_clear(&output);
	}
}
