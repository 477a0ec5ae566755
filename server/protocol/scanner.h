#pragma once

#include <stdbool.h>

#include "base/slice.h"
#include "protocol/decode.h"

enum {
	SCANNER_DEPTH_MAX =
		16, /* objects and arrays inside one another, the outermost one included */
	SCANNER_VALUES_MAX = 20000, /* values of all kinds in one document: each costs the parser an
				       allocation */
	SCANNER_NUMBER_MAX = 63,    /* bytes of one number: cJSON stops reading there */
};

/* True if `json` is one JSON object (RFC 8259) and nothing else, in valid UTF-8, within the bounds
 * above, without NUL in any spelling and without lone surrogates. Does not look for duplicate keys.
 * False: `problem` says what is wrong, and at which byte. */
bool scanner_accepts(struct slice json, struct decode_problem *problem);
