/* One option from its text: what is allowed is in its row, what is not ends in a `problem` that
 * names the source, the key, the value (unless it is a secret) and the range. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/config_option.h"
#include "base/states.h"
#include "base/text.h"

enum { SHOWN_MAX = 80 };

struct switch_word {
	const char *word;
	bool on;
};

static const struct switch_word switch_words[] = {
	{ "on", true },  { "off", false }, { "true", true }, { "false", false },
	{ "yes", true }, { "no", false },  { "1", true },    { "0", false },
};

bool config_known(const char *key, bool *takes_value)
{
	const struct config_option *option = config_option_find(key, NULL);
	if (option)
		*takes_value = option->kind != CONFIG_KIND_BOOL;
	return option != NULL;
}

static bool set_switch(struct config *c, const struct config_option *option, const char *value)
{
	for (size_t i = 0; i < sizeof(switch_words) / sizeof(switch_words[0]); i++) {
		if (strcmp(switch_words[i].word, value) != 0)
			continue;
		config_store_number(c, option, switch_words[i].on);
		return true;
	}
	return false;
}

static bool set_choice(struct config *c, const struct config_option *option, const char *value)
{
	int number = state_number(option->group, value);
	if (number >= 0)
		config_store_number(c, option, number);
	return number >= 0;
}

static bool set_number(struct config *c, const struct config_option *option, const char *value)
{
	int64_t number;
	if (!text_to_int(slice_of(value), option->minimum, option->maximum, &number))
		return false;
	config_store_number(c, option, number);
	return true;
}

static bool set_text(struct config *c, const struct config_option *option, const char *value)
{
	struct slice text = slice_of(value);
	if (text.size > (size_t)option->maximum || !text_is_utf8(text) || text_has_control(text))
		return false;
	config_store_text(c, option, value);
	return true;
}

typedef bool setter(struct config *c, const struct config_option *option, const char *value);

static setter *const setters[] = {
	[CONFIG_KIND_TEXT] = set_text,
	[CONFIG_KIND_INT] = set_number,
	[CONFIG_KIND_BOOL] = set_switch,
	[CONFIG_KIND_CHOICE] = set_choice,
};

/* What the option takes, in words. */
static void describe(const struct config_option *option, char *out, size_t size)
{
	switch (option->kind) {
	case CONFIG_KIND_TEXT:
		snprintf(out, size, "at most %" PRId64 " bytes of UTF-8 without control characters",
			 option->maximum);
		return;
	case CONFIG_KIND_INT:
		snprintf(out, size, "a whole number from %" PRId64 " to %" PRId64 "%s%s",
			 option->minimum, option->maximum, option->unit[0] ? " " : "",
			 option->unit);
		return;
	case CONFIG_KIND_BOOL:
		snprintf(out, size, "on or off");
		return;
	case CONFIG_KIND_CHOICE:
		snprintf(out, size, "one of: %s", option->help);
		return;
	}
}

/* Something given, for people: never long, never with control characters. */
static void show(const char *given, char out[SHOWN_MAX])
{
	struct slice text = slice_of(given);
	if (text.size >= SHOWN_MAX || !text_is_utf8(text) || text_has_control(text))
		snprintf(out, SHOWN_MAX, "(%zu bytes)", text.size);
	else
		snprintf(out, SHOWN_MAX, "%s", given);
}

bool config_set(struct config *c, const char *key, const char *value, const char *source,
		struct config_problem *problem)
{
	char shown[SHOWN_MAX];
	const struct config_option *option = config_option_find(key, NULL);
	if (!option) {
		show(key, shown);
		snprintf(problem->text, sizeof(problem->text), "%.200s: there is no option %s",
			 source, shown);
		return false;
	}
	if (setters[option->kind](c, option, value))
		return true;
	char allowed[160];
	describe(option, allowed, sizeof(allowed));
	show(config_option_secret(option) ? "*****" : value, shown);
	snprintf(problem->text, sizeof(problem->text), "%.200s: %s = \"%s\" is not %s", source,
		 option->key, shown, allowed);
	return false;
}
