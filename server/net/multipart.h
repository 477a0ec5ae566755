#pragma once

#include <stdbool.h>

#include "base/slice.h"

/* One part of a form (multipart/form-data, RFC 7578) as browsers send it, read strictly: no text
 * before the first boundary, CRLF everywhere, at most MULTIPART_PARTS_MAX parts with at most
 * MULTIPART_HEAD_BYTES_MAX bytes of head each, an end. Nothing is decoded or copied. */

enum { MULTIPART_PARTS_MAX = 16, MULTIPART_HEAD_BYTES_MAX = 2048 };

/* True if a Content-Type says that the body is a form. */
bool multipart_is(struct slice content_type);
/* The content of the part called `name`, into `body`; false unless the form is whole and has
 * exactly one such part. */
bool multipart_find(struct slice content_type, struct slice body, struct slice name,
		    struct slice *content);
