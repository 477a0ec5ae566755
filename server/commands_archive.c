/* Commands about the archive's schema. They block, and run beside no loop. */

#include <stdio.h>
#include <sysexits.h>

#include "archive/migrate.h"
#include "commands.h"
#include "operator.h"

static int fail(const struct migrate_problem *problem)
{
	fprintf(stderr, "confabd: %s\n", problem->text);
	operator_release();
	return EX_UNAVAILABLE;
}

int command_migrate(struct options *o, const char *const *arguments)
{
	const char *dump = options_extra(o, "dump");
	struct migrate_problem problem = { 0 };
	int exit_code = EX_OK;
	int applied = 0;

	(void)arguments;
	if (!operator_reach(o, &exit_code))
		return exit_code;
	if (!migrate_run(&o->config, &applied, &problem))
		return fail(&problem);
	if (dump && !migrate_dump(&o->config, dump, &problem))
		return fail(&problem);
	operator_release();
	printf("%d migration%s applied\n", applied, applied == 1 ? "" : "s");
	return EX_OK;
}

int command_epoch(struct options *o, const char *const *arguments)
{
	struct migrate_problem problem = { 0 };
	int exit_code = EX_OK;
	int64_t epoch = 0;

	(void)arguments;
	if (!operator_reach(o, &exit_code))
		return exit_code;
	if (!migrate_raise_epoch(&o->config, &epoch, &problem))
		return fail(&problem);
	operator_release();
	printf("epoch %lld\n", (long long)epoch);
	return EX_OK;
}
