#pragma once

#include <stdbool.h>

#include "base/slice.h"

/* The parts of scheme://[user[:password]@]host[:port][/path][?query], borrowed from the text and
 * still percent-encoded. A part that is not there is {NULL, 0}; an empty one is there. */
struct url {
	struct slice scheme;
	struct slice user;
	struct slice password;
	struct slice host; /* without the brackets of an IPv6 address */
	int port;          /* 0: none */
	struct slice path; /* with its first '/' */
	struct slice query;
};

/* Takes `text` apart. False if it is no such URL: other characters than a URL may have, a bad port,
 * brackets that do not match, a fragment. The host may be empty (unix:///path). */
bool url_read(struct slice text, struct url *out);
