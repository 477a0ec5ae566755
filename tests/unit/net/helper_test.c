/* Programs run for a job: what goes in and out, and every way in which it goes wrong. */
#include "net/helper.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "unit/harness.h"

enum { MEGABYTE = 1 << 20 };

static struct loop *loop;
static struct helpers *helpers;
/* What was heard: ends as digits, and the last output. */
static struct buffer ends;
static struct buffer output;

static void on_done(void *owner, enum helper_end end, struct slice bytes)
{
	(void)owner;
	buffer_append_byte(&ends, (char)('0' + (int)end));
	buffer_reset(&output);
	buffer_append_slice(&output, bytes);
}

static void begin_with(const struct helper_settings *settings)
{
	loop = loop_new();
	helpers = helpers_new(loop, settings);
}

/* A shell with a script. */
static void begin(const char *script)
{
	static const char *arguments[] = { "sh", "-c", NULL, NULL };
	arguments[2] = script;
	begin_with(&(struct helper_settings){
		.path = "/bin/sh",
		.arguments = arguments,
		.running_max = 2,
		.waiting_max = 3,
		.output_max = 2 * MEGABYTE,
		.deadline_ms = 10000,
	});
}

static void end(const char *expected)
{
	helpers_free(helpers);
	loop_free(loop);
	CHECK_SLICE(buffer_slice(&ends), expected);
	buffer_clear(&ends);
	buffer_clear(&output);
}

static void run(struct slice input)
{
	CHECK(helpers_run(helpers, input, on_done, NULL));
}

TEST(what_goes_in_comes_out)
{
	begin("cat");
	run(SLICE("a few bytes"));
	CHECK_SLICE(buffer_slice(&ends), "");
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&output), "a few bytes");
	end("0");
}

TEST(nothing_is_a_job_too)
{
	begin("cat");
	run(SLICE(""));
	loop_run(loop);
	CHECK_INT(output.size, 0);
	end("0");
}

TEST(a_megabyte_goes_through)
{
	struct buffer input = { 0 };
	for (int i = 0; i < MEGABYTE / 4; i++)
		buffer_append(&input, &i, sizeof(i));
	begin("cat");
	run(buffer_slice(&input));
	loop_run(loop);
	CHECK(slice_equal(buffer_slice(&output), buffer_slice(&input)));
	buffer_clear(&input);
	end("0");
}

TEST(the_environment_is_empty)
{
	begin("/usr/bin/env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD=; exit 0");
	run(SLICE(""));
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&output), "");
	end("0");
}

TEST(a_program_that_fails_has_no_output)
{
	begin("echo something; exit 3");
	run(SLICE("unread"));
	loop_run(loop);
	CHECK_INT(output.size, 0);
	end("1");
}

TEST(a_program_that_is_killed_has_crashed)
{
	begin("kill -SEGV $$");
	run(SLICE(""));
	loop_run(loop);
	end("2");
}

/* More input than fits its pipe, to a program that does not want it. */
TEST(input_that_is_not_read_does_no_harm)
{
	struct slice input = { memory_zero(4, MEGABYTE), 4 * (size_t)MEGABYTE };
	begin("exit 0");
	run(input);
	loop_run(loop);
	end("0");
	memory_free((char *)(uintptr_t)input.data);
}

TEST(too_much_output_is_stopped)
{
	begin("exec cat /dev/zero");
	run(SLICE(""));
	loop_run(loop);
	end("2");
}

TEST(what_takes_too_long_is_killed)
{
	static const char *const arguments[] = { "sleep", "60", NULL };
	begin_with(&(struct helper_settings){
		.path = "/bin/sleep",
		.arguments = arguments,
		.running_max = 1,
		.output_max = 10,
		.deadline_ms = 200,
	});
	int64_t begun_ms = clock_monotonic_ms();
	run(SLICE(""));
	loop_run(loop);
	CHECK(clock_monotonic_ms() - begun_ms < 30000);
	end("3");
}

/* Its output is held open by a child of its own. */
TEST(a_killed_program_is_not_waited_for)
{
	static const char *const arguments[] = { "sh", "-c", "sleep 20 & wait", NULL };
	begin_with(&(struct helper_settings){
		.path = "/bin/sh",
		.arguments = arguments,
		.running_max = 1,
		.output_max = 10,
		.deadline_ms = 100,
	});
	int64_t begun_ms = clock_monotonic_ms();
	run(SLICE(""));
	loop_run(loop);
	CHECK(clock_monotonic_ms() - begun_ms < 15000);
	end("3");
}

TEST(a_program_that_is_not_there_is_said_to_be_missing)
{
	static const char *const arguments[] = { "nothing", NULL };
	begin_with(&(struct helper_settings){
		.path = "/nowhere/nothing",
		.arguments = arguments,
		.running_max = 1,
		.waiting_max = 1,
		.output_max = 10,
		.deadline_ms = 1000,
	});
	run(SLICE("a"));
	run(SLICE("b"));
	loop_run(loop);
	end("44");
}

TEST(so_many_run_so_many_wait_and_no_more)
{
	begin("cat");
	for (int i = 0; i < 5; i++)
		run(SLICE("x"));
	CHECK(!helpers_run(helpers, SLICE("x"), on_done, NULL));
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&ends), "00000");
	run(SLICE("again"));
	loop_run(loop);
	CHECK_SLICE(buffer_slice(&output), "again");
	end("000000");
}

static int running_now;
static int running_most;

static void on_count(void *owner, enum helper_end how, struct slice bytes)
{
	int count = (int)bytes.size;
	(void)owner;
	CHECK_INT(how, HELPER_OK);
	running_most = count > running_most ? count : running_most;
	running_now++;
}

/* Each adds a line to a file while it runs, and tells how many there are. */
TEST(no_more_than_two_run_at_once)
{
	static char script[512];
	snprintf(script, sizeof(script),
		 "cd %s; mkdir run.$$; sleep 0.1; ls -d run.* | while read n; do printf x; done; "
		 "sleep 0.1; rmdir run.$$",
		 harness_directory());
	running_now = running_most = 0;
	begin(script);
	for (int i = 0; i < 5; i++)
		CHECK(helpers_run(helpers, SLICE(""), on_count, NULL));
	loop_run(loop);
	CHECK_INT(running_now, 5);
	CHECK(running_most >= 1 && running_most <= 2);
	end("");
}

static void on_stop(void *owner)
{
	(void)owner;
	loop_stop(loop);
}

TEST(closing_ends_those_that_run_and_those_that_wait)
{
	begin("sleep 60");
	struct timer *timer = timer_new(loop, on_stop, NULL);
	for (int i = 0; i < 4; i++)
		run(SLICE(""));
	timer_start(timer, 100, 0);
	loop_run(loop);
	timer_free(timer);
	end("5555");
}

TEST(closing_before_anything_was_started)
{
	begin("cat");
	run(SLICE("a"));
	end("5");
}

static int turns;

static void on_tick(void *owner)
{
	(void)owner;
	turns++;
}

static void on_done_stop(void *owner, enum helper_end how, struct slice bytes)
{
	timer_stop(owner);
	on_done(NULL, how, bytes);
}

TEST(the_loop_goes_on_meanwhile)
{
	begin("sleep 0.3");
	struct timer *timer = timer_new(loop, on_tick, NULL);
	turns = 0;
	timer_start(timer, 10, 10);
	CHECK(helpers_run(helpers, SLICE(""), on_done_stop, timer));
	loop_run(loop);
	CHECK(turns >= 2);
	timer_free(timer);
	end("0");
}
