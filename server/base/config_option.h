#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"

/* The rows of config.def as data, for the files config*.c only. */

enum config_kind { CONFIG_KIND_TEXT, CONFIG_KIND_INT, CONFIG_KIND_BOOL, CONFIG_KIND_CHOICE };

struct config_option {
	const char *key;
	enum config_kind kind;
	size_t offset;     /* in struct config */
	int64_t number;    /* default of numbers, switches and choices */
	const char *text;  /* default of texts */
	int64_t minimum;   /* of numbers */
	int64_t maximum;   /* of numbers; of texts, in bytes */
	const char *unit;  /* of numbers; "" for none */
	const char *group; /* of choices: their words in states.def */
	const char *help;
};

/* The n-th option in the order of config.def; NULL behind the last. */
const struct config_option *config_option_at(size_t n);
/* By its key, with '-' as good as '_'; NULL if there is none. `number`, if not NULL, is its place
 * in the order. */
const struct config_option *config_option_find(const char *key, size_t *number);
/* True if the option's value must not be shown as it is. */
bool config_option_secret(const struct config_option *option);

/* The value as its kind. */
const char *config_text(const struct config *c, const struct config_option *option);
int64_t config_number(const struct config *c, const struct config_option *option);
/* Replaces the value, which must be allowed; the text is copied. */
void config_store_text(struct config *c, const struct config_option *option, const char *text);
void config_store_number(struct config *c, const struct config_option *option, int64_t number);
