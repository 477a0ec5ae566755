/* Commands about the program itself: its configuration, its version, running it. */

#include <stdio.h>
#include <sysexits.h>

#include "commands.h"
#include "credentials.h"
#include "supervisor.h"
#include "version.h"
#include "worker.h"

int command_run(struct options *o, const char *const *arguments)
{
	(void)arguments;
	return supervisor_run(o);
}

int command_worker(struct options *o, const char *const *arguments)
{
	(void)arguments;
	return worker_run(&o->config);
}

/* Reading it was the check, but for the files that it names. */
int command_check_config(struct options *o, const char *const *arguments)
{
	struct failure failure = { 0 };

	(void)arguments;
	if (!credentials_check(&o->config, &failure))
		return failure_report(&failure);
	printf("The configuration is good.\n");
	return EX_OK;
}

int command_print_config(struct options *o, const char *const *arguments)
{
	struct buffer text = { 0 };

	(void)arguments;
	config_write(&o->config, false, &text);
	fwrite(text.data, 1, text.size, stdout);
	buffer_clear(&text);
	return EX_OK;
}

int command_version(struct options *o, const char *const *arguments)
{
	(void)o;
	(void)arguments;
	printf("confabd " CONFAB_VERSION " (" CONFAB_COMMIT ")\n");
	return EX_OK;
}
