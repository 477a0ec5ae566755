/* Options as text again: a commented file for people, variables for a worker. Both read back as
 * they were. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/config_option.h"
#include "base/states.h"

static const char hidden[] = "*****";

/* The password of a URL is what stands between the first ':' behind "//" and the last '@' of all:
 * rather too much hidden than too little, if somebody forgot to encode a character. */
static void append_without_password(struct buffer *out, const char *url)
{
	const char *slashes = strstr(url, "//");
	const char *authority = slashes ? slashes + 2 : url;
	const char *at = strrchr(authority, '@');
	const char *colon = at ? memchr(authority, ':', (size_t)(at - authority)) : NULL;
	if (!colon) {
		buffer_append_text(out, url);
		return;
	}
	buffer_append(out, url, (size_t)(colon + 1 - url));
	buffer_append_text(out, hidden);
	buffer_append_text(out, at);
}

static void append_shown(struct buffer *out, const struct config_option *option, const char *text)
{
	if (strcmp(option->key, "metrics_token") == 0)
		buffer_append_text(out, text[0] ? hidden : "");
	else
		append_without_password(out, text);
}

static void append_quoted(struct buffer *out, const char *text)
{
	buffer_append_byte(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buffer_append_byte(out, '\\');
		buffer_append_byte(out, *text);
	}
	buffer_append_byte(out, '"');
}

static void append_number(struct buffer *out, const struct config *c,
			  const struct config_option *option)
{
	int64_t number = config_number(c, option);
	if (option->kind == CONFIG_KIND_BOOL)
		buffer_append_text(out, number ? "on" : "off");
	else if (option->kind == CONFIG_KIND_CHOICE)
		buffer_append_text(out, state_word(option->group, (int)number));
	else
		buffer_append_int(out, number);
}

static void append_text(struct buffer *out, const struct config *c,
			const struct config_option *option, bool secrets)
{
	struct buffer shown = { 0 };
	if (config_option_secret(option) && !secrets)
		append_shown(&shown, option, config_text(c, option));
	else
		buffer_append_text(&shown, config_text(c, option));
	buffer_append_byte(&shown, '\0');
	append_quoted(out, shown.data);
	buffer_clear(&shown);
}

void config_write(const struct config *c, bool secrets, struct buffer *out)
{
	const struct config_option *option;
	for (size_t i = 0; (option = config_option_at(i)); i++) {
		buffer_format(out, "# %s", option->help);
		if (option->kind == CONFIG_KIND_INT)
			buffer_format(out, " (%" PRId64 " to %" PRId64 "%s%s)", option->minimum,
				      option->maximum, option->unit[0] ? " " : "", option->unit);
		buffer_format(out, "\n%s = ", option->key);
		if (option->kind == CONFIG_KIND_TEXT)
			append_text(out, c, option, secrets);
		else
			append_number(out, c, option);
		buffer_append_text(out, "\n\n");
	}
}

void config_write_environment(const struct config *c, struct buffer *out)
{
	const struct config_option *option;
	for (size_t i = 0; (option = config_option_at(i)); i++) {
		buffer_append_text(out, "CONFAB_");
		for (const char *at = option->key; *at; at++)
			buffer_append_byte(out, (char)toupper((unsigned char)*at));
		buffer_append_byte(out, '=');
		if (option->kind == CONFIG_KIND_TEXT)
			buffer_append_text(out, config_text(c, option));
		else
			append_number(out, c, option);
		buffer_append_byte(out, '\0');
	}
}
