/* Reads the command line twice: first for its words, which name the command, then for the options,
 * which the command may add to. */

#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "archive/database_url.h"
#include "bus/redis_url.h"
#include "net/address.h"

#define SYSTEM_CONFIG "/etc/confab/confab.conf"

enum { KEY_MAX = 64 };

/* Where one argument is taken apart to. */
struct argument {
	char key[KEY_MAX]; /* "data_dir" for --data-dir */
	const char *value; /* behind '=' or the next argument; NULL: none */
	const char *text;  /* as it stands there, for messages */
};

/* Short forms: --open is --registration=open. */
static const struct {
	const char *name;
	const char *key;
	const char *value;
} shorthands[] = {
	{ "open", "registration", "open" },
};

static bool walk(struct options *o,
		 bool (*on_option)(struct options *, const struct argument *, struct failure *),
		 struct failure *failure);
static bool take_apart(struct options *o, int *index, struct argument *a, struct failure *failure);
static bool takes_value(const struct options *o, const char *key, bool *known);
static bool ignore_option(struct options *o, const struct argument *a, struct failure *failure);
static bool apply_option(struct options *o, const struct argument *a, struct failure *failure);
static const struct option_kind *find_kind(const struct options *o, const char *name);
static bool read_config_file(struct options *o, struct failure *failure);
static bool installed(void);
static bool open_to_the_network(struct options *o, struct failure *failure);
static bool addresses_read(const struct config *config, struct failure *failure);

static const struct option_kind config_option = { "config", "FILE", "Read options from FILE." };

bool options_words(struct options *o, const struct option_kind *kinds, struct failure *failure)
{
	o->kinds = kinds;
	o->word_count = 0;
	return walk(o, ignore_option, failure);
}

bool options_read(struct options *o, struct failure *failure)
{
	struct config_problem problem;

	o->word_count = 0;
	o->extra_count = 0;
	config_init(&o->config);
	if (!read_config_file(o, failure))
		return false;
	if (!config_read_environment(&o->config, environ, &problem))
		return failure_set(failure, EX_CONFIG, "%s", problem.text);
	if (!walk(o, apply_option, failure) || !open_to_the_network(o, failure))
		return false;
	if (!config_check(&o->config, &problem))
		return failure_set(failure, EX_CONFIG, "%s", problem.text);
	return addresses_read(&o->config, failure);
}

/* With `lan` an address that only this machine reaches means all of them. */
static bool open_to_the_network(struct options *o, struct failure *failure)
{
	struct config_problem problem;
	struct address address;

	if (!o->config.lan || !address_parse(slice_of(o->config.bind), &address) ||
	    !address_is_loopback(&address))
		return true;
	return config_set(&o->config, "bind", "::", "lan", &problem) ||
	       failure_set(failure, EX_SOFTWARE, "%s", problem.text);
}

/* The parsers that will be used have the last word: what passes here never stops a worker. */
static bool addresses_read(const struct config *config, struct failure *failure)
{
	struct redis_url redis;
	struct database_url database;

	if (config->redis_url[0] && !redis_url_read(config->redis_url, &redis))
		return failure_set(failure, EX_CONFIG,
				   "redis_url: must be redis://[[user]:password@]host[:port]"
				   "[/number] or unix:///path[?db=number]");
	if (config->mysql_url[0] && !database_url_read(config->mysql_url, &database))
		return failure_set(failure, EX_CONFIG,
				   "mysql_url: must be mysql://user[:password]@host[:port]/database"
				   "[?socket=/path]");
	return true;
}

const char *options_extra(const struct options *o, const char *name)
{
	for (int i = o->extra_count; i-- > 0;)
		if (strcmp(o->extra_names[i], name) == 0)
			return o->extra_values[i];
	return NULL;
}

static bool walk(struct options *o,
		 bool (*on_option)(struct options *, const struct argument *, struct failure *),
		 struct failure *failure)
{
	for (int i = 1; i < o->argument_count; i++) {
		const char *text = o->arguments[i];
		struct argument a;

		if (strncmp(text, "--", 2) != 0) {
			if (o->word_count >= OPTIONS_WORDS_MAX)
				return failure_set(failure, EX_USAGE, "too many words: %s", text);
			o->words[o->word_count++] = text;
			continue;
		}
		if (!take_apart(o, &i, &a, failure) || !on_option(o, &a, failure))
			return false;
	}
	o->words[o->word_count] = NULL;
	return true;
}

