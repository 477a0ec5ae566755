/* Nothing that talks to the world runs as root: the user is changed before the first child is made.
 */

#include "privilege.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "child.h"

enum { USERADD_LIMIT_MS = 20000 };

static bool create_user(struct failure *failure);

bool privilege_find(struct privilege *p, struct failure *failure)
{
	struct passwd *entry;

	*p = (struct privilege){ .root = geteuid() == 0, .user = geteuid(), .group = getegid() };
	if (!p->root)
		return true;
	entry = getpwnam(PRIVILEGE_USER);
	if (!entry && !create_user(failure))
		return false;
	if (!entry)
		entry = getpwnam(PRIVILEGE_USER);
	if (!entry || entry->pw_uid == 0)
		return failure_set(failure, EX_NOUSER,
				   "there is no system user " PRIVILEGE_USER
				   " to run as, and none could be made");
	p->user = entry->pw_uid;
	p->group = entry->pw_gid;
	return true;
}

static bool create_user(struct failure *failure)
{
	char *arguments[] = { "useradd",    "--system",        "--user-group", "--no-create-home",
			      "--home-dir", "/var/lib/confab", "--shell",      "/usr/sbin/nologin",
			      "--comment",  "Confab",          PRIVILEGE_USER, NULL };
	struct child child = { .directory = AT_FDCWD,
			       .file = "/usr/sbin/useradd",
			       .arguments = arguments };
	struct buffer output = { 0 };
	bool made = child_run(&child, USERADD_LIMIT_MS, &output);

	buffer_append_byte(&output, '\0');
	if (!made)
		failure_set(failure, EX_NOUSER,
			    "the system user " PRIVILEGE_USER " could not be made: %s",
			    *output.data ? output.data : "useradd failed");
	else
		log_info("supervisor", "system user made", "name=" PRIVILEGE_USER);
	buffer_clear(&output);
	return made;
}

bool privilege_drop(const struct privilege *p, struct failure *failure)
{
	if (!p->root)
		return true;
	if (initgroups(PRIVILEGE_USER, p->group) != 0 ||
	    setresgid(p->group, p->group, p->group) != 0 ||
	    setresuid(p->user, p->user, p->user) != 0)
		return failure_set(failure, EX_NOPERM,
				   "cannot become the user " PRIVILEGE_USER ": %s",
				   strerror(errno));
	/* Changing users made our /proc entries root's; children and descriptors in /proc/self/fd
	 * need them. */
	prctl(PR_SET_DUMPABLE, 1);
	return true;
}
