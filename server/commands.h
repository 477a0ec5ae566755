#pragma once

#include "options.h"

/* What `confabd` can do: one row a command. */
struct command {
	const char *words;     /* "user create" */
	const char *arguments; /* for the help: "NAME"; "" for none */
	int argument_count;
	const char *help;                  /* NULL: not listed */
	const struct option_kind *options; /* of this command only; NULL: none */
	/* `arguments` are the words behind the command's own. Returns the exit code. */
	int (*run)(struct options *o, const char *const *arguments);
};

/* Runs the command that the words of the command line name; returns the exit code. */
int commands_run(int argument_count, char *const *arguments);

int command_run(struct options *o, const char *const *arguments);
int command_worker(struct options *o, const char *const *arguments);
int command_migrate(struct options *o, const char *const *arguments);
int command_epoch(struct options *o, const char *const *arguments);
int command_check_config(struct options *o, const char *const *arguments);
int command_print_config(struct options *o, const char *const *arguments);
int command_version(struct options *o, const char *const *arguments);
int command_demo(struct options *o, const char *const *arguments);
int command_demo_fill(struct options *o, const char *const *arguments);
int command_setup_link(struct options *o, const char *const *arguments);
int command_invite(struct options *o, const char *const *arguments);
int command_user_create(struct options *o, const char *const *arguments);
int command_user_password(struct options *o, const char *const *arguments);
int command_user_reset(struct options *o, const char *const *arguments);
int command_user_sign_in_link(struct options *o, const char *const *arguments);
int command_user_disable(struct options *o, const char *const *arguments);
int command_user_enable(struct options *o, const char *const *arguments);
int command_user_admin(struct options *o, const char *const *arguments);
