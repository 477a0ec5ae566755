#pragma once

#include "base/slice.h"

/* The languages that the server has texts in. */
enum language {
	LANGUAGE_EN,
	LANGUAGE_DE,
	LANGUAGE_AR,
	LANGUAGE_COUNT,
};

/* The first of these that stands in `tags`, as in Accept-Language ("de-CH, en;q=0.9") or alone
 * ("ar"), in the order written, as browsers send them; LANGUAGE_EN if there is none. */
enum language language_choose(struct slice tags);
