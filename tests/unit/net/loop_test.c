/* The loop, its timers, watches, jobs and names. */
#include "net/loop.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "unit/harness.h"

/* What happened, letter by letter. */
static struct buffer happened;
static struct loop *loop;
static struct timer *timer;

static void note(char letter)
{
	buffer_append_byte(&happened, letter);
}

static void begin(void)
{
	buffer_clear(&happened);
	loop = loop_new();
}

static void end(const char *expected)
{
	CHECK_SLICE(buffer_slice(&happened), expected);
	loop_free(loop);
	buffer_clear(&happened);
}

static void note_owner(void *owner)
{
	note(*(const char *)owner);
}

TEST(an_empty_loop_ends)
{
	begin();
	loop_run(loop);
	end("");
}

static void on_again(void *owner)
{
	note('b');
	loop_later(loop, note_owner, owner);
}

TEST(later_runs_on_the_next_turn_in_order)
{
	begin();
	loop_later(loop, note_owner, "a");
	loop_later(loop, on_again, "d");
	loop_later(loop, note_owner, "c");
	CHECK_SLICE(buffer_slice(&happened), "");
	loop_run(loop);
	end("abcd");
}

TEST(later_runs_even_when_the_loop_does_not)
{
	begin();
	loop_later(loop, note_owner, "a");
	loop_free(loop);
	CHECK_SLICE(buffer_slice(&happened), "a");
	buffer_clear(&happened);
}

static void on_stop_after_two(void *owner)
{
	static int turns;

	(void)owner;
	note('|');
	if (++turns == 2)
		loop_stop(loop);
	else
		loop_later(loop, note_owner, "x");
}

static void on_time_over(void *owner)
{
	(void)owner;
	timer_free(timer);
	loop_stop(loop);
}

TEST(hooks_frame_a_turn)
{
	static const char first[] = "1";

	begin();
	loop_at_turn_end(loop, note_owner, (void *)(uintptr_t)first);
	loop_at_turn_end(loop, note_owner, "2");
	loop_at_turn_start(loop, on_stop_after_two, NULL);
	loop_later(loop, note_owner, "s");
	loop_run(loop);
	/* End hooks before the wait, steps and start hooks after it, and the end hooks once more
	 * for what the last turn left. */
	CHECK_SLICE(buffer_slice(&happened), "12s|12x|12");
	buffer_reset(&happened);
	loop_forget_hooks(loop, first);
	loop_later(loop, note_owner, "s");
	timer = timer_new(loop, on_time_over, NULL);
	timer_start(timer, 5, 0);
	loop_run(loop);
	/* Waits more than once: how often depends on the clock. */
	CHECK_INT(happened.data[0], '2');
	CHECK(!memchr(happened.data, '1', happened.size));
	buffer_reset(&happened);
	end("");
}

static void on_timer(void *owner)
{
	note_owner(owner);
	if (happened.size == 3)
		timer_free(timer);
}

TEST(a_timer_repeats_until_it_is_freed)
{
	int64_t begun_ms;

	begin();
	begun_ms = clock_monotonic_ms();
	timer = timer_new(loop, on_timer, "t");
	CHECK(!timer_active(timer));
	timer_start(timer, 20, 10);
	CHECK(timer_active(timer));
	loop_run(loop);
	int64_t took_ms = clock_monotonic_ms() - begun_ms;
	CHECK(took_ms >= 38 && took_ms < 1000);
	end("ttt");
}

TEST(a_stopped_timer_is_silent)
{
	begin();
	struct timer *once = timer_new(loop, note_owner, "o");
	struct timer *stopped = timer_new(loop, note_owner, "s");
	struct timer *moved = timer_new(loop, note_owner, "m");
	timer_start(stopped, 1, 1);
	timer_stop(stopped);
	timer_start(moved, 1, 0);
	timer_start(moved, 20, 0);
	timer_start(once, 10, 0);
	CHECK(!timer_active(stopped));
	loop_run(loop);
	CHECK(!timer_active(once));
	timer_start(once, -5, 0);
	loop_run(loop);
	timer_free(once);
	timer_free(stopped);
	timer_free(moved);
	timer_free(NULL);
	end("omo");
}

struct pipe_watch {
	struct watch *watch;
	int fds[2];
	int events;
};

static void on_pipe(void *owner, int events)
{
	struct pipe_watch *p = owner;
	char byte;

	p->events |= events;
	if (events & WATCH_READ && read(p->fds[0], &byte, 1) == 1) {
		note(byte);
		return;
	}
	watch_free(p->watch);
	p->watch = NULL;
}

