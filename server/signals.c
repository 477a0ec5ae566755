/* Signals as flags: they are blocked and read from a descriptor, so nothing ever happens inside a
 * handler. */

#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/check.h"

static struct signals flags;
static int descriptor = -1;

static const int watched[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };

static void take(int number);

void signals_open(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		sigaddset(&set, watched[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	ASSERT(descriptor >= 0);
}

struct signals *signals(void)
{
	return &flags;
}

void signals_wait(struct pollfd *extra, size_t count, int timeout_ms)
{
	struct pollfd all[1 + SIGNALS_EXTRA_MAX] = { { .fd = descriptor, .events = POLLIN } };
	struct signalfd_siginfo information;

	ASSERT(count <= SIGNALS_EXTRA_MAX);
	if (count > 0)
		memcpy(all + 1, extra, count * sizeof(*extra));
	(void)poll(all, 1 + count, timeout_ms);
	if (count > 0)
		memcpy(extra, all + 1, count * sizeof(*extra));
	while (read(descriptor, &information, sizeof(information)) == (ssize_t)sizeof(information))
		take((int)information.ssi_signo);
}

static void take(int number)
{
	switch (number) {
	case SIGCHLD:
		flags.child = true;
		break;
	case SIGHUP:
		flags.reload = true;
		break;
	default:
		flags.hurry = flags.stop;
		flags.stop = true;
	}
}

void signals_restore(void)
{
	sigset_t none;

	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		signal(watched[i], SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}