static bool take_apart(struct options *o, int *index, struct argument *a, struct failure *failure)
{
	const char *text = o->arguments[*index] + 2;
	size_t size = strcspn(text, "=");
	bool known = false;
	bool needs_value;

	*a = (struct argument){ .text = o->arguments[*index],
				.value = text[size] == '=' ? text + size + 1 : NULL };
	snprintf(a->key, sizeof(a->key), "%.*s", (int)size, text);
	for (char *c = a->key; *c; c++)
		if (*c == '-')
			*c = '_';
	needs_value = takes_value(o, a->key, &known);
	if (!known || size >= KEY_MAX)
		return failure_set(failure, EX_USAGE, "there is no option --%.*s; see confabd help",
				   (int)size, text);
	if (needs_value && !a->value) {
		a->value = *index + 1 < o->argument_count ? o->arguments[++*index] : NULL;
		if (!a->value)
			return failure_set(failure, EX_USAGE, "--%s needs a value", text);
	}
	return true;
}

static bool takes_value(const struct options *o, const char *key, bool *known)
{
	const struct option_kind *kind = find_kind(o, key);
	bool needed = false;

	*known = true;
	if (kind)
		return kind->value != NULL;
	for (size_t i = 0; i < sizeof(shorthands) / sizeof(shorthands[0]); i++)
		if (strcmp(shorthands[i].name, key) == 0)
			return false;
	*known = config_known(key, &needed);
	return needed;
}

static const struct option_kind *find_kind(const struct options *o, const char *name)
{
	if (strcmp(name, config_option.name) == 0)
		return &config_option;
	for (const struct option_kind *kind = o->kinds; kind && kind->name; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}

static bool ignore_option(struct options *o, const struct argument *a, struct failure *failure)
{
	(void)o;
	(void)a;
	(void)failure;
	return true;
}

static bool apply_option(struct options *o, const struct argument *a, struct failure *failure)
{
	const struct option_kind *kind = find_kind(o, a->key);
	const char *key = a->key;
	const char *value = a->value ? a->value : "true";
	struct config_problem problem;

	if (kind) {
		if (o->extra_count >= OPTIONS_EXTRA_MAX)
			return failure_set(failure, EX_USAGE, "too many options: %s", a->text);
		o->extra_names[o->extra_count] = kind->name;
		o->extra_values[o->extra_count++] = a->value ? a->value : "";
		return true;
	}
	for (size_t i = 0; i < sizeof(shorthands) / sizeof(shorthands[0]); i++) {
		if (strcmp(shorthands[i].name, key) == 0) {
			key = shorthands[i].key;
			value = shorthands[i].value;
			break;
		}
	}
	return config_set(&o->config, key, value, a->text, &problem) ||
	       failure_set(failure, EX_CONFIG, "%s", problem.text);
}

/* --config is looked for here, as the file comes before the other options. */
static bool read_config_file(struct options *o, struct failure *failure)
{
	const char *path = getenv("CONFAB_CONFIG");
	struct config_problem problem;

	for (int i = 1; i < o->argument_count; i++) {
		if (strcmp(o->arguments[i], "--config") == 0 && i + 1 < o->argument_count)
			path = o->arguments[i + 1];
		if (strncmp(o->arguments[i], "--config=", strlen("--config=")) == 0)
			path = o->arguments[i] + strlen("--config=");
	}
	if ((!path || *path == '\0') && installed() && access(SYSTEM_CONFIG, F_OK) == 0)
		path = SYSTEM_CONFIG;
	if (!path || *path == '\0')
		return true;
	return config_read_file(&o->config, path, &problem) ||
	       failure_set(failure, EX_CONFIG, "%s", problem.text);
}

/* A checkout must not pick up the settings of the machine's own Confab. */
static bool installed(void)
{
	char path[16] = "";

	return readlink("/proc/self/exe", path, sizeof(path) - 1) > 0 &&
	       strncmp(path, "/usr/", strlen("/usr/")) == 0;
}
