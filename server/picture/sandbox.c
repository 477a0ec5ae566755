/* The sandbox, outermost first: descriptors, privileges, limits, file system (Landlock), system
 * calls (seccomp). The last one alone would do; the others hold if it should have a hole. */
#include "picture/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST_OTHER_FD = 3 };

static const struct {
	int resource;
	rlim_t limit;
} limits[] = {
	{ RLIMIT_AS, SANDBOX_MEMORY_BYTES },
	{ RLIMIT_CPU, SANDBOX_CPU_S },
	/* No descriptor, file, process, core, lock or queue of its own. */
	{ RLIMIT_NOFILE, 0 },
	{ RLIMIT_FSIZE, 0 },
	{ RLIMIT_NPROC, 0 },
	{ RLIMIT_CORE, 0 },
	{ RLIMIT_MEMLOCK, 0 },
	{ RLIMIT_MSGQUEUE, 0 },
};

static bool set_limits(void)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const struct rlimit limit = { limits[i].limit, limits[i].limit };
		if (setrlimit((unsigned int)limits[i].resource, &limit) != 0)
			return false;
	}
	return true;
}

/* What each version of Landlock can take away; newer than the headers of the machine that builds.
 */
struct rules {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

static struct rules rules_of(long version)
{
	/* Version 1 has the rights 0 … 12, then one more each in 2, 3 and 5. */
	static const int file_rights[] = { 0, 13, 14, 15, 15, 16 };
	const long known = (long)(sizeof(file_rights) / sizeof(file_rights[0])) - 1;
	int rights = file_rights[version < known ? version : known];
	return (struct rules){
		.files = (UINT64_C(1) << rights) - 1,
		.network = version >= 4 ? 3 : 0, /* bind, connect */
		.scopes = version >= 6 ? 3 : 0,  /* abstract sockets, signals */
	};
}

static size_t rules_size(long version)
{
	if (version >= 6)
		return sizeof(struct rules);
	return version >= 4 ? offsetof(struct rules, scopes) : offsetof(struct rules, network);
}

/* A ruleset without a rule: nothing is allowed. */
bool sandbox_close_files(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
	struct rules rules = rules_of(version);
	long fd = syscall(SYS_landlock_create_ruleset, &rules, rules_size(version), 0);
	bool closed = fd >= 0 && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	if (fd >= 0)
		close((int)fd);
	return closed;
}

/* System calls that are allowed with any arguments. */
static const int allowed[] = {
	SCMP_SYS(brk),     SCMP_SYS(exit),   SCMP_SYS(exit_group),
	SCMP_SYS(madvise), SCMP_SYS(mremap), SCMP_SYS(munmap),
};

/* System calls that are allowed when one argument is right: (argument & mask) == value. */
static const struct {
	int call;
	unsigned int argument;
	uint64_t mask;
	uint64_t value;
} conditional[] = {
	{ SCMP_SYS(read), 0, UINT64_MAX, STDIN_FILENO },
	{ SCMP_SYS(write), 0, UINT64_MAX, STDOUT_FILENO },
	{ SCMP_SYS(write), 0, UINT64_MAX, STDERR_FILENO },
	{ SCMP_SYS(mprotect), 2, PROT_EXEC, 0 },
};

static int allow_memory(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
				SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
}

static bool add_rules(scmp_filter_ctx filter)
{
	int failed = allow_memory(filter);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < sizeof(conditional) / sizeof(conditional[0]); i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, conditional[i].call, 1,
					   SCMP_CMP64(conditional[i].argument, SCMP_CMP_MASKED_EQ,
						      conditional[i].mask, conditional[i].value));
	return failed == 0;
}

static scmp_filter_ctx make_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter && !add_rules(filter)) {
		seccomp_release(filter);
		return NULL;
	}
	return filter;
}

bool sandbox_enter(void)
{
	/* Made before memory is short; loaded last. */
	scmp_filter_ctx filter = make_filter();
	bool entered = filter != NULL && close_range(FIRST_OTHER_FD, ~0U, 0) == 0 &&
		       prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
		       prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
		       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && sandbox_close_files() &&
		       set_limits() && seccomp_load(filter) == 0;
	/* The filter's memory is left: giving it back would be of no use to a process this short.
	 */
	return entered;
}
