/* The table of commands, how one is found, and the help that is made from it. */

#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static int command_help(struct options *o, const char *const *arguments);

static const struct option_kind run_options[] = {
	{ "qr", NULL, "With --lan: draw the link as a QR code also where output is no terminal." },
	{ NULL, NULL, NULL },
};

static const struct option_kind migrate_options[] = {
	{ "dump", "FILE", "Write the schema to FILE afterwards." },
	{ NULL, NULL, NULL },
};

static const struct option_kind create_options[] = {
	{ "display_name", "TEXT", "The name that others see." },
	{ "role", "ROLE", "member, administrator or guest." },
	{ "password", NULL,
	  "Ask for a password (or read it from standard input) in place of making a link." },
	{ NULL, NULL, NULL },
};

static const struct option_kind admin_options[] = {
	{ "revoke", NULL, "Make them a member again." },
	{ NULL, NULL, NULL },
};

static const struct option_kind invite_options[] = {
	{ "hours", "N", "Life of the invitation." },
	{ "uses", "N", "How many accounts it makes; 0: any number." },
	{ "guest", NULL, "They come as guests." },
	{ "room", "ID", "A room that they join besides room 1." },
	{ NULL, NULL, NULL },
};

static const struct command commands[] = {
	{ "run", "", 0, "Serve: starts everything and stays in the foreground.", run_options,
	  command_run },
	{ "demo", "", 0, "The same with made-up people and rooms, in a data directory of its own.",
	  run_options, command_demo },
	{ "demo-fill", "", 0, NULL, NULL, command_demo_fill },
	{ "worker", "", 0, NULL, NULL, command_worker },
	{ "setup-link", "", 0, "Print the link that creates the first account.", NULL,
	  command_setup_link },
	{ "invite", "", 0, "Print an invitation link.", invite_options, command_invite },
	{ "user create", "NAME", 1, "Make an account; prints a link where they choose a password.",
	  create_options, command_user_create },
	{ "user password", "NAME", 1, "Set a password; their sessions end.", NULL,
	  command_user_password },
	{ "user reset", "NAME", 1, "Print a link where they choose a new password.", NULL,
	  command_user_reset },
	{ "user sign-in-link", "NAME", 1, "Print a link with which they sign in, once.", NULL,
	  command_user_sign_in_link },
	{ "user disable", "NAME", 1, "Shut somebody out, at once.", NULL, command_user_disable },
	{ "user enable", "NAME", 1, "Let somebody in (again).", NULL, command_user_enable },
	{ "user admin", "NAME", 1, "Make somebody an administrator.", admin_options,
	  command_user_admin },
	{ "migrate", "", 0, "Bring the archive's schema up to date.", migrate_options,
	  command_migrate },
	{ "epoch", "", 0, "After restoring a backup: make clients fetch everything again.", NULL,
	  command_epoch },
	{ "check-config", "", 0, "Check the configuration.", NULL, command_check_config },
	{ "print-config", "", 0, "Print the configuration as a commented file.", NULL,
	  command_print_config },
	{ "version", "", 0, "Print the version.", NULL, command_version },
	{ "help", "", 0, "Print this.", NULL, command_help },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]), KINDS_MAX = 32 };

/* All commands' own options, to find the words between them. */
static const struct option_kind *all_kinds(void)
{
	static struct option_kind kinds[KINDS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < COMMANDS; i++)
		for (const struct option_kind *kind = commands[i].options;
		     kind && kind->name && n + 1 < KINDS_MAX; kind++)
			kinds[n++] = *kind;
	return kinds;
}

/* How many words of `o` are the command's own; 0 if it is another one. */
static int words_matched(const struct options *o, const struct command *command)
{
	const char *at = command->words;

	for (int i = 0; i < o->word_count; i++) {
		size_t size = strcspn(at, " ");

		if (strlen(o->words[i]) != size || strncmp(o->words[i], at, size) != 0)
			return 0;
		if (at[size] == '\0')
			return i + 1;
		at += size + 1;
	}
	return 0;
}

static const struct command *find(const struct options *o, int *own_words)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		*own_words = words_matched(o, &commands[i]);
		if (*own_words > 0)
			return &commands[i];
	}
	return NULL;
}

int commands_run(int argument_count, char *const *arguments)
{
	struct options o = { .argument_count = argument_count, .arguments = arguments };
	struct failure failure = { 0 };
	const struct command *command;
	int own_words;
	int exit_code;

	if (argument_count <= 1 || strcmp(arguments[1], "--help") == 0) {
		(void)command_help(&o, NULL);
		return argument_count <= 1 ? EX_USAGE : EX_OK;
	}
	if (!options_words(&o, all_kinds(), &failure))
		return failure_report(&failure);
	command = find(&o, &own_words);
	if (!command) {
		failure_set(&failure, EX_USAGE, "there is no command %s; see confabd help",
			    o.word_count ? o.words[0] : "");
		return failure_report(&failure);
	}
	if (o.word_count - own_words != command->argument_count) {
		failure_set(&failure, EX_USAGE, "usage: confabd %s %s", command->words,
			    command->arguments);
		return failure_report(&failure);
	}
	o.kinds = command->options;
	exit_code = options_read(&o, &failure) ? command->run(&o, o.words + own_words)
					       : failure_report(&failure);
	config_clear(&o.config);
	return exit_code;
}

static int command_help(struct options *o, const char *const *arguments)
{
	(void)o;
	(void)arguments;
	printf("usage: confabd COMMAND [OPTION…]\n\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		const struct command *c = &commands[i];
		char left[64];

		if (!c->help)
			continue;
		snprintf(left, sizeof(left), "%s %s", c->words, c->arguments);
		printf("  %-20s %s\n", left, c->help);
		for (const struct option_kind *kind = c->options; kind && kind->name; kind++) {
			snprintf(left, sizeof(left), "--%s %s", kind->name,
				 kind->value ? kind->value : "");
			for (char *at = left; *at; at++)
				*at = *at == '_' ? '-' : *at;
			printf("    %-18s   %s\n", left, kind->help);
		}
	}
	printf("\nOptions of all commands: --config FILE, --open (registration = open), and "
	       "--KEY VALUE for\n"
	       "each key that print-config shows.\n");
	return EX_OK;
}
