#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* What confab-picture says to the worker that runs it: 16 bytes ("cpic", the status, the sizes of
 * two JPEGs, each number 4 bytes, the highest first) and then the JPEGs themselves. */

enum {
	PICTURE_FRAME_HEAD_SIZE = 16,
	/* A canvas larger than this is not decoded: 40 megapixels. */
	PICTURE_PIXELS_MAX = 40000000,
	/* Side of the two squares, in pixels. */
	PICTURE_SIDE_MAX = 512,
	PICTURE_THUMBNAIL_SIDE_MAX = 144,
};

enum picture_status {
	PICTURE_OK,
	PICTURE_UNKNOWN,         /* no format that we read */
	PICTURE_BROKEN,          /* one of them, but not whole */
	PICTURE_TOO_LARGE,       /* more bytes than allowed */
	PICTURE_TOO_MANY_PIXELS, /* its canvas is larger than allowed */
};

struct picture_frame {
	enum picture_status status;
	/* With PICTURE_OK; into the output that was read. */
	struct slice full;
	struct slice thumbnail;
};

/* Writes the head that stands before `full` and `thumbnail`. */
void picture_frame_head(const struct picture_frame *f, unsigned char out[PICTURE_FRAME_HEAD_SIZE]);
/* Reads all that a helper has written; false unless it is exactly that. The helper has worked on
 * hostile bytes, so nothing of it is believed: both parts must begin and end as a JPEG does. */
bool picture_frame_read(struct slice output, struct picture_frame *f);
