/* The table of options and the access to their fields by offset. Invariant: each text of a struct
 * config is a heap copy of its own (or NULL before the first store), so that storing and clearing
 * free without asking. */
#include "base/config_option.h"

#include <string.h>

#include "base/check.h"
#include "base/memory.h"
#include "base/states.h"

static const struct config_option options[] = {
#define CONFIG_TEXT(field, fallback, bytes, says)   \
	{ .key = #field,                            \
	  .kind = CONFIG_KIND_TEXT,                 \
	  .offset = offsetof(struct config, field), \
	  .text = (fallback),                       \
	  .maximum = (bytes),                       \
	  .help = (says) },
#define CONFIG_INT(field, fallback, lowest, highest, measure, says) \
	{ .key = #field,                                            \
	  .kind = CONFIG_KIND_INT,                                  \
	  .offset = offsetof(struct config, field),                 \
	  .number = (fallback),                                     \
	  .minimum = (lowest),                                      \
	  .maximum = (highest),                                     \
	  .unit = (measure),                                        \
	  .help = (says) },
#define CONFIG_BOOL(field, fallback, says)          \
	{ .key = #field,                            \
	  .kind = CONFIG_KIND_BOOL,                 \
	  .offset = offsetof(struct config, field), \
	  .number = (fallback),                     \
	  .help = (says) },
#define CONFIG_CHOICE(field, fallback, words, says) \
	{ .key = #field,                            \
	  .kind = CONFIG_KIND_CHOICE,               \
	  .offset = offsetof(struct config, field), \
	  .number = (fallback),                     \
	  .group = (words),                         \
	  .help = (says) },
#include "base/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
#undef CONFIG_CHOICE
};

enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]) };

const struct config_option *config_option_at(size_t n)
{
	return n < OPTION_COUNT ? &options[n] : NULL;
}

static bool same_key(const char *key, const char *given)
{
	for (; *key && (*given == *key || (*key == '_' && *given == '-')); key++)
		given++;
	return *key == '\0' && *given == '\0';
}

const struct config_option *config_option_find(const char *key, size_t *number)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (!same_key(options[i].key, key))
			continue;
		if (number)
			*number = i;
		return &options[i];
	}
	return NULL;
}

bool config_option_secret(const struct config_option *option)
{
	static const char *const secrets[] = { "mysql_url", "redis_url", "metrics_token" };
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		if (strcmp(option->key, secrets[i]) == 0)
			return true;
	}
	return false;
}

static const void *field_of(const struct config *c, const struct config_option *option)
{
	return (const char *)c + option->offset;
}

static void *writable_field_of(struct config *c, const struct config_option *option)
{
	return (char *)c + option->offset;
}

const char *config_text(const struct config *c, const struct config_option *option)
{
	ASSERT(option->kind == CONFIG_KIND_TEXT);
	return *(const char *const *)field_of(c, option);
}

int64_t config_number(const struct config *c, const struct config_option *option)
{
	const void *field = field_of(c, option);
	switch (option->kind) {
	case CONFIG_KIND_INT:
		return *(const int64_t *)field;
	case CONFIG_KIND_BOOL:
		return *(const bool *)field;
	case CONFIG_KIND_CHOICE:
		return *(const int *)field;
	case CONFIG_KIND_TEXT:
		break;
	}
	check_failed("the option is a number", __FILE__, __LINE__);
}

void config_store_text(struct config *c, const struct config_option *option, const char *text)
{
	ASSERT(option->kind == CONFIG_KIND_TEXT);
	char **field = writable_field_of(c, option);
	char *before = *field;
	*field = text ? memory_text(text) : NULL;
	memory_free(before);
}

void config_store_number(struct config *c, const struct config_option *option, int64_t number)
{
	void *field = writable_field_of(c, option);
	switch (option->kind) {
	case CONFIG_KIND_INT:
		*(int64_t *)field = number;
		return;
	case CONFIG_KIND_BOOL:
		*(bool *)field = number != 0;
		return;
	case CONFIG_KIND_CHOICE:
		*(int *)field = (int)number;
		return;
	case CONFIG_KIND_TEXT:
		break;
	}
	check_failed("the option is a number", __FILE__, __LINE__);
}

void config_init(struct config *c)
{
	*c = (struct config){ 0 };
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (options[i].kind == CONFIG_KIND_TEXT)
			config_store_text(c, &options[i], options[i].text);
		else
			config_store_number(c, &options[i], options[i].number);
	}
}

void config_clear(struct config *c)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (options[i].kind == CONFIG_KIND_TEXT)
			config_store_text(c, &options[i], NULL);
	}
	*c = (struct config){ 0 };
}