TEST(a_watch_reads_to_the_end)
{
	struct pipe_watch p = { 0 };

	begin();
	CHECK(pipe2(p.fds, O_NONBLOCK | O_CLOEXEC) == 0);
	p.watch = watch_new(loop, p.fds[0], on_pipe, &p);
	CHECK(write(p.fds[1], "abc", 3) == 3);
	close(p.fds[1]);
	watch_set(p.watch, WATCH_READ);
	watch_set(p.watch, WATCH_READ);
	loop_run(loop);
	CHECK(!p.watch);
	close(p.fds[0]);
	end("abc");
}

TEST(a_paused_watch_is_silent)
{
	struct pipe_watch p = { 0 };

	begin();
	CHECK(pipe2(p.fds, O_NONBLOCK | O_CLOEXEC) == 0);
	p.watch = watch_new(loop, p.fds[0], on_pipe, &p);
	CHECK(write(p.fds[1], "a", 1) == 1);
	watch_set(p.watch, WATCH_READ);
	watch_set(p.watch, 0);
	loop_run(loop);
	CHECK_INT(happened.size, 0);
	watch_free(p.watch);
	watch_free(NULL);
	close(p.fds[0]);
	close(p.fds[1]);
	end("");
}

static void on_writable(void *owner, int events)
{
	struct pipe_watch *p = owner;

	p->events |= events;
	watch_free(p->watch);
}

TEST(an_error_wakes_the_watch)
{
	struct pipe_watch p = { 0 };

	begin();
	CHECK(pipe2(p.fds, O_NONBLOCK | O_CLOEXEC) == 0);
	close(p.fds[0]);
	p.watch = watch_new(loop, p.fds[1], on_writable, &p);
	watch_set(p.watch, WATCH_WRITE);
	loop_run(loop);
	CHECK_INT(p.events, WATCH_ERROR | WATCH_WRITE);
	close(p.fds[1]);
	end("");
}

struct job {
	pthread_t loops;
	pthread_t ran_on;
	bool done;
};

static void work(void *owner)
{
	struct job *job = owner;

	job->ran_on = pthread_self();
}

static void done(void *owner)
{
	struct job *job = owner;

	job->done = pthread_equal(pthread_self(), job->loops) &&
		    !pthread_equal(job->ran_on, job->loops);
	note('d');
}

TEST(work_leaves_the_thread_and_comes_back)
{
	struct job jobs[20] = { 0 };

	begin();
	for (int i = 0; i < 20; i++) {
		jobs[i].loops = pthread_self();
		work_queue(loop, work, done, &jobs[i]);
	}
	loop_run(loop);
	for (int i = 0; i < 20; i++)
		CHECK(jobs[i].done);
	end("dddddddddddddddddddd");
}

static void on_address(void *owner, const char *address)
{
	(void)owner;
	buffer_append_text(&happened, address ? address : "none");
	note(' ');
}

static void resolve(const char *host)
{
	resolve_host(loop, host, on_address, NULL);
	loop_run(loop);
}

TEST(names_are_resolved)
{
	char long_name[2000];

	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	begin();
	resolve("localhost");
	resolve("192.0.2.7");
	resolve("::1");
	resolve("no such host");
	resolve(long_name);
	end("127.0.0.1 192.0.2.7 ::1 none none ");
}

static void on_signal(void *owner, int number)
{
	(void)owner;
	note(number == SIGUSR1 ? 'u' : '?');
	loop_stop(loop);
}

static void on_raise(void *owner)
{
	(void)owner;
	raise(SIGUSR1);
}

TEST(signals_arrive_on_the_loop)
{
	begin();
	loop_on_signal(loop, SIGUSR1, on_signal, NULL);
	timer = timer_new(loop, on_raise, NULL);
	timer_start(timer, 1, 1000);
	loop_run(loop);
	timer_free(timer);
	end("u");
}

static void on_busy(void *owner)
{
	int64_t until_ms = clock_monotonic_ms() + 30;

	(void)owner;
	while (clock_monotonic_ms() < until_ms)
		;
}

TEST(the_longest_turn_is_measured)
{
	begin();
	timer = timer_new(loop, on_busy, NULL);
	timer_start(timer, 1000, 0);
	loop_run(loop);
	timer_start(timer, 10, 0);
	loop_run(loop);
	timer_free(timer);
	int64_t longest_ms = loop_longest_turn_ms(loop);
	/* The wait of a second does not count; a busy machine may make the turn longer than its
	 * work. */
	CHECK(longest_ms >= 29 && longest_ms < 900);
	CHECK_INT(loop_longest_turn_ms(loop), 0);
	end("");
}
